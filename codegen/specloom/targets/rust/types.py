"""How types are written in Rust."""

from __future__ import annotations

from dataclasses import dataclass

from specloom.ir import (
    Const,
    Field,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Ref,
    Scalar,
    Type,
)
from specloom.targets.rust.names import Names

_SCALARS = {
    Kind.STRING: "String",
    Kind.INTEGER: "i64",
    Kind.NUMBER: "f64",
    Kind.BOOLEAN: "bool",
    Kind.ANY: "Value",
}
_CONSTANTS = {str: "String", int: "i64", bool: "bool"}


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

    def name(self, type: Type) -> str:
        """The Rust type of a value; null is None."""
        if isinstance(type, Ref):
            return self.names.types[type.target]
        match self.resolved(type):
            case Nullable(inner=inner):
                return f"Option<{self.name(inner)}>"
            case Scalar(kind=kind):
                return _SCALARS[kind]
            case Const(value=value):
                return _CONSTANTS[value.__class__]
            case ListOf(item=item):
                return f"Vec<{self.name(item)}>"
            case MapOf(value=value):
                return f"BTreeMap<String, {self.name(value)}>"
            case Ref(target=target):
                return self.names.types[target]

    def held(self, field: Field) -> tuple[str, str]:
        """How a record holds a member, and the type of its field; constants that are required have none."""
        type = self.resolved(field.type)
        if field.presence is Presence.REQUIRED:
            if isinstance(type, Const):
                return "constant", ""
            return "required", self._boxed(field, self.name(field.type))
        if isinstance(type, Nullable):
            return "patch", f"Patch<{self._boxed(field, self.name(type.inner))}>"
        return "optional", f"Option<{self._boxed(field, self.name(field.type))}>"

    def _boxed(self, field: Field, name: str) -> str:
        return f"Box<{name}>" if field.recursive else name
