"""What in a payload tells its type: collected once from a package, as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specloom.ir import ByTag, Const, Kind, Package, Record, Scalar, Stream, Type, Union
from specloom.validate.telling import MARKER


def find_clues(package: Package) -> dict[str, Any]:
    """How types can be told, as JSON.

    `marked`: names by the constant of their member `object`; `loosely`: names that have such a member
    without a constant; `streams`: how events name themselves; `bodies`: what operations send; `tags`: the
    member that tells the variants of each union; `names`: all.
    """
    marked: dict[str, list[str]] = {}
    loosely: list[str] = []
    for name, decl in package.decls.items():
        found = _marker(package, decl) if isinstance(decl, Record) else None
        if isinstance(found, Const) and isinstance(found.value, str):
            marked.setdefault(found.value, []).append(name)
        elif isinstance(found, Scalar) and found.kind is Kind.STRING:
            loosely.append(name)
    return {
        "marked": marked,
        "loosely": _asked_for(package, loosely),
        "streams": [_stream(package, stream) for stream in package.streams],
        "bodies": list(dict.fromkeys(_bodies(package))),
        "tags": {
            name: decl.told.wire
            for name, decl in package.decls.items()
            if isinstance(decl, Union) and isinstance(decl.told, ByTag)
        },
        "names": list(package.decls),
    }


def _marker(package: Package, record: Record) -> Type | None:
    return next((package.resolve(f.type) for f in record.fields if f.wire == MARKER), None)


def _asked_for(package: Package, names: list[str]) -> list[str]:
    """`names`, those first that operations answer with: a page of results, rather than some part of one."""
    responses = {operation.response for operation in package.operations}
    return sorted(names, key=lambda name: name not in responses)


def _bodies(package: Package) -> Iterator[str]:
    for operation in package.operations:
        yield from filter(None, (operation.body, operation.query))


def _stream(package: Package, stream: Stream) -> dict[str, Any]:
    """How the events of `stream` look on the wire.

    `apart`: an event is put together from its name and its data; otherwise the data is all of it. `raw`: the
    events whose data is text and not JSON.
    """
    union = package.decls[stream.event]
    assert isinstance(union, Union), "a stream is declared on a union"
    assert isinstance(union.told, ByTag), "of tagged events"
    members = {
        variant.tag or "": _member(package, variant.type, stream.data) for variant in union.variants
    }
    return {
        "event": stream.event,
        "tag": stream.tag,
        "data": stream.data,
        "tags": list(members),
        "apart": any(type is not None for type in members.values()),
        "raw": [tag for tag, type in members.items() if type is not None and _is_text(type)],
        "end": list(stream.end),
    }


def _member(package: Package, type: Type, wire: str) -> Type | None:
    record = package.decl_of(type)
    if not isinstance(record, Record):
        return None
    return next((package.resolve(f.type) for f in record.fields if f.wire == wire), None)


def _is_text(type: Type) -> bool:
    match type:
        case Const(value=value):
            return isinstance(value, str)
        case Scalar(kind=kind):
            return kind is Kind.STRING
        case _:
            return False
