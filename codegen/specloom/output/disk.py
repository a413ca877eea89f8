"""Carrying a plan out: all of it or none.

New contents are staged beside their places first, so that a full disk or a folder without permission is met
while nothing visible has changed; then old files go and staged ones take their names. A failure in between
puts back what was there.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from specloom.output.plan import Act, Change


def apply(root: Path, changes: Sequence[Change]) -> None:
    """Make `root` as `changes` say. Raises OSError, with `root` as it was, when that cannot be done."""
    doing = [change for change in changes if change.act is not Act.KEEP]
    if not doing:
        return
    import tempfile

    undo: list[Callable[[], object]] = []
    try:
        _make_folder(root, undo)
        with tempfile.TemporaryDirectory(prefix=".specloom-", dir=root) as stage:
            _apply(root, Path(stage), doing, undo)
    except BaseException:
        for step in reversed(undo):
            with contextlib.suppress(OSError):
                step()
        raise


def _apply(
    root: Path, stage: Path, changes: Sequence[Change], undo: list[Callable[[], object]]
) -> None:
    staged = [
        (_stage(root, stage, number, c), c)
        for number, c in enumerate(changes)
        if c.after is not None
    ]
    for change in changes:
        if change.act is Act.REMOVE:
            undo.append(_restorer(root / change.path, change.before))
            (root / change.path).unlink(missing_ok=True)
    _drop_empty_folders(root, [c.path for c in changes if c.act is Act.REMOVE], undo)
    for path, change in staged:
        place = root / change.path
        _make_folder(place.parent, undo)
        undo.append(_restorer(place, change.before))
        path.replace(place)


def _stage(root: Path, stage: Path, number: int, change: Change) -> Path:
    import shutil

    path = stage / str(number)
    path.write_bytes(change.after or b"")
    if change.before is not None:
        with contextlib.suppress(OSError):  # an executable stays one
            shutil.copymode(root / change.path, path)
    return path


def _restorer(place: Path, before: bytes | None) -> Callable[[], object]:
    if before is None:
        return lambda: place.unlink(missing_ok=True)
    return lambda: place.write_bytes(before)


def _make_folder(folder: Path, undo: list[Callable[[], object]]) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent, undo)
    folder.mkdir(exist_ok=True)
    undo.append(folder.rmdir)


def _drop_empty_folders(
    root: Path, removed: Sequence[str], undo: list[Callable[[], object]]
) -> None:
    folders = {str(parent) for path in removed for parent in PurePosixPath(path).parents}
    for folder in sorted(folders - {"."}, key=len, reverse=True):
        with contextlib.suppress(OSError):  # somebody else's file keeps it
            (root / folder).rmdir()
            undo.append((root / folder).mkdir)


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keep other runs out of `root` while it changes (where the system can lock a folder)."""
    try:
        import fcntl

        handle = os.open(root, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
