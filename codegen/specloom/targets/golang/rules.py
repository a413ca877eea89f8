"""The table of rules: how deltas merge, as the run-time goes by it."""

from __future__ import annotations

import json
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
from specloom.targets.golang.literals import quoted, texts
from specloom.targets.golang.names import Names
from specloom.targets.golang.shapes import Shapes
from specloom.targets.golang.types import Typing


@dataclass(frozen=True, slots=True)
class RecordRulesView:
    """The rules of a delta record."""

    name: str
    delta: str
    snapshot: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnionRulesView:
    """The rules of a delta union."""

    name: str
    tag: str
    tags: str
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulesView:
    """All rules."""

    header: str
    package: str
    records: tuple[RecordRulesView, ...]
    unions: tuple[UnionRulesView, ...]


@dataclass(frozen=True)
class Rules:
    """The rules of one package."""

    names: Names
    shapes: Shapes

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
    def _rule_names(self) -> Mapping[tuple[str, str], str]:
        """The variable for each pair; the second pair of one delta gets a number."""
        given: dict[tuple[str, str], str] = {}
        for delta, snapshot in [*self._record_merges, *self._union_merges]:
            name = f"rules{self.names.types[delta]}"
            count = 1 + sum(1 for other, _ in given if other == delta)
            given[delta, snapshot] = name if count == 1 else f"{name}__{count}"
        return given

    def name(self, delta: str, snapshot: str) -> str:
        """The variable that holds the rules of a pair."""
        return self._rule_names[delta, snapshot]

    def write(self, header: str) -> str:
        """The file of the rules."""
        types = self.names.types
        records = tuple(
            RecordRulesView(
                self._rule_names[pair],
                f"shape{types[merge.delta]}",
                f"shape{types[merge.snapshot]}",
                tuple(self._members(merge)),
            )
            for pair, merge in self._record_merges.items()
        )
        unions = tuple(
            UnionRulesView(
                self._rule_names[pair],
                quoted(merge.tag),
                self._tags(pair[0]),
                tuple(
                    f"[{quoted(tag)}] = {self._rule_names[one, other]}"
                    for tag, one, other in merge.variants
                ),
            )
            for pair, merge in self._union_merges.items()
        )
        view = RulesView(header, self.names.package_name, records, unions)
        return render("go/rules.go.j2", view)

    def _tags(self, union: str) -> str:
        decl = self.package.decls[union]
        assert isinstance(decl, Union)
        return texts(variant.tag or "" for variant in decl.variants)

    def _members(self, merge: RecordMerge) -> Iterator[str]:
        for member in merge.members:
            yield f"{{{', '.join(self._member(merge, member))}}},"

    def _member(self, merge: RecordMerge, member: MemberMerge) -> Iterator[str]:
        mine = self._field(merge.delta, member.member)
        assert mine is not None
        into = self._field(merge.snapshot, member.into)
        theirs = mine.type if into is None else into.type
        yield f"member: {quoted(member.member)}"
        yield f"into: {quoted(member.into)}"
        yield f"rule: {member.rule.value}Rule"
        yield f"null: {member.null.value}Null"
        yield f"mine: {self.shapes.shape(mine.type)}"
        yield f"theirs: {self.shapes.shape(theirs)}"
        if mine.presence is Presence.REQUIRED:
            yield "required: true"
        if member.at is not None:
            yield f"path: {_path(member.at)}"
        if member.decode is not None:
            yield "raw: true"
        if member.rule is not MergeRule.MERGE:
            return
        left, right = self.typing.resolved(_bare(mine.type, self.typing)), _bare(
            theirs, self.typing
        )
        if isinstance(left, ListOf) and isinstance(right, ListOf):
            yield f"key: {texts(member.key)}"
            if self._is_text_key(left.item, member.key):
                yield "textKey: true"
            if any(self._declares(right.item, name) for name in member.key):
                yield "ownKey: true"
            left, right = _bare(left.item, self.typing), _bare(right.item, self.typing)
        if member.dense:
            yield "dense: true"
        if isinstance(left, Ref) and isinstance(right, Ref):
            pair = left.target, right.target
            if pair in self._union_merges:
                yield f"union: {self._rule_names[pair]}"
            elif pair in self._record_merges:
                yield f"record: {self._rule_names[pair]}"

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
        bare = [_bare(field.type, self.typing) for field in fields if field is not None]
        return any(isinstance(type, Scalar) and type.kind is Kind.STRING for type in bare)


def _bare(type: Type, typing: Typing) -> Type:
    resolved = typing.resolved(type)
    return typing.resolved(resolved.inner) if isinstance(resolved, Nullable) else resolved


def _path(template: str) -> str:
    steps = []
    for step in template.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        entry = name.startswith("{") and name.endswith("}")
        word = name[1:-1] if entry else name
        steps.append(f"{{{quoted(word)}, {json.dumps(entry)}}}")
    return f"[]pathStep{{{', '.join(steps)}}}"
