"""The only writer of the tool: one function that writes, checks, rehearses or lists (one flag).

Roads not taken: hashing files to find out whether they are stale without a manifest (a folder may hold files
of other people); temporary files beside each target file (a crash would leave litter all over the tree);
following links inside the output folder (the way out of it); keeping CRLF (sources of one repo would then
differ by machine).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from specloom.output.addition import add
from specloom.output.diff import diff
from specloom.output.disk import alone, apply
from specloom.output.manifest import unify
from specloom.output.paths import MANIFEST
from specloom.output.plan import Act, Change, Tree, contents, plan
from specloom.output.staleness import explain
from specloom.problems import Problem, has_errors
from specloom.where import Where

__all__ = [
    "MANIFEST",
    "Act",
    "Change",
    "Mode",
    "Outcome",
    "Tree",
    "add",
    "diff",
    "explain",
    "put",
    "rewrite",
]


class Mode(StrEnum):
    """What `put` does with the files it is given."""

    WRITE = "write"
    CHECK = "check"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What changed, or would change. With an error among the problems nothing did."""

    changes: Sequence[Change]
    problems: Sequence[Problem]

    @property
    def drift(self) -> bool:
        """Whether the folder differs (or differed) from what it should hold."""
        return any(change.act is not Act.KEEP for change in self.changes)


def put(root: Path, trees: Sequence[Tree], mode: Mode, *, whole: bool = True) -> Outcome:
    """Make `root` hold the files of `trees`, or (CHECK) say what that would change, or (LIST) which they are.

    Only files whose content changes are touched; what we wrote before and no longer write is removed; a file
    that somebody else made is never touched. `whole`: `trees` are all there are, so what is listed for
    other targets is stale too.
    """
    if mode is Mode.LIST:
        wanted, problems = contents(root, trees)
        return Outcome([Change(p, Act.WRITE, None, b, t) for p, (t, b) in wanted.items()], problems)
    try:
        if mode is Mode.CHECK:
            return Outcome(*plan(root, trees, whole=whole))
        with alone(root):
            changes, problems = plan(root, trees, whole=whole)
            if has_errors(problems):
                return Outcome([], problems)
            apply(root, changes)
    except OSError as error:
        return Outcome([], [_cannot_write(root, error)])
    return Outcome(changes, problems)


def rewrite(texts: Mapping[Path, str], mode: Mode) -> Outcome:
    """Make files that are there already hold `texts`, or (CHECK) say what that would change."""
    changes = []
    try:
        for path, text in texts.items():
            before, after = path.read_bytes(), unify(text.encode())
            act = Act.KEEP if unify(before) == after else Act.UPDATE
            changes.append(Change(path.as_posix(), act, before, after, ""))
        if mode is Mode.WRITE:
            for path, change in zip(texts, changes, strict=True):
                target = path.resolve()  # through a link: the file itself is what people edit
                apply(target.parent, [replace(change, path=target.name)])
    except OSError as error:
        return Outcome([], [_cannot_write(Path(error.filename or "."), error)])
    return Outcome(changes, [])


def _cannot_write(root: Path, error: OSError) -> Problem:
    reason = (error.strerror or str(error)).lower()
    fact = f"the output cannot be written: {reason}; nothing has been changed"
    remedy = f"make '{root}' a folder with room that you may write, or name another one (-o)"
    return Problem(Where(str(root)), fact, remedy, "cannot-write")
