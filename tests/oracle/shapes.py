"""What the types of a spec say about single values: which fit, and which is the neutral one."""

from __future__ import annotations

from collections.abc import Iterator

from oracle.values import ABSENT, Json, equal, is_integer, is_number
from specloom.ir import (
    ByKind,
    Choice,
    Const,
    Decl,
    Field,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)


def bare(package: Package, type: Type) -> Type:
    """A type with aliases followed and null set aside."""
    type = package.resolve(type)
    return bare(package, type.inner) if isinstance(type, Nullable) else type


def takes_null(package: Package, type: Type) -> bool:
    """Whether null is among the values of a type."""
    type = package.resolve(type)
    return isinstance(type, Nullable) or type == Scalar(Kind.ANY)


def fits(package: Package, type: Type, value: Json) -> bool:
    """Whether a value that is not null is of the kind a delta's member declares; it is not looked into."""
    match bare(package, type):
        case Scalar(kind=Kind.STRING):
            return isinstance(value, str)
        case Scalar(kind=Kind.INTEGER):
            return is_integer(value)
        case Scalar(kind=Kind.NUMBER):
            return is_number(value)
        case Scalar(kind=Kind.BOOLEAN):
            return isinstance(value, bool)
        case Const(value=constant):
            return equal(value, constant)
        case ListOf():
            return isinstance(value, list)
        case MapOf():
            return isinstance(value, dict)
        case Ref(target=target):
            return fits_decl(package, package.decls[target], value)
        case _:
            return True


def fits_decl(package: Package, decl: Decl, value: Json) -> bool:
    """The same for a record, a choice or a union."""
    match decl:
        case Choice(options=options, open=open):
            return isinstance(value, str) and (open or value in {one.value for one in options})
        case Union(told=ByKind(), variants=variants):
            return any(fits(package, variant.type, value) for variant in variants)
        case _:
            return isinstance(value, dict)


def leaves(package: Package, item: Type) -> list[str]:
    """The records that an item of a list may be."""
    type = bare(package, item)
    decl = package.decl_of(type)
    if isinstance(decl, Union):
        return [name for variant in decl.variants for name in leaves(package, variant.type)]
    return [type.target] if isinstance(type, Ref) else []


def record_of(package: Package, name: str) -> Record:
    """The record of that name."""
    decl = package.decls[name]
    assert isinstance(decl, Record)
    return decl


def field_of(package: Package, record: str, wire: str) -> Field | None:
    """The member of a record, if it declares it."""
    for field in record_of(package, record).fields:
        if field.wire == wire:
            return field
    return None


def neutral(package: Package, type: Type, inside: tuple[str, ...] = ()) -> Json:
    """The value that stands for "nothing yet" of a type, or ABSENT where there is none."""
    type = package.resolve(type)
    match type:
        case Nullable():
            return None
        case Scalar(kind=Kind.STRING):
            return ""
        case Const(value=constant):
            return constant
        case ListOf():
            return []
        case MapOf():
            return {}
        case Ref(target=target):
            decl = package.decls[target]
            if not isinstance(decl, Record) or target in inside:
                return ABSENT
            members = {
                field.wire: neutral(package, field.type, (*inside, target))
                for field in required(decl)
            }
            return ABSENT if ABSENT in members.values() else members
        case _:
            return ABSENT


def required(record: Record) -> Iterator[Field]:
    """The members a record must have."""
    for field in record.fields:
        if field.presence is Presence.REQUIRED:
            yield field


def complete(package: Package, record: str, members: dict[str, Json]) -> dict[str, Json]:
    """The members of a record that deltas made, with the required ones that have a neutral value."""
    done = dict(members)
    for field in required(record_of(package, record)):
        value = neutral(package, field.type)
        if field.wire not in done and value is not ABSENT:
            done[field.wire] = value
    return done
