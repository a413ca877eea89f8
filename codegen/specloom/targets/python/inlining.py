"""Statements of the fast readers: a record is read straight through, small records inside it in place.

Calling a function for every small object costs a tenth of all decoding, so what is small and stands by itself
is read where it stands. Entries of lists and variants of unions keep functions of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from specloom.ir import (
    Const,
    ExactlyOneOf,
    Field,
    ListOf,
    Presence,
    Record,
    RecordRule,
    Ref,
    RequiredIf,
    Type,
)
from specloom.targets.python.conditions import out_of_limits
from specloom.targets.python.literals import literal, quoted
from specloom.targets.python.reading import Reading
from specloom.targets.python.sizes import bare, is_small
from specloom.targets.python.types import takes_null

_ROOM = 40
"""How many members may be read in place within one reader, lest it grow without end."""

_INDENT = "    "


@dataclass
class Inlining:
    """Writes the body of one reader.

    `count` numbers the variables of what is read in place, `room` is how much more may be.
    """

    reading: Reading
    count: int = 0
    room: int = _ROOM

    def body(self, record: Record, tag: str = "") -> list[str]:
        """The statements that read the value `x` into the new object `m`; the member `tag` has been seen."""
        made = self.reading.make(record)
        lines = ["if x.__class__ is not dict:", f"{_INDENT}raise Surprise", f"m = {made}"]
        within = (record.name.spelled,)
        return [*lines, *self._members(record, "x", "m", "n", within, tag), "return m"]

    def _members(
        self, record: Record, x: str, m: str, n: str, within: tuple[str, ...], tag: str = ""
    ) -> Iterator[str]:
        """The statements for all members; `within` are the records that one stands in."""
        attributes = self.reading.names.fields(record)
        optional = [field for field in record.fields if field.presence is Presence.OPTIONAL]
        required = [field for field in record.fields if field.presence is Presence.REQUIRED]
        counted = str(len(record.fields))
        if optional:
            yield f"{n}: int = {counted}"  # else checkers follow every value it may have, and give up
            counted = n
        for field in required:
            target = f"{m}.{attributes[field.wire]}"
            type = self.reading.package.resolve(field.type)
            if field.wire == tag and isinstance(type, Const):
                yield f"{target} = {literal(type.value)}"
            else:
                yield from self._member(field, target, x, within)
        for field in optional:
            target = f"{m}.{attributes[field.wire]}"
            yield f"if {quoted(field.wire)} in {x}:"
            yield from _indented(self._member(field, target, x, within))
            yield "else:"
            yield f"{_INDENT}{n} -= 1"
            yield f"{_INDENT}{target} = {self._gap(field)}"
        for rule in record.rules:
            condition = self._broken(rule, record, m)
            if condition:
                yield f"if {condition}:"
                yield f"{_INDENT}raise Surprise"
        if record.open:
            kind = self.reading.names.types[record.name.spelled]
            yield f"{m}.residue = None if len({x}) == {counted} else extra({x}, {kind})"
        else:
            yield f"if len({x}) != {counted}:"
            yield f"{_INDENT}raise Surprise"
            yield f"{m}.residue = None"

    def _member(self, field: Field, target: str, x: str, within: tuple[str, ...]) -> Iterator[str]:
        """The statements for a member that is there."""
        source = f"{x}[{quoted(field.wire)}]"
        inner, nullable = bare(self.reading, field.type)
        record = self._small(inner, within)
        if record is not None and len(record.fields) <= self.room:
            self.room -= len(record.fields)
            yield from self._record(record, target, source, nullable, within)
        elif self._listed(inner) is not None:
            yield from _or_null(target, "v", source, nullable, self._list(inner, target))
        elif not nullable and self._variant(inner, "v") is not None:
            yield f"v = {source}"
            yield f"{target} = {self._variant(inner, 'v')}"
        else:
            yield f"{target} = {self.reading.value(field.type, source)}"

    def _record(
        self, record: Record, target: str, source: str, nullable: bool, within: tuple[str, ...]
    ) -> Iterator[str]:
        """Reads a small record in place."""
        self.count += 1
        x, m, n = f"x{self.count}", f"m{self.count}", f"n{self.count}"
        lines = [
            f"if {x}.__class__ is not dict:",
            f"{_INDENT}raise Surprise",
            f"{target} = {m} = {self.reading.make(record)}",
            *self._members(record, x, m, n, (*within, record.name.spelled)),
        ]
        yield from _or_null(target, x, source, nullable, lines)

    def _list(self, type: Type, target: str) -> Iterator[str]:
        """Reads the list `v` of records or variants; most are short, a comprehension is dear for those."""
        assert isinstance(type, ListOf)
        read = self._listed(type)
        assert read is not None
        tests = ["v.__class__ is not list", *out_of_limits("v", type.min_items, type.max_items)]
        self.count += 1
        made = f"l{self.count}"
        yield f"if {' or '.join(tests)}:"
        yield f"{_INDENT}raise Surprise"
        yield "if len(v) == 1:"
        yield f"{_INDENT}{target} = [{read.format('v[0]')}]"
        yield "else:"
        yield f"{_INDENT}{made}: list[Any] = []"
        yield f"{_INDENT}{target} = {made}"
        yield f"{_INDENT}for i in v:"
        yield f"{_INDENT * 2}{made}.append({read.format('i')})"

    def _listed(self, type: Type) -> str | None:
        """How an item of a list is read, None for what is no list of records or tagged variants."""
        if not isinstance(type, ListOf) or self.reading.named(type.item) is not None:
            return None
        item = self.reading.package.resolve(type.item)
        if not isinstance(item, Ref):
            return None
        if isinstance(self.reading.package.decls[item.target], Record):
            return f"{self.reading.function(item.target)}({{0}})"
        return self._variant(item, "{0}")

    def _variant(self, type: Type, variable: str) -> str | None:
        return self.reading.variant(type.target, variable) if isinstance(type, Ref) else None

    def _small(self, type: Type, within: tuple[str, ...]) -> Record | None:
        """The record that `type` is, if it is small enough to be read in place."""
        if not isinstance(type, Ref) or type.target in within:
            return None
        decl = self.reading.package.decls[type.target]
        return decl if isinstance(decl, Record) and is_small(self.reading, decl) else None

    def _gap(self, field: Field) -> str:
        return "U" if takes_null(field.type, self.reading.package) else "None"

    def _broken(self, rule: RecordRule, record: Record, m: str) -> str:
        """The condition under which a rule is broken, of the record read so far; empty if there is none."""
        attributes = self.reading.names.fields(record)
        there = {
            field.wire: f"{m}.{attributes[field.wire]} is not {self._gap(field)}"
            for field in record.fields
            if field.presence is Presence.OPTIONAL
        }
        match rule:
            case RequiredIf():
                if rule.field not in there:
                    return ""
                condition = f"{m}.{attributes[rule.when]} {_equality(rule.equals)}"
                return f"{condition} and not {there[rule.field]}"
            case ExactlyOneOf():
                terms = [f"({there[wire]})" if wire in there else "1" for wire in rule.fields]
                return f"{' + '.join(terms)} != 1"


def _or_null(
    target: str, variable: str, source: str, nullable: bool, lines: Iterable[str]
) -> Iterator[str]:
    """`lines` about the value in `variable`, unless that is null and may be."""
    yield f"{variable} = {source}"
    if nullable:
        yield f"if {variable} is None:"
        yield f"{_INDENT}{target} = None"
        yield "else:"
        lines = _indented(lines)
    yield from lines


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"{_INDENT}{line}" for line in lines)


def _equality(value: str | int | bool) -> str:
    return f"is {value}" if isinstance(value, bool) else f"== {literal(value)}"
