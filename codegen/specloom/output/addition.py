"""Adding files to a folder of somebody else: what is there stays as it is, whatever it is."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from specloom.output.disk import apply
from specloom.output.plan import Act, Change
from specloom.problems import Problem
from specloom.where import Where


def add(
    root: Path, files: Mapping[str, str], *, rehearse: bool = False
) -> tuple[Sequence[Change], Sequence[Problem]]:
    """Write those of `files` that are not below `root`: all of them, or none when there is a problem."""
    changes = []
    problems = []
    for path, text in sorted(files.items()):
        obstacle = _obstacle(root, path)
        if obstacle is not None:
            fact = f"'{obstacle}' is in the way: it is a link or no folder"
            remedy = "move it away, or add the file yourself"
            problems.append(Problem(Where(str(root / path)), fact, remedy, "in-the-way"))
        act = Act.KEEP if os.path.lexists(root / path) else Act.WRITE
        changes.append(Change(path, act, None, text.encode(), ""))
    if problems:
        return [], problems
    try:
        if not rehearse:
            apply(root, changes)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        fact = f"the files cannot be written: {reason}; nothing has been changed"
        remedy = "make it a folder with room that you may write"
        return [], [Problem(Where(str(root)), fact, remedy, "cannot-write")]
    return changes, []


def _obstacle(root: Path, path: str) -> str | None:
    """The part of `path` above the file that is there and no folder of its own."""
    for parent in [*PurePosixPath(path).parents][-2::-1]:
        try:
            mode = (root / parent).lstat().st_mode
        except OSError:
            return None
        if not stat.S_ISDIR(mode):
            return str(parent)
    return None
