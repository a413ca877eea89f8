"""Deltas acting on slots: the table "Semantics and laws" of the design, written out.

A slot is ABSENT, null or a value. What deltas act on is a `Grown` object or a `Keyed` list; everything else
is plain JSON. Nothing is changed in place: each function returns the slot as it is afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from oracle.diary import Diary, Spot
from oracle.shapes import bare, field_of, fits, leaves, takes_null
from oracle.singles import add, append, carry, once, overwrite
from oracle.slots import Grown, Keyed, lift, put, view
from oracle.values import (
    ABSENT,
    LARGEST_KEY,
    Json,
    RefusalError,
    equal,
    fresh,
    is_integer,
)
from specloom.ir import (
    Delta,
    ListOf,
    MapOf,
    MemberMerge,
    MergeRule,
    NullRule,
    Package,
    RecordMerge,
    Ref,
    Type,
    Union,
    UnionMerge,
)

CONFLICTS = ("conflict", "variant_conflict")
NOT_AN_OBJECT = "null"  # a member that is null can be grown, a given item that is null cannot


@dataclass(frozen=True)
class Rules:
    """The rules of one root delta."""

    package: Package
    delta: Delta

    def root(self) -> RecordMerge:
        """How the root delta acts on the whole snapshot."""
        return self.record(self.delta.delta, self.delta.snapshot)

    def record(self, delta: str, snapshot: str) -> RecordMerge:
        """How that delta record acts on that snapshot record."""
        return next(r for r in self.delta.records if (r.delta, r.snapshot) == (delta, snapshot))

    def union(self, delta: str, snapshot: str) -> UnionMerge | None:
        """How that delta union acts on that snapshot union; None if they are records."""
        pairs = (u for u in self.delta.unions if (u.delta, u.snapshot) == (delta, snapshot))
        return next(pairs, None)

    def pairs(self, delta: str, snapshot: str, members: Json) -> list[tuple[str, str]]:
        """The pair of records that those types are, given an object of one of them; none if unknown."""
        union = self.union(delta, snapshot)
        if union is None:
            return [(delta, snapshot)]
        tag = members.get(union.tag)
        return [(one, other) for known, one, other in union.variants if known == tag]

    def push(self, slot: Any, delta: Json, diary: Diary) -> Any:
        """The root slot after one delta."""
        spot = Spot("", False, diary)

        def act() -> Any:
            if not isinstance(delta, dict):
                raise spot.refuse("invalid_type")
            return self.apply_record(self.root(), slot, delta, spot)

        return diary.unit(slot, act)

    # --- objects --------------------------------------------------------------------------------------

    def apply_record(self, rules: RecordMerge, slot: Any, delta: Json, spot: Spot) -> Grown:
        """An object after a delta: declared members in the order of the schema, then the others."""
        grown = lift(slot, rules.snapshot, spot.pointer)
        members = dict(grown.members)
        for merge in rules.members:
            if merge.member in delta and merge.rule is not MergeRule.SKIP:
                put(members, merge.into, self.apply_member(rules, merge, members, delta, spot))
        taken = {m.member for m in rules.members} | {m.into for m in rules.members}
        for name in delta.keys() - taken:
            put(members, name, overwrite(members.get(name, ABSENT), delta[name]))
        return replace(grown, members=members)

    def apply_member(
        self, rules: RecordMerge, merge: MemberMerge, members: Json, delta: Json, spot: Spot
    ) -> Any:
        """One member's slot after a delta. A conflict inside a list entry is the affair of the entry."""
        mine = field_of(self.package, rules.delta, merge.member)
        theirs = field_of(self.package, rules.snapshot, merge.into)
        assert mine is not None
        assert theirs is not None
        slot, value = members.get(merge.into, ABSENT), delta[merge.member]
        place = spot.below(merge.member)
        return spot.diary.unit(
            slot,
            lambda: self.apply(merge, slot, mine.type, theirs.type, value, place),
            CONFLICTS if spot.in_entry else (),
        )

    def apply_object(
        self, slot: Any, mine: Type, theirs: Type, value: Json, keys: tuple[str, ...], spot: Spot
    ) -> Grown:
        """A record or a tagged variant after a delta of it; `keys` are its address in a list."""
        left, right = bare(self.package, mine), bare(self.package, theirs)
        assert isinstance(left, Ref)
        assert isinstance(right, Ref)
        rules = self.union(left.target, right.target)
        if rules is None:
            return self.apply_record(self.record(left.target, right.target), slot, value, spot)
        tag = value.get(rules.tag, ABSENT)
        if tag is ABSENT:
            raise spot.refuse("missing_discriminator", rules.tag)
        if not isinstance(tag, str):
            raise spot.refuse("invalid_type", rules.tag)
        given = lift(slot, None, spot.pointer)
        if not equal(given.members.get(rules.tag, tag), tag):
            raise spot.refuse("variant_conflict", rules.tag)
        for known, one, other in rules.variants:
            if known == tag:
                return self.apply_record(self.record(one, other), slot, value, spot)
        spot.diary.note(spot.refuse("unknown_variant", rules.tag))
        return carry(given, value, keys)

    def apply_map(self, slot: Any, mine: MapOf, theirs: Type, value: Json, spot: Spot) -> Grown:
        """An open object after another: each member is replaced."""
        grown = lift(slot, theirs.target if isinstance(theirs, Ref) else None, spot.pointer)
        members = dict(grown.members)
        for name, part in sorted(value.items()):
            before = members.get(name, ABSENT)
            good = part is None and takes_null(self.package, mine.value)
            if good or (part is not None and fits(self.package, mine.value, part)):
                put(members, name, overwrite(before, part))
            else:
                spot.diary.note(spot.refuse("invalid_type", name))
        return replace(grown, members=members)

    # --- slots ----------------------------------------------------------------------------------------

    def apply(
        self, merge: MemberMerge, slot: Any, mine: Type, theirs: Type, value: Json, spot: Spot
    ) -> Any:
        """A slot after a value: null first, then the value's type, then the rule."""
        if value is None:
            if not takes_null(self.package, mine):
                raise spot.refuse("invalid_type")
            if merge.null is NullRule.KEEP:
                return None if slot is ABSENT else slot
            return None if merge.null is NullRule.SET else ABSENT
        if not fits(self.package, mine, value):
            raise spot.refuse("invalid_type")
        given = slot is not ABSENT and slot is not None and merge.rule is not MergeRule.REPLACE
        if merge.rule is MergeRule.APPEND and not value:
            return slot
        if merge.rule is not MergeRule.MERGE and given and not fits(self.package, theirs, slot):
            raise spot.refuse("invalid_type")
        match merge.rule:
            case MergeRule.APPEND:
                return append(slot, value)
            case MergeRule.ONCE:
                return once(slot, value, spot)
            case MergeRule.SUM:
                return add(slot, value)
            case MergeRule.MERGE:
                return self.apply_parts(merge, slot, mine, theirs, value, spot)
            case _:
                return fresh(value)

    def apply_parts(
        self, merge: MemberMerge, slot: Any, mine: Type, theirs: Type, value: Json, spot: Spot
    ) -> Any:
        """A slot that is merged, after a value. What says nothing makes no object."""
        if not value:
            return slot
        left, right = bare(self.package, mine), bare(self.package, theirs)
        if isinstance(left, ListOf):
            assert isinstance(right, ListOf)
            return self.apply_entries(merge, slot, left.item, right.item, value, spot)
        if isinstance(left, MapOf):
            after = self.apply_map(slot, left, right, value, spot)
        else:
            after = self.apply_object(slot, left, right, value, (), spot)
        made = slot is ABSENT or slot is None
        return slot if made and not self.says_something(left, after) else after

    def says_something(self, mine: Type, new: Grown) -> bool:
        """Whether a new object is more than completion makes of an empty one. A tag says something."""
        told = isinstance(self.package.decl_of(mine), Union)
        return told or not equal(view(self.package, new), view(self.package, Grown({}, new.record)))

    # --- lists by key ---------------------------------------------------------------------------------

    def apply_entries(
        self, merge: MemberMerge, slot: Any, mine: Type, theirs: Type, value: Json, spot: Spot
    ) -> Any:
        """A list merged by key, after entries in list order, each of them a unit."""
        keyed = self.lift_list(merge, slot, theirs, spot)
        for position, entry in enumerate(value):
            place = replace(spot.below(position), in_entry=True)

            def act(entry: Json = entry, place: Spot = place, keyed: Keyed = keyed) -> Keyed:
                key = self.key_of(merge.key, mine, entry, place)
                before = keyed.entries.get(key, ABSENT)
                before = NOT_AN_OBJECT if before is None else before
                after = self.apply_object(before, mine, theirs, entry, merge.key, place)
                return replace(keyed, entries={**keyed.entries, key: after})

            keyed = spot.diary.unit(keyed, act)
        return keyed if keyed.entries else slot

    def key_of(self, keys: tuple[str, ...], item: Type, entry: Json, spot: Spot) -> int | str:
        """The key of an entry: the first key member that is there."""
        if not isinstance(entry, dict):
            raise spot.refuse("invalid_type")
        for name in keys:
            if name in entry:
                key = entry[name]
                if self.is_text_key(item, name) and isinstance(key, str):
                    return key
                if not self.is_text_key(item, name) and is_integer(key) and 0 <= key <= LARGEST_KEY:
                    return int(key)
                raise spot.refuse("bad_key", name)
        raise spot.refuse("missing_key", keys[0])

    def is_text_key(self, item: Type, name: str) -> bool:
        """Whether the entries of a list declare that key to be text."""
        declared = [field_of(self.package, record, name) for record in leaves(self.package, item)]
        return any(one is not None and fits(self.package, one.type, "") for one in declared)

    def lift_list(self, merge: MemberMerge, slot: Any, theirs: Type, spot: Spot) -> Keyed:
        """A slot as a list by key. Given items have their own keys where the snapshot declares keys, all
        are sound and in order; otherwise their positions.
        """
        if isinstance(slot, Keyed):
            return slot
        if slot is ABSENT or slot is None:
            return Keyed({}, merge)
        if not isinstance(slot, list):
            raise spot.refuse("invalid_type")
        keys: list[int | str] = list(range(len(slot)))
        records = leaves(self.package, theirs)
        if any(field_of(self.package, one, name) for one in records for name in merge.key):
            try:
                own = [self.key_of(merge.key, theirs, given, spot) for given in slot]
            except RefusalError:
                own = keys
            counted = [key for key in own if isinstance(key, int)]
            if len(set(own)) == len(own) and counted == sorted(counted):
                keys = own
        return Keyed(dict(zip(keys, slot, strict=True)), merge)
