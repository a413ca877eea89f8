"""Views of the models: one block of Rust a declaration, every decision made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from specloom.ir import (
    Alias,
    ByTag,
    Choice,
    Const,
    Decl,
    Docs,
    Field,
    JsonKind,
    MergeRule,
    Record,
    Union,
    Variant,
)
from specloom.merges import path_of
from specloom.render import render
from specloom.targets.rust.literals import WIDTH, code, doc, literal, quoted
from specloom.targets.rust.names import Names
from specloom.targets.rust.streams import bringing
from specloom.targets.rust.types import Typing

_KINDS = {
    JsonKind.STRING: "is_string",
    JsonKind.NUMBER: "is_number",
    JsonKind.BOOLEAN: "is_boolean",
    JsonKind.ARRAY: "is_array",
    JsonKind.OBJECT: "is_object",
    JsonKind.NULL: "is_null",
}
_KIND_WORDS = {
    JsonKind.STRING: "a string",
    JsonKind.NUMBER: "a number",
    JsonKind.BOOLEAN: "true or false",
    JsonKind.ARRAY: "a list",
    JsonKind.OBJECT: "an object",
    JsonKind.NULL: "null",
}
_CONSTANT_TYPES = {str: "&'static str", int: "i64", bool: "bool"}


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record: its struct, the constants of its members, how each member is held."""

    docs: str
    name: str
    fields: tuple[tuple[str, str], ...]
    constants: tuple[tuple[str, str], ...]
    roles: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnionView:
    """A union: its enum, and how its variants are told apart."""

    docs: str
    name: str
    unknown: str
    variants: tuple[tuple[str, str], ...]
    macro: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice: its enum, and the text of each of its variants."""

    docs: str
    name: str
    options: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AliasView:
    """A second name."""

    docs: str
    declaration: str


@dataclass(frozen=True)
class Models:
    """The blocks of one package."""

    names: Names

    @property
    def typing(self) -> Typing:
        """The types of the package."""
        return Typing(self.names)

    def write(self, decl: Decl) -> str:
        """The source of one declaration."""
        match decl:
            case Record():
                return render("rust/record.rs.j2", self.record(decl))
            case Union():
                return render("rust/union.rs.j2", self.union(decl))
            case Choice():
                return render("rust/choice.rs.j2", self.choice(decl))
            case Alias():
                return render("rust/alias.rs.j2", self.alias(decl))

    @staticmethod
    def docs(docs: Docs, *, indent: int = 0) -> str:
        """A documentation comment."""
        notes = [f"Since version {docs.since}."] if docs.since else []
        if docs.deprecated:
            notes.append("Deprecated: the API asks not to use it any more.")
        return doc(docs.text, *notes, indent=indent)

    # --- records --------------------------------------------------------------------------------------

    @cached_property
    def _says(self) -> frozenset[str]:
        """Records that deltas are made of, and the events that bring them."""
        package = self.names.package
        deltas = {r.delta for d in package.deltas for r in d.records}
        return frozenset(deltas.union(*(bringing(package, one) for one in package.streams)))

    def _grown(self, record: Record) -> Iterator[str]:
        """The members on the way to what deltas grow."""
        merges = [merge for delta in self.names.package.deltas for merge in delta.records]
        for merge in merges:
            for member in merge.members if merge.snapshot == record.name.spelled else ():
                if member.at is not None:
                    yield from (step.name for step in path_of(member.at)[:1])
                elif member.rule in (MergeRule.APPEND, MergeRule.MERGE):
                    yield member.into

    def _roles(self, record: Record) -> Iterator[str]:
        given, wires = self.names.fields(record), {*self._grown(record)}
        fields = [field.wire for field in record.fields if field.wire in wires]
        if fields:
            grown = ", ".join(f"{given[wire]} = {quoted(wire)}" for wire in fields)
            yield f" [grows {grown}]"
        if record.name.spelled in self._says:
            yield " [says]"

    def record(self, record: Record) -> RecordView:
        """The view of a record."""
        return RecordView(
            docs=self.docs(record.docs),
            name=self.names.types[record.name.spelled],
            fields=tuple(self._fields(record)),
            constants=tuple(self._constants(record)),
            roles="".join(self._roles(record)),
            members=tuple(self._members(record)),
        )

    def _fields(self, record: Record) -> Iterator[tuple[str, str]]:
        given = self.names.fields(record)
        for field in record.fields:
            how, type = self.typing.held(field)
            if how != "constant":
                docs = self.docs(field.docs, indent=4)
                yield docs, broken(f"    pub {given[field.wire]}:", f"{type},", 8)

    def _constants(self, record: Record) -> Iterator[tuple[str, str]]:
        given = self.names.constants(record)
        for field in record.fields:
            value = self._constant(field)
            if value is not None:
                head = f"    pub const {given[field.wire]}: {_CONSTANT_TYPES[value.__class__]} ="
                docs = self.docs(field.docs, indent=4)
                yield docs, broken(head, f"{literal(value).removesuffix('_i64')};", 8)

    def _constant(self, field: Field) -> str | int | bool | None:
        type = self.typing.resolved(field.type)
        is_one = isinstance(type, Const) and self.typing.held(field)[0] == "constant"
        return type.value if is_one and isinstance(type, Const) else None

    def _members(self, record: Record) -> Iterator[str]:
        given = self.names.fields(record)
        for field in record.fields:
            value = self._constant(field)
            is_what = "" if value is None else f" is {literal(value)}"
            how, _ = self.typing.held(field)
            yield f"{how} {given[field.wire]} = {quoted(field.wire)}{is_what};"

    # --- unions ---------------------------------------------------------------------------------------

    def union(self, union: Union) -> UnionView:
        """The view of a union."""
        given = self.names.variants(union)
        types = [self.typing.name(variant.type) for variant in union.variants]
        name = self.names.types[union.name.spelled]
        by_tag = isinstance(union.told, ByTag)
        what = "A variant that this version does not know" if by_tag else "A value of another kind"
        head = (
            f"tagged! {{\n    {name} by {quoted(union.told.wire)} {{"
            if isinstance(union.told, ByTag)
            else ""
        )
        told = [
            f"{_told(variant)} => {one}({type}),"
            for variant, one, type in zip(union.variants, given, types, strict=True)
        ]
        return UnionView(
            docs=self.docs(union.docs),
            name=name,
            unknown=doc(f"{what}, as it came.", indent=4),
            variants=tuple(
                (doc(_described(variant), indent=4), variant_line(one, type))
                for variant, one, type in zip(union.variants, given, types, strict=True)
            ),
            macro=head or f"either! {{\n    {name} {{",
            told=tuple(told),
        )

    # --- the rest -------------------------------------------------------------------------------------

    def choice(self, choice: Choice) -> ChoiceView:
        """The view of a choice."""
        given = self.names.options(choice)
        pairs = [*zip(given, choice.options, strict=True)]
        return ChoiceView(
            docs=self.docs(choice.docs),
            name=self.names.types[choice.name.spelled],
            options=tuple((f"/// {code(option.value)}", one) for one, option in pairs),
            texts=tuple(f"{one} = {quoted(option.value)}," for one, option in pairs),
        )

    def alias(self, alias: Alias) -> AliasView:
        """The view of an alias."""
        head = f"pub type {self.names.types[alias.name.spelled]} ="
        return AliasView(self.docs(alias.docs), broken(head, f"{self.typing.name(alias.type)};", 4))


def _told(variant: Variant) -> str:
    return _KINDS[variant.kind] if variant.tag is None else quoted(variant.tag)


def _described(variant: Variant) -> str:
    if variant.tag is None:
        return f"It is {_KIND_WORDS[variant.kind]}."
    return f"The tag is {code(variant.tag)}."


def broken(head: str, tail: str, indent: int) -> str:
    """A line in two halves, which rustfmt lays out on two lines where one does not hold them."""
    whole = f"{head} {tail}"
    return whole if len(whole) <= WIDTH else f"{head}\n{' ' * indent}{tail}"


def variant_line(name: str, type: str) -> str:
    """A variant with its type, which rustfmt breaks where a line does not hold it."""
    whole = f"    {name}({type}),"
    return whole if len(whole) <= WIDTH else f"    {name}(\n        {type},\n    ),"
