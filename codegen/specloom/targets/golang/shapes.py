"""The table of shapes: what every type is on the wire, as the run-time goes by it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from specloom.ir import (
    Alias,
    Bounds,
    ByTag,
    Choice,
    Const,
    Decl,
    ExactlyOneOf,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Record,
    Ref,
    RequiredIf,
    Scalar,
    Type,
    Union,
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


_SCALARS = {
    Kind.STRING: "string",
    Kind.INTEGER: "integer",
    Kind.NUMBER: "number",
    Kind.BOOLEAN: "boolean",
    Kind.ANY: "any",
}


@dataclass(frozen=True)
class Shapes:
    """The shapes of one package."""

    names: Names

    @property
    def package(self) -> Package:
        """The package."""
        return self.names.package

    @property
    def typing(self) -> Typing:
        """The types of the package."""
        return Typing(self.names)

    def write(self, header: str) -> str:
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
                lines.append(
                    f"kind = {'taggedKind' if isinstance(decl.told, ByTag) else 'eitherKind'}"
                )
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
