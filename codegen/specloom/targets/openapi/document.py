"""The document as a whole: what the API is, its calls by path, its types.

An open union has no `discriminator`: tools take its mapping for complete, and would refuse the variants that
a newer server may send. A union that is closed has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from specloom.ir import Auth, ByTag, Decl, Package, Ref, Union
from specloom.targets.jsonschema.schemas import Reading, Schema, SchemaWriter
from specloom.targets.openapi.calls import CallWriter, shape_of, tag_of
from specloom.targets.openapi.prose import describe_in_prose

Node: TypeAlias = dict[str, Any]
"""An object of the document."""

_BEARER = "bearer"
"""What the document calls the one way to say who calls."""


def describe(package: Package, reading: Reading, origin: str) -> Node:
    """The document; `origin` says who made it from what."""
    writer = SchemaWriter(reading, "/components/schemas", describe_in_prose)
    document: Node = {
        "openapi": "3.1.0",
        "x-origin": origin,
        "info": {
            "title": package.name.spelled,
            "version": package.version,
            "description": describe_in_prose(package.docs.text),
        },
    }
    components: Node = {
        "schemas": {name: _schema(writer, decl) for name, decl in package.decls.items()}
    }
    if package.server:
        document["servers"] = [{"url": package.server}]
    if package.auth is Auth.BEARER:
        document["security"] = [{_BEARER: []}]
        components["securitySchemes"] = {_BEARER: {"type": "http", "scheme": "bearer"}}
    if package.operations:
        calls = CallWriter(package, writer)
        document["tags"] = list(_tags(package))
        document["paths"] = _paths(calls)
        streams = calls.streams()
        components |= {"responses": streams} if streams else {}
    return document | {"components": components}


def _tags(package: Package) -> Iterator[Node]:
    used = {tag_of(operation, package) for operation in package.operations}
    for module in package.modules:
        if module.name.spelled in used:
            prose = describe_in_prose(module.docs.text)
            yield {"name": module.name.spelled, "description": prose}


def _paths(writer: CallWriter) -> Node:
    """The calls, below the path and the method of each.

    Paths that differ in the names of their parameters only are one path to OpenAPI: the first names them.
    """
    first: dict[str, str] = {}
    paths: Node = {}
    for operation in writer.package.operations:
        path = first.setdefault(shape_of(operation.path), operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = writer.call(operation, path)
    return paths


def _schema(writer: SchemaWriter, decl: Decl) -> Schema:
    schema = writer.decl(decl)
    if isinstance(decl, Union) and isinstance(decl.told, ByTag) and not writer.is_open(decl):
        mapping = {
            variant.tag: writer.ref(variant.type.target)["$ref"]
            for variant in decl.variants
            if isinstance(variant.type, Ref)
        }
        schema["discriminator"] = {"propertyName": decl.told.wire, "mapping": mapping}
    return schema
