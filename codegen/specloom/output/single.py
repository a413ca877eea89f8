"""Files that somebody names one by one: a baseline, samples."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from specloom.output.disk import apply
from specloom.output.plan import Act, Change
from specloom.problems import Problem
from specloom.where import Where


def write_files(root: Path, texts: Mapping[str, str]) -> Problem | None:
    """Make files below `root` hold `texts`, all or none; says why if that cannot be done."""
    try:
        changes = []
        for path, text in texts.items():
            before = (root / path).read_bytes() if (root / path).exists() else None
            after = text.encode()
            act = Act.KEEP if before == after else Act.WRITE if before is None else Act.UPDATE
            changes.append(Change(path, act, before, after, ""))
        apply(root, changes)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        fact = f"it cannot be written: {reason}; nothing has been changed"
        where = Where(str(error.filename or root))
        return Problem(where, fact, "name a place with room that you may write", "cannot-write")
    return None
