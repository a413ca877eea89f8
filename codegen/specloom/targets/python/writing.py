"""Expressions of the fast writers: pieces of JSON text, out of the record `m`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specloom.ir import Field, ListOf, Nullable, Presence, Record, Type
from specloom.targets.python.breaking import broken_up_item
from specloom.targets.python.literals import json_in_fstring, quoted
from specloom.targets.python.names import Names, function_name
from specloom.targets.python.types import (
    constant_text,
    is_boolean,
    is_integer,
    is_number,
    is_text,
    takes_null,
)

_ROOM = 84
"""How many characters of f-string go on one line before the next line is begun."""


def always(record: Record, names: Names, module: str) -> tuple[str, ...]:
    """f-strings for the members that are always there, braces included if there are no others."""
    attributes = names.fields(record)
    required = [field for field in record.fields if field.presence is Presence.REQUIRED]
    parts = [
        f"{json_in_fstring(field.wire)}:{_text(field, attributes[field.wire], names, module)}"
        for field in required
    ]
    lines = [f"f'{line}'" for line in _fill(parts)]
    if not record.fields:
        lines = ['"{}"']
    elif len(required) == len(record.fields):
        lines[-1] = f"{lines[-1][:-1]}}}}}'"
    elif lines:
        lines[-1] += ","
    return tuple(lines)


def sometimes(record: Record, names: Names, module: str) -> tuple[str, ...]:
    """Expressions for the other members: empty, or a text that begins with a comma."""
    attributes = names.fields(record)
    return tuple(
        _optional(field, attributes[field.wire], names, module)
        for field in record.fields
        if field.presence is Presence.OPTIONAL
    )


def strange(record: Record, names: Names) -> str:
    """The condition under which some constant is not itself; empty if there are no constants."""
    attributes = names.fields(record)
    tests: list[str] = []
    for field in record.fields:
        constant = constant_text(field, names.package)
        if field.presence is Presence.REQUIRED and constant is not None:
            tests.append(f"m.{attributes[field.wire]} != {quoted(constant)}")
    return " or ".join(tests)


def _optional(field: Field, attribute: str, names: Names, module: str) -> str:
    gap = "U" if takes_null(field.type, names.package) else "None"
    text = _bound(field.type, "v", names, module)
    condition = f"(v := m.{attribute}) is {gap}"
    written = f"f',{json_in_fstring(field.wire)}:{{{text}}}'"
    return broken_up_item(
        f'"" if {condition} else {written}', ('""', f"if {condition}", f"else {written}")
    )


def _text(field: Field, attribute: str, names: Names, module: str) -> str:
    """What stands after the colon."""
    constant = constant_text(field, names.package)
    if constant is not None:
        return json_in_fstring(constant)
    type = names.package.resolve(field.type)
    if isinstance(type, Nullable):
        inner = _bound(type.inner, "v", names, module)
        return f'{{"null" if (v := m.{attribute}) is None else {inner}}}'
    if is_text(type, names.package):
        return f"{{q(m.{attribute})}}"
    return f"{{{_bound(type, f'(v := m.{attribute})', names, module)}}}"


def _bound(type: Type, first: str, names: Names, module: str) -> str:
    """The text of the value `v`, which is bound at the `first` mention.

    Where the class is the one that it should be, there is no way to be looked up for it.
    """
    type = names.package.resolve(type)
    nullable = isinstance(type, Nullable)
    if isinstance(type, Nullable):
        type = names.package.resolve(type.inner)
    if is_text(type, names.package):
        return '"null" if v is None else q(v)' if nullable else "q(v)"
    if is_boolean(type, names.package):
        return f'"true" if {first} is True else "false" if v is False else w[v.__class__](v)'
    known = _known(type, names, module)
    if known is None:
        return f"w[{first}.__class__](v)"
    condition, text = known
    return f"{text} if {first}.__class__ is {condition} else w[v.__class__](v)"


def _known(type: Type, names: Names, module: str) -> tuple[str, str] | None:
    """The class that the value `v` should have, with what else must hold, and how to write it then."""
    if is_integer(type, names.package):
        return "int", "v"  # as f-strings write it best
    if is_number(type, names.package):
        return "float and v - v == 0.0", "repr(v)"
    if isinstance(type, ListOf):
        return "list", "text_of_list(v)"
    decl = names.package.decl_of(type)
    if isinstance(decl, Record) and decl.open:
        home = names.modules[decl.name.spelled]
        function = f"write_{function_name(decl.name)}"
        call = function if home == module else f"_{home}.{function}"
        return names.types[decl.name.spelled], f"{call}(v)"
    return None


def _fill(parts: Iterable[str]) -> Iterator[str]:
    line = "{{"
    comma = ""
    for part in parts:
        if len(line) > 2 and len(line) + len(part) > _ROOM:
            yield line
            line = ""
        line += comma + part
        comma = ","
    if comma:
        yield line
