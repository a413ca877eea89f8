"""Accumulators: a live snapshot that grows by deltas, and copies of it that share what did not change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from ._compose import absorb, cut, normal
from ._diff import addressed, by_position, diff_json, find_gaps
from ._delta_error import ROOT, At, DeltaError, Diagnostic
from ._checks import FoldRecord
from ._fold import Fold
from ._fold_state import shape_of
from ._copying import copy_json
from ._freezing import freeze, thaw
from ._pieces import Path, Way
from ._rules import Json, Rules
from ._unsettled import unsettled
from ._shapes import Misfit

S = TypeVar("S")
D = TypeVar("D")


BY_MODEL: dict[type, type[Accumulator[Any, Any]]] = {}
"""The accumulator that belongs to a snapshot's or a delta's class."""


class Root(NamedTuple):
    """What a root delta does: as code, as rules, and the snapshot its first delta meets."""

    fold: FoldRecord
    make: Callable[[], Any]
    rules: Rules


class Accumulator(Generic[S, D]):
    """Gathers one object from its deltas.

    With `strict` an illegal delta raises `DeltaError` and changes nothing; otherwise the smallest part that
    offends is left out and noted in `diagnostics`.
    """

    __slots__ = (
        "_grown",
        "_keys",
        "_live",
        "_marked",
        "_path",
        "_start",
        "_way",
        "at",
        "current",
        "fold",
        "piece",
    )

    current: S
    """The live object, for reading: it changes with the next push. O(1)."""

    model: ClassVar[Any]
    roots: ClassVar[Mapping[Any, Root]]
    carriers: ClassVar[Mapping[type, str]] = {}
    state: ClassVar[type[Fold]] = Fold
    ways: ClassVar[Sequence[Way]] = ()

    def __init_subclass__(cls) -> None:
        if "roots" in cls.__dict__:
            for kind in (cls.model, *cls.roots):
                BY_MODEL[kind] = cls

    def __init__(self, snapshot: S, strict: bool = False) -> None:
        self.fold = self.state(strict)
        self._live: S = thaw(snapshot)
        self.current = self._live
        self._start: Any = None
        self._marked = False
        # The short way that the last delta took, the keys on it, where it led, and what holds the text there.
        self._way = 0
        self._keys: Any = None
        self._path: Path | None = None
        self._grown: Any = None
        self.piece: str | None = None
        """What was last appended the short way; None if no delta took it since the last snapshot."""
        self.at: At = ROOT
        """Where that was appended."""

    @classmethod
    def empty(cls, strict: bool = False) -> Any:
        """An accumulator that starts from nothing: only what has a neutral value is there."""
        return cls(cls._first().make(), strict)

    def push(self, delta: Any) -> None:
        """Merges a delta: a model, the event that carries it, or parsed JSON. O(size of the delta).

        Atomic; keeps no reference to its argument. Raises DeltaError if strict.
        """
        if not self._marked and self.composable():
            self.mark()
        raw, kind = self._unwrap(delta)
        self.push_json(raw, kind)

    def push_json(self, delta: Any, kind: Any = None) -> None:
        """`push` for what is parsed JSON already, or should be; `kind` is the class of its model."""
        self._leave()
        fold = self.fold
        fold.appended = []
        fold.created = []
        if delta.__class__ is not dict:
            fold.fault("invalid_type", ROOT, "expected an object")
            return
        root = self._first() if kind is None else self.roots[kind]
        try:
            root.fold(fold, self._live, delta, ROOT)
        except DeltaError:
            fold.depth = 0
            fold.rollback(0)
            fold.appended = []
            fold.created = []
            raise
        finally:
            fold.journal.clear()
            if fold.unsettled:
                self.__class__ = unsettled(type(self))

    def overwrite(self, members: Json) -> None:
        """Sets whole members of the live object, whatever they were."""
        self._leave()
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

    def settle(self) -> None:
        """Puts entries that came out of order in their places; done by itself when `current` is read."""
        self._leave()
        for keyed in self.fold.unsettled:
            keyed.settle()
            self.fold.touch(keyed.items)
        self.fold.unsettled.clear()

    def watch(self) -> None:
        """Has nothing kept for `compact`: its answer is of no use to streams."""
        self._marked = True

    def _reach(self, way: int, *keys: Any) -> Any:
        """What holds the text that a short way leads to, remembered for the next delta.

        Raises LookupError if there is none yet.
        """
        if not self._marked and self.composable():
            raise LookupError  # the general way begins what `compact` counts from
        path = self._path
        if path is not None and way == self._way and path.is_under(keys):
            return path.grown
        path = self.ways[way - 1].follow(self.fold, self._live, keys)
        if path is None:
            raise LookupError
        self._leave()
        self._way, self._keys = way, keys[0] if len(keys) == 1 else keys
        self._path, self._grown, self.at = path, path.grown, path.at
        return path.grown

    def _leave(self) -> None:
        """Ends the short way: something else is going to change."""
        if self._path is not None:
            self._path.leave(self.fold.frozen, self.piece is not None)
            self._way, self._path, self.piece = 0, None, None

    def snapshot(self) -> S:
        """An independent copy of the object; parts that did not change are those of the last snapshot."""
        live, path = self.current, self._path  # in this order: it may be put in order first
        if path is None:
            return freeze(live, self.fold.frozen)  # type: ignore[no-any-return]
        made: S = path.snapshot(self.fold.frozen, self.piece is not None)
        self.piece = None
        return made

    def finish(self) -> S:
        """The final object. A gap that is still open is `index_gap`: raised if strict, else noted."""
        for pointer in self.gaps():
            place = self.fold.prefix + pointer
            error = DeltaError("index_gap", place, "entries are missing", self.fold.target)
            if self.fold.strict:
                raise error
            self.fold.report(error)
        self.fold.parse_raw()
        return self.snapshot()

    def raw_texts(self) -> dict[str, str]:
        """The texts gathered so far for members that hold a parsed value once all is there, by pointer."""
        return self.fold.raw_texts()

    def gaps(self) -> list[str]:
        """Pointers of the lists (into the snapshot) whose keys are not 0..n-1."""
        if not any(keyed.has_gap for keyed in self.fold.keyed.values()):
            return []
        found: dict[str, None] = {}
        for root in self.roots.values():
            whole = addressed(root.rules, self.current, self.fold.keyed)
            found.update(dict.fromkeys(find_gaps(root.rules, whole)))
        return list(found)

    def mark(self) -> None:
        """Makes `compact` count from here."""
        self._start = addressed(self._rules(), self.current, self.fold.keyed)
        self._marked = True

    def compact(self) -> D:
        """One delta equal to all that were pushed since the start, or since the last `mark`."""
        now = addressed(self._rules(), self.current, self.fold.keyed)
        return self._model_of(diff_json(self._rules(), self._start, now) if self._marked else {})

    # --- deltas as values -------------------------------------------------------------------------------

    @classmethod
    def composable(cls) -> bool:
        """Whether deltas can be composed and derived: not if they carry addresses, or are of several kinds."""
        return len(cls.roots) == 1 and cls.state is Fold

    @classmethod
    def compose(cls, *deltas: Any) -> D:
        """The one delta that does what all of these do, in order; models or parsed JSON.

        Raises DeltaError where pushing them would; `event` is then the number of the delta.
        """
        return cls._model_of(cls._compose_json(deltas))

    @classmethod
    def diff(cls, before: S, after: S) -> D:
        """The smallest delta that leads from one snapshot to another.

        Raises DeltaError `inexpressible`, with a pointer into `after`, where none does.
        """
        return cls._model_of(cls._derive(before, after, declared_only=False))

    @classmethod
    def grown(cls, before: S, after: S) -> Json:
        """The delta of what deltas can say, as JSON, whatever else differs."""
        return cls._derive(before, after, declared_only=True)

    @classmethod
    def chunk(cls, delta: Any, size: int) -> list[D]:
        """Deltas that together do what `delta` does, their appended texts at most `size` code points long."""
        if size < 1:
            raise ValueError("size must be at least 1")
        whole = cls._compose_json([delta])
        return [cls._model_of(part) for part in cut(cls._rules(), whole, size)]

    @classmethod
    def _compose_json(cls, deltas: Iterable[Any]) -> Json:
        rules = cls._rules()
        state: Json = {}
        witness = cls.empty(strict=True)
        for number, delta in enumerate(deltas):
            witness.fold.event = number
            raw, kind = cls._unwrap(delta)
            witness.push_json(raw, kind)
            absorb(rules, state, raw)
        return normal(rules, state)

    @classmethod
    def _derive(cls, before: Any, after: Any, declared_only: bool) -> Json:
        rules = cls._rules()
        first, last = (by_position(rules, x.encode()) for x in (before, after))
        return diff_json(rules, first, last, declared_only=declared_only)

    @classmethod
    def _rules(cls) -> Rules:
        if not cls.composable():
            raise DeltaError("inexpressible", "", "these deltas can only be pushed")
        return cls._first().rules

    @classmethod
    def _first(cls) -> Root:
        return next(iter(cls.roots.values()))

    @classmethod
    def _model_of(cls, delta: Json) -> D:
        made: D = next(iter(cls.roots)).decode(delta)
        return made

    @classmethod
    def _unwrap(cls, delta: Any) -> tuple[Any, Any]:
        """A delta as parsed JSON with the class of its model, out of the model or the event around it."""
        member = cls.carriers.get(delta.__class__)
        if member is not None:
            delta = getattr(delta, member)
        if delta.__class__ in cls.roots:
            return delta.encode(), delta.__class__
        return delta, None

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What lenient reading has left out so far."""
        return self.fold.diagnostics
