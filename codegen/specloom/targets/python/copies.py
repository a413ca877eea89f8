"""The view of copies: how the snapshots that deltas grow are copied, member by member."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.ir import Field, ListOf, Nullable, Presence, Record
from specloom.names import snake
from specloom.render import render
from specloom.targets.python.merge_values import Values
from specloom.targets.python.merge_views import ConstantView, CopyView
from specloom.targets.python.types import takes_null


def write_copies(values: Values) -> Iterator[str]:
    """One block for each record that deltas grow."""
    grown = dict.fromkeys(
        pair.snapshot for delta in values.package.deltas for pair in delta.records
    )
    for name in grown:
        record = values.package.record(name)
        members = [
            ConstantView(values.attr_of(name, field.wire), _copy(values, record, field))
            for field in record.fields
        ]
        members.append(
            ConstantView("residue", "v if (v := x.residue) is None else _freeze(v, frozen)")
        )
        yield render(
            "python/copy.py.j2",
            CopyView(
                stem=snake(record.name.words),
                model=values.class_of(name),
                members=tuple(members),
                binds=any("v := " in member.value for member in members),
            ),
        )


def _copy(values: Values, record: Record, field: Field) -> str:
    """The copy of one member: itself if nothing can change in it."""
    source = f"x.{values.attr_of(record.name.spelled, field.wire)}"
    type = values.package.resolve(field.type)
    bare = values.package.bare(type)
    if values.is_scalar(bare):
        return source
    freeze = "_freeze_list" if isinstance(bare, ListOf) else "_freeze"
    gaps = ["v is None"] if isinstance(type, Nullable) else []
    if field.presence is Presence.OPTIONAL:
        gaps.append("v is _ABSENT" if takes_null(type, values.package) else "v is None")
    if not gaps:
        return f"{freeze}({source}, frozen)"
    [first, *rest] = dict.fromkeys(gaps)
    tests = " or ".join([first.replace("v", f"(v := {source})", 1), *rest])
    return f"v if {tests} else {freeze}(v, frozen)"
