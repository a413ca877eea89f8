"""Deltas acting on deltas: compose, and chunk, which undoes it.

A delta is its own snapshot: composing is applying with every member going where it came from, nothing
completed and nothing made by what does nothing. That is the normal form.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from oracle.diary import Diary, Spot
from oracle.merging import Rules
from oracle.shapes import bare, field_of
from oracle.slots import Grown, Keyed
from oracle.values import ABSENT, Json, RefusalError, fresh
from specloom.ir import (
    Delta,
    ListOf,
    MemberMerge,
    MergeRule,
    NullRule,
    Presence,
    RecordMerge,
    Ref,
    UnionMerge,
)


def compose(rules: Rules, deltas: list[Json]) -> Json:
    """One delta that does what they do in a row. Refusals are raised with the position of their delta."""
    selfish = Mirror(rules.package, mirror(rules.delta))
    slot: Any = Grown({}, None)
    for position, delta in enumerate(deltas):
        try:
            slot = selfish.push(slot, delta, Diary(strict=True))
        except RefusalError as refusal:
            refusal.add_note(str(position))
            raise
    return spell(slot)


class Mirror(Rules):
    """Rules of a delta on itself. What does nothing leaves nothing, unless every delta must have it."""

    def apply_member(
        self, rules: RecordMerge, merge: MemberMerge, members: Json, delta: Json, spot: Spot
    ) -> Any:
        after = super().apply_member(rules, merge, members, delta, spot)
        field, value = field_of(self.package, rules.delta, merge.member), delta[merge.member]
        required = field is not None and field.presence is Presence.REQUIRED
        if after is ABSENT and required and merge.rule in (MergeRule.APPEND, MergeRule.MERGE):
            return type(value)()
        return after


def mirror(delta: Delta) -> Delta:
    """The root delta as a delta of itself."""

    def turn(record: RecordMerge) -> RecordMerge:
        members = tuple(
            replace(
                merge,
                into=merge.member,
                null=NullRule.SET if merge.null is NullRule.REMOVE else merge.null,
            )
            for merge in record.members
        )
        return RecordMerge(record.delta, record.delta, members)

    unions = tuple(
        UnionMerge(u.delta, u.delta, u.tag, tuple((tag, one, one) for tag, one, _ in u.variants))
        for u in delta.unions
    )
    return replace(
        delta, snapshot=delta.delta, records=tuple(map(turn, delta.records)), unions=unions
    )


def spell(slot: Any) -> Json:
    """A composed slot as a delta: entries by key, each with its address."""
    match slot:
        case Grown(members=members):
            return {name: spell(part) for name, part in members.items()}
        case Keyed(entries=entries, merge=merge):
            return [{merge.key[0]: key, **spell(entries[key])} for key in slot.order()]
        case _:
            return fresh(slot)


# --- chunk ----------------------------------------------------------------------------------------------


def chunk(rules: Rules, delta: Json, size: int) -> list[Json]:
    """Deltas that do in a row what one does, each text in them no longer than `size` code points.

    The first carries everything but the rest of the texts; the rest follow, text by text.
    """
    first = compose(rules, [delta])
    rest: list[Json] = []
    for path, text in texts(rules, first):
        cut(first, path, text[:size])
        starts = range(size, len(text), size)
        rest.extend(address(first, path, text[start : start + size]) for start in starts)
    return [first, *rest]


Step = tuple[str, int | None, tuple[str, ...]]
"""A member, the position in its list (None: it is no list), and the members that address what it holds."""


def texts(rules: Rules, delta: Json) -> list[tuple[list[Step], str]]:
    """Every appended text of a delta in normal form with the way to it, in the order of the schema."""
    root = rules.root()
    return texts_of(rules, root, delta, [])


def texts_of(
    rules: Rules, record: RecordMerge, delta: Json, path: list[Step]
) -> list[tuple[list[Step], str]]:
    """The same for one object of it."""
    found: list[tuple[list[Step], str]] = []
    for merge in record.members:
        value = delta.get(merge.member)
        if merge.rule is MergeRule.APPEND and isinstance(value, str):
            found.append(([*path, (merge.member, None, ())], value))
        if merge.rule is not MergeRule.MERGE or not value:
            continue
        for position, part in enumerate(value) if isinstance(value, list) else [(None, value)]:
            pair, kept = paired(rules, record, merge.member, merge.into, part)
            if pair is not None:
                step = (merge.member, position, (*merge.key, *kept))
                found += texts_of(rules, pair, part, [*path, step])
    return found


def paired(
    rules: Rules, record: RecordMerge, member: str, into: str, part: Json
) -> tuple[RecordMerge | None, tuple[str, ...]]:
    """The rules of what a merged member holds, and its tag, if it has one."""
    mine = field_of(rules.package, record.delta, member)
    theirs = field_of(rules.package, record.snapshot, into)
    assert mine is not None
    assert theirs is not None
    left, right = bare(rules.package, mine.type), bare(rules.package, theirs.type)
    if isinstance(left, ListOf) and isinstance(right, ListOf):
        left, right = bare(rules.package, left.item), bare(rules.package, right.item)
    if not isinstance(left, Ref) or not isinstance(right, Ref):
        return None, ()
    union = rules.union(left.target, right.target)
    if union is None:
        return rules.record(left.target, right.target), ()
    for tag, one, other in union.variants:
        if part.get(union.tag) == tag:
            return rules.record(one, other), (union.tag,)
    return None, ()


def cut(delta: Json, path: list[Step], text: str) -> None:
    """Puts another text where a path leads."""
    for member, position, _ in path[:-1]:
        delta = delta[member] if position is None else delta[member][position]
    delta[path[-1][0]] = text


def address(delta: Json, path: list[Step], text: str) -> Json:
    """A delta that says a text where a path leads, and nothing else."""
    member, position, kept = path[0]
    if len(path) == 1:
        return {member: text}
    part = delta[member] if position is None else delta[member][position]
    inner = {name: part[name] for name in kept if name in part}
    inner |= address(part, path[1:], text)
    return {member: inner if position is None else [inner]}
