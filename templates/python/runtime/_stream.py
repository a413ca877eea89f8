"""Gathering a whole stream: which event does what to which object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from ._accumulate import Accumulator, thaw
from ._delta_error import ROOT, At, DeltaCode, DeltaError, Diagnostic, pointer_of
from ._json import copy_json


class Target(NamedTuple):
    """Objects that a stream builds. The paths lead into an event; `id` is None if there is one object."""

    name: str
    accumulator: type[Accumulator[Any, Any]] | None
    decode: Any
    object: tuple[str, ...]
    id: tuple[str, ...] | None
    delta: tuple[str, ...] | None
    streamed: frozenset[str]


class Change:
    """What one event did: the stuff callbacks are made of.

    `target` and `id` say to which object, `created` holds pointers of list entries that are new and
    `appended` pairs of pointer and text, both into the object with entries named by their keys; `closed`
    says that the object is final.
    """

    __slots__ = ("_appended", "_created", "closed", "event", "id", "target")

    def __init__(self, event: str | None, target: str | None = None, id: str | None = None) -> None:
        self.event = event
        self.target = target
        self.id = id
        self.closed = False
        self._created: list[At] = []
        self._appended: list[tuple[At, str]] = []

    @property
    def created(self) -> list[str]:
        """Pointers of the list entries that came into being."""
        return [pointer_of(at, -1) for at in self._created]

    @property
    def appended(self) -> list[tuple[str, str]]:
        """Pointers of the texts that grew, each with what was added."""
        return [(pointer_of(at, -1), text) for at, text in self._appended]

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
        self.held: list[Any] = []

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


class StreamGatherer:
    """Folds events into objects; the generated `StreamAccumulator` says which."""

    _tag: ClassVar[str]
    _data: ClassVar[str]
    _targets: ClassVar[Mapping[str, Target]]
    _actions: ClassVar[Mapping[str, tuple[str, str]]]
    _end: ClassVar[frozenset[str]]
    _error: ClassVar[frozenset[str]]
    _ignore: ClassVar[frozenset[str]]
    _decode_error: ClassVar[Any]

    def __init__(self, strict: bool = False) -> None:
        self._strict = strict
        self._slots: dict[str, dict[str | None, Slot]] = {name: {} for name in self._targets}
        self._count = 0
        self.diagnostics: list[Diagnostic] = []
        """What lenient reading has left out so far, and unknown events in either mode."""
        self.error: Any = None
        """The error the server reported, if it did."""
        self.done = False
        """Whether the event that ends the stream has come."""

    @property
    def closed(self) -> set[str]:
        """Ids of the objects that are final."""
        return {
            id
            for slots in self._slots.values()
            for id, slot in slots.items()
            if slot.closed and id is not None
        }

    def push(self, event: Any) -> Change:
        """Takes the next event, a model or parsed JSON (`{"event": ..., "data": ...}`).

        Raises DeltaError if strict and the event is out of order or its delta illegal; nothing has changed then.
        """
        raw = event if event.__class__ is dict else self._encode(event)
        number, self._count = self._count, self._count + 1
        if raw.__class__ is not dict:
            self._fault("invalid_type", ROOT, "expected an object", None, number)
            return Change(None)
        tag = raw.get(self._tag)
        if tag.__class__ is not str:
            code: DeltaCode = "invalid_type" if self._tag in raw else "missing_discriminator"
            self._fault(code, (ROOT, self._tag), "expected the event's name", None, number)
            return Change(None)
        if self.done:
            self._fault("after_done", ROOT, "the stream has ended before", None, number)
            return Change(tag)
        if tag in self._actions:
            name, action = self._actions[tag]
            return self._act(self._targets[name], action, tag, raw, number)
        if tag in self._end:
            self.done = True
        elif tag in self._error:
            self._take_error(raw.get(self._data))
        elif tag not in self._ignore:
            message = f"{tag!r} is not an event this package knows"
            pointer = pointer_of((ROOT, self._tag))
            self.diagnostics.append(Diagnostic("unknown_variant", pointer, message, None, number))
        return Change(tag)

    def finish(self) -> None:
        """Checks that the stream came to its end and no list has a gap; raises DeltaError if strict."""
        for slots in self._slots.values():
            for id, slot in slots.items():
                if slot.accumulator is not None and not slot.closed:
                    slot.accumulator._fold.target = id
                    slot.accumulator._fold.event = None
                    slot.accumulator.finish()
                    self._collect(slot.accumulator)
        if not self.done and self._end and self._strict:
            raise DeltaError("truncated", "", "the stream stopped before its end", None, self._count)

    def snapshots(self) -> dict[str, Any]:
        """Independent copies of everything gathered, by target; targets with ids map them to objects."""
        result: dict[str, Any] = {}
        for name, target in self._targets.items():
            known = {id: slot.snapshot() for id, slot in self._slots[name].items() if slot.known}
            result[name] = known if target.id is not None else known.get(None)
        return result

    def _encode(self, event: Any) -> Any:
        return event.raw if hasattr(event, "raw") else event.encode()

    def _many(self, name: str) -> dict[str, Any]:
        return {str(id): slot.current for id, slot in self._slots[name].items() if slot.known}

    def _one(self, name: str) -> Any:
        slot = self._slots[name].get(None)
        return None if slot is None else slot.current

    def _fault(self, code: DeltaCode, at: At, message: str, id: str | None, number: int) -> None:
        if self._strict:
            raise DeltaError(code, pointer_of(at), message, id, number)
        self.diagnostics.append(Diagnostic(code, pointer_of(at), message, id, number))

    def _take_error(self, data: Any) -> None:
        if data.__class__ is dict and data.get("error").__class__ is dict:
            data = data["error"]
        self.error = self._decode_error(copy_json(data)) if data.__class__ is dict else data

    def _act(self, target: Target, action: str, tag: str, raw: Any, number: int) -> Change:
        place = target.delta if action == "patch" else target.object
        assert place is not None
        value, at = _follow(raw, place)
        if value.__class__ is not dict:
            self._fault("invalid_type", at, "expected an object", None, number)
            return Change(tag, target.name)
        id: Any = None
        if target.id is not None:
            id, at = _follow(raw, target.id)
            if id.__class__ is not str:
                self._fault("missing_key", at, "expected the id of the object", None, number)
                return Change(tag, target.name)
        change = Change(tag, target.name, id)
        slots = self._slots[target.name]
        slot = slots.get(id)
        if slot is None:
            slot = Slot()
        if action == "patch":
            self._patch(slot, target, value, at, change, number)
        elif action == "create" and slot.known:
            self._fault("duplicate_target", at, f"{id!r} was created before", id, number)
        elif slot.closed and action == "refresh":
            self._fault("closed", at, f"{id!r} is final", id, number)
        elif action == "refresh" and slot.accumulator is not None:
            self._refresh(slot, target, value)
        else:
            self._replace(slot, target, action, value, change)
        if slot.known or slot.held:
            slots[id] = slot
        return change

    def _patch(
        self, slot: Slot, target: Target, delta: Any, at: At, change: Change, number: int
    ) -> None:
        if slot.closed:
            self._fault("closed", at, f"{change.id!r} is final", change.id, number)
        elif slot.accumulator is None:
            self._fault("unknown_target", at, f"{change.id!r} was not created", change.id, number)
            slot.held.append(copy_json(delta))
        else:
            self._grow(slot.accumulator, target, delta, change, number)

    def _grow(
        self, accumulator: Accumulator[Any, Any], target: Target, delta: Any, change: Change, number: int
    ) -> None:
        fold = accumulator._fold
        fold.event, fold.target = number, change.id
        fold.prefix = "".join(f"/{token}" for token in target.delta or ())
        accumulator._push_json(delta)
        change._created = fold.created.copy()
        change._appended = fold.appended.copy()
        self._collect(accumulator)

    def _collect(self, accumulator: Accumulator[Any, Any]) -> None:
        self.diagnostics.extend(accumulator.diagnostics)
        accumulator.diagnostics.clear()

    def _refresh(self, slot: Slot, target: Target, value: Any) -> None:
        assert slot.accumulator is not None
        fresh = target.decode(copy_json(value))
        live = slot.accumulator._live
        slot.accumulator._fold.touch(live)
        for attr in live.__slots__:
            if attr not in target.streamed:
                setattr(live, attr, getattr(fresh, attr))

    def _replace(self, slot: Slot, target: Target, action: str, value: Any, change: Change) -> None:
        whole = target.decode(copy_json(value))
        slot.closed = change.closed = action == "close"
        if target.accumulator is None or slot.closed:
            slot.accumulator, slot.whole = None, whole
            slot.held.clear()
            return
        slot.accumulator = target.accumulator(thaw(whole), self._strict)
        held, slot.held = slot.held, []
        for delta in held:
            self._grow(slot.accumulator, target, delta, change, self._count - 1)


def _follow(value: Any, path: tuple[str, ...]) -> tuple[Any, At]:
    at: At = ROOT
    for token in path:
        at = (at, token)
        value = value.get(token) if value.__class__ is dict else None
    return value, at
