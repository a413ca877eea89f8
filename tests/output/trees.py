"""Trees of files that are put somewhere, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from specloom import output
from specloom.output import Act, Mode, Outcome, Tree
from specloom.targets.base import File


def tree(name: str, files: Mapping[str, str]) -> Tree:
    """What a target of that name makes."""
    return Tree(name, name, [File(PurePosixPath(path), text) for path, text in files.items()])


def put(root: Path, *trees: Tree, mode: Mode = Mode.WRITE, whole: bool = True) -> Outcome:
    """Write the trees, or see what writing them would do."""
    return output.put(root, trees, mode, whole=whole)


def acts(outcome: Outcome) -> dict[str, Act]:
    """What is done to each path that does not stay as it is."""
    return {change.path: change.act for change in outcome.changes if change.act is not Act.KEEP}


def codes(outcome: Outcome) -> list[str]:
    """What is complained of."""
    return sorted(problem.code for problem in outcome.problems)


A = tree("a", {"one.txt": "1\n", "deep/two.txt": "2\n"})
B = tree("b", {"three.txt": "3\n"})
