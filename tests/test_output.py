"""The only writer: writes what changed, removes what is stale, spares what is not ours, or does nothing."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import threading
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import pytest

from specloom import output
from specloom.output import Act, Mode, Outcome, Tree
from specloom.output.manifest import digest, read_manifest, write_manifest
from specloom.problems import Severity
from specloom.targets.base import File


def tree(name: str, files: Mapping[str, str]) -> Tree:
    return Tree(name, name, [File(PurePosixPath(path), text) for path, text in files.items()])


def put(root: Path, *trees: Tree, mode: Mode = Mode.WRITE, whole: bool = True) -> Outcome:
    return output.put(root, trees, mode, whole=whole)


def acts(outcome: Outcome) -> dict[str, Act]:
    return {change.path: change.act for change in outcome.changes if change.act is not Act.KEEP}


def codes(outcome: Outcome) -> list[str]:
    return sorted(problem.code for problem in outcome.problems)


def everything(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "out"


A = tree("a", {"one.txt": "1\n", "deep/two.txt": "2\n"})
B = tree("b", {"three.txt": "3\n"})


# --- writing --------------------------------------------------------------------------------------------


def test_writing_makes_the_files_and_lists_them(root: Path) -> None:
    outcome = put(root, A, B)
    assert codes(outcome) == []
    assert set(acts(outcome).values()) == {Act.WRITE}
    found = everything(root)
    assert set(found) == {"FILES", "a/one.txt", "a/deep/two.txt", "b/three.txt"}
    assert found["a/deep/two.txt"] == b"2\n"
    assert read_manifest(found["FILES"]).entries == {
        path: {digest(content)} for path, content in found.items() if path != "FILES"
    }


def test_the_list_is_one_that_sha256sum_checks(root: Path) -> None:
    put(root, A, B)
    run = subprocess.run(
        ["sha256sum", "--strict", "-c", "FILES"], cwd=root, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_the_list_is_sorted(root: Path) -> None:
    put(root, B, A)
    lines = (root / "FILES").read_text().splitlines()[1:]
    paths = [line.split("  ")[1] for line in lines]
    assert paths == sorted(paths)
    assert len(paths) == 3


def test_only_what_changed_is_touched(root: Path) -> None:
    put(root, A, B)
    for path in root.rglob("*.txt"):
        os.utime(path, (1, 1))
    os.utime(root / "FILES", (1, 1))
    outcome = put(root, tree("a", {"one.txt": "1\n", "deep/two.txt": "II\n"}), B)
    assert acts(outcome) == {"a/deep/two.txt": Act.UPDATE, "FILES": Act.UPDATE}
    assert (root / "a/one.txt").stat().st_mtime == 1
    assert (root / "b/three.txt").stat().st_mtime == 1
    assert (root / "a/deep/two.txt").stat().st_mtime > 1
    assert acts(put(root, tree("a", {"one.txt": "1\n", "deep/two.txt": "II\n"}), B)) == {}


def test_an_executable_stays_one(root: Path) -> None:
    put(root, A)
    (root / "a/one.txt").chmod(0o755)
    put(root, tree("a", {"one.txt": "new\n"}))
    assert stat.S_IMODE((root / "a/one.txt").stat().st_mode) == 0o755


def test_new_files_have_ordinary_permissions(root: Path) -> None:
    mask = os.umask(0o022)
    try:
        put(root, A)
    finally:
        os.umask(mask)
    assert stat.S_IMODE((root / "a/one.txt").stat().st_mode) == 0o644


def test_nothing_is_left_behind(root: Path) -> None:
    put(root, A)
    put(root, B)
    assert sorted(path.name for path in root.iterdir()) == ["FILES", "b"]


def test_line_ends_are_lf_whatever_a_target_says(root: Path) -> None:
    put(root, tree("a", {"x": "1\r\n2\n"}))
    assert (root / "a/x").read_bytes() == b"1\n2\n"


def test_crlf_of_a_checkout_is_no_drift_and_is_left_alone(root: Path) -> None:
    put(root, A)
    for path in [root / "a/one.txt", root / "FILES"]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = everything(root)
    assert acts(put(root, A, mode=Mode.CHECK)) == {}
    assert acts(put(root, A)) == {}
    assert everything(root) == before


def test_no_targets_at_all_empties_what_was_ours(root: Path) -> None:
    put(root, A)
    put(root)
    assert set(everything(root)) == {"FILES"}


# --- what is stale --------------------------------------------------------------------------------------


def test_what_we_no_longer_write_goes_with_its_empty_folders(root: Path) -> None:
    put(root, A, B)
    outcome = put(root, tree("a", {"one.txt": "1\n"}), B)
    assert acts(outcome) == {"a/deep/two.txt": Act.REMOVE, "FILES": Act.UPDATE}
    assert not (root / "a/deep").exists()
    assert (root / "a/one.txt").exists()


def test_a_folder_that_holds_something_else_stays(root: Path) -> None:
    put(root, A)
    (root / "a/deep/mine.txt").write_text("mine")
    put(root, tree("a", {"one.txt": "1\n"}))
    assert everything(root / "a") == {"one.txt": b"1\n", "deep/mine.txt": b"mine"}


def test_a_stale_file_that_somebody_edited_stays_and_is_reported(root: Path) -> None:
    put(root, A)
    (root / "a/one.txt").write_text("edited")
    outcome = put(root, tree("a", {"deep/two.txt": "2\n"}))
    assert codes(outcome) == ["edited-file"]
    assert outcome.problems[0].severity is Severity.WARNING
    assert (root / "a/one.txt").read_text() == "edited"
    assert "one.txt" not in (root / "FILES").read_text()
    assert codes(put(root, tree("a", {"deep/two.txt": "2\n"}))) == []


def test_a_stale_file_that_bears_our_mark_goes_even_edited(root: Path) -> None:
    put(root, tree("a", {"x.py": "# Generated by specloom. Do not edit.\n", "y": "y"}))
    (root / "a/x.py").write_text("# Generated by specloom. Do not edit.\nedited = 1\n")
    assert codes(put(root, tree("a", {"y": "y"}))) == []
    assert not (root / "a/x.py").exists()


def test_a_stale_file_with_crlf_counts_as_untouched(root: Path) -> None:
    put(root, A)
    (root / "a/one.txt").write_bytes(b"1\r\n")
    put(root, tree("a", {"deep/two.txt": "2\n"}))
    assert not (root / "a/one.txt").exists()


def test_one_target_leaves_the_others_alone(root: Path) -> None:
    put(root, A, B)
    outcome = put(root, tree("b", {"four.txt": "4\n"}), whole=False)
    assert acts(outcome) == {
        "b/three.txt": Act.REMOVE,
        "b/four.txt": Act.WRITE,
        "FILES": Act.UPDATE,
    }
    assert set(read_manifest((root / "FILES").read_bytes()).entries) == {
        "a/one.txt",
        "a/deep/two.txt",
        "b/four.txt",
    }
    assert acts(put(root, A, tree("b", {"four.txt": "4\n"}))) == {}


def test_a_target_whose_name_begins_like_another_is_another(root: Path) -> None:
    put(root, tree("py", {"x": "x"}), tree("python", {"y": "y"}))
    assert acts(put(root, tree("py", {"x": "x"}), whole=False)) == {}


def test_a_target_that_is_made_no_more_goes_when_all_are_made(root: Path) -> None:
    put(root, A, B)
    assert acts(put(root, A)) == {"b/three.txt": Act.REMOVE, "FILES": Act.UPDATE}
    assert not (root / "b").exists()


def test_a_file_may_become_a_folder_and_back(root: Path) -> None:
    flat, deep = tree("a", {"x": "flat"}), tree("a", {"x/y/z": "deep", "x/w": "deep"})
    put(root, flat)
    assert codes(put(root, deep)) == []
    assert everything(root / "a") == {"x/y/z": b"deep", "x/w": b"deep"}
    assert codes(put(root, flat)) == []
    assert everything(root / "a") == {"x": b"flat"}


def test_a_name_may_change_its_capitals(root: Path) -> None:
    put(root, tree("a", {"Foo.txt": "x"}))
    outcome = put(root, tree("a", {"foo.txt": "x"}))
    assert codes(outcome) == []
    assert everything(root / "a") == {"foo.txt": b"x"}


def test_a_name_that_changes_its_capitals_is_written_anew(root: Path) -> None:
    """Where case is ignored, the new name already shows the old file, which is about to go."""
    put(root, tree("a", {"Foo.txt": "x"}))
    (root / "a/foo.txt").hardlink_to(root / "a/Foo.txt")  # the same file by either name
    for text in ("x", "y"):
        outcome = put(root, tree("a", {"foo.txt": text}), mode=Mode.CHECK)
        assert codes(outcome) == []
        assert acts(outcome)["a/foo.txt"] is Act.UPDATE
    put(root, tree("a", {"foo.txt": "x"}))
    assert everything(root / "a") == {"foo.txt": b"x"}


def test_a_file_of_somebody_else_that_differs_in_case_is_not_ours(root: Path) -> None:
    put(root, tree("a", {"Foo.txt": "x"}))
    (root / "a/foo.txt").write_text("mine")
    assert codes(put(root, tree("a", {"foo.txt": "x"}))) == ["foreign-file"]


# --- what is not ours -----------------------------------------------------------------------------------


def test_somebody_elses_file_in_our_place_is_an_error_and_nothing_is_written(root: Path) -> None:
    (root / "a").mkdir(parents=True)
    (root / "a/one.txt").write_text("mine")
    outcome = put(root, A, B)
    assert codes(outcome) == ["foreign-file"]
    assert everything(root) == {"a/one.txt": b"mine"}


def test_every_obstacle_is_named_at_once(root: Path) -> None:
    (root / "a").mkdir(parents=True)
    (root / "a/one.txt").write_text("mine")
    (root / "b").write_text("a file where a folder belongs")
    (root / "a/deep").mkdir()
    (root / "a/deep/two.txt").mkdir()
    assert codes(put(root, A, B)) == ["foreign-file", "in-the-way", "in-the-way"]


def test_a_file_with_the_right_content_is_taken_over(root: Path) -> None:
    (root / "a").mkdir(parents=True)
    (root / "a/one.txt").write_text("1\n")
    assert codes(put(root, A)) == []


def test_a_file_that_bears_our_mark_is_taken_over_when_the_list_is_lost(root: Path) -> None:
    put(root, tree("a", {"x": "// Code generated by specloom; DO NOT EDIT.\nold\n"}))
    (root / "FILES").unlink()
    new = tree("a", {"x": "// Code generated by specloom; DO NOT EDIT.\nnew\n"})
    assert acts(put(root, new)) == {"a/x": Act.UPDATE, "FILES": Act.WRITE}


def test_files_beside_ours_are_never_looked_at(root: Path) -> None:
    put(root, A)
    (root / "a/mine.txt").write_text("mine")
    (root / "mine").mkdir()
    assert acts(put(root, A)) == {}
    put(root)
    assert everything(root).keys() == {"FILES", "a/mine.txt"}
    assert (root / "mine").is_dir()


def test_a_list_that_is_not_ours_stops_everything(root: Path) -> None:
    root.mkdir()
    (root / "FILES").write_text("things to do\n")
    assert "foreign-file" in codes(put(root, A))
    assert everything(root) == {"FILES": b"things to do\n"}


@pytest.mark.parametrize(
    "line",
    [
        f"{'0' * 64}  ../outside",
        f"{'0' * 64}  /etc/hostname",
        f"{'0' * 64}  a/../../outside",
        "rubbish",
        "",
        f"{'0' * 64} *a/one.txt",
    ],
)
def test_a_list_with_strange_lines_is_not_trusted(root: Path, line: str) -> None:
    put(root, A)
    outside = root.parent / "outside"
    outside.write_text("")
    manifest = root / "FILES"
    manifest.write_text(manifest.read_text() + f"{line}\n")
    outcome = put(root, tree("a", {}))
    assert codes(outcome) == (["strange-line"] if line else [])
    assert outside.exists()
    assert set(everything(root)) == {"FILES"}


def test_a_list_that_points_out_with_the_right_digest_removes_nothing(root: Path) -> None:
    put(root, A)
    outside = root.parent / "outside"
    outside.write_bytes(b"precious")
    manifest = root / "FILES"
    manifest.write_text(manifest.read_text() + f"{digest(b'precious')}  ../outside\n")
    put(root, A)
    assert outside.read_bytes() == b"precious"


def test_both_sides_of_a_merge_conflict_count(root: Path) -> None:
    put(root, tree("a", {"x": "one", "y": "y"}))
    ours = (root / "FILES").read_text().splitlines()[1]
    put(root, tree("a", {"x": "two", "z": "z"}))
    theirs = (root / "FILES").read_text().splitlines()[1:]
    conflict = ["<<<<<<< HEAD", ours, "=======", *theirs, ">>>>>>> branch"]
    (root / "FILES").write_text("# Generated by specloom\n" + "\n".join(conflict) + "\n")
    outcome = put(root, tree("a", {"y": "y"}))
    assert codes(outcome) == []
    assert set(everything(root / "a")) == {"y"}


# --- ways out -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "a/../../x",
        "/etc/x",
        "..",
        "x\\y",
        "C:x",
        "nul",
        "deep/CON.txt",
        "com1",
        "x.",
        "x ",
        " x",
        "a\nb",
        "a\x00b",
        "a\x1bb",
        "what?",
        "a|b",
        ".git/config",
        ".GIT/config",
        "x" * 250,
        "é" * 125,
        "\ud800",
        "a\u2028b",
    ],
)
@pytest.mark.parametrize("mode", list(Mode))
def test_a_path_that_is_not_safe_everywhere_is_refused(root: Path, path: str, mode: Mode) -> None:
    outcome = put(root, tree("a", {path: "x", "fine": "x"}), mode=mode)
    assert codes(outcome) == ["bad-path"]
    assert not root.exists()
    str(outcome.problems[0]).encode()  # can be printed


@pytest.mark.parametrize("path", ["a.b", ".hidden", "é", "console", "com", "a b", "x" * 240, "-x"])
def test_a_path_that_is_safe_everywhere_is_taken(root: Path, path: str) -> None:
    assert codes(put(root, tree("a", {path: "x"}))) == []
    assert everything(root / "a") == {path: b"x"}


@pytest.mark.parametrize("folder", ["..", "/tmp", "", ".", "a/../..", "nul", "FILES", "files"])
def test_a_target_whose_folder_is_not_safe_is_refused(root: Path, folder: str) -> None:
    outcome = put(root, Tree("a", folder, [File(PurePosixPath("x"), "x")]))
    assert codes(outcome) in (["bad-path"], ["path-clash"])
    assert not root.exists()


@pytest.mark.parametrize(
    ("one", "two"),
    [("x", "x"), ("Foo.txt", "foo.TXT"), ("straße", "STRASSE"), ("é", "e\u0301"), ("x", "x/y")],
)
def test_two_files_that_cannot_lie_side_by_side_are_refused(root: Path, one: str, two: str) -> None:
    for first, second in [(one, two), (two, one)]:
        files = [File(PurePosixPath(path), path) for path in (first, second)]
        outcome = put(root, Tree("a", "a", files))
        assert codes(outcome) == ["path-clash"]
        assert not root.exists()


def test_two_targets_may_not_write_one_file(root: Path) -> None:
    assert codes(put(root, A, Tree("b", "a", A.files))) == ["path-clash", "path-clash"]


def test_text_that_is_not_unicode_is_refused(root: Path) -> None:
    outcome = put(root, tree("a", {"x": "fine\n\ud800\n"}))
    assert codes(outcome) == ["not-unicode"]
    assert "line 2" in outcome.problems[0].fact


@pytest.mark.parametrize("link", ["a", "a/deep", "a/one.txt", "FILES"])
def test_links_inside_the_output_are_not_followed(root: Path, link: str) -> None:
    elsewhere = root.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "one.txt").write_text("theirs")
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(elsewhere / "one.txt" if "." in link else elsewhere)
    outcome = put(root, A)
    places = [(problem.where.file, problem.code) for problem in outcome.problems]
    assert places == [(str(root / link), "in-the-way")]  # once, however many files go below it
    assert everything(elsewhere) == {"one.txt": b"theirs"}


def test_a_stale_file_behind_a_link_is_left_alone(root: Path) -> None:
    put(root, A)
    (root / "a").rename(root.parent / "moved")
    (root / "a").symlink_to(root.parent / "moved")
    put(root, B)
    assert set(everything(root.parent / "moved")) == {"one.txt", "deep/two.txt"}


def test_a_dangling_link_is_in_the_way(root: Path) -> None:
    (root / "a").mkdir(parents=True)
    (root / "a/one.txt").symlink_to(root / "nowhere")
    assert codes(put(root, A)) == ["in-the-way"]


def test_the_output_folder_may_be_a_link(root: Path) -> None:
    (root.parent / "real").mkdir()
    root.symlink_to(root.parent / "real")
    assert codes(put(root, A)) == []
    assert "a/one.txt" in everything(root.parent / "real")


# --- nothing half written -------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [Mode.WRITE, Mode.CHECK])
def test_an_output_that_is_a_file_is_an_error(root: Path, mode: Mode) -> None:
    root.write_text("a file")
    assert codes(put(root, A, mode=mode)) == ["bad-output"]
    assert root.read_text() == "a file"


def test_an_output_inside_a_file_is_an_error(root: Path) -> None:
    root.write_text("a file")
    assert codes(put(root / "deeper" / "out", A)) == ["bad-output"]
    assert codes(put(root / "deeper", A, mode=Mode.CHECK)) == ["bad-output"]


def test_an_output_that_is_a_dangling_link_is_an_error(root: Path) -> None:
    root.symlink_to(root.parent / "nowhere")
    assert codes(put(root, A)) == ["bad-output"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody can write to")
def test_a_folder_that_nobody_can_write_to_is_an_error() -> None:
    outcome = put(Path("/proc/specloom"), A)
    assert codes(outcome) == ["cannot-write"]
    assert "nothing has been changed" in outcome.problems[0].fact


Breaks = Callable[[Path], Path]


def full_after(count: int, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk fill up at the `count`th call of a method of Path."""
    real = getattr(Path, method)
    calls = 0

    def failing(self: Path, *args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if calls == count:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, method, failing)


@pytest.mark.parametrize("method", ["write_bytes", "replace", "unlink", "mkdir"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_full_disk_leaves_everything_as_it_was(
    root: Path, method: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tree("a", {"x": "old", "y": "y", "stale/one": "1", "stale/two": "2", "stale/three": "3"})
    put(root, old)
    before, folders = everything(root), {path for path in root.rglob("*") if path.is_dir()}
    new = tree("a", {"x": "new", "new/one": "1", "newer/deep/two": "2"})
    with monkeypatch.context() as patch:
        full_after(count, method, patch)
        outcome = put(root, new)
    assert codes(outcome) == ["cannot-write"]
    assert everything(root) == before
    assert {path for path in root.rglob("*") if path.is_dir()} == folders
    assert codes(put(root, new)) == []


def test_a_full_disk_at_first_leaves_no_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full_after(2, "write_bytes", monkeypatch)
    assert codes(put(root / "deep", A)) == ["cannot-write"]
    assert not root.exists()


def test_an_interrupt_leaves_everything_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, A)
    before = everything(root)
    real = Path.replace
    calls = 0

    def interrupted(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        put(root, tree("a", {"one.txt": "changed", "more": "m"}))
    assert everything(root) == before


def test_runs_at_the_same_time_lose_nothing(root: Path) -> None:
    root.mkdir()
    trees = [tree(f"t{n}", {f"f{m}": f"{n} {m}" for m in range(20)}) for n in range(8)]
    threads = [
        threading.Thread(target=put, args=(root, each), kwargs={"whole": False}) for each in trees
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_manifest((root / "FILES").read_bytes()).entries) == 160
    assert acts(put(root, *trees)) == {}


# --- checking and listing -------------------------------------------------------------------------------


def test_checking_says_what_would_change_and_writes_nothing(root: Path) -> None:
    put(root, A)
    (root / "a/one.txt").write_text("drifted\n")
    before = everything(root)
    outcome = put(root, tree("a", {"one.txt": "1\n", "new": "n"}), mode=Mode.CHECK)
    assert outcome.drift
    assert acts(outcome) == {
        "a/one.txt": Act.UPDATE,
        "a/new": Act.WRITE,
        "a/deep/two.txt": Act.REMOVE,
        "FILES": Act.UPDATE,
    }
    assert everything(root) == before


def test_checking_makes_no_folder(root: Path) -> None:
    assert put(root, A, mode=Mode.CHECK).drift
    assert not root.exists()


def test_listing_looks_at_nothing(root: Path) -> None:
    outcome = put(root, A, B, mode=Mode.LIST)
    assert {change.path for change in outcome.changes} == {
        "a/one.txt",
        "a/deep/two.txt",
        "b/three.txt",
    }
    assert not root.exists()


HARD_TEXTS = [
    "one\ntwo\nthree\n",
    "one\nTWO\nthree\n",
    "no newline at the end",
    "no newline\nat the end",
    "",
    "\n",
    "\n\n",
    "form\x0cfeed\nand\u2028separator\n",
    "tab\t and trailing space \n",
    "--- a/x\n+++ b/x\n",
]


@pytest.mark.parametrize("old", [*HARD_TEXTS, None])
@pytest.mark.parametrize("new", [*HARD_TEXTS, None])
def test_the_diff_is_one_that_git_applies(root: Path, old: str | None, new: str | None) -> None:
    put(root, tree("a", {} if old is None else {"x y": old}))
    wanted = tree("a", {} if new is None else {"x y": new})
    patch = "".join(output.diff(put(root, wanted, mode=Mode.CHECK).changes, ""))
    if old == new:
        assert patch == ""
        return
    applied = subprocess.run(
        ["git", "apply", "--unidiff-zero", "--whitespace=nowarn", "-"],
        cwd=root,
        input=patch.encode(),
        capture_output=True,
        check=False,
    )
    assert applied.returncode == 0, (applied.stderr, patch)
    assert not put(root, wanted, mode=Mode.CHECK).drift


def test_the_diff_names_paths_as_the_user_would() -> None:
    change = output.Change("a/x", Act.UPDATE, b"1\n", b"2\n", "a")
    lines = "".join(output.diff([change], "generated/")).splitlines()
    assert lines[:3] == [
        "diff --git a/generated/a/x b/generated/a/x",
        "--- a/generated/a/x",
        "+++ b/generated/a/x",
    ]


# --- the list -------------------------------------------------------------------------------------------


def test_the_list_reads_back() -> None:
    entries = {"b/x y": "1" * 64, "a": "2" * 64}
    found = read_manifest(write_manifest(entries))
    assert found.entries == {path: {digest} for path, digest in entries.items()}
    assert found.strange == ()


# --- single files ---------------------------------------------------------------------------------------


def test_rewriting_touches_only_what_differs(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"same\r\n")
    two.write_bytes(b"old\n")
    texts = {one: "same\n", two: "new\n"}
    assert acts(output.rewrite(texts, Mode.CHECK)) == {two.as_posix(): Act.UPDATE}
    assert two.read_bytes() == b"old\n"
    output.rewrite(texts, Mode.WRITE)
    assert (one.read_bytes(), two.read_bytes()) == (b"same\r\n", b"new\n")
    assert sorted(tmp_path.iterdir()) == [one, two]


def test_rewriting_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    file, link = tmp_path / "real/file", tmp_path / "link"
    file.write_text("old")
    link.symlink_to(file)
    output.rewrite({link: "new"}, Mode.WRITE)
    assert link.is_symlink()
    assert file.read_text() == "new"


def test_rewriting_what_cannot_be_is_a_problem(tmp_path: Path) -> None:
    assert codes(output.rewrite({tmp_path / "missing": "x"}, Mode.WRITE)) == ["cannot-write"]
