"""The smallest delta between two snapshots, and the events that a server would send for it."""

from __future__ import annotations

from typing import Any, NoReturn

from oracle.diary import Diary, Spot
from oracle.merging import Rules
from oracle.shapes import bare, complete, field_of, fits, record_of, takes_null
from oracle.values import ABSENT, Json, RefusalError, below, equal, fresh
from specloom.ir import (
    Const,
    ListOf,
    MapOf,
    MemberMerge,
    MergeRule,
    NullRule,
    Presence,
    RecordMerge,
    Ref,
    Stream,
    StreamTarget,
    Type,
)


def inexpressible(pointer: str) -> NoReturn:
    """No delta says this."""
    raise RefusalError("inexpressible", pointer)


def diff(rules: Rules, before: Json, after: Json) -> Json:
    """The smallest delta that leads from one snapshot to another."""
    root = rules.root()
    return Diff(rules).record(root, before, after, "")


class Diff:
    """The walk over two snapshots."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.package = rules.package

    def record(self, rules: RecordMerge, before: Json, after: Json, pointer: str) -> Json:
        """The delta between two objects: declared members in the order of the schema, then the others."""
        said: dict[str, Json] = {}
        grown = {m.into for m in rules.members if m.rule is not MergeRule.SKIP}
        for merge in rules.members:
            if merge.rule is not MergeRule.SKIP:
                one, other = before.get(merge.into, ABSENT), after.get(merge.into, ABSENT)
                part = self.member(rules, merge, one, other, below(pointer, merge.into))
                if part is not ABSENT:
                    said[merge.member] = part
                elif self.is_required(rules, merge):
                    said[merge.member] = self.nothing(rules, merge)
        names = {merge.member for merge in rules.members}
        for name in sorted((before.keys() | after.keys()) - grown):
            part = self.other(
                before.get(name, ABSENT), after.get(name, ABSENT), below(pointer, name)
            )
            if part is not ABSENT:
                if name in names:
                    inexpressible(below(pointer, name))
                said[name] = part
        return said

    def is_required(self, rules: RecordMerge, merge: MemberMerge) -> bool:
        """Whether every delta must have a member for which there is something that does nothing."""
        field = field_of(self.package, rules.delta, merge.member)
        required = field is not None and field.presence is Presence.REQUIRED
        return required and merge.rule in (MergeRule.APPEND, MergeRule.MERGE)

    def nothing(self, rules: RecordMerge, merge: MemberMerge) -> Json:
        """What does nothing to a member."""
        field = field_of(self.package, rules.delta, merge.member)
        assert field is not None
        type = bare(self.package, field.type)
        return [] if isinstance(type, ListOf) else {} if merge.rule is MergeRule.MERGE else ""

    def other(self, before: Any, after: Any, pointer: str) -> Any:
        """The value of a member that deltas do not declare."""
        if before is after or equal(before, after):
            return ABSENT
        if after is ABSENT or (after is None and before is not ABSENT):
            inexpressible(pointer)
        return fresh(after)

    def member(
        self, rules: RecordMerge, merge: MemberMerge, before: Any, after: Any, pointer: str
    ) -> Any:
        """What a declared member says, or ABSENT."""
        mine = field_of(self.package, rules.delta, merge.member)
        theirs = field_of(self.package, rules.snapshot, merge.into)
        assert mine is not None
        assert theirs is not None
        if before is after or equal(before, after):
            return ABSENT
        if after is ABSENT:
            return None if merge.null is NullRule.REMOVE else inexpressible(pointer)
        if after is None:
            keeps = merge.null is NullRule.KEEP and before is not ABSENT
            if not takes_null(self.package, mine.type) or keeps or merge.null is NullRule.REMOVE:
                inexpressible(pointer)
            return None
        if not fits(self.package, mine.type, after):
            inexpressible(pointer)
        if merge.rule is MergeRule.MERGE:
            return self.parts(merge, before, after, mine.type, theirs.type, pointer)
        return single(merge.rule, before, after, pointer)

    def parts(
        self, merge: MemberMerge, before: Any, after: Json, mine: Type, theirs: Type, pointer: str
    ) -> Json:
        """What a merged member says."""
        left, right = bare(self.package, mine), bare(self.package, theirs)
        new = before is ABSENT or before is None
        if isinstance(left, ListOf):
            assert isinstance(right, ListOf)
            if not isinstance(before, list) and not new:
                inexpressible(pointer)
            listed = [] if new else before
            said: Json = self.entries(merge, listed, after, left.item, right.item, pointer)
        elif not isinstance(before, dict) and not new:
            inexpressible(pointer)
        elif isinstance(left, MapOf):
            base = {} if not new or not isinstance(right, Ref) else self.made(right.target)
            given = before if not new else base
            said = {}
            for name in sorted(given.keys() | after.keys()):
                one, other = given.get(name, ABSENT), after.get(name, ABSENT)
                part = self.other(one, other, below(pointer, name))
                if part is not ABSENT:
                    said[name] = part
        else:
            said = self.object(left, right, ABSENT if new else before, after, pointer)
        return said or inexpressible(pointer)

    def object(self, mine: Type, theirs: Type, before: Any, after: Json, pointer: str) -> Json:
        """What an object or a tagged variant says; `before` is ABSENT for a new one."""
        left, right = bare(self.package, mine), bare(self.package, theirs)
        assert isinstance(left, Ref)
        assert isinstance(right, Ref)
        union = self.rules.union(left.target, right.target)
        if union is None:
            rules = self.rules.record(left.target, right.target)
            if before is not ABSENT:
                return self.record(rules, before, after, pointer)
            return self.record(rules, self.made(rules.snapshot), after, pointer)
        tag = after.get(union.tag, ABSENT)
        pairs = [pair for pair in union.variants if pair[0] == tag]
        was = tag if before is ABSENT else before.get(union.tag, tag)
        if not pairs or not equal(was, tag):
            inexpressible(below(pointer, union.tag))
        rules = self.rules.record(pairs[0][1], pairs[0][2])
        given = self.made(rules.snapshot) if before is ABSENT else before
        return {union.tag: tag, **self.record(rules, given, after, pointer)}

    def entries(
        self,
        merge: MemberMerge,
        before: list[Json],
        after: list[Json],
        mine: Type,
        theirs: Type,
        pointer: str,
    ) -> list[Json]:
        """What a list says: its entries that changed, each with its address."""
        spot = Spot(pointer, False, Diary(strict=True))
        was = self.rules.lift_list(merge, before, theirs, spot).entries
        now = self.rules.lift_list(merge, after, theirs, spot).entries
        said: list[Json] = []
        for position, (key, other) in enumerate(now.items()):
            one, place = was.get(key, ABSENT), below(pointer, position)
            if one is not ABSENT and equal(one, other):
                continue
            if not isinstance(other, dict) or (one is not ABSENT and not isinstance(one, dict)):
                inexpressible(place)
            said.append({merge.key[0]: key, **self.object(mine, theirs, one, other, place)})
        for position, key in enumerate(was):
            if key not in now:
                inexpressible(below(pointer, position))
        return said

    def made(self, record: str) -> dict[str, Json]:
        """An object as deltas make it, before they say anything of it."""
        return complete(self.package, record, {})


def single(rule: MergeRule, before: Any, after: Json, pointer: str) -> Json:
    """What a member says that is not merged."""
    nothing = before is ABSENT or before is None
    if rule is MergeRule.APPEND:
        given = type(after)() if nothing else before
        longer = type(given) is type(after) and len(after) > len(given)
        if longer and equal(after[: len(given)], given):
            return fresh(after[len(given) :])
        return inexpressible(pointer)
    if rule is MergeRule.SUM:
        return after if nothing else after - before
    if rule is MergeRule.ONCE and not nothing and before != "":
        return inexpressible(pointer)
    return fresh(after)


# --- events ---------------------------------------------------------------------------------------------


def events(rules: Rules, stream: Stream, before: Json, after: Json) -> list[Json]:
    """A whole object's life as events: created, grown by one delta if it grew, ended."""
    target = next(t for t in stream.targets if t.of == rules.delta.snapshot and t.patch)
    root = rules.root()
    grown = {merge.into for merge in root.members if merge.rule is not MergeRule.SKIP}
    outside = {name: part for name, part in after.items() if name not in grown}
    inside = {name: part for name, part in before.items() if name in grown}
    delta = diff(rules, {**outside, **inside}, after)
    sent = [event(stream, target.create[0], target.object, before)]
    if delta:
        sent.append(patch(rules, stream, target, before, delta))
    return [*sent, event(stream, target.close[0], target.object, after)]


def event(stream: Stream, tag: str, pointer: str, value: Json) -> Json:
    """An event that carries a value at a pointer."""
    made: Json = {stream.tag: tag}
    place(made, pointer, fresh(value))
    return made


def patch(rules: Rules, stream: Stream, target: StreamTarget, before: Json, delta: Json) -> Json:
    """The event of a delta, with the constants that its record declares."""
    assert target.delta is not None
    made: Json = {stream.tag: target.patch[0]}
    union = rules.package.decls[stream.event]
    variants = {v.tag: v.type for v in getattr(union, "variants", ())}
    record = bare(rules.package, variants[target.patch[0]])
    assert isinstance(record, Ref)
    data = field_of(rules.package, record.target, stream.data)
    assert data is not None
    body = bare(rules.package, data.type)
    assert isinstance(body, Ref)
    for field in record_of(rules.package, body.target).fields:
        kind = bare(rules.package, field.type)
        if isinstance(kind, Const):
            place(made, f"/{stream.data}/{field.wire}", kind.value)
    if target.id is not None:
        name = target.id.removeprefix(f"{target.object}/")
        place(made, target.id, before[name])
    place(made, target.delta, delta)
    return made


def place(document: Json, pointer: str, value: Json) -> None:
    """Puts a value at a pointer, making the objects on the way."""
    *steps, last = pointer.split("/")[1:]
    for step in steps:
        document = document.setdefault(step, {})
    document[last] = value
