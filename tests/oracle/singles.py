"""The rules of single values: what a slot is after one more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from oracle.diary import Spot
from oracle.slots import Grown, plain, put
from oracle.values import ABSENT, Json, equal, fresh, join


def append(slot: Any, value: Json) -> Any:
    """Text or a list that grows."""
    if slot is ABSENT or slot is None:
        return fresh(value)
    return join(slot, value) if isinstance(value, str) else slot + fresh(value)


def once(slot: Any, value: Json, spot: Spot) -> Any:
    """The join in the order absent < null < "" < anything; two different values have none."""
    if slot is ABSENT or slot is None or slot == "":
        return fresh(value)
    if value == "" or equal(plain(slot), value):
        return slot
    raise spot.refuse("conflict")


def add(slot: Any, value: Json) -> Any:
    """A sum. Zero begins one, so that 2 and -2 do the same in one delta as in two."""
    if slot is ABSENT or slot is None:
        return value
    return slot + value


def overwrite(slot: Any, value: Json) -> Any:
    """A member that nothing declares: the later value stands, but null only where there was nothing."""
    return slot if value is None and slot is not ABSENT else fresh(value)


def carry(given: Grown, delta: Json, keys: tuple[str, ...]) -> Grown:
    """A variant that the spec does not know, after a delta: every member but the address is replaced."""
    members = dict(given.members)
    for name in delta.keys() - set(keys):
        put(members, name, overwrite(members.get(name, ABSENT), delta[name]))
    return replace(given, members=members)
