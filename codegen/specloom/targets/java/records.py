"""Views of records: components, builders, and how members are read and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from specloom.ir import Const, Field, Kind, ListOf, MapOf, Nullable, Presence, Record, Scalar, Union
from specloom.targets.java.layout import Call, Expression, assign, header, lay
from specloom.targets.java.literals import javadoc, literal, prose, quoted
from specloom.targets.java.names import Names
from specloom.targets.java.types import Typing
from specloom.targets.java.views import ComponentView, ConstantView, RecordView

_MOST_SLOTS = 255
"""How many a constructor takes; `long` and `double` count twice, and so does the object itself once."""


@dataclass(frozen=True, slots=True)
class Member:
    """How one member is held, read from `in` and written to `out`."""

    type: str
    initial: str
    read: Expression
    write: Expression
    checks: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Records:
    """The records of one package that are variants of certain unions."""

    names: Names
    unions: tuple[Union, ...]
    sent: frozenset[str]

    @property
    def typing(self) -> Typing:
        """The types of the package."""
        return Typing(self.names)

    def is_constant(self, field: Field) -> bool:
        """Whether a member needs no component."""
        is_required = field.presence is Presence.REQUIRED
        return is_required and isinstance(self.typing.resolved(field.type), Const)

    def view(self, record: Record) -> RecordView:
        """The view of a record."""
        name = self.names.types[record.name.spelled]
        given = self.names.components(record)
        held = [field for field in record.fields if not self.is_constant(field)]
        members = {field.wire: self.member(field, given[field.wire]) for field in held}
        constants = [field for field in record.fields if self.is_constant(field)]
        checks = tuple(check for f in held for check in members[f.wire].checks)
        slots = sum(1 + (member.type in ("long", "double")) for member in members.values())
        is_large = slots + len(["this", "extra"]) > _MOST_SLOTS
        components = (*[f"{members[f.wire].type} {given[f.wire]}" for f in held], "Extra extra")
        implemented = [self.names.types[union.name.spelled] for union in self.unions]
        heads = (f"public record {name}", f"public final class {name}")
        return RecordView(
            docs=self.docs(record, held, given, members, with_components=not is_large),
            name=name,
            codec=f"Codecs.{self.names.codecs[record.name.spelled]}",
            header=header(Call(heads[0], components), implemented),
            implements=header(heads[1], implemented),
            known=_texts("KNOWN", [field.wire for field in record.fields]),
            unset=_unset(held),
            promise=_promise(checks),
            checks=checks,
            components=tuple(self.component(f, members[f.wire], given[f.wire]) for f in held),
            constants=tuple(self.constant(field, given[field.wire]) for field in constants),
            read=lay(
                Call(f"new {name}", [*[members[f.wire].read for f in held], "in.rest(KNOWN)"]),
                4,
                "return ",
                ";",
            ),
            build=lay(
                Call(f"new {name}", [*[given[f.wire] for f in held], "extra"]), 6, "return ", ";"
            ),
            constant_reads=tuple(
                lay(Call("in.constant", self._constant(field)), 4, "", ";") for field in constants
            ),
            component_reads=tuple(
                assign(f"builder.{given[f.wire]}", members[f.wire].read, 4) for f in held
            ),
            writes=tuple(self._write(f, members) for f in record.fields),
            is_large=is_large,
            is_sent=record.name.spelled in self.sent,
            is_variant=bool(self.unions),
        )

    def docs(
        self,
        record: Record,
        held: list[Field],
        given: Mapping[str, str],
        members: Mapping[str, Member],
        *,
        with_components: bool,
    ) -> str:
        """The documentation of a record and its components."""
        texts = [prose(record.docs.text)]
        if record.docs.since:
            texts.append(prose(f"Since version {record.docs.since} of the API."))
        if record.docs.deprecated:
            texts.append("The API asks not to use it any more.")
        tags = [
            (f"@param {given[field.wire]}", said_of(field, members[field.wire].note))
            for field in held
        ]
        tags.append(("@param extra", "what no component holds, kept as it came"))
        return javadoc(texts, tags if with_components else ())

    def constant(self, field: Field, name: str) -> ConstantView:
        """The method of a member that always has the same value."""
        type = self.typing.resolved(field.type)
        assert isinstance(type, Const)
        overrides = any(self.names.tag_method(union) == name for union in self.unions)
        return ConstantView(
            docs=javadoc([said_of(field, "")], indent=2),
            overrides=overrides,
            type=self.typing.plain(type),
            name=name,
            value=literal(type.value),
        )

    def component(self, field: Field, member: Member, name: str) -> ComponentView:
        """A component, and what its builder does with it."""
        return ComponentView(
            name=name,
            type=member.type,
            docs=javadoc([said_of(field, member.note)], indent=4),
            accessor_docs=javadoc([said_of(field, member.note)], indent=2),
            initial=(
                assign(f"private {member.type} {name}", member.initial, 4)
                if member.initial
                else f"private {member.type} {name};"
            ),
            setter=lay(Call(f"public Builder {name}", [f"{member.type} {name}"]), 4, "", " {"),
            without=assign("extra", Call("extra.without", [quoted(field.wire)]), 6),
        )

    def member(self, field: Field, name: str) -> Member:
        """How a member is held, read and written."""
        typing, type = self.typing, self.typing.resolved(field.type)
        wire, value = quoted(field.wire), f"value.{name}"
        bare = typing.resolved(type.inner) if isinstance(type, Nullable) else type
        reader, writer = typing.reader(bare), typing.writer(bare)
        frozen = (f"{name} = Read.frozen({name});",) if isinstance(bare, ListOf | MapOf) else ()
        if field.presence is Presence.OPTIONAL:
            if isinstance(type, Nullable):
                return Member(
                    f"Field<{typing.boxed(bare)}>",
                    "Field.absent()",
                    Call("in.field", [wire, reader]),
                    Call("out.field", [wire, value, writer]),
                    (f"{name} = Field.orAbsent({name});",),
                    "",
                )
            read, write = Call("in.optional", [wire, reader]), Call(
                "out.optional", [wire, value, writer]
            )
            return Member(typing.boxed(type), "", read, write, frozen, "Null if absent.")
        if isinstance(type, Nullable):
            read, write = Call("in.nullable", [wire, reader]), Call(
                "out.required", [wire, value, writer]
            )
            return Member(typing.boxed(bare), "", read, write, frozen, "May be null.")
        match type:
            case Scalar(kind=kind) if kind is not Kind.ANY:
                word = typing.word(kind)
                is_text = kind is Kind.STRING
                needed = (f"Objects.requireNonNull({name}, {quoted(name)});",) if is_text else ()
                read, write = Call(f"in.{word}", [wire]), Call(f"out.{word}", [wire, value])
                return Member(typing.plain(type), '""' if is_text else "", read, write, needed, "")
            case ListOf(item=inner) | MapOf(value=inner):
                word, empty = (
                    ("list", "List.of()") if isinstance(type, ListOf) else ("map", "Map.of()")
                )
                needed = (f"Objects.requireNonNull({name}, {quoted(name)});", *frozen)
                read = Call(f"in.{word}", [wire, typing.reader(inner)])
                write = Call(f"out.{word}", [wire, value, typing.writer(inner)])
                return Member(typing.boxed(type), empty, read, write, needed, "")
            case _:
                read = Call("in.required", [wire, reader])
                write = Call("out.required", [wire, value, writer])
                return Member(typing.boxed(type), "", read, write, (), "")

    def _write(self, field: Field, members: Mapping[str, Member]) -> str:
        if field.wire in members:
            return lay(members[field.wire].write, 4, "", ";")
        return lay(Call("out.constant", self._constant(field)), 4, "", ";")

    def _constant(self, field: Field) -> tuple[str, str]:
        type = self.typing.resolved(field.type)
        assert isinstance(type, Const)
        return quoted(field.wire), literal(type.value)


def said_of(field: Field, note: str) -> str:
    """What is said of a member, as prose."""
    said = [prose(field.docs.text), note]
    if field.docs.since:
        said.append(prose(f"Since version {field.docs.since} of the API."))
    if field.docs.deprecated:
        said.append("The API asks not to use it any more.")
    return " ".join(filter(None, said))


def _promise(checks: Iterable[str]) -> str:
    """What a constructor does besides keeping what it is given."""
    said = []
    if any(check.startswith("Objects.requireNonNull(") for check in checks):
        said.append("Refuses null for what is required.")
    if any(" = Read.frozen(" in check for check in checks):
        said.append("Makes sure that lists and maps stay as they are.")
    return javadoc([" ".join(said) or "Takes null for what is absent."], indent=2)


def _texts(name: str, texts: list[str]) -> str:
    """A constant set of texts."""
    return assign(
        f"private static final Set<String> {name}", Call("Set.of", list(map(quoted, texts))), 2
    )


def _unset(held: list[Field]) -> str:
    """What a builder begins with: nothing, every required member being missing."""
    missing = [quoted(f.wire) for f in held if f.presence is Presence.REQUIRED]
    made: Expression = Call("Extra.missing", missing) if missing else "Extra.NONE"
    return assign("private static final Extra UNSET", made, 2)
