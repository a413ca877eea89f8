"""Views of the modules under `_wire`: how each declaration is read and written, fast and carefully."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from specloom.ir import (
    Alias,
    ByTag,
    Choice,
    Decl,
    JsonKind,
    Module,
    Package,
    Record,
    Ref,
    Union,
    Variant,
)
from specloom.render import render
from specloom.targets.python import shapes
from specloom.targets.python.breaking import broken_up
from specloom.targets.python.inlining import Inlining
from specloom.targets.python.literals import quoted
from specloom.targets.python.names import Names, function_name, values_name, variants_name
from specloom.targets.python.patterns import pattern_literal
from specloom.targets.python.reading import Reading
from specloom.targets.python.writing import always, sometimes, strange


@dataclass(frozen=True, slots=True)
class ConstantView:
    """A named constant."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ConstantsView:
    """What stands at the head of a module."""

    searches: tuple[ConstantView, ...]
    tables: tuple[ConstantView, ...]
    made: tuple[ConstantView, ...]


@dataclass(frozen=True, slots=True)
class RecordWire:
    """A record: its fast reader, its fast writer (open records only) and its shape.

    `reads` are the statements of the reader (see `inlining`). If unions tell the record by a tag, `reader` is
    the one that they use: it takes the tag for granted; others ask first whether `x` is `told` by it.
    The writer gives up if `strange` holds, and joins `always`, which opens the brace, and `sometimes`.
    """

    spelled: str
    function: str
    kind: str
    reader: str
    told: str
    reads: tuple[str, ...]
    is_open: bool
    strange: str
    always: tuple[str, ...]
    sometimes: tuple[str, ...]
    is_simple: bool
    is_bare: bool
    reads_variable: bool
    writes_variable: bool
    shapes: str
    rules: str
    openness: str
    writer: str


@dataclass(frozen=True, slots=True)
class BranchView:
    """One way for a union: when, and what then."""

    test: str
    read: str


@dataclass(frozen=True, slots=True)
class UnionWire:
    """A union: by tag if `tag` is there, a literal; else by kind."""

    spelled: str
    function: str
    tag: str
    table: str
    is_open: bool
    branches: tuple[BranchView, ...]
    shape: str


@dataclass(frozen=True, slots=True)
class OtherWire:
    """An alias or a choice: an expression that reads the value `x`, empty if nothing is gained by one.

    If `holds` is there, that must hold for each key `k` and value `v` of `x`, unless it is `refused` at once.
    """

    spelled: str
    function: str
    read: str
    refused: str
    holds: str
    reader: str
    shape: str


def write_blocks(module: Module, names: Names) -> list[str]:
    """The blocks of the module under `_wire` that belongs to `module`."""
    reading = Reading(names, names.module_of(module), _tags(names.package))
    # Records first: the tables of unions name their readers.
    decls = sorted(module.decls, key=lambda decl: not isinstance(decl, Record))
    blocks = [_write(decl, reading) for decl in decls]
    constants = ConstantsView(
        searches=tuple(
            ConstantView(name, pattern_literal(pattern))
            for name, pattern in reading.patterns.items()
        ),
        tables=tuple(ConstantView(name, values) for name, values in reading.choices.items()),
        made=tuple(ConstantView(name, kind) for name, kind in reading.made.items()),
    )
    return [render("python/constants.py.j2", constants), *blocks]


def _write(decl: Decl, reading: Reading) -> str:
    match decl:
        case Record():
            return render("python/record_wire.py.j2", _record(decl, reading))
        case Union():
            return render("python/union_wire.py.j2", _union(decl, reading))
        case Alias():
            return render("python/other_wire.py.j2", _alias(decl, reading))
        case Choice():
            return render("python/other_wire.py.j2", _choice(decl))


def _tags(package: Package) -> dict[str, str]:
    """The member that tells a record from others, by the name of the record: if all unions agree on it."""
    members: dict[str, set[str]] = {}
    for decl in package.decls.values():
        if isinstance(decl, Union) and isinstance(decl.told, ByTag):
            for variant in decl.variants:
                assert isinstance(variant.type, Ref)
                members.setdefault(variant.type.target, set()).add(decl.told.wire)
    return {
        name: min(wires)
        for name, wires in members.items()
        if len(wires) == 1 and isinstance(package.decls[name], Record)
    }


def _record(record: Record, reading: Reading) -> RecordWire:
    names = reading.names
    tag = reading.tags.get(record.name.spelled, "")
    attributes = names.fields(record)
    rest = sometimes(record, names, reading.module)
    opening = always(record, names, reading.module)
    reads = list(broken_up(Inlining(reading).body(record, tag)))
    rules = [shapes.rule(rule) for rule in record.rules]
    return RecordWire(
        spelled=quoted(record.name.spelled),
        function=function_name(record.name),
        kind=names.types[record.name.spelled],
        reader=reading.reader(record.name.spelled),
        told=reading.told(record, tag) if tag else "",
        reads=tuple(reads),
        is_open=record.open,
        strange=strange(record, names),
        always=opening,
        sometimes=rest,
        is_simple=not rest,
        is_bare=not opening,
        reads_variable=any(re.search(r"\bv :?= ", line) for line in reads),
        writes_variable=any("v := " in piece for piece in (*opening, *rest)),
        shapes=", ".join(
            shapes.member(field, attributes[field.wire], names.package) for field in record.fields
        ),
        rules=f", {shapes.tuple_of(rules)}" if rules else "",
        writer=f", write_{function_name(record.name)}" if record.open else "",
        openness="" if record.open else ", is_open=False",
    )


def _union(union: Union, reading: Reading) -> UnionWire:
    function = function_name(union.name)
    by_tag = isinstance(union.told, ByTag)
    branches = _by_tag(union.variants, reading) if by_tag else _by_kind(union.variants, reading)
    return UnionWire(
        spelled=quoted(union.name.spelled),
        function=function,
        tag=quoted(union.told.wire) if isinstance(union.told, ByTag) else "",
        table=variants_name(union.name),
        is_open=union.open,
        branches=tuple(branches),
        shape=shapes.union(union),
    )


def _by_tag(variants: Sequence[Variant], reading: Reading) -> Iterator[BranchView]:
    for variant in variants:
        assert isinstance(variant.type, Ref)
        yield BranchView(quoted(variant.tag or ""), _lazily(variant.type.target, reading))


def _lazily(target: str, reading: Reading) -> str:
    """The reader of a declaration for a table, which is made before every module has been loaded."""
    function = reading.in_module(target, reading.reader(target))
    return function if "." not in function else f"lambda x: {function}(x)"


def _by_kind(variants: Sequence[Variant], reading: Reading) -> Iterator[BranchView]:
    for variant in variants:
        yield BranchView(_TESTS[variant.kind], reading.value(variant.type, "x"))


_TESTS = {
    JsonKind.STRING: "x.__class__ is str",
    JsonKind.NUMBER: "x.__class__ is int or x.__class__ is float",
    JsonKind.BOOLEAN: "x.__class__ is bool",
    JsonKind.ARRAY: "x.__class__ is list",
    JsonKind.OBJECT: "x.__class__ is dict",
    JsonKind.NULL: "x is None",
}


def _alias(alias: Alias, reading: Reading) -> OtherWire:
    function = function_name(alias.name)
    refused, holds = reading.entries(alias.type) or ("", "")
    return OtherWire(
        spelled=quoted(alias.name.spelled),
        function=function,
        read=reading.value(alias.type, "x"),
        refused=refused,
        holds=holds,
        reader=f", read_{function}",
        shape=shapes.shape(alias.type),
    )


def _choice(choice: Choice) -> OtherWire:
    return OtherWire(
        spelled=quoted(choice.name.spelled),
        function=function_name(choice.name),
        read="",
        refused="",
        holds="",
        reader="",
        shape=f"s.Choice({values_name(choice.name)}, {choice.open})",
    )
