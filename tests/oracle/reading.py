"""Whether a value is what a type says, by the letter: the pointers of everything that is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from oracle.shapes import fits
from oracle.values import Json, below, equal, is_number
from specloom.ir import (
    Bounds,
    ByTag,
    ExactlyOneOf,
    Field,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Record,
    Ref,
    RequiredIf,
    Scalar,
    Type,
    Union,
)


def complaints(package: Package, type: Type, value: Json, pointer: str = "") -> Iterator[str]:
    """The pointers of what is wrong with a value, in no particular order."""
    type = package.resolve(type)
    match type:
        case Nullable(inner=inner):
            if value is not None:
                yield from complaints(package, inner, value, pointer)
        case Scalar():
            if not scalar_is_good(package, type, value):
                yield pointer
        case ListOf():
            yield from complaints_of_list(package, type, value, pointer)
        case MapOf():
            yield from complaints_of_map(package, type, value, pointer)
        case Ref(target=target):
            decl = package.decls[target]
            if isinstance(decl, Record):
                yield from complaints_of_record(package, decl, value, pointer)
            elif isinstance(decl, Union):
                yield from complaints_of_union(package, decl, value, pointer)
            elif not fits(package, type, value):
                yield pointer
        case _:
            if not fits(package, type, value):
                yield pointer


def scalar_is_good(package: Package, type: Scalar, value: Json) -> bool:
    """Whether a scalar is of its kind and keeps its bounds."""
    if type.kind is Kind.ANY:
        return True
    return value is not None and fits(package, type, value) and within(type.bounds, value)


def within(bounds: Bounds, value: Json) -> bool:
    """Whether a scalar keeps its bounds."""
    if is_number(value):
        if outside(value, bounds.minimum, bounds.maximum):
            return False
        low, high = bounds.exclusive_minimum, bounds.exclusive_maximum
        return (low is None or value > low) and (high is None or value < high)
    if isinstance(value, str):
        if outside(len(value), bounds.min_length, bounds.max_length):
            return False
        return bounds.pattern is None or bool(re.search(ended(bounds.pattern), value))
    return True


def ended(pattern: str) -> str:
    """A pattern whose `$` means the very end, as in JSON Schema."""
    return re.sub(r"(?<!\\)\$$", r"\\Z", pattern)


def outside(count: float, least: float | None, most: float | None) -> bool:
    """Whether a number is not between two others."""
    return (least is not None and count < least) or (most is not None and count > most)


def complaints_of_list(package: Package, type: ListOf, value: Json, pointer: str) -> Iterator[str]:
    """The same for a list."""
    if not isinstance(value, list) or outside(len(value), type.min_items, type.max_items):
        yield pointer
        return
    for position, part in enumerate(value):
        yield from complaints(package, type.item, part, below(pointer, position))


def complaints_of_map(package: Package, type: MapOf, value: Json, pointer: str) -> Iterator[str]:
    """The same for an open object."""
    if not isinstance(value, dict) or outside(len(value), type.min_members, type.max_members):
        yield pointer
        return
    for name, part in value.items():
        if outside(len(name), None, type.key_max_length):
            yield below(pointer, name)
        else:
            yield from complaints(package, type.value, part, below(pointer, name))


def complaints_of_record(
    package: Package, record: Record, value: Json, pointer: str
) -> Iterator[str]:
    """The same for a record."""
    if not isinstance(value, dict):
        yield pointer
        return
    known: dict[str, Field] = {field.wire: field for field in record.fields}
    for name, field in known.items():
        if name in value:
            yield from complaints(package, field.type, value[name], below(pointer, name))
        elif field.presence is Presence.REQUIRED:
            yield below(pointer, name)
    if not record.open:
        yield from (below(pointer, name) for name in value.keys() - known.keys())
    for rule in record.rules:
        match rule:
            case RequiredIf(field=name, when=when, equals=equals):
                if name not in value and equal(value.get(when), equals):
                    yield below(pointer, name)
            case ExactlyOneOf(fields=names):
                if sum(name in value for name in names) != 1:
                    yield pointer


def complaints_of_union(package: Package, union: Union, value: Json, pointer: str) -> Iterator[str]:
    """The same for a union: by its tag, or by the kind of the value."""
    if isinstance(union.told, ByTag):
        place = below(pointer, union.told.wire)
        if not isinstance(value, dict):
            yield pointer
        elif not isinstance(value.get(union.told.wire), str):
            yield place
        else:
            tagged = [v for v in union.variants if v.tag == value[union.told.wire]]
            if tagged:
                yield from complaints(package, tagged[0].type, value, pointer)
            elif not union.open:
                yield place
        return
    for variant in union.variants:
        if value is not None and fits(package, variant.type, value):
            yield from complaints(package, variant.type, value, pointer)
            return
    yield pointer
