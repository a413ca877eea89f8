"""Composing deltas: many become one in normal form, and one is cut in pieces.

Works on parsed JSON by the declared rules of each record; the deltas must be lawful, which the caller has
found out by pushing them. Normal form: members in the order of the schema, entries in the order of their
keys, and nothing that does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ._copying import copy_json
from ._rules import Entries, Json, Member, Rules, branch_of, key_of
from ._texts import join


def absorb(rules: Rules, state: Json, delta: Json) -> None:
    """Lets `delta` follow what `state` has gathered; merged lists in a state are `Entries`."""
    for name, new in delta.items():
        member = rules.members.get(name)
        if member is None or new is None:
            if new is not None or state.get(name) is None or (member and member.null != "keep"):
                state[name] = copy_json(new)
        elif member.rule == "merge":
            _absorb_merged(member, state, name, new)
        elif name not in state or state[name] is None:
            state[name] = copy_json(new)
        elif member.rule == "append" and isinstance(new, str):
            state[name] = join(state[name], new)
        elif member.rule in ("append", "sum"):
            state[name] = state[name] + new
        elif member.rule == "replace" or (member.rule == "once" and new != ""):
            state[name] = copy_json(new)


def _absorb_merged(member: Member, state: Json, name: str, new: Any) -> None:
    if member.key:
        entries: Entries | None = state.get(name)
        if entries is None:
            entries = state[name] = Entries()
        for entry in new:
            key = key_of(member, entry)
            grown: Json = entries.setdefault(key, {})
            absorb(branch_of(member, entry), grown, entry)
    else:
        inner: Json | None = state.get(name)
        if inner is None:
            inner = state[name] = {}
        absorb(branch_of(member, new or inner), inner, new)


def normal(rules: Rules, state: Json) -> Json:
    """A gathered state as a delta in normal form."""
    delta: Json = {}
    for name in [*rules.members, *(name for name in state if name not in rules.members)]:
        if name not in state:
            continue
        value = state[name]
        member = rules.members.get(name)
        if member is not None and value is not None:
            if member.rule == "merge" and member.key:
                value = [
                    normal(branch_of(member, value[key]), value[key])
                    for key in (value if member.named else sorted(value))
                ]
            elif member.rule == "merge":
                value = normal(branch_of(member, value), value)
            if member.rule in ("append", "merge") and not value and not member.required:
                continue
        delta[name] = value
    return delta


def cut(rules: Rules, delta: Json, size: int) -> Iterator[Json]:
    """A delta in normal form as pieces whose appended texts are no longer than `size` code points.

    The first carries everything but the rest of the texts; these follow, one after the other.
    """
    first: Json = {}
    later: list[Json] = []
    for name, value in delta.items():
        member = rules.members.get(name)
        parts = [value] if member is None else _cut_member(member, value, size)
        first[name] = parts[0]
        later.extend({name: part} for part in parts[1:])
    yield first
    yield from later


def _cut_member(member: Member, value: Any, size: int) -> list[Any]:
    if member.rule == "append" and isinstance(value, str):
        return [value[start : start + size] for start in range(0, len(value), size)] or [value]
    if member.rule != "merge" or not value or member.inner is None:
        return [value]
    if not member.key:
        return _cut_entry(member, value, size)
    first: list[Json] = []
    later: list[list[Json]] = []
    for entry in value:
        parts = _cut_entry(member, entry, size)
        first.append(parts[0])
        later.extend([part] for part in parts[1:])
    return [first, *later]


def _cut_entry(member: Member, entry: Json, size: int) -> list[Json]:
    named = (*member.key, member.tag)
    address = {name: entry[name] for name in named if name is not None and name in entry}
    first, *later = cut(branch_of(member, entry), entry, size)
    return [first, *({**address, **part} for part in later)]
