"""Types of the IR as TypeScript type expressions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from specloom.ir import Const, Kind, ListOf, MapOf, Nullable, Package, Ref, Scalar, Type
from specloom.targets.typescript.layout import (
    SOFT,
    SPACE,
    Doc,
    Either,
    Group,
    Indent,
    joined,
    lay,
    union,
)
from specloom.targets.typescript.literals import key, literal
from specloom.targets.typescript.names import Names

_SCALARS = {
    Kind.STRING: "string",
    Kind.INTEGER: "number",
    Kind.NUMBER: "number",
    Kind.BOOLEAN: "boolean",
    Kind.ANY: "unknown",
}


def takes_null(type: Type, package: Package) -> bool:
    """Whether null is among the values of `type`."""
    type = package.resolve(type)
    return isinstance(type, Nullable) or (isinstance(type, Scalar) and type.kind is Kind.ANY)


def is_anything(type: Type, package: Package) -> bool:
    """Whether every JSON value is a value of `type`."""
    inner = package.bare(type)
    return isinstance(inner, Scalar) and inner.kind is Kind.ANY


@dataclass(frozen=True)
class Writing:
    """Writes types for one file. Types of modules other than `home` are reached through the namespace `m`."""

    names: Names
    home: str | None = None

    def name(self, decl: str) -> str:
        """The name of a declared type as this file says it."""
        name = self.names.types[decl]
        return name if self.names.modules[decl] == self.home else f"m.{name}"

    def type(self, type: Type) -> Doc:
        """The expression for `type`, a union bare of brackets."""
        variants = self.variants(type)
        return variants[0] if len(variants) == 1 else joined(variants, [SPACE, "| "])

    def variants(self, type: Type) -> Sequence[Doc]:
        """The expressions whose union is `type`."""
        match type:
            case Scalar():
                return [_SCALARS[type.kind]]
            case Const():
                return [literal(type.value)]
            case ListOf():
                items = self.variants(type.item)
                if len(items) == 1:
                    return [[items[0], "[]"]]
                choice = joined(items, [SPACE, "| "])
                return [[Group(["(", Indent([SOFT, Either("| "), *choice]), SOFT, ")"]), "[]"]]
            case MapOf():
                return [["{ [key: string]: ", self.type(type.value), " }"]]
            case Nullable():
                if is_anything(type.inner, self.names.package):
                    return self.variants(type.inner)
                inner = self.variants(type.inner)
                return inner if "null" in inner else [*inner, "null"]
            case Ref():
                return [self.name(type.target)]
            case _:
                assert_never(type)

    def member(self, wire: str, type: Type, *, is_optional: bool) -> str:
        """The declaration of a member, without the indentation of its first line."""
        head = f"{key(wire)}{'?' if is_optional else ''}:"
        return lay([head, union(self.variants(type)), ";"], 2)
