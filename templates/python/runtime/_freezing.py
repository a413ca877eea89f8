"""Copies of live objects that share whatever did not change since the last one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from ._copying import copy_json
from ._record import Record
from ._values import UnknownVariant, UnsetType

Frozen: TypeAlias = dict[int, tuple[Any, Any]]
"""What was copied before, by the id of the original: the original, which keeps its id, and the copy."""


class Copier(NamedTuple):
    """How to copy a record: `shallow` makes another with the same members, `inner` are those that can change.

    Each comes with what copies it.
    """

    shallow: Callable[[Any], Any]
    inner: Sequence[tuple[str, Callable[[Any, Frozen], Any]]]


COPY: dict[type[Any], Copier] = {}
"""How to copy the records that deltas grow; others are copied member by member."""

_ATOMS = frozenset({str, int, float, bool, type(None), UnsetType})


def thaw(value: Any) -> Any:
    """A deep copy of a model or JSON value, sharing nothing that can change."""
    return freeze(value, {})


def freeze(value: Any, frozen: Frozen) -> Any:
    """A deep copy that reuses the copies in `frozen` and adds those it makes.

    Records nest as deep as their types do; plain JSON inside them may nest without limit.
    """
    known = frozen.get(id(value))
    if known is not None and known[0] is value:
        return known[1]
    kind = value.__class__
    if kind in _ATOMS:
        return value
    copy: Any
    copier = COPY.get(kind)
    if copier is not None:
        copy = copier.shallow(value)
        for name, deep in copier.inner:
            item = getattr(value, name)
            if item.__class__ not in _ATOMS:
                setattr(copy, name, deep(item, frozen))
    elif kind is list or kind is dict:
        copy = copy_json(value, lambda item: freeze(item, frozen))
    elif kind is UnknownVariant:
        copy = UnknownVariant(tag=value.tag, raw=copy_json(value.raw))
    elif issubclass(kind, Record):
        copy = object.__new__(kind)
        for slot in kind.__slots__:
            item = getattr(value, slot)
            setattr(copy, slot, item if item.__class__ in _ATOMS else freeze(item, frozen))
    else:
        return value
    frozen[id(value)] = (value, copy)
    return copy


def freeze_list(items: Any, frozen: Frozen) -> Any:
    """`freeze` of what should be a list of records."""
    known = frozen.get(id(items))
    if known is not None and known[0] is items:
        return known[1]
    if items.__class__ is not list:
        return freeze(items, frozen)
    copy: list[Any] = (
        [freeze(items[0], frozen)] if len(items) == 1 else [freeze(item, frozen) for item in items]
    )
    frozen[id(items)] = (items, copy)
    return copy
