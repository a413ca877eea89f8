"""What deltas may hold: the kinds of members, the variants of unions, the keys of entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ._delta_error import At
from ._values import UNSET

FoldRecord = Callable[[Any, Any, "dict[str, Any]", At], None]
"""Folds a delta: the working state (a `Fold`, or one that knows more), the live snapshot, the delta, its place."""

ABSENT: Any = UNSET
"""What a required member reads as that no neutral value can stand for."""

LARGEST_KEY = 2**53 - 1
"""The largest integer that every language can count to."""


class Check(NamedTuple):
    """What a delta's member must look like: its JSON kinds, whether null is declared, closed values."""

    expected: str
    kinds: tuple[type, ...]
    nullable: bool = False
    allowed: frozenset[Any] | None = None

    def admits(self, v: Any) -> bool:
        """Whether a value that is not null has the kind declared."""
        if v.__class__ not in self.kinds:
            return v.__class__ is float and int in self.kinds and bool(v.is_integer())
        return self.allowed is None or v in self.allowed


class Branch(NamedTuple):
    """A variant of a delta union: the function that folds it and the maker of an empty snapshot."""

    fold: FoldRecord
    make: Callable[[], Any]
    model: Any


class Listing(NamedTuple):
    """How a list merges by key: key members, tag member and variants; one variant under "" if untagged.

    `kept` says whether the snapshot's entries hold the key as a member of their own, `named` whether keys
    are strings.
    """

    key: tuple[str, ...]
    tag: str | None
    branches: Mapping[str, Branch]
    dense: bool
    kept: bool = False
    named: bool = False


def legal_key(key: Any, listing: Listing) -> Any:
    """The key as it is stored; None if it is none."""
    if listing.named:
        return key if key.__class__ is str else None
    if key.__class__ is float and key.is_integer():
        key = int(key)
    return key if key.__class__ is int and 0 <= key <= LARGEST_KEY else None


def shown(value: Any) -> str:
    """A value in a message, cut to a readable length."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


TEXT = Check("a string", (str,))
TEXT_OR_NULL = TEXT._replace(nullable=True)
INTEGER = Check("an integer", (int,))
INTEGER_OR_NULL = INTEGER._replace(nullable=True)
NUMBER = Check("a number", (int, float))
NUMBER_OR_NULL = NUMBER._replace(nullable=True)
BOOLEAN = Check("a boolean", (bool,))
BOOLEAN_OR_NULL = BOOLEAN._replace(nullable=True)
OBJECT = Check("an object", (dict,))
OBJECT_OR_NULL = OBJECT._replace(nullable=True)
LIST = Check("an array", (list,))
LIST_OR_NULL = LIST._replace(nullable=True)
