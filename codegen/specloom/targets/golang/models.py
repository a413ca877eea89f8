"""Views of the models: one block of Go a declaration, every decision made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
    Nullable,
    Presence,
    Record,
    Ref,
    Union,
)
from specloom.render import render
from specloom.targets.golang.literals import comment, empty_method, literal, quoted
from specloom.targets.golang.names import Names, method_words
from specloom.targets.golang.types import Typing
from specloom.targets.golang.views import (
    AliasView,
    ChoiceView,
    FieldView,
    RecordView,
    UnionView,
    VariantView,
)

_KINDS = {
    JsonKind.STRING: "'\"'",
    JsonKind.NUMBER: "'-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'",
    JsonKind.BOOLEAN: "'t', 'f'",
    JsonKind.ARRAY: "'['",
    JsonKind.OBJECT: "'{'",
    JsonKind.NULL: "'n'",
}


@dataclass(frozen=True)
class Models:
    """The blocks of one package."""

    names: Names
    sent: frozenset[str]

    @property
    def typing(self) -> Typing:
        """The types of the package."""
        return Typing(self.names)

    def write(self, decl: Decl) -> str:
        """The source of one declaration."""
        match decl:
            case Record():
                return render("go/record.go.j2", self.record(decl))
            case Union():
                return render("go/union.go.j2", self.union(decl))
            case Choice():
                return render("go/choice.go.j2", self.choice(decl))
            case Alias():
                return render("go/alias.go.j2", self.alias(decl))

    def docs(self, name: str, docs: Docs, *more: str, indent: int = 0) -> str:
        """A comment that begins with the name, as Go's documentation does."""
        notes = [f"Since version {docs.since}."] if docs.since else []
        if docs.deprecated:
            notes.append("Deprecated: the API asks not to use it any more.")
        return comment(f"{name}: {docs.text}", *more, *notes, indent=indent)

    def marks(self, receiver: str, decl: str) -> tuple[str, ...]:
        """The methods that make a type a variant of unions."""
        unions = dict.fromkeys(self.memberships(decl))
        return tuple(empty_method(f"func ({receiver}) is{union}()") for union in unions)

    def memberships(self, decl: str) -> Iterator[str]:
        """The unions that a record or a choice is a variant of as it is."""
        for other in self.names.package.decls.values():
            if isinstance(other, Union):
                for variant in other.variants:
                    target = self.typing.resolved(variant.type)
                    if target == Ref(decl) and not isinstance(
                        self.names.package.decls[decl], Union
                    ):
                        yield self.names.types[other.name.spelled]

    # --- records --------------------------------------------------------------------------------------

    def record(self, record: Record) -> RecordView:
        """The view of a record."""
        given = self.names.fields(record)
        fields = tuple(self.field(field, given[field.wire]) for field in record.fields)
        name = self.names.types[record.name.spelled]
        return RecordView(
            docs=self.docs(name, record.docs),
            name=name,
            count=len(fields),
            fields=fields,
            stored=tuple(field for field in fields if field.is_stored),
            constants=tuple(field for field in fields if not field.is_stored),
            is_checked=record.name.spelled in self.sent,
            found=tuple(self.found(record, given)),
            marks=self.marks(f"*{name}", record.name.spelled),
        )

    def found(self, record: Record, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """The members on the way to texts that deltas append to, and pointers to their fields."""
        merges = [m for d in self.names.package.deltas for m in d.records]
        on_the_way = (MergeRule.APPEND, MergeRule.MERGE)
        wires = {
            member.into
            for merge in merges
            if merge.snapshot == record.name.spelled
            for member in merge.members
            if member.rule in on_the_way and member.at is None and member.decode is None
        }
        for field in record.fields:
            if field.wire in wires:
                view = self.field(field, given[field.wire])
                pointer = self.typing.pointer(field.type, f"x.{view.name}", view.type)
                yield quoted(field.wire), pointer

    def field(self, field: Field, name: str) -> FieldView:
        """The view of a member: which Go type tells absent, null and values apart."""
        typing = self.typing
        type = typing.resolved(field.type)
        at = f"x.{name}"
        required = field.presence is Presence.REQUIRED
        go, read, write = typing.name(field.type), typing.read(type), typing.write(type, at)
        is_zero, key, stored = typing.is_zero(type, at), "key", True
        if not required:
            key = "optional"
        if required and isinstance(type, Const):
            stored, is_zero = False, "true"
            write = typing.write(type, literal(type.value))
        elif not required and isinstance(type, Nullable):
            inner = type.inner
            go, is_zero = f"Opt[{typing.name(inner)}]", f"{at}.IsZero()"
            read = f"readOpt(c, {typing.reader(inner)})"
            write = f"writeOpt(w, {at}, {typing.writer(inner)})"
        elif not typing.has_nil(type) and (not required or field.recursive):
            go, is_zero = f"*{typing.name(field.type)}", f"{at} == nil"
            read = f"readPtr(c, {typing.reader(type)})"
            write = f"writePtr(w, {at}, {typing.writer(type)})"
        return FieldView(
            docs=self.docs(name, field.docs, indent=1 if stored else 0),
            name=name,
            type=go,
            wire=quoted(field.wire),
            read=read,
            key=key,
            is_zero=is_zero,
            write=write,
            required="true" if required else "false",
            constant=literal(type.value) if isinstance(type, Const) else "",
            is_stored=stored,
        )

    # --- unions ---------------------------------------------------------------------------------------

    def union(self, union: Union) -> UnionView:
        """The view of a union."""
        spelled = union.name.spelled
        name, unknown = self.names.types[spelled], self.names.unknowns[spelled]
        variants = tuple(self.variant(union, number) for number in range(len(union.variants)))
        listed = ", ".join(dict.fromkeys(variant.type for variant in variants))
        told = isinstance(union.told, ByTag)
        what = "a tag this version does not know" if told else "another kind than the spec names"
        return UnionView(
            docs=self.docs(name, union.docs, f"It is one of {listed} or *{unknown}."),
            name=name,
            unknown=unknown,
            unknown_docs=comment(f"{unknown} is a {name} of {what}, kept as it came."),
            tag=quoted(union.told.wire) if isinstance(union.told, ByTag) else "",
            mark=empty_method(f"func (*{unknown}) is{name}()"),
            accessor=self.accessor(union),
            variants=variants,
        )

    def accessor(self, union: Union) -> str:
        """The method that gives the tag of any variant, where all of them call it alike."""
        if not isinstance(union.told, ByTag):
            return ""
        found = {method_words(union.told.wire)}
        for variant in union.variants:
            record = self.names.package.decl_of(variant.type)
            assert isinstance(record, Record)
            found.add(self.names.fields(record)[union.told.wire])
        return found.pop() if len(found) == 1 and not found & {"Tag", "Raw"} else ""

    def variant(self, union: Union, number: int) -> VariantView:
        """The view of a variant."""
        variant, typing = union.variants[number], self.typing
        type = typing.resolved(variant.type)
        decl = self.names.package.decl_of(type)
        case = quoted(variant.tag) if variant.tag is not None else _KINDS[variant.kind]
        if isinstance(decl, Record):
            name = self.names.types[decl.name.spelled]
            return VariantView(
                case, f"*{name}", "", "", "", f"value := decode{name}(c)", "&value", "", False
            )
        if isinstance(decl, Choice):
            name = self.names.types[decl.name.spelled]
            return VariantView(
                case, name, "", "", "", f"value := decode{name}(c)", "value", "", False
            )
        name = self.names.wrappers[union.name.spelled, number]
        go = typing.name(type)
        docs = comment(f"{name} is a variant of {self.names.types[union.name.spelled]}.")
        if typing.has_nil(type) and isinstance(decl, Union):
            read, write = f"value := {name}{{{typing.read(type)}}}", typing.write(type, "x.Value")
            declaration = f"struct{{ Value {go} }}"
        else:
            read, write = f"value := {name}({typing.read(type)})", typing.write(type, f"{go}(x)")
            declaration = go
        mark = empty_method(f"func ({name}) is{self.names.types[union.name.spelled]}()")
        return VariantView(case, name, docs, declaration, mark, read, "value", write, True)

    # --- the rest -------------------------------------------------------------------------------------

    def choice(self, choice: Choice) -> ChoiceView:
        """The view of a choice."""
        spelled = choice.name.spelled
        name = self.names.types[spelled]
        options = [(self.names.options[spelled, o.value], quoted(o.value)) for o in choice.options]
        width = max(len(option) for option, _ in options)
        return ChoiceView(
            docs=self.docs(name, choice.docs),
            known_docs=comment("Known says whether this version knows the value."),
            name=name,
            options=tuple((option.ljust(width), value) for option, value in options),
            cases=", ".join(option for option, _ in options),
            marks=self.marks(name, spelled),
        )

    def alias(self, alias: Alias) -> AliasView:
        """The view of an alias."""
        name = self.names.types[alias.name.spelled]
        return AliasView(self.docs(name, alias.docs), name, self.typing.name(alias.type))
