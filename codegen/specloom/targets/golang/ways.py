"""Which members of deltas lead to texts that grow, and what says nothing beside them."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from specloom.ir import (
    Const,
    Field,
    Kind,
    ListOf,
    MapOf,
    MemberMerge,
    MergeRule,
    Nullable,
    Package,
    Presence,
    Record,
    RecordMerge,
    Scalar,
    Union,
)
from specloom.targets.golang.models import Models
from specloom.targets.golang.views import FieldView


@dataclass(frozen=True)
class Ways:
    """The ways to texts in the deltas of one package."""

    models: Models

    @property
    def package(self) -> Package:
        """The package."""
        return self.models.names.package

    def leads(self, record: str) -> bool:
        """Whether a delta record is on the way to a text."""
        return record in self.leading

    # --- which records ----------------------------------------------------------------------------------

    @cached_property
    def merges(self) -> Mapping[str, RecordMerge]:
        """By delta record. What is asked of it here is the same whatever snapshot it grows."""
        return {merge.delta: merge for delta in self.package.deltas for merge in delta.records}

    @cached_property
    def leading(self) -> frozenset[str]:
        """The delta records on the way to a text."""
        found: set[str] = set()
        while True:
            more = {
                name
                for name, merge in self.merges.items()
                for member in merge.members
                if name not in found and self.is_way(merge, member, found)
            }
            if not more:
                return frozenset(found)
            found |= more

    def is_way(self, merge: RecordMerge, member: MemberMerge, leading: Set[str]) -> bool:
        """Whether a member leads to a text while the others say nothing."""
        if None in [self.idle(merge, other) for other in merge.members if other is not member]:
            return False
        return self.is_text(merge, member) or bool(leading & self.below(merge, member).keys())

    @cached_property
    def _keys(self) -> Mapping[str, frozenset[str]]:
        """What keys a delta record has in the lists in which it is an entry; "" where it is none."""
        found: dict[str, set[str]] = {delta.delta: {""} for delta in self.package.deltas}
        for merge in self.merges.values():
            for member in merge.members:
                for name in self.below(merge, member):
                    found.setdefault(name, set()).add("".join(member.key[:1]))
        return {name: frozenset(keys) for name, keys in found.items()}

    def below(self, merge: RecordMerge, member: MemberMerge) -> Mapping[str, int]:
        """The records that a merged member holds, by their places in the union; -1 for the only one."""
        if member.rule is not MergeRule.MERGE or member.at is not None or len(member.key) > 1:
            return {}
        if self.view(merge.delta, member.member).type.startswith("Opt["):
            return {}
        found = self._parts(merge, member)
        kinds = {self.key_kind(name, key) for name in found for key in member.key}
        return found if len(kinds) <= 1 and None not in kinds else {}

    def key_kind(self, delta: str, key: str) -> Kind | None:
        """What the key of an entry is: an integer, a text; None where null is told from absent."""
        type = self.package.bare(self._field(delta, key).type)
        if self.view(delta, key).type.startswith("Opt[") or not isinstance(type, Scalar):
            return None
        return type.kind if type.kind in (Kind.INTEGER, Kind.STRING) else None

    def _parts(self, merge: RecordMerge, member: MemberMerge) -> Mapping[str, int]:
        type = self.package.bare(self._field(merge.delta, member.member).type)
        item = self.models.typing.resolved(type.item) if isinstance(type, ListOf) else type
        if isinstance(type, ListOf) and isinstance(item, Nullable):
            return {}
        decl = self.package.decl_of(item)
        if not isinstance(decl, Union):
            return {decl.name.spelled: -1} if isinstance(decl, Record) else {}
        return {
            record.name.spelled: place
            for place, variant in enumerate(decl.variants)
            if isinstance(record := self.package.decl_of(variant.type), Record)
        }

    def fields(self, delta: str) -> tuple[Field, ...]:
        """The members of a delta record."""
        return self.package.record(delta).fields

    def _field(self, delta: str, wire: str) -> Field:
        return next(field for field in self.fields(delta) if field.wire == wire)

    def view(self, delta: str, wire: str) -> FieldView:
        """How Go has a member of a delta record, in the variable `x`."""
        names = self.models.names.fields(self.package.record(delta))
        return self.models.field(self._field(delta, wire), names[wire])

    def is_text(self, merge: RecordMerge, member: MemberMerge) -> bool:
        """Whether a member is a piece of a text."""
        type = self.package.bare(self._field(merge.delta, member.member).type)
        is_plain = member.at is None and member.decode is None
        is_string = isinstance(type, Scalar) and type.kind is Kind.STRING
        return member.rule is MergeRule.APPEND and is_plain and is_string

    # --- what must not be in the delta ------------------------------------------------------------------

    def idle(self, merge: RecordMerge, member: MemberMerge) -> str | None:
        """The condition that a member changes nothing, "" if it never does, None if it always may."""
        field = self._field(merge.delta, member.member)
        type = self.models.typing.resolved(field.type)
        view = self.view(merge.delta, member.member)
        is_key = self._keys.get(merge.delta) == frozenset([member.member])
        if member.rule is MergeRule.SKIP or is_key:
            return ""
        if member.rule in (MergeRule.MERGE, MergeRule.APPEND) and isinstance(type, ListOf | MapOf):
            return f"len(x.{view.name}) == 0"
        if field.presence is Presence.OPTIONAL:
            return view.is_zero
        if isinstance(type, Const) and member.rule in (MergeRule.ONCE, MergeRule.REPLACE):
            return "" if member.at is None else None
        is_plain = self.is_text(merge, member) and not isinstance(type, Nullable)
        return view.is_zero if is_plain else None
