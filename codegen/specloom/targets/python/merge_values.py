"""What a delta's members may hold and what a new snapshot begins with, as Python expressions."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.ir import (
    ByTag,
    Choice,
    Const,
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
from specloom.merges import path_of
from specloom.targets.python.literals import literal, quoted
from specloom.targets.python.merge_views import ConstantView
from specloom.targets.python.names import Names
from specloom.targets.python.shapes import tuple_of

KINDS = {
    Kind.STRING: ("_TEXT", "str"),
    Kind.INTEGER: ("_INTEGER", "int"),
    Kind.NUMBER: ("_NUMBER", "int, float"),
    Kind.BOOLEAN: ("_BOOLEAN", "bool"),
    Kind.ANY: ("", "str, int, float, bool, list, dict"),
}


def template_path(at: str) -> str:
    """The tokens of an `at` template: names, and 1-tuples of the members of the delta that hold keys."""
    return tuple_of(
        tuple_of([quoted(step.name)]) if step.is_key else quoted(step.name) for step in path_of(at)
    )


class Values:
    """Expressions for the values of a package's records."""

    def __init__(self, package: Package, names: Names) -> None:
        self.package = package
        self.names = names

    def class_of(self, decl: str) -> str:
        """The class of a record."""
        return self.names.types[decl]

    def attr_of(self, record: str, wire: str) -> str:
        """The attribute of a record's member."""
        return self.names.fields(self.package.record(record))[wire]

    def records(self) -> Iterator[Record]:
        """Every record of the package."""
        for decl in self.package.decls.values():
            if isinstance(decl, Record):
                yield decl

    def is_scalar(self, type: Type) -> bool:
        """Whether a value of a bare type is its own model."""
        if isinstance(type, Ref):
            return isinstance(self.package.decls[type.target], Choice)
        return isinstance(type, Const) or (isinstance(type, Scalar) and type.kind is not Kind.ANY)

    def check(self, mine: Type, nullable: bool, constant: str, needed: list[ConstantView]) -> str:
        """The check of a delta's member, by its shared name or as a constant of its own."""
        suffix = "_OR_NULL" if nullable else ""
        match mine:
            case Scalar(kind=kind) if kind is not Kind.ANY:
                return KINDS[kind][0] + suffix
            case ListOf():
                return "_LIST" + suffix
            case MapOf():
                return "_OBJECT" + suffix
            case _:
                pass
        decl = self.package.decl_of(mine)
        if isinstance(decl, Record) or (isinstance(decl, Union) and isinstance(decl.told, ByTag)):
            return "_OBJECT" + suffix
        if isinstance(decl, Choice) and decl.open:
            return "_TEXT" + suffix
        expected, allowed = "a value of the declared kind", ""
        if isinstance(decl, Choice):
            expected = "one of the values that the spec lists"
            allowed = f", frozenset([{', '.join(quoted(option.value) for option in decl.options)}])"
        elif isinstance(mine, Const):
            expected, allowed = "the constant of the spec", f", frozenset([{literal(mine.value)}])"
        value = f'_Check("{expected}", ({self.kinds(mine)},), {nullable}{allowed})'
        needed.append(ConstantView(constant, value))
        return constant

    def kinds(self, type: Type) -> str:
        """The Python classes a JSON value of a bare type has."""
        match type:
            case Scalar(kind=kind):
                return KINDS[kind][1]
            case Const(value=value):
                return value.__class__.__name__
            case ListOf():
                return "list"
            case MapOf():
                return "dict"
            case _:
                decl = self.package.decl_of(type)
                if isinstance(decl, Record):
                    return "dict"
                if isinstance(decl, Union):
                    found = (
                        self.kinds(self.package.bare(variant.type)) for variant in decl.variants
                    )
                    return ", ".join(
                        dict.fromkeys(part for kinds in found for part in kinds.split(", "))
                    )
                return "str"

    def empty(self, record: Record) -> str:
        """The expression of a new record in which every required member with a neutral value has it."""
        parts = []
        for field in record.fields:
            if field.presence is Presence.OPTIONAL or isinstance(
                self.package.bare(field.type), Const
            ):
                continue
            attr = self.attr_of(record.name.spelled, field.wire)
            parts.append(f"{attr}={self.neutral(field.type)}")
        return f"{self.class_of(record.name.spelled)}({', '.join(parts)})"

    def neutral(self, type: Type) -> str:
        """The neutral value of a required member, or the mark of absence where it has none."""
        type = self.package.resolve(type)
        match type:
            case Nullable():
                return "None"
            case Scalar(kind=Kind.STRING):
                return '""'
            case ListOf():
                return "[]"
            case MapOf():
                return "{}"
            case Ref(target=target):
                decl = self.package.decls[target]
                if isinstance(decl, Record) and self.completable(decl, ()):
                    return self.empty(decl)
            case _:
                pass
        return "_ABSENT"

    def completable(self, record: Record, seen: tuple[str, ...]) -> bool:
        """Whether every required member of a record has a neutral value."""
        if record.name.spelled in seen:
            return False
        for field in record.fields:
            type = self.package.resolve(field.type)
            if field.presence is Presence.OPTIONAL or isinstance(
                type, Nullable | Const | ListOf | MapOf
            ):
                continue
            decl = self.package.decl_of(type)
            if isinstance(decl, Record) and self.completable(decl, (*seen, record.name.spelled)):
                continue
            if not (isinstance(type, Scalar) and type.kind is Kind.STRING):
                return False
        return True
