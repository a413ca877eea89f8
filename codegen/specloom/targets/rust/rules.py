"""The table of rules: how deltas merge, as the run-time goes by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from specloom.ir import (
    MemberMerge,
    NullRule,
    Package,
    Presence,
    RecordMerge,
    Type,
    UnionMerge,
)
from specloom.merges import Merges, path_of
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
    def merges(self) -> Merges:
        """What the rules say, free of any language."""
        return Merges(self.package)

    @cached_property
    def _given(self) -> Mapping[tuple[str, str], str]:
        """The static for each pair."""
        scope, pairs = Scope(), [*self.merges.records, *self.merges.unions]
        return {pair: scope.take(self.names.shapes[pair[0]]) for pair in pairs}

    def name(self, delta: str, snapshot: str) -> str:
        """The static that holds the rules of a pair."""
        return self._given[delta, snapshot]

    def write(self, header: str) -> str:
        """The file of the rules."""
        records = tuple(self._record(merge) for merge in self.merges.records.values())
        unions = tuple(self._union(merge) for merge in self.merges.unions.values())
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
        mine = self.merges.mine(merge, member)
        yield f"member: {quoted(member.member)}"
        yield f"into: {quoted(member.into)}"
        yield f"rule: Rule::{member.rule.value.capitalize()}"
        if member.null is not NullRule.KEEP:
            yield f"null: NullRule::{member.null.value.capitalize()}"
        yield f"mine: {self._shape(mine.type)}"
        yield f"theirs: {self._shape(self.merges.theirs(merge, member))}"
        if mine.presence is Presence.REQUIRED:
            yield "required: true"
        if member.at is not None:
            yield f"path: {_path(member.at)}"
        if member.decode is not None:
            yield "raw: true"
        parts = self.merges.parts(merge, member)
        if parts is None:
            return
        if parts.keys is not None:
            yield f"key: {texts(parts.keys)}"
        if parts.has_text_key:
            yield "text_key: true"
        if parts.has_own_key:
            yield "own_key: true"
        if member.dense:
            yield "dense: true"
        if parts.pair is not None:
            kind = "Union" if parts.pair in self.merges.unions else "Record"
            yield f"parts: Parts::{kind}(&{self.name(*parts.pair)})"

    def _shape(self, type: Type) -> str:
        return Shapes(self.names, "shapes::").shape(type)


def _path(template: str) -> str:
    steps = (
        f"PathStep::{'Entry' if step.is_key else 'Member'}({quoted(step.name)})"
        for step in path_of(template)
    )
    return f"&[{', '.join(steps)}]"
