"""Deltas that cannot be merged, as the accumulators say that are generated from the spec."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specloom.ir import Package, Stream
from specloom.problems import Severity
from specloom.validate.explain import Complaint

_SAID_BY_ORDER = ("unknown_target", "duplicate_target", "closed", "after_done", "truncated")
_NO_MISTAKES = ("unknown_event", "unknown_variant")  # notes of the validator: the unions are open
_OTHERS = frozenset([*_SAID_BY_ORDER, *_NO_MISTAKES])


class Merging:
    """Folds the stream, leniently, so that it goes on after what cannot be merged."""

    def __init__(self, package: Package, stream: Stream) -> None:
        self.stream = stream
        self.gatherer = _gatherer(package, stream)
        self.told = 0

    def push(self, event: Any) -> Iterator[Complaint]:
        """What is wrong with the next event, given those before it."""
        self.gatherer.push(event)
        for found in self.news():
            yield self.complaint(found.pointer, found.message, found.code)

    def finish(self) -> Iterator[Complaint]:
        """What is wrong with the end coming now; it concerns objects, not an event."""
        self.gatherer.finish()
        for found in self.news():
            yield self.complaint("", f"{found.pointer}: {found.message}", found.code)

    def news(self) -> list[Any]:
        """What the accumulator has noted since the last time."""
        notes = self.gatherer.diagnostics[self.told :]
        self.told += len(notes)
        return [note for note in notes if note.code not in _OTHERS]

    def complaint(self, pointer: str, fact: str, code: str) -> Complaint:
        """An error, which the merge rules of the spec make one."""
        where = self.stream.where
        return Complaint(pointer, fact, code.replace("_", "-"), Severity.ERROR, where)


def _gatherer(package: Package, stream: Stream) -> Any:
    from specloom.targets.python.gathering import stream_class

    live = _live(package)
    return getattr(live.streams, stream_class(package, stream))(strict=False)


def _live(package: Package) -> Any:
    """The generated Python package, made once."""
    from specloom.replay.live import import_package

    if id(package) not in _made:
        _made.clear()
        _made[id(package)] = package, import_package(package)
    return _made[id(package)][1]


_made: dict[int, tuple[Package, Any]] = {}
"""By identity, which nobody else can have while the package is held here."""
