"""The view of copies: how the snapshots that deltas grow are copied."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.ir import ListOf
from specloom.names import snake
from specloom.render import render
from specloom.targets.python.literals import quoted
from specloom.targets.python.merge_values import Values
from specloom.targets.python.merge_views import CopyView
from specloom.targets.python.shapes import tuple_of


def write_copies(values: Values) -> Iterator[str]:
    """One block for each record that deltas grow."""
    grown = dict.fromkeys(
        pair.snapshot for delta in values.package.deltas for pair in delta.records
    )
    for name in grown:
        record = values.package.record(name)
        types = {
            values.attr_of(name, field.wire): values.package.bare(field.type)
            for field in record.fields
        }
        inner = [
            f"({quoted(attr)}, {'_freeze_list' if isinstance(type, ListOf) else '_freeze'})"
            for attr, type in types.items()
            if not values.is_scalar(type)
        ]
        yield render(
            "python/copy.py.j2",
            CopyView(
                stem=snake(record.name.words),
                model=values.class_of(name),
                members=(*types, "residue"),
                inner=tuple_of([*inner, '("residue", _freeze)']),
            ),
        )
