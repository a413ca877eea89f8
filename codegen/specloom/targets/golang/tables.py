"""The tables that the run-time goes by: what every type is on the wire, and how deltas merge."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from specloom.ir import (
    Alias,
    Bounds,
    ByTag,
    Choice,
    Const,
    Decl,
    ExactlyOneOf,
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
    Ref,
    RequiredIf,
    Scalar,
    Type,
    Union,
    UnionMerge,
)
from specloom.render import render
from specloom.targets.golang.literals import json_value, quoted, texts
from specloom.targets.golang.names import Names
from specloom.targets.golang.types import Typing


@dataclass(frozen=True, slots=True)
class ShapeView:
    """The shape of a declaration, as statements."""

    name: str
    statements: tuple[str, ...]
    fields: tuple[str, ...]
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShapesView:
    """All shapes."""

    header: str
    package: str
    shapes: tuple[ShapeView, ...]


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
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulesView:
    """All rules."""

    header: str
    package: str
    records: tuple[RecordRulesView, ...]
    unions: tuple[UnionRulesView, ...]


_SCALARS = {
    Kind.STRING: "string",
    Kind.INTEGER: "integer",
    Kind.NUMBER: "number",
    Kind.BOOLEAN: "boolean",
    Kind.ANY: "any",
}


@dataclass(frozen=True)
class Tables:
    """The tables of one package."""

    names: Names

    @property
    def package(self) -> Package:
        """The package."""
        return self.names.package

    @property
    def typing(self) -> Typing:
        """The types of the package."""
        return Typing(self.names)

    # --- shapes ---------------------------------------------------------------------------------------

    def write_shapes(self, header: str) -> str:
        """The file of the shapes."""
        decls = [decl for decl in self.package.decls.values() if not isinstance(decl, Alias)]
        shapes = tuple(self._shape_of(decl) for decl in decls)
        return render("go/shapes.go.j2", ShapesView(header, self.names.package_name, shapes))

    def _shape_of(self, decl: Decl) -> ShapeView:
        name = self.names.types[decl.name.spelled]
        lines: list[str] = []
        fields: tuple[str, ...] = ()
        variants: tuple[str, ...] = ()
        match decl:
            case Record():
                lines += ["kind = recordKind", f"open = {json.dumps(decl.open)}"]
                for rule in decl.rules:
                    lines.append(self._record_rule(rule))
                fields = tuple(
                    f"{{{quoted(f.wire)}, {self.shape(f.type)}, "
                    f"{json.dumps(f.presence is Presence.REQUIRED)}}},"
                    for f in decl.fields
                )
            case Choice():
                lines += ["kind = choiceKind", f"open = {json.dumps(decl.open)}"]
                lines.append(f"options = {texts(option.value for option in decl.options)}")
            case Union():
                lines.append(f"open = {json.dumps(decl.open)}")
                lines.append(f"kind = {'taggedKind' if isinstance(decl.told, ByTag) else 'eitherKind'}")
                if isinstance(decl.told, ByTag):
                    lines.append(f"tag = {quoted(decl.told.wire)}")
                variants = tuple(
                    f"{{{quoted(v.tag or '')}, {self.shape(v.type)}}}," for v in decl.variants
                )
        return ShapeView(name, tuple(lines), fields, variants)

    def _record_rule(self, rule: RequiredIf | ExactlyOneOf) -> str:
        if isinstance(rule, ExactlyOneOf):
            return f"oneOf = append(s.oneOf, {texts(rule.fields)})"
        parts = f"{quoted(rule.field)}, {quoted(rule.when)}, {json_value(rule.equals)}"
        return f"asks = append(s.asks, requiredIf{{{parts}}})"

    def shape(self, type: Type) -> str:
        """The expression for the shape of a type."""
        resolved = self.typing.resolved(type)
        match resolved:
            case Scalar(kind=kind, bounds=bounds):
                limits = _limits(bounds)
                word = _SCALARS[kind]
                return f"&shape{{kind: {word}Kind, limits: {limits}}}" if limits else f"{word}Shape"
            case Const(value=value):
                return f"&shape{{kind: constKind, value: {json_value(value)}}}"
            case ListOf(item=item):
                limits = _lengths(resolved.min_items, resolved.max_items)
                return f"&shape{{kind: listKind, inner: {self.shape(item)}{limits}}}"
            case MapOf(value=inner):
                return f"&shape{{kind: mapKind, inner: {self.shape(inner)}{_key_limits(resolved)}}}"
            case Nullable(inner=Ref(target=target)):
                return f"shape{self.names.types[target]}OrNull"
            case Nullable(inner=inner):
                return f"orNull({self.shape(inner)})"
            case Ref(target=target):
                return f"shape{self.names.types[target]}"

    # --- rules ----------------------------------------------------------------------------------------

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

    def rules(self, delta: str, snapshot: str) -> str:
        """The variable that holds the rules of a pair."""
        return self._rule_names[delta, snapshot]

    def write_rules(self, header: str) -> str:
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
                tuple(
                    f"[{quoted(tag)}] = {self._rule_names[one, other]}"
                    for tag, one, other in merge.variants
                ),
            )
            for pair, merge in self._union_merges.items()
        )
        view = RulesView(header, self.names.package_name, records, unions)
        return render("go/rules.go.j2", view)

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
        yield f"mine: {self.shape(mine.type)}"
        yield f"theirs: {self.shape(theirs)}"
        if mine.presence is Presence.REQUIRED:
            yield "required: true"
        if member.at is not None:
            yield f"path: {_path(member.at)}"
        if member.decode is not None:
            yield "raw: true"
        if member.rule is not MergeRule.MERGE:
            return
        left, right = self.typing.resolved(_bare(mine.type, self.typing)), _bare(theirs, self.typing)
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


def _limits(bounds: Bounds) -> str:
    if bounds == Bounds():
        return ""
    numbers = {
        "least": bounds.minimum,
        "most": bounds.maximum,
        "above": bounds.exclusive_minimum,
        "below": bounds.exclusive_maximum,
        "multiple": bounds.multiple_of,
    }
    given = [f"{k}: {quoted(json.dumps(v))}" for k, v in numbers.items() if v is not None]
    given.append(f"shortest: {_or_none(bounds.min_length)}, longest: {_or_none(bounds.max_length)}")
    if bounds.pattern is not None:
        given.append(f"pattern: pattern({quoted(bounds.pattern)})")
    return f"&limits{{{', '.join(given)}, longestKey: -1}}"


def _lengths(least: int | None, most: int | None) -> str:
    if least is None and most is None:
        return ""
    lengths = f"shortest: {_or_none(least)}, longest: {_or_none(most)}, longestKey: -1"
    return f", limits: &limits{{{lengths}}}"


def _key_limits(type: MapOf) -> str:
    if type.key_max_length is None and type.key_pattern is None:
        return _lengths(type.min_members, type.max_members)
    lengths = f"shortest: {_or_none(type.min_members)}, longest: {_or_none(type.max_members)}"
    keys = f"longestKey: {_or_none(type.key_max_length)}"
    if type.key_pattern is not None:
        keys += f", keyPattern: pattern({quoted(type.key_pattern)})"
    return f", limits: &limits{{{lengths}, {keys}}}"


def _or_none(length: int | None) -> int:
    return -1 if length is None else length
