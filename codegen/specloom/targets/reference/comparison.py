"""What is sent beside what is received: pairs of records that hold one thing on the way in and out.

The body of a call and its response are such a pair, and so is what stands in members that both of them have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specloom.ir import (
    ByTag,
    Field,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Record,
    Ref,
    Type,
    Union,
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records by name: one is sent where the other is received."""

    sent: str
    received: str


def find_pairs(package: Package) -> tuple[Pair, ...]:
    """Every pair that the operations of a package lead to, each once."""
    found: dict[Pair, None] = {}
    for operation in package.operations:
        if operation.body is not None:
            _walk(package, Ref(operation.body), Ref(operation.response), found)
    return tuple(found)


def _walk(package: Package, sent: Type, received: Type, found: dict[Pair, None]) -> None:
    sent, received = _inmost(package, sent), _inmost(package, received)
    if not isinstance(sent, Ref) or not isinstance(received, Ref) or sent == received:
        return
    ours, theirs = package.decls[sent.target], package.decls[received.target]
    if isinstance(ours, Record) and isinstance(theirs, Record):
        pair = Pair(sent.target, received.target)
        if pair not in found:
            found[pair] = None
            others = {field.wire: field.type for field in theirs.fields}
            for field in ours.fields:
                if field.wire in others:
                    _walk(package, field.type, others[field.wire], found)
    elif isinstance(ours, Union) and isinstance(theirs, Union):
        for mine, other in _matched(ours, theirs):
            _walk(package, mine, other, found)


def _matched(sent: Union, received: Union) -> Iterator[tuple[Type, Type]]:
    if isinstance(sent.told, ByTag) and isinstance(received.told, ByTag):
        others = {variant.tag: variant.type for variant in received.variants}
        for variant in sent.variants:
            if variant.tag in others:
                yield variant.type, others[variant.tag]


def _inmost(package: Package, type: Type) -> Type:
    """What `type` is a list, a map, a nullable or a second name of."""
    type = package.resolve(type)
    match type:
        case ListOf(item=inner) | MapOf(value=inner) | Nullable(inner=inner):
            return _inmost(package, inner)
        case _:
            return type


@dataclass(frozen=True, slots=True)
class Comparison:
    """A member as it is sent and as it is received, each in words."""

    wire: str
    sent: str
    received: str


def received_only(package: Package, pair: Pair) -> tuple[str, ...]:
    """The members that are received and never sent."""
    sent = _fields(package, pair.sent)
    return tuple(wire for wire in _fields(package, pair.received) if wire not in sent)


def compare(package: Package, pair: Pair) -> tuple[Comparison, ...]:
    """Every member that is sent, with what is needed on the way in and what to expect on the way out."""
    sent, received = _fields(package, pair.sent), _fields(package, pair.received)
    return tuple(
        Comparison(
            wire,
            _say(package, field, "required", "optional"),
            _say(package, received.get(wire), "always there", "may be missing"),
        )
        for wire, field in sent.items()
    )


def _fields(package: Package, name: str) -> dict[str, Field]:
    record = package.decls[name]
    assert isinstance(record, Record)
    return {field.wire: field for field in record.fields}


def _say(package: Package, field: Field | None, required: str, optional: str) -> str:
    if field is None:
        return "not there"
    words = required if field.presence is Presence.REQUIRED else optional
    return f"{words}, may be null" if isinstance(package.resolve(field.type), Nullable) else words
