"""Gathering a whole stream: which event does what to which object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ._accumulate import Accumulator
from ._copying import copy_json
from ._delta_error import ROOT, At, DeltaCode, DeltaError, Diagnostic, pointer_of
from ._fast import new
from ._stream_state import Change, Patch, Slot, Target, constants_of, follow, holds, place


class StreamGatherer:
    """Folds events into objects; the generated `StreamAccumulator` says which."""

    _tag: ClassVar[str]
    _data: ClassVar[str]
    _targets: ClassVar[Mapping[str, Target]]
    _actions: ClassVar[Mapping[str, tuple[str, str, Any]]]
    _end: ClassVar[frozenset[str]]
    _error: ClassVar[frozenset[str]]
    _ignore: ClassVar[frozenset[str]]
    _failure: ClassVar[Any]
    _kinds: ClassVar[Mapping[str, Any]]
    _patches: ClassVar[Mapping[type, Patch]] = {}
    _decode_event: ClassVar[Any]

    def __init__(self, strict: bool = False) -> None:
        self._strict = strict
        self._slots: dict[str, dict[str | None, Slot]] = {name: {} for name in self._targets}
        self._short = {
            kind: (patch.look, patch.model, self._slots[patch.target], patch)
            for kind, patch in self._patches.items()
        }
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

        Raises DeltaError if strict and the event is out of order or its delta illegal; then nothing changes.
        """
        known = self._short.get(event.__class__)
        if known is None or self.done:
            return self._push_any(event)
        look, model, slots, patch = known
        try:
            delta, id = look(event)
            accumulator: Any = slots[id].accumulator
        except (AttributeError, LookupError, TypeError):
            return self._push_any(event)
        if accumulator is None or delta.__class__ is not model:
            return self._push_any(event)
        # Nearly all events carry a delta, which can go to the accumulator as it is.
        fold = accumulator.fold
        fold.event, fold.target, fold.prefix = self._count, id, patch.prefix
        self._count += 1
        accumulator.push(delta)
        if fold.diagnostics:
            self._collect(accumulator)
        change = new(Change)  # and filled in here: that takes a third of the time of calling it
        change.event = patch.event
        change.target = patch.target
        change.id = id
        change.closed = False
        piece = accumulator.piece
        if piece is None:
            change.entries = fold.created
            change.texts = fold.appended
        else:
            change.entries = ()
            change.texts = ((accumulator.at, piece),) if piece else ()
        return change

    def _push_any(self, event: Any) -> Change:
        number, self._count = self._count, self._count + 1
        if self.done:
            self._fault("after_done", ROOT, "the stream has ended before", None, number)
            return Change(None)
        raw = event.encode() if hasattr(event, "encode") and event.__class__ is not str else event
        if raw.__class__ is str and not self._data and raw in self._end:
            self.done = True
            return Change(raw)
        if raw.__class__ is not dict:
            self._fault("invalid_type", ROOT, "expected an object", None, number)
            return Change(None)
        tag = raw.get(self._tag)
        if tag.__class__ is not str:
            code: DeltaCode = "invalid_type" if self._tag in raw else "missing_discriminator"
            self._fault(code, (ROOT, self._tag), "expected the event's name", None, number)
            return Change(None)
        if tag in self._actions:
            return self._act(tag, raw, number)
        if tag in self._end:
            self.done = True
        elif tag in self._error:
            self._take_error(raw, number)
        elif tag not in self._ignore:
            message = f"{tag!r} is not an event this package knows"
            pointer = pointer_of((ROOT, self._tag))
            self.diagnostics.append(Diagnostic("unknown_event", pointer, message, None, number))
        return Change(tag)

    @classmethod
    def events(cls, before: Any, after: Any, close: str | None = None) -> list[Any]:
        """What a server would send for an object that grows from `before` to `after`.

        The event that creates it, one with the delta if there is any, and the one that closes it, which is
        the first that the spec lists unless `close` names another. Raises DeltaError `inexpressible` where
        no delta leads from one to the other.
        """
        target = next((t for t in cls._targets.values() if t.model is after.__class__), None)
        if target is None or target.accumulator is None:
            raise TypeError(f"{after.__class__.__name__} is not gathered from deltas")
        tags: dict[str, str] = {}
        for tag, (name, action, _) in cls._actions.items():
            if name == target.name:
                tags.setdefault(action, tag)
        if "create" not in tags or not (close or "close" in tags):
            raise DeltaError("inexpressible", "", "no events create and close such an object")
        found = [cls._event(tags["create"], target.object, before.encode())]
        delta = target.accumulator.grown(before, after)
        if delta:
            event = cls._event(tags["patch"], target.delta or (), delta)
            if target.id is not None:
                whole = cls._event("", target.object, after.encode())
                place(event, target.id, follow(whole, target.id)[0])
            found.append(event)
        found.append(cls._event(close or tags["close"], target.object, after.encode()))
        return [cls._decode_event(event) for event in found]

    @classmethod
    def _event(cls, tag: str, path: tuple[str, ...], value: Any) -> dict[str, Any]:
        event: dict[str, Any] = constants_of(cls._kinds.get(tag))
        event[cls._tag] = tag
        place(event, path, value)
        return event

    def finish(self) -> None:
        """Checks that the stream came to its end and that no list has a gap; raises DeltaError if strict.

        Lenient reading notes gaps and does not mind a missing end: `done` tells.
        """
        if self._strict and self._end and not self.done:
            raise DeltaError("truncated", "", "the stream stopped before its end")
        for name, slots in self._slots.items():
            for id, slot in slots.items():
                if slot.accumulator is not None:
                    at: At = (ROOT, name) if id is None else ((ROOT, name), id)
                    fold = slot.accumulator.fold
                    fold.prefix, fold.target, fold.event = pointer_of(at), id, None
                    slot.accumulator.finish()
                    self._collect(slot.accumulator)

    def snapshots(self) -> dict[str, Any]:
        """Independent copies of everything gathered, by target; targets with ids map them to objects."""
        result: dict[str, Any] = {}
        for name, target in self._targets.items():
            known = {id: slot.snapshot() for id, slot in self._slots[name].items() if slot.known}
            result[name] = known if target.id is not None else known.get(None)
        return result

    def raw_texts(self) -> dict[str, str]:
        """The raw texts of members that hold parsed values in the end, by target, id and place."""
        return {
            pointer_of((ROOT, name) if id is None else ((ROOT, name), id)) + pointer: text
            for name, slots in self._slots.items()
            for id, slot in slots.items()
            if slot.accumulator is not None
            for pointer, text in slot.accumulator.raw_texts().items()
        }

    def _many(self, name: str) -> dict[str, Any]:
        return {str(id): slot.current for id, slot in self._slots[name].items() if slot.known}

    def _one(self, name: str) -> Any:
        slot = self._slots[name].get(None)
        return None if slot is None else slot.current

    def _fault(self, code: DeltaCode, at: At, message: str, id: str | None, number: int) -> None:
        if self._strict:
            raise DeltaError(code, pointer_of(at), message, id, number)
        self.diagnostics.append(Diagnostic(code, pointer_of(at), message, id, number))

    def _take_error(self, raw: Any, number: int) -> None:
        data = raw.get(self._data) if self._data else raw
        if data.__class__ is not dict:
            self._fault("invalid_type", (ROOT, self._data), "expected an object", None, number)
            return
        if data.get("error").__class__ is dict:
            data = data["error"]
        data = copy_json(data)
        self.error = data if self._failure is None else self._failure.decode(data)

    def _act(self, tag: str, raw: Any, number: int) -> Change:
        name, action, kind = self._actions[tag]
        target = self._targets[name]
        change = Change(tag, name)
        data = (self._data,) if self._data else ()
        value, at = follow(raw, data if action == "patch" else target.object)
        if value.__class__ is not dict:
            self._fault("invalid_type", at, "expected an object", None, number)
            return change
        if target.id is not None:
            id, at = follow(raw, target.id)
            if id.__class__ is not str:
                code: DeltaCode = (
                    "missing_key" if id is None and not holds(raw, target.id) else "bad_key"
                )
                self._fault(code, at, "expected the id of the object", None, number)
                return change
            change.id = id
        slots = self._slots[target.name]
        slot = slots.get(change.id) or Slot()
        known = slot.known
        if (
            action == "patch"
            and not known
            and not target.creates
            and target.accumulator is not None
        ):
            slot.accumulator = begun = target.accumulator.empty(self._strict)
            begun.watch()
        if action == "set" or self._in_order(slot, action, at, change.id, number):
            if action == "patch":
                self._patch(slot, target, raw, change, number, kind)
            elif action == "refresh" and slot.accumulator is not None:
                self._refresh(slot, target, value)
            else:
                self._replace(slot, target, action, value, change)
        elif action == "patch" and not slot.known:
            assert target.delta is not None
            slot.held.append((number, copy_json(follow(raw, target.delta)[0]), kind))
        if slot.known and not known:
            slots.pop(change.id, None)  # objects stand in the order in which they began
        if slot.known or slot.held:
            slots[change.id] = slot
        return change

    def _in_order(self, slot: Slot, action: str, at: At, id: str | None, number: int) -> bool:
        """Whether an event may act now; a missing creation does not stop a whole object from coming."""
        if action == "create":
            if slot.known:
                self._fault("duplicate_target", at, f"{id!r} was created before", id, number)
            return not slot.known
        if slot.closed:
            self._fault("closed", at, f"{id!r} is final", id, number)
            return False
        if action != "close" and not slot.known:
            self._fault("unknown_target", at, f"{id!r} was not created", id, number)
            return action == "refresh"
        return True

    def _patch(
        self, slot: Slot, target: Target, raw: Any, change: Change, number: int, kind: Any
    ) -> None:
        assert target.delta is not None
        assert slot.accumulator is not None
        self._grow(slot.accumulator, target, follow(raw, target.delta)[0], change, number, kind)

    def _grow(
        self,
        accumulator: Accumulator[Any, Any],
        target: Target,
        delta: Any,
        change: Change,
        number: int,
        kind: Any,
    ) -> None:
        fold = accumulator.fold
        fold.event, fold.target = number, change.id
        fold.prefix = "".join(f"/{token}" for token in target.delta or ())
        accumulator.push_json(delta, kind)
        change.note(fold.created, fold.appended)
        self._collect(accumulator)

    def _collect(self, accumulator: Accumulator[Any, Any]) -> None:
        self.diagnostics.extend(accumulator.diagnostics)
        accumulator.diagnostics.clear()

    def _refresh(self, slot: Slot, target: Target, value: Any) -> None:
        """Takes over what deltas do not grow; what the object lacks stays."""
        assert slot.accumulator is not None
        fresh = {name: item for name, item in value.items() if name not in target.streamed}
        slot.accumulator.overwrite(fresh)

    def _replace(self, slot: Slot, target: Target, action: str, value: Any, change: Change) -> None:
        whole = target.model.decode(copy_json(value))
        slot.closed = change.closed = action == "close"
        held, slot.held = slot.held, []
        if target.accumulator is None or slot.closed:
            slot.accumulator, slot.whole = None, whole
            return
        slot.accumulator = begun = target.accumulator(whole, self._strict)
        begun.watch()
        for number, delta, kind in held:
            self._grow(slot.accumulator, target, delta, change, number, kind)
