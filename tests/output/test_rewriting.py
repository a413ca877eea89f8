"""Single files that are rewritten where they are."""

from __future__ import annotations

from pathlib import Path

from output.trees import acts, codes
from specloom import output
from specloom.output import Act, Mode


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
