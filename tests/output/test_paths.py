"""Ways out of the output: paths that are not safe everywhere, clashes, and links."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from contents import everything
from output.trees import A, B, codes, put, tree
from specloom.output import Mode, Tree
from specloom.targets.base import File


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
