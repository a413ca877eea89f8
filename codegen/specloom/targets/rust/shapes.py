"""The table of shapes: what every type is on the wire, as the run-time goes by it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
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
from specloom.targets.rust.literals import quoted, texts
from specloom.targets.rust.names import Names
from specloom.targets.rust.types import Typing

_SCALARS = {
    Kind.STRING: "Text",
    Kind.INTEGER: "Integer",
    Kind.NUMBER: "Number",
    Kind.BOOLEAN: "Boolean",
    Kind.ANY: "Any",
}
_LITERALS = {str: "Text", int: "Whole", bool: "Truth"}


@dataclass(frozen=True, slots=True)
class ShapeView:
    """The shape of a declaration."""

    docs: str
    name: str
    nullable: str
    limits: str
    head: str
    rows: tuple[str, ...]
    tail: str


@dataclass(frozen=True, slots=True)
class ShapesView:
    """All shapes."""

    header: str
    shapes: tuple[ShapeView, ...]


@dataclass(frozen=True)
class Shapes:
    """The shapes of one package, as a module calls them that sees theirs as `home`."""

    names: Names
    home: str = ""

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
        views = tuple(self._view(decl) for decl in self.package.decls.values())
        return render("rust/shapes.rs.j2", ShapesView(header, views))

    def _view(self, decl: Decl) -> ShapeView:
        spelled = decl.name.spelled
        nullable, limits = "false", "None"
        if isinstance(decl, Alias):
            type = self.typing.resolved(decl.type)
            nullable = json.dumps(isinstance(type, Nullable))
            head, limits = self._written(type)
            rows: Sequence[str] = ()
            tail = ""
        else:
            head, rows, tail = self._kind(decl)
        return ShapeView(
            docs=f"/// `{self.names.types[spelled]}`",
            name=self.names.shapes[spelled],
            nullable=nullable,
            limits=limits,
            head=head,
            rows=tuple(rows),
            tail=tail,
        )

    def _kind(self, decl: Decl) -> tuple[str, Sequence[str], str]:
        """The first and the last line of the kind of a declaration, and what stands between them."""
        match decl:
            case Record():
                rows = [self._member(f.wire, f.type, f.presence) for f in decl.fields]
                asks = ", ".join(map(_ask, (r for r in decl.rules if isinstance(r, RequiredIf))))
                ones = ", ".join(texts(r.fields) for r in decl.rules if isinstance(r, ExactlyOneOf))
                rest = f"], open: {json.dumps(decl.open)}, asks: &[{asks}], one_of: &[{ones}] }})"
                return "Record(&Record { members: &[", rows, rest
            case Choice():
                rows = [f"{quoted(option.value)}," for option in decl.options]
                return "Choice { options: &[", rows, f"], open: {json.dumps(decl.open)} }}"
            case Union(told=ByTag(wire=wire)):
                rows = [f"({quoted(v.tag or '')}, {self.shape(v.type)})," for v in decl.variants]
                head = f"Tagged(&Tagged {{ tag: {quoted(wire)}, variants: &["
                return head, rows, f"], open: {json.dumps(decl.open)} }})"
            case Union():
                return "Either(&[", [f"{self.shape(v.type)}," for v in decl.variants], "])"
            case Alias():
                raise AssertionError("aliases are resolved before")

    def _member(self, wire: str, type: Type, presence: Presence) -> str:
        required = json.dumps(presence is Presence.REQUIRED)
        return (
            f"Member {{ name: {quoted(wire)}, shape: {self.shape(type)}, required: {required} }},"
        )

    def shape(self, type: Type) -> str:
        """The expression for a reference to the shape of a type."""
        resolved = self.typing.resolved(type)
        match resolved:
            case Scalar(kind=scalar, bounds=bounds) if bounds == Bounds():
                return f"&base::{_SCALARS[scalar].upper()}"
            case Ref(target=target):
                return f"&{self.home}{self.names.shapes[target]}"
            case Nullable(inner=inner):
                kind, limits = self._written(self.typing.resolved(inner))
                return _reference(kind, "true", limits)
            case _:
                kind, limits = self._written(resolved)
                return _reference(kind, "false", limits)

    def _written(self, type: Type) -> tuple[str, str]:
        """The kind of a type that is not null, and its limits."""
        match type:
            case Scalar(kind=scalar, bounds=bounds):
                return _SCALARS[scalar], _limits(_bounds(bounds))
            case Const(value=value):
                return f"Const({literal_of(value)})", "None"
            case ListOf(item=item):
                lengths = _lengths(type.min_items, type.max_items)
                return f"List({self.shape(item)})", _limits(lengths)
            case MapOf(value=inner):
                return f"Map({self.shape(inner)})", _limits(_keys(type))
            case Ref(target=target):
                head, rows, tail = self._kind(self.package.decls[target])
                return f"{head}{' '.join(rows)}{tail}", "None"
            case Nullable(inner=inner):
                return self._written(self.typing.resolved(inner))


def literal_of(value: str | int | bool) -> str:
    """A constant, as the tables hold it."""
    written = quoted(value) if isinstance(value, str) else json.dumps(value)
    return f"Literal::{_LITERALS[value.__class__]}({written})"


def _reference(kind: str, nullable: str, limits: str) -> str:
    return f"&Shape {{ kind: Kind::{kind}, nullable: {nullable}, limits: {limits} }}"


def _ask(rule: RequiredIf) -> str:
    parts = f"member: {quoted(rule.field)}, when: {quoted(rule.when)}"
    return f"RequiredIf {{ {parts}, equals: {literal_of(rule.equals)} }}"


def _limits(given: Iterator[str]) -> str:
    listed = ", ".join(given)
    return f"Some(&Limits {{ {listed}, ..Limits::NONE }})" if listed else "None"


def _bounds(bounds: Bounds) -> Iterator[str]:
    numbers = {
        "least": bounds.minimum,
        "most": bounds.maximum,
        "above": bounds.exclusive_minimum,
        "below": bounds.exclusive_maximum,
        "multiple": bounds.multiple_of,
    }
    yield from (f"{name}: Some({_number(v)})" for name, v in numbers.items() if v is not None)
    yield from _lengths(bounds.min_length, bounds.max_length)
    if bounds.pattern is not None:
        yield f"pattern: Some({quoted(bounds.pattern)})"


def _number(value: int | float) -> str:
    if isinstance(value, int):
        return f"Bound::Whole({value})"
    return f"Bound::Real({value!r}_f64)"


def _lengths(least: int | None, most: int | None) -> Iterator[str]:
    if least is not None:
        yield f"shortest: Some({least})"
    if most is not None:
        yield f"longest: Some({most})"


def _keys(type: MapOf) -> Iterator[str]:
    yield from _lengths(type.min_members, type.max_members)
    if type.key_max_length is not None:
        yield f"longest_key: Some({type.key_max_length})"
    if type.key_pattern is not None:
        yield f"key_pattern: Some({quoted(type.key_pattern)})"
