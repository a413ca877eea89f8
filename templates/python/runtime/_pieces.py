"""Short ways: from a live object straight to a text that grows by most of the deltas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ._delta_error import ROOT, At
from ._fold_state import FoldState


class Step(NamedTuple):
    """One step on a way: the member `attr` of a snapshot, which a delta calls `wire`, holds a `model`.

    `tags` are attributes of that model and what they must be. With a `key` the member is a list and the model
    one of its entries, found by key; `kept` is the entry's attribute that repeats the key, if it does.
    """

    attr: str
    wire: str
    model: Any
    tags: Sequence[tuple[str, str]] = ()
    key: bool = False
    kept: str = ""


class Way(NamedTuple):
    """The way to a text: through `steps` to its attribute, which a delta calls `wire`."""

    steps: Sequence[Step]
    attr: str
    wire: str

    def follow(
        self, fold: FoldState, live: Any, keys: Sequence[Any]
    ) -> tuple[Any, Sequence[int], At] | None:
        """What holds the text, the ids of all that was passed, and the place.

        None if something else stands there.
        """
        x, at, used = live, ROOT, 0
        nodes = [id(live)]
        for step in self.steps:
            x = getattr(x, step.attr)
            at = (at, step.wire)
            if step.key:
                nodes.append(id(x))
                keyed = fold.keyed.get(id(x))
                if keyed is None:
                    return None
                key = keys[used]
                used += 1
                x = keyed.entries.get(key)
                at = (at, 0, key)
                if step.kept and getattr(x, step.kept, None) != key:
                    return None
            if x.__class__ is not step.model or any(getattr(x, a) != v for a, v in step.tags):
                return None
            nodes.append(id(x))
        if getattr(x, self.attr).__class__ is not str:
            return None
        return x, nodes, (at, self.wire)
