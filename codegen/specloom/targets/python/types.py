"""Types of the IR as Python annotations."""

from __future__ import annotations

from typing import assert_never

from specloom.ir import (
    Alias,
    ByKind,
    Choice,
    Const,
    Decl,
    Field,
    JsonKind,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)
from specloom.targets.python.literals import literal
from specloom.targets.python.names import Names

_SCALARS = {
    Kind.STRING: "str",
    Kind.INTEGER: "int",
    Kind.NUMBER: "float",
    Kind.BOOLEAN: "bool",
    Kind.ANY: "Any",
}


def annotation(type: Type, names: Names, spread: frozenset[str] = frozenset()) -> str:
    """`type` as an annotation.

    The aliases in `spread` are not named but written out.
    """
    match type:
        case Scalar():
            return _SCALARS[type.kind]
        case Const():
            return f"Literal[{literal(type.value)}]"
        case ListOf():
            return f"list[{annotation(type.item, names, spread)}]"
        case MapOf():
            return f"dict[str, {annotation(type.value, names, spread)}]"
        case Nullable():
            inner = annotation(type.inner, names, spread)
            return inner if takes_null(type.inner, names.package) else f"{inner} | None"
        case Ref():
            if type.target in spread:
                return alias_of(names.package.decls[type.target], names, spread - {type.target})
            return names.types[type.target]
        case _:
            assert_never(type)


def alias_of(decl: Decl, names: Names, spread: frozenset[str] = frozenset()) -> str:
    """What the alias for a declaration stands for."""
    match decl:
        case Choice():
            known = ", ".join(literal(option.value) for option in decl.options)
            return f"Literal[{known}] | str" if decl.open else f"Literal[{known}]"
        case Union():
            parts = [annotation(variant.type, names, spread) for variant in decl.variants]
            return " | ".join(dict.fromkeys([*parts, "UnknownVariant"]))
        case Alias():
            return annotation(decl.type, names, spread)
        case Record():
            return names.types[decl.name.spelled]
        case _:
            assert_never(decl)


def of_field(field: Field, names: Names) -> str:
    """The annotation of an attribute."""
    written = annotation(field.type, names)
    if field.presence is Presence.REQUIRED:
        return written
    return f"{written} | {'UnsetType' if takes_null(field.type, names.package) else 'None'}"


def takes_null(type: Type, package: Package) -> bool:
    """Whether null is a value of `type`."""
    type = package.resolve(type)
    match type:
        case Nullable():
            return True
        case Scalar():
            return type.kind is Kind.ANY
        case Ref():
            decl = package.decls[type.target]
            return (
                isinstance(decl, Union)
                and isinstance(decl.told, ByKind)
                and any(variant.kind is JsonKind.NULL for variant in decl.variants)
            )
        case _:
            return False


def is_text(type: Type, package: Package) -> bool:
    """Whether every value of `type` is a string."""
    type = package.resolve(type)
    match type:
        case Scalar():
            return type.kind is Kind.STRING
        case Const():
            return isinstance(type.value, str)
        case Ref():
            return isinstance(package.decls[type.target], Choice)
        case _:
            return False


def is_integer(type: Type, package: Package) -> bool:
    """Whether every value of `type` is an integer."""
    return _is_scalar(type, Kind.INTEGER, package)


def is_number(type: Type, package: Package) -> bool:
    """Whether the values of `type` are numbers, with or without a fraction."""
    return _is_scalar(type, Kind.NUMBER, package)


def is_boolean(type: Type, package: Package) -> bool:
    """Whether every value of `type` is true or false."""
    return _is_scalar(type, Kind.BOOLEAN, package)


def _is_scalar(type: Type, kind: Kind, package: Package) -> bool:
    type = package.resolve(type)
    return isinstance(type, Scalar) and type.kind is kind


def constant_text(field: Field, package: Package) -> str | None:
    """The string that a field always is, None if there is no such."""
    type = package.resolve(field.type)
    return type.value if isinstance(type, Const) and isinstance(type.value, str) else None
