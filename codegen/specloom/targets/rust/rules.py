"""The table of rules: how deltas merge, as the run-time goes by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from specloom.ir import (
    Field,
    Kind,
    ListOf,
    MemberMerge,
    MergeRule,
    Nullable,
    NullRule,
    Package,
    Presence,
    Record,
    RecordMerge,
    Ref,
    Scalar,
    Type,
    Union,
    UnionMerge,
)
from specloom.render import render
from specloom.targets.rust.literals import quoted, texts
from specloom.targets.rust.names import Names, Scope
from specloom.targets.rust.shapes import Shapes
from specloom.targets.rust.types import Typing


@dataclass(frozen=True, slots=True)
class RecordRulesView:
    """The rules of a delta record."""

    docs: str
    name: str
    delta: str
    snapshot: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnionRulesView:
    """The rules of a delta union."""

    docs: str
    name: str
    tag: str
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulesView:
    """All rules."""

    header: str
    records: tuple[RecordRulesView, ...]
    unions: tuple[UnionRulesView, ...]


@dataclass(frozen=True)
class Rules:
    """The rules of one package."""

    names: Names

    @property
    def package(self) -> Package:
        """The package."""
        return self.names.package

    @property
    def typing(self) -> Typing:
        """The types of the package."""
        return Typing(self.names)

    @cached_property
    def _record_merges(self) -> Mapping[tuple[str, str], RecordMerge]:
        return {(r.delta, r.snapshot): r for d in self.package.deltas for r in d.records}

    @cached_property
    def _union_merges(self) -> Mapping[tuple[str, str], UnionMerge]:
        return {(u.delta, u.snapshot): u for d in self.package.deltas for u in d.unions}

    @cached_property
    def _given(self) -> Mapping[tuple[str, str], str]:
        """The static for each pair."""
        scope, pairs = Scope(), [*self._record_merges, *self._union_merges]
        return {pair: scope.take(self.names.shapes[pair[0]]) for pair in pairs}

    def name(self, delta: str, snapshot: str) -> str:
        """The static that holds the rules of a pair."""
        return self._given[delta, snapshot]

    def write(self, header: str) -> str:
        """The file of the rules."""
        records = tuple(self._record(merge) for merge in self._record_merges.values())
        unions = tuple(self._union(merge) for merge in self._union_merges.values())
        return render("rust/rules.rs.j2", RulesView(header, records, unions))

    def _docs(self, delta: str, snapshot: str) -> str:
        types = self.names.types
        return f"/// `{types[delta]}` on `{types[snapshot]}`"

    def _record(self, merge: RecordMerge) -> RecordRulesView:
        return RecordRulesView(
            docs=self._docs(merge.delta, merge.snapshot),
            name=self.name(merge.delta, merge.snapshot),
            delta=self.names.shapes[merge.delta],
            snapshot=self.names.shapes[merge.snapshot],
            members=tuple(", ".join(self._member(merge, member)) for member in merge.members),
        )

    def _union(self, merge: UnionMerge) -> UnionRulesView:
        return UnionRulesView(
            docs=self._docs(merge.delta, merge.snapshot),
            name=self.name(merge.delta, merge.snapshot),
            tag=quoted(merge.tag),
            variants=tuple(
                f"({quoted(tag)}, &{self.name(delta, snapshot)}),"
                for tag, delta, snapshot in merge.variants
            ),
        )

    def _member(self, merge: RecordMerge, member: MemberMerge) -> Iterator[str]:
        """What of a member's rule is not as with most."""
        mine = self._field(merge.delta, member.member)
        assert mine is not None
        into = self._field(merge.snapshot, member.into)
        theirs = mine.type if into is None else into.type
        yield f"member: {quoted(member.member)}"
        yield f"into: {quoted(member.into)}"
        yield f"rule: Rule::{member.rule.value.capitalize()}"
        if member.null is not NullRule.KEEP:
            yield f"null: NullRule::{member.null.value.capitalize()}"
        yield f"mine: {self._shape(mine.type)}"
        yield f"theirs: {self._shape(theirs)}"
        if mine.presence is Presence.REQUIRED:
            yield "required: true"
        if member.at is not None:
            yield f"path: {_path(member.at)}"
        if member.decode is not None:
            yield "raw: true"
        if member.rule is MergeRule.MERGE:
            yield from self._merged(member, mine.type, theirs)

    def _merged(self, member: MemberMerge, mine: Type, theirs: Type) -> Iterator[str]:
        left, right = self._bare(mine), self._bare(theirs)
        if isinstance(left, ListOf) and isinstance(right, ListOf):
            yield f"key: {texts(member.key)}"
            if self._is_text_key(left.item, member.key):
                yield "text_key: true"
            if any(self._declares(right.item, name) for name in member.key):
                yield "own_key: true"
            left, right = self._bare(left.item), self._bare(right.item)
        if member.dense:
            yield "dense: true"
        if isinstance(left, Ref) and isinstance(right, Ref):
            pair = left.target, right.target
            if pair in self._union_merges:
                yield f"parts: Parts::Union(&{self.name(*pair)})"
            elif pair in self._record_merges:
                yield f"parts: Parts::Record(&{self.name(*pair)})"

    def _shape(self, type: Type) -> str:
        return Shapes(self.names, "shapes::").shape(type)

    def _field(self, record: str, wire: str) -> Field | None:
        decl = self.package.decls[record]
        assert isinstance(decl, Record)
        return next((field for field in decl.fields if field.wire == wire), None)

    def _leaves(self, item: Type) -> Iterator[str]:
        decl = self.package.decl_of(item)
        if isinstance(decl, Union):
            for variant in decl.variants:
                yield from self._leaves(variant.type)
        elif isinstance(decl, Record):
            yield decl.name.spelled

    def _declares(self, item: Type, wire: str) -> bool:
        return any(self._field(record, wire) is not None for record in self._leaves(item))

    def _is_text_key(self, item: Type, keys: tuple[str, ...]) -> bool:
        fields = [self._field(record, wire) for record in self._leaves(item) for wire in keys]
        bare = [self._bare(field.type) for field in fields if field is not None]
        return any(isinstance(type, Scalar) and type.kind is Kind.STRING for type in bare)

    def _bare(self, type: Type) -> Type:
        resolved = self.typing.resolved(type)
        return self.typing.resolved(resolved.inner) if isinstance(resolved, Nullable) else resolved


def _path(template: str) -> str:
    steps = []
    for step in template.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        entry = name.startswith("{") and name.endswith("}")
        word = "Entry" if entry else "Member"
        steps.append(f"PathStep::{word}({quoted(name[1:-1] if entry else name)})")
    return f"&[{', '.join(steps)}]"
