"""Accumulators whose live object has to be put in order before it is read."""

from __future__ import annotations

from typing import Any

_TWINS: dict[type[Any], type[Any]] = {}


def unsettled(kind: type[Any]) -> type[Any]:
    """The twin of a class of accumulators, for as long as entries wait for their places.

    They wait because sorting them in one by one would be quadratic. An ordinary accumulator has `current` in
    a slot, since it is read after every push; its twin has a property that puts the entries in their places
    and makes the accumulator an ordinary one again.
    """
    if "_settled" in kind.__dict__:
        return kind
    twin = _TWINS.get(kind)
    if twin is None:

        def current(self: Any) -> Any:
            self.settle()
            self.__class__ = kind
            return self.current

        members = {"__slots__": (), "__module__": kind.__module__, "_settled": kind}
        twin = _TWINS[kind] = type(
            kind.__name__, (kind,), {**members, "current": property(current)}
        )
    return twin
