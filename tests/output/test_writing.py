"""Writing: what changed is written, the rest is left alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from contents import everything
from output.trees import A, B, acts, codes, put, tree
from specloom.output import Act, Mode
from specloom.output.manifest import digest, read_manifest


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
