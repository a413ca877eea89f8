"""The short way of the most common deltas: those that only add a piece to one text.

Each delta record on a way to such a text gets a method that looks for the piece: it makes sure that the
delta says nothing else, and notes the steps that lead there. Whatever is out of the ordinary is left to
the rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from specloom.ir import (
    Const,
    Decl,
    Field,
    Kind,
    ListOf,
    MapOf,
    MemberMerge,
    MergeRule,
    Nullable,
    Package,
    Presence,
    Record,
    RecordMerge,
    Scalar,
    Type,
    Union,
)
from specloom.render import render
from specloom.targets.golang.models import Models
from specloom.targets.golang.views import FieldView

_TEXTS = {
    "string": ("", "w.text({}, {})"),
    "*string": ("{} != nil", "w.text({}, *{})"),
    "Opt[string]": ("!{}.IsZero()", "w.optional({}, {})"),
}
_KEYS = {"int64": "entry", "string": "textEntry"}
_FIRST = {"int64": 0, "string": "first"}


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
    refused: tuple[str, ...]
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

    models: Models

    @property
    def package(self) -> Package:
        """The package."""
        return self.models.names.package

    def write(self, header: str) -> str:
        """The file of the methods; empty if no delta goes a short way."""
        records = tuple(self._record(name) for name in self._merges if self.leads(name))
        view = PiecesView(header, self.models.names.package_name, records)
        return render("go/pieces.go.j2", view) if records else ""

    def leads(self, record: str) -> bool:
        """Whether a delta record is on the way to a text."""
        return record in self._leading

    def reach(self, record: Record, pointer: str | None) -> Reached | None:
        """The field that a pointer into a record means; None where there is no plain one."""
        reached = Reached("event", "", ())
        decl: Decl | None = record
        for step in steps_of(pointer):
            fields = (
                {field.wire: field for field in decl.fields} if isinstance(decl, Record) else {}
            )
            if step not in fields or not isinstance(decl, Record):
                return None
            view = self._view(decl.name.spelled, step)
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
        merge = self._merges[record]
        constants: dict[str, object] = {
            field.wire: type.value
            for field in self._fields(record)
            if isinstance(type := self.models.typing.resolved(field.type), Const)
            if field.presence is Presence.REQUIRED
        }
        for member in merge.members:
            if not self._is_way(merge, member, self._leading):
                continue
            if self._is_text(merge, member):
                return constants | {member.member: piece}, [member.into]
            for name in self._below(merge, member):
                if self.leads(name) and name not in above:
                    inner = self._example(name, piece, above | {record})
                    if inner is not None:
                        part, steps = inner
                        if not member.key:
                            return constants | {member.member: part}, [member.into, *steps]
                        key = self._view(name, member.key[0]).type.lstrip("*")
                        entry = {member.key[0]: _FIRST[key]} | part
                        said = constants | {member.member: [entry]}
                        return said, [member.into, str(_FIRST[key]), *steps]
        return None

    # --- which records ----------------------------------------------------------------------------------

    @cached_property
    def _merges(self) -> Mapping[str, RecordMerge]:
        """By delta record. What is asked of it here is the same whatever snapshot it grows."""
        return {merge.delta: merge for delta in self.package.deltas for merge in delta.records}

    @cached_property
    def _leading(self) -> frozenset[str]:
        found: set[str] = set()
        while True:
            more = {
                name
                for name, merge in self._merges.items()
                for member in merge.members
                if name not in found and self._is_way(merge, member, found)
            }
            if not more:
                return frozenset(found)
            found |= more

    def _is_way(self, merge: RecordMerge, member: MemberMerge, leading: Set[str]) -> bool:
        """Whether a member leads to a text while the others say nothing."""
        if None in [self._idle(merge, other) for other in merge.members if other is not member]:
            return False
        return self._is_text(merge, member) or bool(leading & self._below(merge, member).keys())

    @cached_property
    def _keys(self) -> Mapping[str, frozenset[str]]:
        """What keys a delta record has in the lists in which it is an entry; "" where it is none."""
        found: dict[str, set[str]] = {delta.delta: {""} for delta in self.package.deltas}
        for merge in self._merges.values():
            for member in merge.members:
                for name in self._below(merge, member):
                    found.setdefault(name, set()).add("".join(member.key[:1]))
        return {name: frozenset(keys) for name, keys in found.items()}

    def _below(self, merge: RecordMerge, member: MemberMerge) -> Mapping[str, int]:
        """The records that a merged member holds, by their places in the union; -1 for the only one."""
        if member.rule is not MergeRule.MERGE or member.at is not None or len(member.key) > 1:
            return {}
        if self._view(merge.delta, member.member).type.startswith("Opt["):
            return {}
        found = self._parts(merge, member)
        keys = {self._view(name, key).type.lstrip("*") for name in found for key in member.key}
        return found if len(keys) <= 1 and keys <= {*_KEYS} else {}

    def _parts(self, merge: RecordMerge, member: MemberMerge) -> Mapping[str, int]:
        type = self._bare(self._field(merge.delta, member.member).type)
        item = self.models.typing.resolved(type.item) if isinstance(type, ListOf) else type
        if isinstance(type, ListOf) and isinstance(item, Nullable):
            return {}
        decl = self.package.decl_of(item)
        if not isinstance(decl, Union):
            return {decl.name.spelled: -1} if isinstance(decl, Record) else {}
        return {
            record.name.spelled: place
            for place, variant in enumerate(decl.variants)
            if isinstance(record := self.package.decl_of(variant.type), Record)
        }

    def _bare(self, type: Type) -> Type:
        resolved = self.models.typing.resolved(type)
        return self._bare(resolved.inner) if isinstance(resolved, Nullable) else resolved

    def _fields(self, delta: str) -> tuple[Field, ...]:
        record = self.package.decls[delta]
        assert isinstance(record, Record)
        return record.fields

    def _field(self, delta: str, wire: str) -> Field:
        return next(field for field in self._fields(delta) if field.wire == wire)

    def _view(self, delta: str, wire: str) -> FieldView:
        """How Go has a member of a delta record, in the variable `x`."""
        record = self.package.decls[delta]
        assert isinstance(record, Record)
        return self.models.field(self._field(delta, wire), self.models.names.fields(record)[wire])

    def _is_text(self, merge: RecordMerge, member: MemberMerge) -> bool:
        type = self._bare(self._field(merge.delta, member.member).type)
        is_plain = member.at is None and member.decode is None
        is_string = isinstance(type, Scalar) and type.kind is Kind.STRING
        return member.rule is MergeRule.APPEND and is_plain and is_string

    # --- what must not be in the delta ------------------------------------------------------------------

    def _idle(self, merge: RecordMerge, member: MemberMerge) -> str | None:
        """The condition that a member changes nothing, "" if it never does, None if it always may."""
        field = self._field(merge.delta, member.member)
        type = self.models.typing.resolved(field.type)
        view = self._view(merge.delta, member.member)
        if member.rule is MergeRule.SKIP or self._keys.get(merge.delta, frozenset()) == {
            member.member
        }:
            return ""
        if member.rule in (MergeRule.MERGE, MergeRule.APPEND) and isinstance(type, ListOf | MapOf):
            return f"len(x.{view.name}) == 0"
        if field.presence is Presence.OPTIONAL:
            return view.is_zero
        if isinstance(type, Const) and member.rule in (MergeRule.ONCE, MergeRule.REPLACE):
            return "" if member.at is None else None
        return view.is_zero if self._is_text(merge, member) and view.type == "string" else None

    # --- the methods ------------------------------------------------------------------------------------

    def _record(self, name: str) -> RecordPieceView:
        merge = self._merges[name]
        idle = {member.member: self._idle(merge, member) for member in merge.members}
        ways = {
            member.member: place
            for place, member in enumerate(merge.members)
            if self._is_way(merge, member, self._leading)
        }
        refused = [_not(test) for wire, test in idle.items() if test and wire not in ways]
        members = []
        for wire, place in ways.items():
            tests = [test for other in ways if other != wire and (test := idle[other])]
            members.append(self._member(merge, merge.members[place], place, tests))
        return RecordPieceView(
            self.models.names.types[name],
            ("x == nil", "len(x.Extra) > 0", *refused),
            tuple(members),
        )

    def _member(
        self, merge: RecordMerge, member: MemberMerge, place: int, tests: list[str]
    ) -> MemberPieceView:
        """How to go on in a member."""
        view = self._view(merge.delta, member.member)
        x = f"x.{view.name}"
        if self._is_text(merge, member):
            given, result = _TEXTS[view.type]
            case = _case([given.format(x), *tests] if given else tests)
            return MemberPieceView(case, result.format(place, x), "", ())
        if member.key:
            tests = [f"len({x}) == 1", *tests]
            x += "[0]"
        below = {n: way for n, way in self._below(merge, member).items() if self.leads(n)}
        if -1 in below.values():
            [record] = below
            more, result = self._go_on(record, -1, x, member, place)
            return MemberPieceView(_case([*tests, *more]), result, "", ())
        variants = []
        for record, variant in below.items():
            more, result = self._go_on(record, variant, "part", member, place)
            guard = " && ".join(["part != nil", *more] if member.key else [])
            variants.append(VariantPieceView(self.models.names.types[record], guard, result))
        return MemberPieceView(_case(tests), "", x, tuple(variants))

    def _go_on(
        self, record: str, variant: int, x: str, member: MemberMerge, place: int
    ) -> tuple[list[str], str]:
        """What looks for the piece in a record, which `x` is or points to, and tests before that."""
        step = f"{place}, {max(variant, 0)}"
        if not member.key:
            return [], f"{x}.piece(w.part({step}))"
        key = self._view(record, member.key[0])
        call = _KEYS[key.type.lstrip("*")]
        value = f"{x}.{key.name}"
        if key.type.startswith("*"):
            return [f"{value} != nil"], f"{x}.piece(w.{call}({step}, *{value}))"
        return [], f"{x}.piece(w.{call}({step}, {value}))"


def _case(tests: list[str]) -> str:
    return f"case {' && '.join(tests)}" if tests else "default"


def _not(test: str) -> str:
    return test.replace(" == ", " != ") if " == " in test else f"!{test}"


def steps_of(pointer: str | None) -> list[str]:
    """The steps of a JSON pointer."""
    steps = (pointer or "").split("/")[1:]
    return [step.replace("~1", "/").replace("~0", "~") for step in steps]
