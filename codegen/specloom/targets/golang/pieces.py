"""The short way of the most common deltas: those that only add a piece to one text.

Each delta record on a way to such a text gets a method that looks for the piece: it makes sure that the
delta says nothing else, and notes the steps that lead there. Whatever is out of the ordinary is left to
the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specloom.ir import (
    Const,
    Decl,
    Kind,
    MemberMerge,
    Package,
    Presence,
    Record,
    RecordMerge,
)
from specloom.pointers import tokens
from specloom.render import render
from specloom.targets.golang.ways import Ways

_KEYS = {Kind.INTEGER: "entry", Kind.STRING: "textEntry"}
_FIRST: Mapping[Kind, int | str] = {Kind.INTEGER: 0, Kind.STRING: "first"}


@dataclass(frozen=True, slots=True)
class VariantPieceView:
    """A variant of a union, what must be so, and what looks for the piece in it then."""

    type: str
    guard: str
    result: str


@dataclass(frozen=True, slots=True)
class MemberPieceView:
    """A member that leads to a text: the case that there is nothing else, and what looks there."""

    case: str
    result: str
    subject: str
    variants: tuple[VariantPieceView, ...]


@dataclass(frozen=True, slots=True)
class RecordPieceView:
    """The method of a delta record: what sends a delta to the rules, and where the piece may be."""

    type: str
    refused: str
    members: tuple[MemberPieceView, ...]


@dataclass(frozen=True, slots=True)
class PiecesView:
    """All of them."""

    header: str
    package: str
    records: tuple[RecordPieceView, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """A field somewhere in the variable `event`, its Go type, and tests that the way there is sound."""

    field: str
    type: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Pieces:
    """The short ways of one package."""

    ways: Ways

    @property
    def package(self) -> Package:
        """The package."""
        return self.ways.package

    def write(self, header: str) -> str:
        """The file of the methods; empty if no delta goes a short way."""
        records = tuple(self._record(name) for name in self.ways.merges if self.ways.leads(name))
        view = PiecesView(header, self.ways.models.names.package_name, records)
        return render("go/pieces.go.j2", view) if records else ""

    def reach(self, record: Record, pointer: str | None) -> Reached | None:
        """The field that a pointer into a record means; None where there is no plain one."""
        reached = Reached("event", "", ())
        decl: Decl | None = record
        for step in tokens(pointer or ""):
            fields = (
                {field.wire: field for field in decl.fields} if isinstance(decl, Record) else {}
            )
            if step not in fields or not isinstance(decl, Record):
                return None
            view = self.ways.view(decl.name.spelled, step)
            if not view.is_stored or view.type.startswith("Opt["):
                return None
            tests = [*reached.tests, f"len({reached.field}.Extra) == 0"]
            if reached.type.startswith("*"):
                tests.insert(-1, f"{reached.field} != nil")
            reached = Reached(f"{reached.field}.{view.name}", view.type, tuple(tests))
            decl = self.package.decl_of(fields[step].type)
        return reached

    def example(self, record: str, piece: str) -> tuple[dict[str, object], list[str]]:
        """A delta that adds a piece to one text, and the steps to that text in the snapshot."""
        found = self._example(record, piece, frozenset())
        assert found is not None, f"{record} leads to a text"
        return found

    def _example(
        self, record: str, piece: str, above: frozenset[str]
    ) -> tuple[dict[str, object], list[str]] | None:
        merge = self.ways.merges[record]
        constants: dict[str, object] = {
            field.wire: type.value
            for field in self.ways.fields(record)
            if isinstance(type := self.ways.models.typing.resolved(field.type), Const)
            if field.presence is Presence.REQUIRED
        }
        for member in merge.members:
            if not self.ways.is_way(merge, member, self.ways.leading):
                continue
            if self.ways.is_text(merge, member):
                return constants | {member.member: piece}, [member.into]
            for name in self.ways.below(merge, member):
                if self.ways.leads(name) and name not in above:
                    inner = self._example(name, piece, above | {record})
                    if inner is not None:
                        part, steps = inner
                        if not member.key:
                            return constants | {member.member: part}, [member.into, *steps]
                        kind = self.ways.key_kind(name, member.key[0])
                        assert kind is not None
                        said = {member.member: [{member.key[0]: _FIRST[kind]} | part]}
                        return constants | said, [member.into, str(_FIRST[kind]), *steps]
        return None

    # --- the methods ------------------------------------------------------------------------------------

    def _record(self, name: str) -> RecordPieceView:
        merge = self.ways.merges[name]
        idle = {member.member: self.ways.idle(merge, member) for member in merge.members}
        ways = {
            member.member: place
            for place, member in enumerate(merge.members)
            if self.ways.is_way(merge, member, self.ways.leading)
        }
        refused = [_not(test) for wire, test in idle.items() if test and wire not in ways]
        members = []
        for wire, place in ways.items():
            tests = [test for other in ways if other != wire and (test := idle[other])]
            members.append(self._member(merge, merge.members[place], place, tests))
        return RecordPieceView(
            self.ways.models.names.types[name],
            ",\n\t\t".join(["x == nil", "len(x.Extra) > 0", *refused]),
            tuple(members),
        )

    def _member(
        self, merge: RecordMerge, member: MemberMerge, place: int, tests: list[str]
    ) -> MemberPieceView:
        """How to go on in a member."""
        view = self.ways.view(merge.delta, member.member)
        x = f"x.{view.name}"
        if self.ways.is_text(merge, member):
            if view.type.startswith("Opt["):
                case, result = _case([f"!{x}.IsZero()", *tests]), f"w.optional({place}, {x})"
            elif view.type.startswith("*"):
                case, result = _case([f"{x} != nil", *tests]), f"w.text({place}, *{x})"
            else:
                case, result = _case(tests), f"w.text({place}, {x})"
            return MemberPieceView(case, result, "", ())
        if member.key:
            tests = [f"len({x}) == 1", *tests]
            x += "[0]"
        below = {n: way for n, way in self.ways.below(merge, member).items() if self.ways.leads(n)}
        if -1 in below.values():
            [record] = below
            more, result = self._go_on(record, -1, x, member, place)
            return MemberPieceView(_case([*tests, *more]), result, "", ())
        variants = []
        for record, variant in below.items():
            more, result = self._go_on(record, variant, "part", member, place)
            guard = " && ".join(["part != nil", *more] if member.key else [])
            variants.append(VariantPieceView(self.ways.models.names.types[record], guard, result))
        return MemberPieceView(_case(tests), "", x, tuple(variants))

    def _go_on(
        self, record: str, variant: int, x: str, member: MemberMerge, place: int
    ) -> tuple[list[str], str]:
        """What looks for the piece in a record, which `x` is or points to, and tests before that."""
        step = f"{place}, {max(variant, 0)}"
        if not member.key:
            return [], f"{x}.piece(w.part({step}))"
        key = self.ways.view(record, member.key[0])
        kind = self.ways.key_kind(record, member.key[0])
        assert kind is not None
        call = _KEYS[kind]
        value = f"{x}.{key.name}"
        if key.type.startswith("*"):
            return [f"{value} != nil"], f"{x}.piece(w.{call}({step}, *{value}))"
        return [], f"{x}.piece(w.{call}({step}, {value}))"


def _case(tests: list[str]) -> str:
    return f"case {' && '.join(tests)}" if tests else "default"


def _not(test: str) -> str:
    return test.replace(" == ", " != ") if " == " in test else f"!{test}"
