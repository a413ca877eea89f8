"""The declared merge rules of a package as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ._checks import Check
from ._copying import is_object

Json = dict[str, Any]
NOTHING: Any = object()


class Member(NamedTuple):
    """How one member of a delta acts: `into` and `attr` name the snapshot's member and attribute.

    `check` says what it may hold. `inner` gives the rules of what a merged member holds: under "" for an
    object or for untagged entries, else by tag. `required` members must stand in every delta.
    """

    rule: str
    into: str
    attr: str
    check: Check | None = None
    null: str = "keep"
    inner: Callable[[], Mapping[str, Rules]] | None = None
    tag: str | None = None
    key: tuple[str, ...] = ()
    dense: bool = False
    kept: bool = False
    named: bool = False
    required: bool = False


class Rules(NamedTuple):
    """The members of a delta record by wire name; `new` makes the snapshot that its first delta meets."""

    members: Mapping[str, Member]
    new: Callable[[], Any] | None = None


NO_RULES = Rules({})


class Entries(dict[Any, Any]):
    """The entries of a list by key: a list whose keys are not lost."""


def branch_of(member: Member, value: Any) -> Rules:
    """The rules for what stands in `value`: those of its variant, or none for an unknown one."""
    if member.inner is None or not is_object(value):
        return NO_RULES
    tag = value.get(member.tag) if member.tag else ""
    return member.inner().get(tag, NO_RULES) if isinstance(tag, str) else NO_RULES


def key_of(member: Member, entry: Json) -> Any:
    """The key of a delta's entry."""
    return next(entry[name] for name in member.key if name in entry)
