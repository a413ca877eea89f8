"""Streams: one server-sent event, modelled as an object of its name and its data, both text.

That is how OpenAPI 3.2 models them for its `itemSchema`. OpenAPI 3.1 does not say what a schema of
`text/event-stream` describes; tools that look into streams take it for that of one event. (Road not taken: a
plain `"type": "string"`. It says nothing of use, and those tools would find no event to be as it says.)
"""

from __future__ import annotations

from collections.abc import Iterator

from specloom.ir import Const, Package, Record, Ref, Stream, Type, Union
from specloom.targets.jsonschema.schemas import Schema, SchemaWriter

_TEXT: Schema = {"type": "string"}


def describe_event(package: Package, events: str, writer: SchemaWriter) -> Schema:
    """The schema of one event in a stream of `events`."""
    union = package.decl_of(Ref(events))
    assert isinstance(union, Union)
    stream = next((stream for stream in package.streams if stream.event == events), None)
    if stream is None:
        return {"description": writer.prose(f"One server-sent event: an {events}.")}
    end = f"The last is {' or '.join(f'`{end}`' for end in stream.end)}." if stream.end else ""
    if stream.data:
        said = (
            f"One server-sent event: its name is the member `{stream.tag}` of an {events}, "
            f"its data the member `{stream.data}`, as JSON. {end}"
        )
        choice = list(_variants(package, union, stream, writer))
        return {"description": writer.prose(said.strip()), "oneOf": choice}
    said = f"One server-sent event: its data is an {events}, as JSON. {end}"
    data = _json(writer.ref(events))
    texts = [end for end in stream.end if end not in {variant.tag for variant in union.variants}]
    if texts:
        data = {"anyOf": [{"enum": texts}, data]}
    return {"description": writer.prose(said.strip()), **_event({"data": data})}


def _variants(
    package: Package, union: Union, stream: Stream, writer: SchemaWriter
) -> Iterator[Schema]:
    """Events by name. An unknown name comes with any data."""
    for variant in union.variants:
        record = package.decl_of(variant.type)
        assert isinstance(record, Record)
        data = next((field.type for field in record.fields if field.wire == stream.data), None)
        name = _TEXT | {"const": variant.tag}
        yield _event({"event": name, "data": _data(package, data, writer)})
    if writer.is_open(union):
        name = _TEXT | {"not": {"enum": [variant.tag for variant in union.variants]}}
        yield _event({"event": name, "data": _TEXT})


def _data(package: Package, type: Type | None, writer: SchemaWriter) -> Schema:
    if type is None:
        return _TEXT
    constant = package.resolve(type)
    if isinstance(constant, Const) and isinstance(constant.value, str):
        return _TEXT | {"const": constant.value}  # a bare text that is no JSON, such as [DONE]
    return _json(writer.type(type))


def _json(content: Schema) -> Schema:
    return _TEXT | {"contentMediaType": "application/json", "contentSchema": content}


def _event(members: Schema) -> Schema:
    return {"type": "object", "required": list(members), "properties": members}
