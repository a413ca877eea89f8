"""Short ways: from a live object straight to a text that grows by most of the deltas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import setitem
from typing import Any, NamedTuple, TypeAlias

from ._delta_error import ROOT, At
from ._fold_state import FoldState
from ._freezing import COPY, Frozen, freeze

_Model: TypeAlias = tuple[Callable[[Any], Any], Any, Callable[..., Any], Any]


class Step(NamedTuple):
    """One step on a way: the member `attr` of a snapshot, which a delta calls `wire`, holds a `model`.

    `tags` are attributes of that model and what they must be. With a `key`, the class of the keys, the member
    is a list and the model one of its entries, found by key; `kept` is the entry's attribute that repeats
    the key, if it does.
    """

    attr: str
    wire: str
    model: Any
    tags: Sequence[tuple[str, str]] = ()
    key: type[Any] | None = None
    kept: str = ""


class Way(NamedTuple):
    """The way to a text: through `steps` to its attribute, which a delta calls `wire`."""

    steps: Sequence[Step]
    attr: str
    wire: str

    def follow(self, fold: FoldState, live: Any, keys: Sequence[Any]) -> Path | None:
        """The path that leads there under these keys; None if something else stands in the way."""
        x, at, used = live, ROOT, 0
        nodes = [live]
        names: list[Any] = []
        for step in self.steps:
            x = getattr(x, step.attr)
            names.append(step.attr)
            at = (at, step.wire)
            if step.key is not None:
                nodes.append(x)
                keyed = fold.keyed.get(id(x))
                key = keys[used]
                if keyed is None or key.__class__ is not step.key:
                    return None
                used += 1
                x = keyed.entries.get(key)
                names.append(None)
                at = (at, 0, key)
                if step.kept and getattr(x, step.kept, None) != key:
                    return None
            if x.__class__ is not step.model or any(getattr(x, a) != v for a, v in step.tags):
                return None
            nodes.append(x)
        if getattr(x, self.attr).__class__ is not str:
            return None
        return Path(nodes, [*names, self.attr], keys, (at, self.wire))


class Path:
    """A way that was taken: the live objects and lists that it leads through, to the one that holds the text.

    As long as nothing but that text grows, a snapshot needs copies of these and no look at anything else. They
    are made of `models`: private copies, one for each, in which all else is what earlier snapshots have.
    """

    __slots__ = ("_copies", "_models", "_keys", "_names", "_nodes", "at", "grown")

    def __init__(
        self, nodes: Sequence[Any], names: Sequence[Any], keys: Sequence[Any], at: At
    ) -> None:
        self._nodes = nodes
        self._names = names
        self._keys = keys
        self._models: list[_Model] = []
        self._copies: list[Any] = []
        self.grown = nodes[-1]
        """What holds the text."""
        self.at = at
        """Where the text is."""

    def is_under(self, keys: Sequence[Any]) -> bool:
        """Whether it is the path under these keys: an index is no truth value, and no float."""
        return keys == self._keys and [*map(type, keys)] == [*map(type, self._keys)]

    def snapshot(self, frozen: Frozen, has_grown: bool) -> Any:
        """The snapshot; `has_grown` says that the text did since the last one."""
        if not has_grown:
            return self._copies[-1] if self._copies else freeze(self._nodes[0], frozen)
        if not self._models:
            self._forget(frozen)
            made = freeze(self._nodes[0], frozen)
            if self._nodes[0].__class__ in COPY:
                self._models = [*self._modelled(frozen)]
            return made
        made = getattr(self.grown, self._names[-1])
        copies: list[Any] = []
        self._copies = copies
        for copy, model, put, place in self._models:
            new = copy(model)
            put(new, place, made)
            copies.append(new)
            made = new
        return made

    def leave(self, frozen: Frozen, has_grown: bool) -> None:
        """Has the general way know what the last snapshot holds; `has_grown` says that the text did since."""
        if has_grown:
            self._forget(frozen)
        else:
            for node, copy in zip(reversed(self._nodes), self._copies, strict=False):
                frozen[id(node)] = (node, copy)

    def _forget(self, frozen: Frozen) -> None:
        for node in self._nodes:
            frozen.pop(id(node), None)

    def _modelled(self, frozen: Frozen) -> Iterator[_Model]:
        """How to copy each node, from the last one to the first, and where the copy before belongs in it."""
        child = None
        for node, name in zip(reversed(self._nodes), reversed(self._names), strict=True):
            _, copy = frozen[id(node)]
            if name is None:
                place = next(place for place, item in enumerate(node) if item is child)
                yield list[Any].copy, [*copy], setitem, place
            else:
                shallow = COPY[node.__class__].shallow
                model = shallow(copy)
                setattr(model, name, None)
                yield shallow, model, setattr, name
            child = node
