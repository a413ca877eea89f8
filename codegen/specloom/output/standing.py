"""Whether what was written stands as it was: asked before anything is made, so that nothing need be."""

# ruff: noqa: PTH118, PTH120 - many files, in little time

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from specloom.output.manifest import digest
from specloom.output.plan import Change


def digests_of(changes: Sequence[Change]) -> dict[str, str]:
    """The digest of every file that is there after `changes`, the manifest included."""
    return {c.path: digest(c.after) for c in changes if c.after is not None}


def stands(root: Path, digests: Mapping[str, str]) -> bool:
    """Whether planning to write files with these digests below `root` would find nothing to do."""
    folders: set[str] = set()
    try:
        for path, expected in digests.items():
            place = os.path.join(root, path)
            above = os.path.dirname(path)
            while above and above not in folders:  # a link in the way is for the plan to refuse
                if not stat.S_ISDIR(os.lstat(os.path.join(root, above)).st_mode):
                    return False
                folders.add(above)
                above = os.path.dirname(above)
            if not stat.S_ISREG(os.lstat(place).st_mode):
                return False
            if digest(Path(place).read_bytes()) != expected:
                return False
    except (OSError, ValueError):
        return False
    return True
