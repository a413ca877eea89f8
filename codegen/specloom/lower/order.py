"""The pass that puts modules in order and marks the members by which records hold themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from specloom.documents.cycles import find_cycles
from specloom.ir import Alias, Decl, Nullable, Record, Ref, Type, Union


def mark_recursion(decls: Mapping[str, Decl]) -> dict[str, Decl]:
    """The declarations, each field marked that closes a cycle of records not broken by a list or map.

    All such fields of a cycle are marked, whichever is met first: the mark must not depend on order.
    """
    graph = {name: _held(decl) for name, decl in decls.items()}
    knots = {name: number for number, members in enumerate(find_cycles(graph)) for name in members}
    return {
        name: (
            _mark(decl, knots, knots[name]) if isinstance(decl, Record) and name in knots else decl
        )
        for name, decl in decls.items()
    }


def _mark(record: Record, knots: Mapping[str, int], knot: int) -> Record:
    fields = tuple(
        replace(field, recursive=True) if knots.get(held_by(field.type) or "") == knot else field
        for field in record.fields
    )
    return replace(record, fields=fields)


def _held(decl: Decl) -> list[str]:
    """The declarations that values of one hold directly, not in a list or map."""
    types: list[Type] = []
    if isinstance(decl, Record):
        types = [field.type for field in decl.fields]
    elif isinstance(decl, Union):
        types = [variant.type for variant in decl.variants]
    elif isinstance(decl, Alias):
        types = [decl.type]
    return [name for name in map(held_by, types) if name]


def held_by(type: Type) -> str | None:
    """The declaration that a value of a type holds directly, if any."""
    while isinstance(type, Nullable):
        type = type.inner
    return type.target if isinstance(type, Ref) else None
