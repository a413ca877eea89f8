"""What lies below a folder, for tests that compare before and after."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path


def everything(folder: Path, *, but: Set[str] = frozenset()) -> dict[str, bytes]:
    """The bytes of every file below a folder by its path, but for names of folders and files in `but`."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {p.as_posix(): (folder / p).read_bytes() for p in files if not but & set(p.parts)}
