"""The delta between two snapshots, and snapshots whose lists know their keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ._delta_error import ROOT, At, DeltaError, pointer_of
from ._checks import Listing
from ._keyed import Keyed, keys_in
from ._copying import copy_json, is_list, is_object
from ._rules import NOTHING, NO_RULES, Entries, Json, Member, Rules, branch_of


def addressed(rules: Rules, x: Any, keyed: Mapping[int, Keyed]) -> Json:
    """A snapshot as JSON in which merged lists are `Entries`; `keyed` knows the keys of live lists."""
    whole: Json = x.encode()
    for member in rules.members.values():
        if member.rule != "merge" or member.inner is None:
            continue
        live = getattr(x, member.attr)
        if member.key and live.__class__ is list:
            known = keyed.get(id(live))
            keys = known.keys if known is not None else given_keys(member, whole[member.into])
            whole[member.into] = Entries(
                (key, _addressed(member, item, keyed)) for key, item in zip(keys, live, strict=True)
            )
        elif not member.key and hasattr(live, "encode"):
            whole[member.into] = _addressed(member, live, keyed)
    return whole


def _addressed(member: Member, x: Any, keyed: Mapping[int, Keyed]) -> Any:
    raw = x.encode()
    rules = branch_of(member, raw)
    return raw if rules is NO_RULES else addressed(rules, x, keyed)


def given_keys(member: Member, items: list[Any]) -> Iterable[Any]:
    """The keys of a list that was given: those its items hold, if they serve, else their positions."""
    listing = Listing(member.key, None, {}, member.dense, member.kept, member.named)
    own = keys_in(items, listing) if member.kept else None
    return range(len(items)) if own is None else own


def by_position(rules: Rules, whole: Json) -> Json:
    """A snapshot as plain JSON with its merged lists made `Entries`, as merging would key them if given."""
    result = dict(whole)
    for member in rules.members.values():
        value = whole.get(member.into)
        if member.rule != "merge" or member.inner is None:
            continue
        if member.key and is_list(value):
            result[member.into] = Entries(
                (key, by_position(branch_of(member, item), item) if is_object(item) else item)
                for key, item in zip(given_keys(member, value), value, strict=True)
            )
        elif not member.key and is_object(value):
            result[member.into] = by_position(branch_of(member, value), value)
    return result


def diff_json(
    rules: Rules, before: Json, after: Json, at: At = ROOT, declared_only: bool = False
) -> Json:
    """The smallest delta from `before` to `after` (see `addressed`).

    With `declared_only`, members that the delta does not declare may differ in any way.

    Raises DeltaError `inexpressible`, with a pointer into `after`, where no delta leads there.
    """
    delta: Json = {}
    reached: set[str] = set()
    for name, member in rules.members.items():
        if not member.into:
            continue
        reached.add(member.into)
        old, new = before.get(member.into, NOTHING), after.get(member.into, NOTHING)
        if not same(old, new):
            delta[name] = _change(member, old, new, (at, member.into))
        elif member.required and member.rule in ("append", "merge"):
            delta[name] = [] if member.key else {} if member.rule == "merge" else ""
    for name in sorted({*before, *after}):
        new = after.get(name, NOTHING)
        if declared_only or name in reached or same(before.get(name, NOTHING), new):
            continue
        if name in rules.members:
            raise _inexpressible((at, name), "in a delta the name means something else")
        if new is NOTHING or (new is None and name in before):
            raise _inexpressible((at, name), "a value goes away")
        delta[name] = [*new.values()] if isinstance(new, Entries) else copy_json(new)
    return delta


def _inexpressible(at: At, why: str) -> DeltaError:
    return DeltaError("inexpressible", pointer_of(at), why)


def _change(member: Member, old: Any, new: Any, at: At) -> Any:
    check = member.check
    if new is NOTHING or new is None:
        wanted = "remove" if new is NOTHING else "set"
        initial = new is None and old is NOTHING and check is not None and check.nullable
        if member.null == wanted or initial:
            return None
        raise _inexpressible(at, "a value goes away")
    if check is not None and not check.admits([] if new.__class__ is Entries else new):
        raise _inexpressible(at, f"expected {check.expected}")
    empty = old is NOTHING or old is None
    match member.rule:
        case "append":
            old = new[:0] if empty else old
            if not isinstance(old, type(new)) or new[: len(old)] != old or (empty and not new):
                raise _inexpressible(at, "what is there does not continue what was")
            return new[len(old) :]
        case "once":
            if not empty and old != "":
                raise _inexpressible(at, "it was said before and cannot change")
            return new
        case "sum":
            return new if empty else new - old
        case "merge" if member.key:
            return _change_list(member, NOTHING if empty else old, new, at)
        case "merge":
            return _change_object(member, NOTHING if empty else old, new, at)
        case "skip":
            raise _inexpressible(at, "no delta reaches it")
        case _:
            return copy_json(new)


def _change_object(member: Member, old: Any, new: Any, at: At) -> Json:
    rules = branch_of(member, new)
    tag: Json = {}
    if member.tag is not None:
        known = member.inner is not None and new.get(member.tag) in member.inner()
        was = None if old is NOTHING else old.get(member.tag)
        if not known or was not in (None, new[member.tag]):
            raise _inexpressible((at, member.tag), "the variant changes, or is not known")
        tag = {member.tag: new[member.tag]}
        if was is None and old is not NOTHING:
            old = by_position(rules, old)
    if old is NOTHING:
        old = by_position(rules, rules.new().encode()) if rules.new is not None else {}
        if not tag and not member.key and same(old, new):
            raise _inexpressible(at, "an empty object cannot be sent")
    return {**tag, **diff_json(rules, old, new, at)}


def _change_list(member: Member, old: Any, new: Any, at: At) -> list[Json]:
    before: Entries = old if old.__class__ is Entries else Entries()
    changes: list[Json] = []
    for place, (key, entry) in enumerate(new.items()):
        was = before.get(key, NOTHING)
        if not same(was, entry):
            change = _change_object(member, was, entry, (at, place))
            changes.append({member.key[0]: key, **change})
    for place, key in enumerate(before):
        if key not in new:
            raise _inexpressible((at, place), "an entry goes away")
    if not changes:
        raise _inexpressible(at, "an empty list cannot be sent")
    return changes


def same(old: Any, new: Any) -> bool:
    """JSON equality: 1 and 1.0 are equal, 1 and true are not."""
    if old is new:
        return True
    if is_object(old) and is_object(new):
        return len(old) == len(new) and all(
            name in new and same(old[name], new[name]) for name in old
        )
    if is_list(old) and is_list(new):
        return len(old) == len(new) and all(map(same, old, new))
    return bool(old == new) and (old is True or old is False) == (new is True or new is False)


def find_gaps(rules: Rules, whole: Json, at: At = ROOT) -> Iterator[str]:
    """Pointers of the dense lists in an addressed snapshot whose keys are not 0..n-1, outer ones first."""
    for member in rules.members.values():
        value = whole.get(member.into) if member.rule == "merge" else None
        here: At = (at, member.into)
        if isinstance(value, Entries):
            if member.dense and list(value) != list(range(len(value))):
                yield pointer_of(here)
            for place, entry in enumerate(value.values()):
                yield from find_gaps(branch_of(member, entry), entry, (here, place))
        elif is_object(value):
            yield from find_gaps(branch_of(member, value), value, here)
