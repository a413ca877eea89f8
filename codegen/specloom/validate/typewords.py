"""How findings speak of types, in words that fit into a sentence."""

from __future__ import annotations

from typing import assert_never

from specloom.ir import (
    Alias,
    ByTag,
    Choice,
    Const,
    JsonKind,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)
from specloom.validate.wording import either, one_of, show

_SCALARS = {
    Kind.STRING: "a string",
    Kind.INTEGER: "an integer",
    Kind.NUMBER: "a number",
    Kind.BOOLEAN: "true or false",
    Kind.ANY: "any value",
}
_KINDS = {
    JsonKind.STRING: "a string",
    JsonKind.NUMBER: "a number",
    JsonKind.BOOLEAN: "true or false",
    JsonKind.ARRAY: "a list",
    JsonKind.OBJECT: "an object",
    JsonKind.NULL: "null",
}


def words_of(package: Package, type: Type) -> str:
    """What `type` takes: "a string", "an object or null", "one of ..."."""
    null = ""
    type = package.resolve(type)
    while isinstance(type, Nullable):
        null = " or null"
        type = package.resolve(type.inner)
    return _words(package, type) + null


def _words(package: Package, type: Type) -> str:
    match type:
        case Scalar():
            return _SCALARS[type.kind]
        case Const():
            return show(type.value)
        case ListOf():
            return "a list"
        case MapOf():
            return "an object"
        case Ref():
            return _decl_words(package, type.target)
        case _:
            return words_of(package, type)


def _decl_words(package: Package, name: str) -> str:
    decl = package.decls[name]
    match decl:
        case Record():
            return "an object"
        case Choice():
            return "a string" if decl.open else one_of(option.value for option in decl.options)
        case Union(told=ByTag()):
            return "an object"
        case Union():
            return either(_KINDS[variant.kind] for variant in decl.variants)
        case Alias():
            return words_of(package, decl.type)
        case _:
            assert_never(decl)
