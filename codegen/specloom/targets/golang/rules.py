"""The table of rules: how deltas merge, as the run-time goes by it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from specloom.ir import (
    MemberMerge,
    Package,
    Presence,
    RecordMerge,
    Union,
)
from specloom.merges import Merges, path_of
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
    def merges(self) -> Merges:
        """What the rules say, free of any language."""
        return Merges(self.package)

    @cached_property
    def _rule_names(self) -> Mapping[tuple[str, str], str]:
        """The variable for each pair; the second pair of one delta gets a number."""
        given: dict[tuple[str, str], str] = {}
        for delta, snapshot in [*self.merges.records, *self.merges.unions]:
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
            for pair, merge in self.merges.records.items()
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
            for pair, merge in self.merges.unions.items()
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
        mine = self.merges.mine(merge, member)
        yield f"member: {quoted(member.member)}"
        yield f"into: {quoted(member.into)}"
        yield f"rule: {member.rule.value}Rule"
        yield f"null: {member.null.value}Null"
        yield f"mine: {self.shapes.shape(mine.type)}"
        yield f"theirs: {self.shapes.shape(self.merges.theirs(merge, member))}"
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
            yield "textKey: true"
        if parts.has_own_key:
            yield "ownKey: true"
        if member.dense:
            yield "dense: true"
        if parts.pair is not None:
            kind = "union" if parts.pair in self.merges.unions else "record"
            yield f"{kind}: {self._rule_names[parts.pair]}"


def _path(template: str) -> str:
    steps = (f"{{{quoted(step.name)}, {json.dumps(step.is_key)}}}" for step in path_of(template))
    return f"[]pathStep{{{', '.join(steps)}}}"
