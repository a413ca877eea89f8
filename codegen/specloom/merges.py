"""What every language needs to know of how deltas merge: derived here once, from the IR alone (merge.md).

The languages say how it is spelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from specloom.ir import (
    Const,
    Field,
    Kind,
    ListOf,
    MemberMerge,
    MergeRule,
    Package,
    Record,
    RecordMerge,
    Ref,
    Scalar,
    Stream,
    Type,
    Union,
    UnionMerge,
)
from specloom.pointers import tokens

Pair: TypeAlias = tuple[str, str]
"""A delta and the snapshot that it grows, by the names of their declarations."""

Constants: TypeAlias = "Mapping[str, str | int | bool | Constants]"
"""Constant members by name, objects within objects."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a path into a snapshot: a member, or (`is_key`) an entry whose key the delta holds."""

    name: str
    is_key: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What a merged member is made of.

    `keys` are the members that identify the entries of a list, None where it is no list; `has_text_key`
    says that some entry of the delta has a text for a key, `has_own_key` that the snapshot's entries keep
    it. `pair` is how the objects within merge, None where they are no objects.
    """

    keys: tuple[str, ...] | None
    has_text_key: bool
    has_own_key: bool
    pair: Pair | None


@dataclass(frozen=True)
class Merges:
    """The merge rules of one package."""

    package: Package

    @cached_property
    def records(self) -> Mapping[Pair, RecordMerge]:
        """The pairs of records that are merged."""
        return {(r.delta, r.snapshot): r for d in self.package.deltas for r in d.records}

    @cached_property
    def unions(self) -> Mapping[Pair, UnionMerge]:
        """The pairs of tagged unions that are merged."""
        return {(u.delta, u.snapshot): u for d in self.package.deltas for u in d.unions}

    def mine(self, merge: RecordMerge, member: MemberMerge) -> Field:
        """The member of the delta."""
        field = self.package.record(merge.delta).field(member.member)
        assert field is not None
        return field

    def theirs(self, merge: RecordMerge, member: MemberMerge) -> Type:
        """The type of the snapshot's member; where there is none, that of the delta's."""
        into = self.package.record(merge.snapshot).field(member.into)
        return self.mine(merge, member).type if into is None else into.type

    def parts(self, merge: RecordMerge, member: MemberMerge) -> Parts | None:
        """What a member is made of that is merged; None for one that is not."""
        if member.rule is not MergeRule.MERGE:
            return None
        left = self.package.bare(self.mine(merge, member).type)
        right = self.package.bare(self.theirs(merge, member))
        if isinstance(left, ListOf) and isinstance(right, ListOf):
            return Parts(
                keys=member.key,
                has_text_key=self._has_text_key(left.item, member.key),
                has_own_key=self._declares(right.item, member.key),
                pair=self._pair(left.item, right.item),
            )
        return Parts(None, has_text_key=False, has_own_key=False, pair=self._pair(left, right))

    def _pair(self, left: Type, right: Type) -> Pair | None:
        left, right = self.package.bare(left), self.package.bare(right)
        if not isinstance(left, Ref) or not isinstance(right, Ref):
            return None
        pair = left.target, right.target
        return pair if pair in self.unions or pair in self.records else None

    def _declares(self, item: Type, keys: tuple[str, ...]) -> bool:
        records = list(self.package.records_of(item))
        return any(record.field(key) is not None for record in records for key in keys)

    def _has_text_key(self, item: Type, keys: tuple[str, ...]) -> bool:
        fields = [r.field(key) for r in self.package.records_of(item) for key in keys]
        types = [self.package.bare(field.type) for field in fields if field is not None]
        return any(isinstance(type, Scalar) and type.kind is Kind.STRING for type in types)


def path_of(template: str) -> tuple[Step, ...]:
    """The steps of an `at` template."""
    return tuple(
        (
            Step(token[1:-1], is_key=True)
            if token.startswith("{") and token.endswith("}")
            else Step(token, is_key=False)
        )
        for token in tokens(template)
    )


def events_of(package: Package, stream: Stream) -> Mapping[str, Type]:
    """The types of a stream's events, by tag."""
    union = package.decls[stream.event]
    assert isinstance(union, Union)
    return {variant.tag: variant.type for variant in union.variants if variant.tag is not None}


def patch_constants(package: Package, stream: Stream) -> Mapping[str, Constants]:
    """What the record of each patch event declares as constant, nested as the event is, by tag."""
    patches = {tag for target in stream.targets for tag in target.patch}
    return {
        tag: _constants_of(package, record, stream, stream.tag)
        for tag, type in events_of(package, stream).items()
        if tag in patches and isinstance(record := package.decl_of(type), Record)
    }


def _constants_of(package: Package, record: Record, stream: Stream, tag: str) -> Constants:
    found: dict[str, str | int | bool | Constants] = {}
    for field in record.fields:
        type = package.resolve(field.type)
        inner = package.decl_of(type)
        if isinstance(type, Const) and field.wire != tag:
            found[field.wire] = type.value
        elif isinstance(inner, Record) and field.wire == stream.data:
            found[field.wire] = _constants_of(package, inner, stream, "")
    return found
