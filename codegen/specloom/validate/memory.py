"""What one run comes to know of a spec, kept for the next.

Reading and lowering a spec takes longer than checking a thousand small payloads. The key is made of the
spec's bytes and of this tool's own code, so that what is kept is never stale; deleting it is always safe.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from specloom import __version__
from specloom.cache import read_pack, write_pack
from specloom.fingerprint import Unclear, fingerprint, spec_files
from specloom.validate.knowledge import Knowledge

if TYPE_CHECKING:
    from specloom.ir import Package

_HOME = Path(__file__).resolve().parents[1]
_MAKERS = (".", "documents", "lower", "targets/jsonschema", "validate")
"""The folders of our own code that what is kept depends on."""


class Kept:
    """Fetches a package that was kept; when somebody deleted it, from the spec itself."""

    def __init__(self, spec: Path, key: str) -> None:
        self.spec, self.key = spec, key

    def __call__(self) -> Package:
        """The package."""
        from specloom.serialise import IrError, read_package

        entry = read_pack(_name("package", self.spec)).get(self.key)
        if entry:
            with contextlib.suppress(IrError, ValueError):
                return read_package(json.loads(entry[0]))
        return _read_again(self.spec)


class Memory:
    """What is kept of the spec at one place, as it stands now."""

    def __init__(self, spec: Path) -> None:
        self.spec = spec
        self.key = _key(spec)

    def recall(self) -> Knowledge | None:
        """What an earlier run came to know, if nothing has changed since."""
        entry = read_pack(_name("knowledge", self.spec)).get(self.key)
        if not entry:
            return None
        try:
            closed, refs, clues = json.loads(entry[0])
        except ValueError:
            return None
        return Knowledge(closed, refs, clues, Kept(self.spec, self.key))

    def remember(self, knowledge: Knowledge) -> None:
        """Keep `knowledge` for later runs, in place of what was kept before."""
        from specloom.serialise import write_package

        if not self.key:
            return
        whole = json.dumps(write_package(knowledge.package), separators=(",", ":"))
        write_pack(_name("package", self.spec), {self.key: [whole]})
        quick = [knowledge.closed, knowledge.refs, knowledge.clues]
        text = json.dumps(quick, separators=(",", ":"))
        write_pack(_name("knowledge", self.spec), {self.key: [text]})


def _read_again(spec: Path) -> Package:
    from specloom import documents
    from specloom.lower import lower

    read, _ = documents.load(spec)
    package = lower(read)[0] if read is not None else None
    if package is None:
        raise RuntimeError(f"the spec {spec} changed while it was in use")
    return package


def _name(what: str, spec: Path) -> str:
    return (
        f"{what} {os.path.abspath(spec)}"  # noqa: PTH100 - resolving links would merge two places
    )


def _key(spec: Path) -> str:
    """What the spec and our code are made of; "" if the spec cannot be read."""
    try:
        return fingerprint([__version__, str(spec), *_stamps()], spec_files(spec))
    except (Unclear, OSError):
        return ""


def _stamps() -> Iterator[str]:
    """Size and time of every module that what we keep depends on."""
    for folder in _MAKERS:
        with contextlib.suppress(OSError), os.scandir(_HOME / folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith(".py"):
                    about = entry.stat()
                    yield f"{entry.name} {about.st_size} {about.st_mtime_ns};"
