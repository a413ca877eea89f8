"""The package as one JSON Schema 2020-12 document that needs nothing else.

What specloom knows beyond the standard is spelled out in it: an open choice or union accepts, and a closed
record refuses, exactly what the strict decoders do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from specloom.ir import Alias, Choice, Decl, Package, Record, Ref, Union, parts
from specloom.targets.jsonschema.schemas import AS_IT_IS, Reading, Schema, SchemaWriter

__all__ = ["Reading", "Schema", "bundle", "reachable", "refers_to"]


def bundle(package: Package, reading: Reading = AS_IT_IS, root: str | None = None) -> Schema:
    """The bundle; with `root` a schema for that declaration, holding only what it needs."""
    wanted = set(package.decls) if root is None else reachable(package, root)
    writer = SchemaWriter(reading)
    document: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{package.name.spelled} {package.version}",
        "description": package.docs.text,
    }
    if root is not None:
        document |= writer.ref(root)
    document["$defs"] = {
        name: writer.decl(decl) for name, decl in package.decls.items() if name in wanted
    }
    return document


def reachable(package: Package, root: str) -> set[str]:
    """`root` and the names of all declarations that it refers to, however far."""
    found: set[str] = set()
    ahead = [root]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead.extend(refers_to(package.decls[name]))
    return found


def refers_to(decl: Decl) -> Iterator[str]:
    """The names that `decl` refers to, in order, repeats included."""
    match decl:
        case Record():
            types = [field.type for field in decl.fields]
        case Union():
            types = [variant.type for variant in decl.variants]
        case Alias():
            types = [decl.type]
        case Choice():
            types = []
        case _:
            assert_never(decl)
    yield from (part.target for type in types for part in parts(type) if isinstance(part, Ref))
