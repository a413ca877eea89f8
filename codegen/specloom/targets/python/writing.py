"""Expressions of the fast writers: pieces of JSON text, out of the record `m`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specloom.ir import Field, Package, Presence, Record
from specloom.targets.python.literals import key_in_fstring
from specloom.targets.python.names import Names
from specloom.targets.python.types import is_text, takes_null

_ROOM = 84
"""How many characters of f-string go on one line before the next line is begun."""


def always(record: Record, names: Names) -> tuple[str, ...]:
    """f-strings for the members that are always there, braces included if there are no others."""
    attributes = names.fields(record)
    required = [field for field in record.fields if field.presence is Presence.REQUIRED]
    parts = [
        f"{key_in_fstring(field.wire)}{{{_text(field, attributes[field.wire], names.package)}}}"
        for field in required
    ]
    lines = [f"f'{line}'" for line in _fill(parts)]
    if lines and len(required) == len(record.fields):
        lines[-1] = f"{lines[-1][:-1]}}}}}'"
    elif lines:
        lines[-1] += ","
    return tuple(lines)


def sometimes(record: Record, names: Names) -> tuple[str, ...]:
    """Expressions for the other members: empty, or a text that begins with a comma."""
    attributes = names.fields(record)
    return tuple(
        _optional(field, attributes[field.wire], names.package)
        for field in record.fields
        if field.presence is Presence.OPTIONAL
    )


def _optional(field: Field, attribute: str, package: Package) -> str:
    gap = "U" if takes_null(field.type, package) else "None"
    text = "q(v)" if is_text(field.type, package) else "w[type(v)](v)"
    return f"\"\" if (v := m.{attribute}) is {gap} else f',{key_in_fstring(field.wire)}{{{text}}}'"


def _text(field: Field, attribute: str, package: Package) -> str:
    if is_text(field.type, package):
        return f"q(m.{attribute})"
    return f"w[type(v := m.{attribute})](v)"


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
