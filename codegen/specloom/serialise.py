"""The IR as JSON and back: what `specloom ir` prints, for tools in any language.

Read off the dataclasses of ir, so that the two cannot part. Every member is always written, none left out;
where a value may be one of several kinds of node, its member `node` says which.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias, cast

from specloom import ir
from specloom.ir import Package

Node: TypeAlias = dict[str, Any]
"""A JSON object."""

NODES: Mapping[str, type] = {
    "scalar": ir.Scalar,
    "const": ir.Const,
    "list": ir.ListOf,
    "map": ir.MapOf,
    "nullable": ir.Nullable,
    "ref": ir.Ref,
    "record": ir.Record,
    "union": ir.Union,
    "choice": ir.Choice,
    "alias": ir.Alias,
    "required_if": ir.RequiredIf,
    "exactly_one_of": ir.ExactlyOneOf,
    "by_tag": ir.ByTag,
    "by_kind": ir.ByKind,
}
"""What the member `node` says of a thing that may be of several kinds."""

ROWS: Mapping[tuple[type, str], tuple[str, ...]] = {
    (ir.UnionMerge, "variants"): ("tag", "delta", "snapshot"),
    (ir.Operation, "errors"): ("status", "type"),
    (ir.Operation, "headers"): ("name", "value"),
}
"""Fields that are tuples of tuples, with the names that their columns have in JSON."""

DATA = (ir.Field, "default")
"""The one field that holds any JSON value."""

_TAGS: Mapping[type, str] = {kind: tag for tag, kind in NODES.items()}


class IrError(ValueError):
    """JSON that is no package; `pointer` says where."""

    def __init__(self, pointer: str, fact: str) -> None:
        super().__init__(f"{pointer or 'the document'}: {fact}")
        self.pointer = pointer
        self.fact = fact


def write_package(package: Package) -> Node:
    """`package` as JSON values, `{"ir": 1, ...}`."""
    return {"ir": ir.VERSION} | cast(Node, _write(package))


def read_package(document: object) -> Package:
    """The package that `document` (parsed JSON) holds. Raises IrError, never anything else."""
    if not isinstance(document, dict) or "ir" not in document:
        raise IrError("", "this is no IR: an object with a member 'ir' is expected")
    if document["ir"] != ir.VERSION or isinstance(document["ir"], bool | float):
        raise IrError(
            "/ir", f"this is IR version {document['ir']!r}; version {ir.VERSION} is expected"
        )
    try:
        return cast(Package, _read_node(document, Package, ""))
    except RecursionError:
        raise IrError("", "types are nested too deeply") from None


# --- writing --------------------------------------------------------------------------------------------


def _write(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        node: Node = {"node": _TAGS[kind]} if kind in _TAGS else {}
        for field in fields(value):
            inner = getattr(value, field.name)
            columns = ROWS.get((kind, field.name))
            node[field.name] = _write(inner) if columns is None else _write_rows(inner, columns)
        return node
    if isinstance(value, tuple):
        return [_write(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _write(item) for key, item in value.items()}
    return str(value) if isinstance(value, StrEnum) else value


def _write_rows(rows: Sequence[Sequence[object]], columns: Sequence[str]) -> list[Node]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


# --- reading --------------------------------------------------------------------------------------------


@cache
def field_types(kind: type) -> Mapping[str, Any]:
    """The type of every field of a dataclass of ir."""
    return typing.get_type_hints(kind)


def alternatives(hint: Any) -> tuple[Any, ...]:
    """What a type hint allows: the members of a union, else the hint itself."""
    return typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)


def _read(value: object, hint: Any, pointer: str) -> object:
    kinds = alternatives(hint)
    if isinstance(value, dict):
        return _read_node(value, _kind_of(value, kinds, pointer), pointer)
    if isinstance(value, list):
        for kind in kinds:
            if typing.get_origin(kind) is tuple:
                item = typing.get_args(kind)[0]
                return tuple(_read(v, item, f"{pointer}/{n}") for n, v in enumerate(value))
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            if isinstance(value, str) and value in list(kind):
                return kind(value)
        elif type(value) is kind:
            return value
    raise IrError(pointer, f"{_words(kinds)} is expected, found {_shown(value)}")


def _kind_of(value: Node, kinds: Sequence[Any], pointer: str) -> type:
    nodes = [kind for kind in kinds if is_dataclass(kind)]
    if len(nodes) == 1 and nodes[0] not in _TAGS:
        return cast(type, nodes[0])
    tags = {_TAGS[cast(type, kind)]: cast(type, kind) for kind in nodes if kind in _TAGS}
    tag = value.get("node")
    if not isinstance(tag, str) or tag not in tags:
        raise IrError(f"{pointer}/node" if tags else pointer, f"{_words(kinds)} is expected")
    return tags[tag]


def _read_node(node: Node, kind: type, pointer: str) -> object:
    arguments: dict[str, object] = {}
    for field in fields(kind):
        below = f"{pointer}/{field.name}"
        if field.name not in node:
            if field.default is MISSING:
                raise IrError(below, "it is missing")
            continue  # written by an older tool: fields may be added within a version
        value = node[field.name]
        columns = ROWS.get((kind, field.name))
        if (kind, field.name) == DATA:
            arguments[field.name] = _freeze(value)
        elif columns is not None:
            arguments[field.name] = _read_rows(value, columns, field_types(kind)[field.name], below)
        else:
            arguments[field.name] = _read(value, field_types(kind)[field.name], below)
    return kind(**arguments)


def _read_rows(value: object, columns: Sequence[str], hint: Any, pointer: str) -> object:
    hints = dict(zip(columns, typing.get_args(typing.get_args(hint)[0]), strict=True))
    if not isinstance(value, list):
        raise IrError(pointer, f"a list is expected, found {_shown(value)}")
    rows = []
    for number, row in enumerate(value):
        below = f"{pointer}/{number}"
        if not isinstance(row, dict):
            raise IrError(below, f"an object is expected, found {_shown(row)}")
        for column in columns:
            if column not in row:
                raise IrError(f"{below}/{column}", "it is missing")
        rows.append(tuple(_read(row[c], hints[c], f"{below}/{c}") for c in columns))
    return tuple(rows)


def _freeze(value: object) -> object:
    if isinstance(value, list):
        return tuple(_freeze(item) for item in value)
    if isinstance(value, dict):
        return {key: _freeze(item) for key, item in value.items()}
    return value


def _words(kinds: Sequence[Any]) -> str:
    words = []
    for kind in kinds:
        if kind in _TAGS:
            words.append(f"a node '{_TAGS[kind]}'")
        elif isinstance(kind, type) and issubclass(kind, StrEnum):
            words.extend(f"'{value}'" for value in kind)
        else:
            words.append(_WORDS.get(typing.get_origin(kind) or kind, "an object"))
    return " or ".join(dict.fromkeys(words))


_WORDS: Mapping[Any, str] = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "a boolean",
    types.NoneType: "null",
    tuple: "a list",
}


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return f"{value!r:.40}"
