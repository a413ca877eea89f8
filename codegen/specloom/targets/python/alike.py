"""The view of events alike: how one that carries a piece of a text is made of one before it.

Nearly all events of a stream differ from the last one in that piece only. What is written here copies the
objects on the way to the piece, member by member, and looks at nothing: `_templates` puts it to the proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from specloom.ir import UNBOUNDED, Const, Decl, Field, ListOf, Presence, Record, Scalar
from specloom.merges import events_of
from specloom.pointers import tokens
from specloom.targets.python.literals import literal
from specloom.targets.python.merge_values import Values
from specloom.targets.python.names import Names, function_name
from specloom.targets.python.pieces import Hop, Pieces


@dataclass(frozen=True, slots=True)
class TwinView:
    """A function that makes another event of an event `x0` and a `piece`."""

    name: str
    binds: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlikeView:
    """The functions for one class of events."""

    model: str
    twins: tuple[TwinView, ...]


def alike(names: Names) -> tuple[AlikeView, ...]:
    """Every class of events that carry deltas which mostly bring a piece of a text."""
    package, values = names.package, Values(names.package, names)
    views: dict[str, AlikeView] = {}
    for event, hops, root in _carriers(names):
        pieces = Pieces(values, [delta for delta in package.deltas if delta.delta == root])
        pieces.lines()
        model = values.class_of(event.name.spelled)
        twins = tuple(
            _twin(values, f"_like_{function_name(event.name)}_{number}", (*hops, *trail))
            for number, trail in enumerate(pieces.trails, 1)
            if _takes_any(values, trail[-1])
        )
        if twins:
            views.setdefault(model, AlikeView(model, twins))
    return tuple(views.values())


def _carriers(names: Names) -> Iterator[tuple[Record, tuple[Hop, ...], str]]:
    """Events that carry deltas, the way to the delta in each, and its record."""
    package = names.package
    for stream in package.streams:
        events = events_of(package, stream)
        for target in stream.targets:
            for tag, root in target.grows:
                event = package.decl_of(events[tag])
                hops = _hops(names, event, tokens(target.delta or ""))
                if isinstance(event, Record) and hops is not None:
                    yield event, hops, root


def _hops(names: Names, decl: Decl | None, wires: Sequence[str]) -> tuple[Hop, ...] | None:
    """The way through records; None if it leads through something else."""
    hops: list[Hop] = []
    for wire in wires:
        field = decl.field(wire) if isinstance(decl, Record) else None
        if field is None or not isinstance(decl, Record):
            return None
        hops.append(Hop(decl.name.spelled, names.fields(decl)[wire], is_list=False))
        decl = names.package.decl_of(field.type)
    return tuple(hops)


def _takes_any(values: Values, hop: Hop) -> bool:
    """Whether any text will do for a piece, so that none has to be looked at."""
    types = (
        values.package.bare(field.type)
        for field in values.package.record(hop.record).fields
        if values.attr_of(hop.record, field.wire) == hop.attr
    )
    return all(isinstance(type, Scalar) and type.bounds == UNBOUNDED for type in types)


def _twin(values: Values, name: str, hops: Sequence[Hop]) -> TwinView:
    """Down to what holds the piece, then back up: an object is made once what it holds is."""
    last = len(hops) - 1
    made = []
    held = "piece"
    for depth, hop in reversed([*enumerate(hops)]):
        x, m = f"x{depth}", f"m{depth}"
        made.append(f"{m} = _new({values.class_of(hop.record)})")
        for field in values.package.record(hop.record).fields:
            attr = values.attr_of(hop.record, field.wire)
            made.append(
                f"{m}.{attr} = {held if attr == hop.attr else _shared(values, field, x, attr)}"
            )
        made.append(f"{m}.residue = None")
        held = f"[{m}]" if depth and hops[depth - 1].is_list else m
    down: list[str] = []
    for depth in reversed(range(last)):
        hop, outer, inner = hops[depth], f"x{depth}", f"x{depth + 1}"
        is_used = any(f"{inner}." in line for line in (*down, *made))
        if hop.is_list:
            down.insert(0, f"[{inner if is_used else '_'}] = {outer}.{hop.attr}")
        elif is_used:
            down.insert(0, f"{inner} = {outer}.{hop.attr}")
    binds = any("v :=" in line for line in made)
    return TwinView(name, binds, (*down, *made, f"return {held}"))


def _shared(values: Values, field: Field, x: str, attr: str) -> str:
    """A member that stays as it is; lists, most of which are empty, are copied."""
    type = values.package.resolve(field.type)
    if isinstance(type, Const) and field.presence is Presence.REQUIRED:
        return literal(type.value)
    if not isinstance(values.package.bare(type), ListOf):
        return f"{x}.{attr}"
    return f"[*v] if (v := {x}.{attr}).__class__ is list else v"
