"""Accumulators: a live snapshot that grows by deltas, and copies of it that share what did not change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from ._compose import absorb, cut, normal
from ._diff import addressed, by_position, diff_json, find_gaps
from ._delta_error import ROOT, DeltaError, Diagnostic
from ._checks import Branch
from ._fold import Fold
from ._fold_state import shape_of
from ._copying import copy_json
from ._rules import Json, Rules
from ._shapes import Misfit
from ._values import UnknownVariant

S = TypeVar("S")
D = TypeVar("D")


BY_MODEL: dict[type, type[Accumulator[Any, Any]]] = {}
"""The accumulator that belongs to a snapshot's or a delta's class."""


class Accumulator(Generic[S, D]):
    """Gathers one object from its deltas.

    With `strict` an illegal delta raises `DeltaError` and changes nothing; otherwise the smallest part that
    offends is left out and noted in `diagnostics`.
    """

    __slots__ = ("_live", "_marked", "_start", "fold")

    def __init_subclass__(cls) -> None:
        BY_MODEL[cls._root.model] = BY_MODEL[cls._delta] = cls

    _root: ClassVar[Branch]
    _rules: ClassVar[Rules]
    _delta: ClassVar[Any]
    _events: ClassVar[Mapping[type, str]] = {}

    def __init__(self, snapshot: S, strict: bool = False) -> None:
        self.fold = Fold(strict)
        self._live: S = thaw(snapshot)
        self._start: Any = None
        self._marked = False

    @classmethod
    def empty(cls, strict: bool = False) -> Any:
        """An accumulator that starts from nothing: only what has a neutral value is there."""
        return cls(cls._root.make(), strict)

    def push(self, delta: Any) -> None:
        """Merges a delta: a model, the event that carries it, or parsed JSON. O(size of the delta).

        Atomic; keeps no reference to its argument. Raises DeltaError if strict.
        """
        if not self._marked:
            self.mark()
        self.push_json(self._raw(delta))

    def push_json(self, delta: Any) -> None:
        """`push` for what is parsed JSON already, or should be."""
        fold = self.fold
        fold.appended.clear()
        fold.created.clear()
        if delta.__class__ is not dict:
            fold.fault("invalid_type", ROOT, "expected an object")
            return
        try:
            self._root.fold(fold, self._live, delta, ROOT)
        except DeltaError:
            fold.depth = 0
            fold.rollback(0)
            fold.appended.clear()
            fold.created.clear()
            raise
        finally:
            fold.journal.clear()

    def overwrite(self, members: Json) -> None:
        """Sets whole members of the live object, whatever they were."""
        live: Any = self._live
        self.fold.touch(live)
        declared = shape_of(live).members
        for name, value in members.items():
            member = declared.get(name)
            kept: Json = live.residue or {}
            residue = {key: item for key, item in kept.items() if key != name}
            if member is not None:
                try:
                    setattr(live, member.attribute or name, member.shape.take(copy_json(value)))
                except Misfit:
                    setattr(live, member.attribute or name, member.gap)
                    residue[name] = copy_json(value)
            else:
                residue[name] = copy_json(value)
            live.residue = residue or None

    @property
    def current(self) -> S:
        """The live object, for reading: it changes with the next push. O(1)."""
        if self.fold.unsettled:
            self._settle()
        return self._live

    def _settle(self) -> None:
        for keyed in self.fold.unsettled:
            keyed.settle()
            self.fold.touch(keyed.items)
        self.fold.unsettled.clear()

    def snapshot(self) -> S:
        """An independent copy of the object; parts that did not change are those of the last snapshot."""
        return freeze(self.current, self.fold.frozen)  # type: ignore[no-any-return]

    def finish(self) -> S:
        """The final object. A gap that is still open is `index_gap`: raised if strict, else noted."""
        gaps = self.gaps()
        for pointer in gaps:
            place = self.fold.prefix + pointer
            error = DeltaError("index_gap", place, "entries are missing", self.fold.target)
            if self.fold.strict:
                raise error
            self.fold.report(error)
        return self.snapshot()

    def gaps(self) -> list[str]:
        """Pointers of the lists (into the snapshot) whose keys are not 0..n-1."""
        if not any(keyed.has_gap for keyed in self.fold.keyed.values()):
            return []
        return list(find_gaps(self._rules, addressed(self._rules, self.current, self.fold.keyed)))

    def mark(self) -> None:
        """Makes `compact` count from here."""
        self._start = addressed(self._rules, self.current, self.fold.keyed)
        self._marked = True

    def compact(self) -> D:
        """One delta equal to all that were pushed since the start, or since the last `mark`."""
        now = addressed(self._rules, self.current, self.fold.keyed)
        if not self._marked:
            return self._delta.decode({})  # type: ignore[no-any-return]
        return self._delta.decode(diff_json(self._rules, self._start, now))  # type: ignore[no-any-return]

    @classmethod
    def compose(cls, *deltas: Any) -> D:
        """The one delta that does what all of these do, in order; models or parsed JSON.

        Raises DeltaError where pushing them would; `event` is then the number of the delta.
        """
        return cls._delta.decode(cls._compose_json(deltas))  # type: ignore[no-any-return]

    @classmethod
    def _compose_json(cls, deltas: Iterable[Any]) -> Json:
        state: Json = {}
        witness = cls.empty(strict=True)
        for number, delta in enumerate(deltas):
            witness.fold.event = number
            raw = cls._raw(delta)
            witness.push_json(raw)
            absorb(cls._rules, state, raw)
        return normal(cls._rules, state)

    @classmethod
    def diff(cls, before: S, after: S) -> D:
        """The smallest delta that leads from one snapshot to another.

        Raises DeltaError `inexpressible`, with a pointer into `after`, where none does.
        """
        first, last = (by_position(cls._rules, x.encode()) for x in (before, after))  # type: ignore[attr-defined]
        return cls._delta.decode(diff_json(cls._rules, first, last))  # type: ignore[no-any-return]

    @classmethod
    def grown(cls, before: S, after: S) -> Json:
        """The delta of what deltas can say, whatever else differs."""
        first, last = (by_position(cls._rules, x.encode()) for x in (before, after))  # type: ignore[attr-defined]
        return diff_json(cls._rules, first, last, declared_only=True)

    @classmethod
    def chunk(cls, delta: Any, size: int) -> list[D]:
        """Deltas that together do what `delta` does, their appended texts at most `size` code points long."""
        if size < 1:
            raise ValueError("size must be at least 1")
        whole = cls._compose_json([delta])
        return [cls._delta.decode(part) for part in cut(cls._rules, whole, size)]

    @classmethod
    def _raw(cls, delta: Any) -> Any:
        """A delta as parsed JSON, out of its model or the event that carries it."""
        member = cls._events.get(delta.__class__)
        if member is not None:
            delta = getattr(delta, member)
        return delta.encode() if delta.__class__ is cls._delta else delta

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What lenient reading has left out so far."""
        return self.fold.diagnostics


ATOMS = frozenset({str, int, float, bool, type(None)})


def thaw(value: Any) -> Any:
    """A deep copy of a model or JSON value, sharing nothing that can change."""
    return freeze(value, {})


def freeze(value: Any, frozen: dict[int, tuple[Any, Any]]) -> Any:
    """A deep copy that reuses the copies in `frozen` (by id of the original) and adds those it makes.

    Records nest as deep as their types do; plain JSON inside them may nest without limit.
    """
    kind = value.__class__
    if kind in ATOMS:
        return value
    known = frozen.get(id(value))
    if known is not None and known[0] is value:
        return known[1]
    copy: Any
    if kind is list or kind is dict:
        copy = copy_json(value, lambda item: freeze(item, frozen))
    elif kind is UnknownVariant:
        copy = UnknownVariant(tag=value.tag, raw=copy_json(value.raw))
    elif hasattr(kind, "__dataclass_fields__"):
        copy = object.__new__(kind)
        for slot in kind.__slots__:
            item = getattr(value, slot)
            setattr(copy, slot, item if item.__class__ in ATOMS else freeze(item, frozen))
    else:
        return value
    frozen[id(value)] = (value, copy)
    return copy
