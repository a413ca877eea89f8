"""Types of the IR as expressions that build their shape, for the tables of a generated package."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from specloom.ir import (
    Bounds,
    ByTag,
    Const,
    ExactlyOneOf,
    Field,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    RecordRule,
    Ref,
    RequiredIf,
    Scalar,
    Type,
    Union,
)
from specloom.targets.python.literals import literal, quoted
from specloom.targets.python.patterns import pattern_literal
from specloom.targets.python.types import takes_null

_BARE = {
    Kind.STRING: "s.TEXT",
    Kind.INTEGER: "s.WHOLE",
    Kind.NUMBER: "s.NUMBER",
    Kind.BOOLEAN: "s.FLAG",
    Kind.ANY: "s.ANYTHING",
}


def shape(type: Type) -> str:
    """The expression for `type`."""
    match type:
        case Scalar():
            return _scalar(type)
        case Const():
            return f"s.Constant({literal(type.value)})"
        case ListOf():
            return _call("s.ListOf", shape(type.item), least=type.min_items, most=type.max_items)
        case MapOf():
            limits = Bounds(max_length=type.key_max_length, pattern=type.key_pattern)
            key = _text(limits) if limits != Bounds() else None
            value = shape(type.value)
            return _call("s.MapOf", value, least=type.min_members, most=type.max_members, key=key)
        case Nullable():
            return f"s.Nullable({shape(type.inner)})"
        case Ref():
            return f"s.Ref({quoted(type.target)})"
        case _:
            assert_never(type)


def member(field: Field, attribute: str, package: Package) -> str:
    """The entry for a member of a record."""
    function = "s.need"
    if field.presence is Presence.OPTIONAL:
        function = "s.may_null" if takes_null(field.type, package) else "s.may"
    named = f", {quoted(attribute)}" if attribute != field.wire else ""
    return f"{quoted(field.wire)}: {function}({shape(field.type)}{named})"


def rule(rule: RecordRule) -> str:
    """The expression for a rule of a record."""
    match rule:
        case RequiredIf():
            words = f"{quoted(rule.field)}, {quoted(rule.when)}, {literal(rule.equals)}"
            return f"s.RequiredIf({words})"
        case ExactlyOneOf():
            return f"s.ExactlyOneOf({tuple_of(map(quoted, rule.fields))})"
        case _:
            assert_never(rule)


def union(union: Union) -> str:
    """The expression for a union."""
    match union.told:
        case ByTag(wire=wire):
            variants = (
                f"{quoted(variant.tag or '')}: {quoted(variant.type.target)}"
                for variant in union.variants
                if isinstance(variant.type, Ref)
            )
            return f"s.TagUnion({quoted(wire)}, {union.open}, {{{', '.join(variants)}}})"
        case _:
            kinds = (f"{quoted(variant.kind)}: {shape(variant.type)}" for variant in union.variants)
            return f"s.KindUnion({{{', '.join(kinds)}}})"


def tuple_of(parts: Iterable[str]) -> str:
    """A tuple of expressions."""
    parts = list(parts)
    return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"


def _scalar(scalar: Scalar) -> str:
    bounds = scalar.bounds
    if bounds == Bounds() or scalar.kind in (Kind.ANY, Kind.BOOLEAN):
        return _BARE[scalar.kind]
    if scalar.kind is Kind.STRING:
        return _text(bounds)
    return _call(
        "s.Whole" if scalar.kind is Kind.INTEGER else "s.Number",
        least=bounds.minimum,
        most=bounds.maximum,
        above=bounds.exclusive_minimum,
        below=bounds.exclusive_maximum,
        step=bounds.multiple_of,
    )


def _text(bounds: Bounds) -> str:
    pattern = None if bounds.pattern is None else pattern_literal(bounds.pattern)
    return _call("s.Text", least=bounds.min_length, most=bounds.max_length, pattern=pattern)


def _call(function: str, *arguments: str, **named: object) -> str:
    given = [f"{name}={value}" for name, value in named.items() if value is not None]
    return f"{function}({', '.join([*arguments, *given])})"
