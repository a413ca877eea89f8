"""How types are written in Go, and the expressions that read and write their values."""

from __future__ import annotations

from dataclasses import dataclass

from specloom.ir import (
    Alias,
    Choice,
    Const,
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
    is_any,
)
from specloom.targets.golang.literals import literal
from specloom.targets.golang.names import Names

_SCALARS = {
    Kind.STRING: ("string", "(*cursor).str", "writeString[string]"),
    Kind.INTEGER: ("int64", "(*cursor).int64", "writeInt"),
    Kind.NUMBER: ("float64", "(*cursor).float64", "writeFloat"),
    Kind.BOOLEAN: ("bool", "(*cursor).boolean", "writeBool"),
    Kind.ANY: ("json.RawMessage", "readRaw", "writeRaw"),
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

    def has_nil(self, type: Type) -> bool:
        """Whether the Go type of a value has a nil of its own."""
        type = self.resolved(type)
        if isinstance(type, Nullable):
            return True
        if isinstance(type, Ref):
            return isinstance(self.package.decls[type.target], Union)
        return isinstance(type, ListOf | MapOf) or is_any(type)

    def name(self, type: Type) -> str:
        """The Go type of a value; null is nil."""
        if isinstance(type, Ref) and not isinstance(self.resolved(type), Nullable):
            return self.names.types[type.target]
        resolved = self.resolved(type)
        match resolved:
            case Nullable(inner=inner):
                return self.name(inner) if self.has_nil(inner) else f"*{self.name(inner)}"
            case Scalar(kind=kind):
                return _SCALARS[kind][0]
            case Const(value=value):
                return _SCALARS[_CONSTANTS[value.__class__]][0]
            case ListOf(item=item):
                return f"[]{self.name(item)}"
            case MapOf(value=value):
                return f"map[string]{self.name(value)}"
            case Ref(target=target):
                return self.names.types[target]

    def reader(self, type: Type) -> str:
        """A function that reads a value from a cursor."""
        resolved = self.resolved(type)
        match resolved:
            case Scalar(kind=kind):
                return _SCALARS[kind][1]
            case Ref(target=target):
                return f"decode{self.names.types[target]}"
            case Const(value=value):
                reader = _SCALARS[_CONSTANTS[value.__class__]][1]
                return f"constReader({reader}, {literal(value)})"
            case ListOf(item=item):
                return f"listReader({self.reader(item)})"
            case MapOf(value=inner):
                return f"mapReader({self.reader(inner)})"
            case Nullable(inner=inner):
                function = "nilReader" if self.has_nil(inner) else "ptrReader"
                return f"{function}({self.reader(inner)})"

    def read(self, type: Type) -> str:
        """The expression that reads a value from the cursor `c`."""
        resolved = self.resolved(type)
        match resolved:
            case Scalar(kind=kind):
                function = _SCALARS[kind][1]
                return "c.raw()" if kind is Kind.ANY else f"c.{function.split('.')[1]}()"
            case Const(value=value):
                reader = _SCALARS[_CONSTANTS[value.__class__]][1]
                return f"readConst(c, {reader}, {literal(value)})"
            case ListOf(item=item):
                return f"readList(c, {self.reader(item)})"
            case MapOf(value=value):
                return f"readMap(c, {self.reader(value)})"
            case Nullable(inner=inner):
                function = "readNullable" if self.has_nil(inner) else "readNullablePtr"
                return f"{function}(c, {self.reader(inner)})"
            case Ref(target=target):
                return f"decode{self.names.types[target]}(c)"

    def writer(self, type: Type) -> str:
        """A function that writes a value."""
        resolved = self.resolved(type)
        match resolved:
            case Scalar(kind=kind):
                return _SCALARS[kind][2]
            case Const(value=value):
                return _SCALARS[_CONSTANTS[value.__class__]][2]
            case Ref(target=target):
                decl = self.package.decls[target]
                function = {Record: "writeRecord", Choice: "writeString", Union: "writeUnion"}
                assert not isinstance(decl, Alias)
                return f"{function[decl.__class__]}[{self.names.types[target]}]"
            case ListOf(item=item):
                return f"listWriter({self.writer(item)})"
            case MapOf(value=inner):
                return f"mapWriter({self.writer(inner)})"
            case Nullable(inner=ListOf(item=item)):
                return f"nullListWriter({self.writer(item)})"
            case Nullable(inner=MapOf(value=inner)):
                return f"nullMapWriter({self.writer(inner)})"
            case Nullable(inner=inner):
                return (
                    self.writer(inner)
                    if self.has_nil(inner)
                    else f"ptrWriter({self.writer(inner)})"
                )

    def write(self, type: Type, value: str) -> str:
        """The statement that writes the expression `value`."""
        resolved = self.resolved(type)
        match resolved:
            case ListOf(item=item):
                return f"writeList(w, {value}, {self.writer(item)})"
            case MapOf(value=inner):
                return f"writeMap(w, {value}, {self.writer(inner)})"
            case Nullable(inner=ListOf(item=item)):
                return f"writeNullList(w, {value}, {self.writer(item)})"
            case Nullable(inner=MapOf(value=part)):
                return f"writeNullMap(w, {value}, {self.writer(part)})"
            case Nullable(inner=inner):
                if self.has_nil(inner):
                    return self.write(inner, value)
                return f"writePtr(w, {value}, {self.writer(inner)})"
            case _:
                return f"{self.writer(type)}(w, {value})"

    def is_zero(self, type: Type, value: str) -> str:
        """The condition that a value is the zero of its Go type."""
        resolved = self.resolved(type)
        if self.has_nil(type):
            return f"{value} == nil"
        match resolved:
            case Scalar(kind=Kind.STRING) | Const(value=str()):
                return f'{value} == ""'
            case Scalar(kind=Kind.BOOLEAN) | Const(value=bool()):
                return f"!{value}"
            case Ref(target=target) if isinstance(self.package.decls[target], Record):
                return f"{value}.isZero()"
            case Ref():
                return f'{value} == ""'
            case _:
                return f"{value} == 0"

    def pointer(self, type: Type, field: str, go: str) -> str:
        """The expression by which the run-time finds what lies in a field, whose Go type is `go`."""
        bare = self.package.bare(type)
        decl = self.package.decl_of(bare)
        is_optional = go.startswith("Opt[")
        match bare:
            case ListOf(item=Ref() as item) if not is_optional:
                kind = {Record: "recordItems", Union: "unionItems"}.get(
                    self.package.decl_of(item).__class__
                )
                if kind is None:
                    return "nil"
                return f"{kind}[{self.name(item)}]{{&{field}, {self.reader(item)}}}"
            case Ref() if isinstance(decl, Record):
                if is_optional:
                    return f"{field}.held()"
                return f"held({field})" if go.startswith("*") else f"&{field}"
            case Ref() if isinstance(decl, Union) and not is_optional:
                return field
            case _:
                return f"&{field}"
