"""How types are written in Java, and the expressions that read and write their values."""

from __future__ import annotations

from dataclasses import dataclass

from specloom.ir import (
    Const,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Ref,
    Scalar,
    Type,
    Union,
)
from specloom.targets.java.layout import Call, Expression
from specloom.targets.java.literals import literal
from specloom.targets.java.names import Names

_SCALARS = {
    Kind.STRING: ("String", "String", "text"),
    Kind.INTEGER: ("long", "Long", "integer"),
    Kind.NUMBER: ("double", "Double", "number"),
    Kind.BOOLEAN: ("boolean", "Boolean", "bool"),
    Kind.ANY: ("JsonNode", "JsonNode", "any"),
}
_CONSTANTS = {str: Kind.STRING, int: Kind.INTEGER, bool: Kind.BOOLEAN}


@dataclass(frozen=True)
class Typing:
    """Types of one package."""

    names: Names

    @property
    def package(self) -> Package:
        """The package."""
        return self.names.package

    def resolved(self, type: Type) -> Type:
        """The type with aliases followed; null beside what takes null already is nothing new."""
        return self.package.settle(type)

    def kind_of(self, type: Type) -> Kind | None:
        """The kind of a scalar or a constant."""
        match self.resolved(type):
            case Scalar(kind=kind):
                return kind
            case Const(value=value):
                return _CONSTANTS[value.__class__]
            case _:
                return None

    def plain(self, type: Type) -> str:
        """The Java type of a value that is there."""
        kind = self.kind_of(type)
        return self.boxed(type) if kind is None else _SCALARS[kind][0]

    def boxed(self, type: Type) -> str:
        """The Java type of a value as an object; null is null."""
        resolved = self.resolved(type)
        match resolved:
            case Scalar(kind=kind):
                return _SCALARS[kind][1]
            case Const(value=value):
                return _SCALARS[_CONSTANTS[value.__class__]][1]
            case ListOf(item=item):
                return f"List<{self.boxed(item)}>"
            case MapOf(value=value):
                return f"Map<String, {self.boxed(value)}>"
            case Nullable(inner=inner):
                return self.boxed(inner)
            case Ref(target=target):
                return self.names.types[target]

    def word(self, kind: Kind) -> str:
        """What the run-time calls a kind of scalar."""
        return _SCALARS[kind][2]

    def reader(self, type: Type) -> Expression:
        """A function that reads a value."""
        resolved = self.resolved(type)
        match resolved:
            case Scalar(kind=kind):
                return f"Read::{_SCALARS[kind][2]}"
            case Const(value=value):
                return Call("Read.constant", (literal(value),))
            case ListOf(item=item):
                return Call("Read.listOf", (self.reader(item),))
            case MapOf(value=inner):
                return Call("Read.mapOf", (self.reader(inner),))
            case Nullable(inner=inner):
                return Call("Read.orNull", (self.reader(inner),))
            case Ref(target=target):
                is_union = isinstance(self.package.decls[target], Union)
                return f"{self.names.types[target]}::{'fromJson' if is_union else 'read'}"

    def writer(self, type: Type) -> Expression:
        """A function that writes a value."""
        resolved = self.resolved(type)
        match resolved:
            case Scalar(kind=kind):
                return f"Write::{_SCALARS[kind][2]}"
            case Const(value=value):
                return f"Write::{_SCALARS[_CONSTANTS[value.__class__]][2]}"
            case ListOf(item=item):
                return Call("Write.listOf", (self.writer(item),))
            case MapOf(value=inner):
                return Call("Write.mapOf", (self.writer(inner),))
            case Nullable(inner=inner):
                return Call("Write.orNull", (self.writer(inner),))
            case Ref(target=target):
                is_union = isinstance(self.package.decls[target], Union)
                return f"{self.names.types[target]}::{'toJson' if is_union else 'write'}"
