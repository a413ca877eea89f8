"""The JSON Schema of the serialised IR, read off the dataclasses of ir; published as schemas/ir.schema.json.

Its objects are open: within a version members may be added, and an older schema accepts a newer package.
"""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from specloom import ir
from specloom.serialise import DATA, NODES, ROWS, alternatives, field_types

_FAMILIES: Mapping[str, Any] = {
    "Type": ir.Type,
    "Decl": ir.Decl,
    "RecordRule": ir.RecordRule,
}
"""Unions of nodes that have a name of their own in ir."""

_SCALARS: Mapping[Any, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    types.NoneType: "null",
}


def ir_schema() -> dict[str, Any]:
    """The schema of what `specloom ir` prints."""
    kinds = [kind for _, kind in inspect.getmembers(ir, _is_part)]
    definitions = {kind.__name__: _kind_schema(kind) for kind in kinds if kind is not ir.Package}
    for name, family in _FAMILIES.items():
        definitions[name] = {"oneOf": [_ref(kind) for kind in typing.get_args(family)]}
    package = _kind_schema(ir.Package)
    version = {"description": "Version of this form of the IR.", "const": ir.VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "specloom IR",
        **package,
        "properties": {"ir": version, **package["properties"]},
        "required": ["ir", *package["required"]],
        "$defs": dict(sorted(definitions.items())),
    }


def _is_part(thing: object) -> bool:
    if not isinstance(thing, type):
        return False
    return is_dataclass(thing) or issubclass(thing, StrEnum)


def _kind_schema(kind: Any) -> dict[str, Any]:
    described = {"description": _prose(kind)}
    if issubclass(kind, StrEnum):
        return described | {"type": "string", "enum": [str(value) for value in kind]}
    tag = next((tag for tag, node in NODES.items() if node is kind), None)
    properties: dict[str, Any] = {} if tag is None else {"node": {"const": tag}}
    for field in fields(kind):
        hint = field_types(kind)[field.name]
        columns = ROWS.get((kind, field.name))
        if (kind, field.name) == DATA:
            properties[field.name] = {}
        elif columns is not None:
            properties[field.name] = _rows_schema(columns, hint)
        else:
            properties[field.name] = _schema(hint)
    return described | {"type": "object", "properties": properties, "required": list(properties)}


def _rows_schema(columns: tuple[str, ...], hint: Any) -> dict[str, Any]:
    hints = typing.get_args(typing.get_args(hint)[0])
    cells = {column: _schema(inner) for column, inner in zip(columns, hints, strict=True)}
    row = {"type": "object", "properties": cells, "required": list(columns)}
    return {"type": "array", "items": row}


def _schema(hint: Any) -> dict[str, Any]:
    for name, family in _FAMILIES.items():
        if hint == family:
            return {"$ref": f"#/$defs/{name}"}
    kinds = alternatives(hint)
    scalars = [_SCALARS[kind] for kind in kinds if kind in _SCALARS]
    if "number" in scalars:  # integers are numbers
        scalars = [scalar for scalar in scalars if scalar != "integer"]
    others = [_one(kind) for kind in kinds if kind not in _SCALARS]
    if not others:
        return {"type": scalars[0] if len(scalars) == 1 else scalars}
    if scalars:
        others.append({"type": scalars[0] if len(scalars) == 1 else scalars})
    return others[0] if len(others) == 1 else {"oneOf": others}


def _one(kind: Any) -> dict[str, Any]:
    if typing.get_origin(kind) is tuple:
        return {"type": "array", "items": _schema(typing.get_args(kind)[0])}
    return _ref(kind)


def _ref(kind: type) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _prose(kind: type) -> str:
    """The docstring as one paragraph a paragraph."""
    paragraphs = inspect.cleandoc(kind.__doc__ or "").split("\n\n")
    return "\n\n".join(re.sub(r"\s+", " ", paragraph) for paragraph in paragraphs)
