"""What must be so of a stream as a whole: objects are created before they grow, and it comes to its end.

A rule looks at one event after the other and complains; `rules_for` lists those there are. How deltas merge
is not said here a second time: `merging` asks the accumulators that are generated from the spec.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from specloom.ir import Package, Stream, StreamTarget, Where
from specloom.pointers import tokens
from specloom.problems import Severity
from specloom.validate.explain import Complaint
from specloom.validate.wording import show


class Rule(Protocol):
    """Something that must be so of a stream. The pointers of complaints lead into the event."""

    def push(self, event: Any) -> Iterator[Complaint]:
        """What is wrong with the next event, given those before it."""

    def finish(self) -> Iterator[Complaint]:
        """What is wrong with the end coming now."""


class Act(StrEnum):
    """What an event does to an object with an id."""

    CREATE = "create"
    REFRESH = "refresh"
    PATCH = "patch"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class _Move:
    """One event's part in the story of a target."""

    act: Act
    target: StreamTarget


def rules_for(package: Package, stream: Stream) -> tuple[list[Rule], str]:
    """Every rule that a stream of this kind must keep, and what hinders a further one."""
    order = Order(stream)
    if not any(target.patch for target in stream.targets):
        return [order], ""
    from specloom.replay.live import GenerationError
    from specloom.validate.merging import Merging

    try:
        return [order, Merging(package, stream)], ""
    except GenerationError as error:
        return [order], error.problems[0].fact


class Order:
    """The order of events: what exists can grow until it is closed, and nothing follows the end."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.moves = {
            tag: _Move(act, target)
            for target in stream.targets
            if target.id is not None
            for act in Act
            for tag in getattr(target, act.value)
        }
        self.open: set[tuple[str, str]] = set()
        self.closed: set[tuple[str, str]] = set()
        self.done = False

    def push(self, event: Any) -> Iterator[Complaint]:
        """What is wrong with the next event, given those before it."""
        if self.done:
            yield self.complaint("", "an event follows the end of the stream", "after-done")
            return
        tag = event.get(self.stream.tag) if isinstance(event, dict) else None
        if not isinstance(tag, str):
            return
        if tag in self.stream.end:
            self.done = True
        move = self.moves.get(tag)
        if move is not None:
            pointer = move.target.id or ""
            id = _at(event, pointer)
            if isinstance(id, str):
                yield from self.move(move, id, pointer)

    def finish(self) -> Iterator[Complaint]:
        """What is wrong with the end coming now."""
        if not self.done and self.stream.end:
            wanted = " or ".join(show(tag) for tag in self.stream.end)
            yield self.complaint(
                "", f"the stream ends without its last event, {wanted}", "truncated"
            )

    def move(self, move: _Move, id: str, pointer: str) -> Iterator[Complaint]:
        """What is wrong with an event that acts on the object `id`."""
        key = (move.target.name.spelled, id)
        noun = f"the {move.target.of} {show(id)}"
        known = key in self.open or key in self.closed
        match move.act:
            case Act.CREATE if known:
                yield self.complaint(
                    pointer, f"{noun} is created a second time", "duplicate-target"
                )
            case Act.CREATE:
                self.open.add(key)
            case _ if key in self.closed:
                yield self.complaint(pointer, f"{noun} has been closed already", "closed")
            case Act.CLOSE:
                self.open.discard(key)
                self.closed.add(key)
            case _ if key not in self.open:
                fact = f"{noun} has not been created"
                yield self.complaint(pointer, fact, "unknown-target")
                if move.act is Act.REFRESH:
                    self.open.add(key)  # a whole object: what follows has something to act on

    def complaint(self, pointer: str, fact: str, code: str) -> Complaint:
        """An error, which the declaration of the stream makes one."""
        return Complaint(pointer, fact, code, Severity.ERROR, self.where)

    @property
    def where(self) -> Where:
        """Where the spec declares the stream."""
        return self.stream.where


def _at(value: Any, pointer: str) -> Any:
    for token in tokens(pointer):
        if not isinstance(value, dict) or token not in value:
            return None
        value = value[token]
    return value
