"""What files hold, in short: digests of contents, never of times, so that no edit goes unnoticed."""

# ruff: noqa: PTH118, PTH208 - many files, in little time

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from specloom.digests import blake2b
from specloom.filenames import OPERATIONS, SUFFIX, is_litter


class Unclear(Exception):  # noqa: N818 - it is no error: whoever asks must do without
    """Nobody can say what all files of a folder are, or what they hold."""


def spec_files(spec: Path) -> list[str]:
    """The files that the spec at `spec` is read from. Raises OSError."""
    if not spec.is_dir():
        return [str(spec)]
    with os.scandir(spec) as entries:
        return sorted(
            entry.path
            for entry in entries
            if entry.name.endswith(SUFFIX) or entry.name == OPERATIONS
        )


def folder_files(folder: Path) -> list[str]:
    """The files below `folder`, but for what tools leave behind, as templates are read. Raises Unclear."""
    found = []
    for parent, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not is_litter(name))
        if any(Path(parent, name).is_symlink() for name in folders):
            raise Unclear  # it may lead anywhere
        found += [os.path.join(parent, name) for name in sorted(files) if not is_litter(name)]
    if not found:
        raise Unclear
    return found


def fingerprint(facts: Iterable[str], files: Iterable[str]) -> str:
    """A digest of what `facts` say and of the paths and contents of `files`. Raises Unclear."""
    digest = blake2b(digest_size=16)
    for fact in facts:
        _add(digest, fact.encode("utf-8", "surrogatepass"))
    for path in files:
        _add(digest, os.fsencode(path))
        try:
            _add(digest, Path(path).read_bytes())
        except OSError as error:
            raise Unclear from error
    return digest.hexdigest()


def installation() -> Iterator[str]:
    """What runs the tool: the interpreter, and the versions of all packages that it finds."""
    yield sys.version
    for place in sys.path:
        yield place
        try:
            names = os.listdir(place or ".")
        except OSError:  # an archive, or nothing
            continue
        yield from sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def _add(digest: blake2b, part: bytes) -> None:
    digest.update(f"{len(part)}:".encode())
    digest.update(part)


def _refuse(error: OSError) -> None:
    raise Unclear from error
