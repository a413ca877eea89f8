"""What a stream keeps of each object, what one event did, and how to find one's way in an event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ._accumulate import Accumulator
from ._delta_error import ROOT, At, pointer_of
from ._registry import CODECS_BY_CLASS
from ._shapes import Constant, RecordShape, Ref


class Target(NamedTuple):
    """Objects that a stream builds. The paths lead into an event; `id` is None if there is one object.

    `streamed` are the members that deltas grow, which a refresh leaves alone. Without an event that `creates`
    an object, its first delta does.
    """

    name: str
    model: Any
    accumulator: type[Accumulator[Any, Any]] | None
    object: tuple[str, ...]
    id: tuple[str, ...] | None
    delta: tuple[str, ...] | None
    streamed: frozenset[str]
    creates: bool


@dataclass(frozen=True, slots=True)  # whose attributes are read faster than those of a tuple
class Patch:
    """A typed event that carries a delta: to which target, and how to come by the delta and the id in it.

    `model` is the class of the delta and `prefix` the pointer that leads to it. `look` gives the delta and the
    id, which is None where there is one object.
    """

    event: str
    target: str
    model: Any
    look: Callable[[Any], Any]
    prefix: str


class Change:
    """What one event did: the stuff callbacks are made of.

    `target` and `id` say to which object, `created` holds pointers of list entries that are new and
    `appended` pairs of pointer and text, both into the object with entries named by their keys; `closed`
    says that the object is final. The pointers are spelled out when somebody asks; until then `entries` and
    `texts` hold the places.
    """

    __slots__ = ("closed", "entries", "event", "id", "target", "texts")

    def __init__(
        self,
        event: str | None,
        target: str | None = None,
        id: str | None = None,
        created: Sequence[At] = (),
        appended: Sequence[tuple[At, str]] = (),
    ) -> None:
        self.event = event
        self.target = target
        self.id = id
        self.closed = False
        self.entries = created
        self.texts = appended

    def note(self, created: Sequence[At], appended: Sequence[tuple[At, str]]) -> None:
        """Adds what a delta did."""
        self.entries = [*self.entries, *created]
        self.texts = [*self.texts, *appended]

    @property
    def created(self) -> list[str]:
        """Pointers of the list entries that came into being."""
        return [pointer_of(at, -1) for at in self.entries]

    @property
    def appended(self) -> list[tuple[str, str]]:
        """Pointers of the texts that grew, each with what was added."""
        return [(pointer_of(at, -1), text) for at, text in self.texts]

    def __repr__(self) -> str:
        return (
            f"Change(event={self.event!r}, target={self.target!r}, id={self.id!r}, "
            f"created={self.created!r}, appended={self.appended!r}, closed={self.closed!r})"
        )


class Slot:
    """One object of a target: growing in an accumulator, or whole."""

    __slots__ = ("accumulator", "closed", "held", "whole")

    def __init__(self) -> None:
        self.accumulator: Accumulator[Any, Any] | None = None
        self.whole: Any = None
        self.closed = False
        self.held: list[tuple[int, Any, Any]] = []

    @property
    def known(self) -> bool:
        """Whether the object was created, or came whole."""
        return self.accumulator is not None or self.whole is not None

    @property
    def current(self) -> Any:
        """The object as it is now."""
        return self.accumulator.current if self.accumulator is not None else self.whole

    def snapshot(self) -> Any:
        """An independent copy of the object."""
        return self.accumulator.snapshot() if self.accumulator is not None else self.whole


def follow(value: Any, path: tuple[str, ...]) -> tuple[Any, At]:
    at: At = ROOT
    for token in path:
        at = (at, token)
        value = value.get(token) if value.__class__ is dict else None
    return value, at


def holds(value: Any, path: tuple[str, ...]) -> bool:
    parent, _ = follow(value, path[:-1])
    return parent.__class__ is dict and path[-1] in parent


def place(event: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    if not path:
        event.update(value)
        return
    for token in path[:-1]:
        event = event.setdefault(token, {})
    event[path[-1]] = value


def constants_of(model: Any) -> dict[str, Any]:
    """The members of a model that can hold one value only, and those of the models in it."""
    found: dict[str, Any] = {}
    codec = CODECS_BY_CLASS.get(model)
    for wire, member in codec.shape.members.items() if codec is not None else ():
        shape = member.shape.shape if isinstance(member.shape, Ref) else member.shape
        if isinstance(shape, Constant) and member.required:
            found[wire] = shape.value
        elif isinstance(shape, RecordShape) and member.required:
            inner = constants_of(shape.kind)
            if inner:
                found[wire] = inner
    return found
