"""The walk-through in the README: its commands, carried out with the installed wheel, print what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from consumers import Consumer
from documentation import Block, agrees, blocks, commands
from goldens import ROOT
from installation import Environment

pytestmark = pytest.mark.xdist_group("packaging")


def walk_through() -> Block:
    place = Path(__file__).relative_to(ROOT).as_posix()
    (block,) = (block for block in blocks(ROOT / "README.md") if place in block.order)
    return block


def test_the_walk_through_goes_as_it_says(tmp_path: Path, installed: Environment) -> None:
    consumer = Consumer(tmp_path / "a shop", installed)
    for command in commands(walk_through()):
        ended = consumer.run(command.line)
        assert (
            bool(ended.code) is command.fails
        ), f"`{command.line}`: exit {ended.code}\n{ended.said}"
        if not agrees(command.output, ended.said):
            pytest.fail(f"`{command.line}` prints\n{ended.said}", pytrace=False)
    assert consumer.must("git status --porcelain") == ""


def test_the_walk_through_is_ten_lines_that_show_everything() -> None:
    lines = list(commands(walk_through()))
    assert len(lines) == 10
    said = " ".join(command.line for command in lines)
    for words in (
        "specloom init",
        "make generate ",
        "git commit",
        "make generate-check",
        "validate",
    ):
        assert words in said
    assert sum(command.fails for command in lines) == 2
    silent = [
        c.line for c in lines if not c.output.strip() and not c.line.startswith(("git", "sed"))
    ]
    assert silent == []
