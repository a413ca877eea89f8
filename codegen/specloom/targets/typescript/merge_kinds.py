"""What members of deltas may hold and what new snapshots begin with, as TypeScript expressions."""

from __future__ import annotations

from collections.abc import Sequence

from specloom.ir import (
    ByTag,
    Choice,
    Const,
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
from specloom.targets.typescript.layout import Doc, array, call, record, rows
from specloom.targets.typescript.literals import literal, own_key, quoted

_SCALARS = {
    Kind.STRING: "rt.isText",
    Kind.INTEGER: "rt.isWhole",
    Kind.NUMBER: "rt.isNumber",
    Kind.BOOLEAN: "rt.isFlag",
    Kind.ANY: "rt.isAnything",
}


def fits(type: Type, package: Package) -> Doc:
    """The predicate of values that are of the kind of `type`; null is another matter."""
    plain = package.bare(type)
    match plain:
        case Scalar():
            return _SCALARS[plain.kind]
        case Const():
            return call("rt.is", [literal(plain.value)])
        case ListOf():
            return "rt.isList"
        case MapOf():
            return "rt.isRecord"
        case _:
            pass
    decl = package.decl_of(plain)
    if isinstance(decl, Choice):
        if decl.open:
            return "rt.isText"
        return call("rt.among", [array([quoted(option.value) for option in decl.options])])
    if isinstance(decl, Union) and not isinstance(decl.told, ByTag):
        return call("rt.either", [fits(variant.type, package) for variant in decl.variants])
    return "rt.isRecord"


def is_text(type: Type, package: Package) -> bool:
    """Whether the values of `type` are texts."""
    return fits(type, package) == "rt.isText"


def key_names(keys: Sequence[str], item: Type, package: Package) -> Doc:
    """The members that name an entry, and whether their values are texts."""
    found: list[Doc] = []
    for name in keys:
        declared = [record.field(name) for record in package.records_of(item)]
        text = any(is_text(field.type, package) for field in declared if field is not None)
        found.append(record([f"name: {quoted(name)}", f"isText: {literal(text)}"]))
    return rows(found)


def declares(keys: Sequence[str], item: Type, package: Package) -> bool:
    """Whether some item declares a key."""
    return any(record.field(name) for record in package.records_of(item) for name in keys)


def begun(decl: Record, package: Package) -> Doc:
    """A record as deltas make it: its required members that have a neutral value."""
    return record(_begun(decl, package, ()))


def _begun(decl: Record, package: Package, inside: tuple[str, ...]) -> list[Doc]:
    members: list[Doc] = []
    for field in decl.fields:
        if field.presence is Presence.REQUIRED:
            value = _neutral(field.type, package, inside)
            if value is not None:
                members.append([own_key(field.wire), ": ", value])
    return members


def _neutral(type: Type, package: Package, inside: tuple[str, ...]) -> Doc | None:
    """The value that stands for "nothing yet", or None where there is none."""
    type = package.resolve(type)
    match type:
        case Nullable():
            return "null"
        case Scalar(kind=Kind.STRING):
            return '""'
        case Const():
            return literal(type.value)
        case ListOf():
            return "[]"
        case MapOf():
            return "{}"
        case Ref(target=target) if target not in inside:
            decl = package.decls[target]
            if isinstance(decl, Record):
                within = (*inside, target)
                required = [f for f in decl.fields if f.presence is Presence.REQUIRED]
                if all(_neutral(f.type, package, within) is not None for f in required):
                    return record(_begun(decl, package, within))
        case _:
            pass
    return None
