"""A value of a package's own for its README, as small as the spec allows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from specloom.ir import (
    Alias,
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
from specloom.targets.python.names import Names, field_name

_DEEPEST = 8


class _NoSampleError(Exception):
    """A value cannot be made up: a pattern would have to be met, or there is no end to it."""


def write_sample(names: Names) -> Sequence[str]:
    """Lines of a session at the prompt; none if nothing can be made up."""
    package = names.package
    wanted = [operation.response for operation in package.operations]
    for name in [*wanted, *package.decls]:
        record = package.decls[name]
        if not isinstance(record, Record) or not record.open:
            continue
        shown = next((f for f in record.fields if f.presence is Presence.REQUIRED), None)
        if shown is None:
            continue
        try:
            value = _record(record, package, 0)
        except _NoSampleError:
            continue
        kind, variable = names.types[name], field_name(record.name)
        attribute = names.fields(record)[shown.wire]
        return (
            f">>> from {names.import_name} import {kind}",
            f">>> {variable} = {kind}.from_json({json.dumps(value)!r})",
            f">>> {variable}.{attribute}",
            repr(value[shown.wire]),
            f">>> {variable}.problems()",
            "[]",
            f">>> {kind}.decode({variable}.encode(), strict=True) == {variable}",
            "True",
            "",  # ends the expected output for doctest
        )
    return ()


def _record(record: Record, package: Package, depth: int) -> dict[str, Any]:
    return {
        field.wire: _value(field.type, package, depth + 1)
        for field in record.fields
        if field.presence is Presence.REQUIRED
    }


def _value(type: Type, package: Package, depth: int) -> Any:
    if depth > _DEEPEST:
        raise _NoSampleError
    match type:
        case Scalar():
            return _scalar(type)
        case Const():
            return type.value
        case Nullable():
            return None
        case ListOf():
            return [_value(type.item, package, depth + 1)] * (type.min_items or 0)
        case MapOf():
            if type.min_members:
                raise _NoSampleError
            return {}
        case Ref():
            return _decl(type.target, package, depth)


def _scalar(scalar: Scalar) -> Any:
    bounds = scalar.bounds
    if bounds.pattern is not None or bounds.multiple_of is not None:
        raise _NoSampleError
    match scalar.kind:
        case Kind.STRING:
            return (
                "abc"
                if (bounds.min_length or 0) <= 3 <= (bounds.max_length or 3)
                else "a" * (bounds.min_length or 0)
            )
        case Kind.INTEGER | Kind.NUMBER:
            limits = (bounds.maximum, bounds.exclusive_minimum, bounds.exclusive_maximum)
            if any(limit is not None for limit in limits):
                raise _NoSampleError
            return bounds.minimum or 1
        case Kind.BOOLEAN:
            return True
        case Kind.ANY:
            return None


def _decl(name: str, package: Package, depth: int) -> Any:
    decl = package.decls[name]
    match decl:
        case Record():
            if decl.rules:
                raise _NoSampleError
            return _record(decl, package, depth)
        case Union():
            return _value(decl.variants[0].type, package, depth + 1)
        case Choice():
            return decl.options[0].value
        case Alias():
            return _value(decl.type, package, depth + 1)
