"""A second reading of the spec, straight from its files, to hold everything else against.

It shares no code with specloom: plain jsonschema, taught the few words of the dialect that change
a verdict (open choices and unions) and where a complaint belongs (spec/README.md).
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from jsonschema import Draft202012Validator, ValidationError, validators
from referencing import Registry
from referencing.jsonschema import DRAFT202012

SPEC = Path(__file__).parents[1] / "spec"

Json: TypeAlias = Any
Found: TypeAlias = Iterator[ValidationError]


@cache
def read_documents() -> Mapping[str, Json]:
    """Every document of the spec by its file name."""
    files = sorted(SPEC.glob("*.schema.json"))
    documents = {path.name: json.loads(path.read_text("utf-8")) for path in files}
    documents.pop("dialect.schema.json", None)
    return documents


def homes() -> dict[str, str]:
    """The file of every definition."""
    return {name: file for file, doc in read_documents().items() for name in doc["$defs"]}


def definitions() -> dict[str, Json]:
    """Every definition by its name."""
    return {name: body for doc in read_documents().values() for name, body in doc["$defs"].items()}


def name_of(ref: str) -> str:
    """The definition that a `$ref` names."""
    return ref.rpartition("/")[2]


# --- what the dialect's own words mean for a verdict ----------------------------------------------


def read_enum(validator: Any, values: Json, instance: Json, schema: Json) -> Found:
    if schema.get("x-closed") and isinstance(instance, str) and instance not in values:
        yield ValidationError(f"{instance!r} is not one of {values}")


def read_union(validator: Any, variants: Json, instance: Json, schema: Json) -> Found:
    """A `oneOf`: by tag, by kind, or the rule that exactly one of some members is there."""
    if all(set(variant) == {"required"} for variant in variants):
        named = [v for v in variants if isinstance(instance, dict) and v["required"][0] in instance]
        if isinstance(instance, dict) and len(named) != 1:
            yield ValidationError("not exactly one of the members is there")
    elif (tag := schema.get("x-tag")) is None:
        fitting = [variant for variant in variants if kind_of(variant) == kind(instance)]
        for variant in fitting:
            yield from validator.descend(instance, variant)
        if not fitting:
            yield ValidationError(f"{instance!r} is of no kind that is expected")
    elif not isinstance(instance, dict):
        yield ValidationError(f"{instance!r} is not an object")
    elif not isinstance(instance.get(tag), str):
        yield ValidationError(f"{tag!r} is missing or not a string", path=[tag])
    else:
        tags = {definition(v)["properties"][tag].get("const"): v for v in variants}
        if instance[tag] in tags:
            yield from validator.descend(instance, tags[instance[tag]])
        elif schema.get("x-closed"):
            yield ValidationError(f"{instance[tag]!r} is not one of {list(tags)}", path=[tag])


def read_nullable(validator: Any, branches: Json, instance: Json, schema: Json) -> Found:
    if instance is not None:
        yield from validator.descend(instance, branches[0])


def read_required(validator: Any, names: Json, instance: Json, schema: Json) -> Found:
    for name in names if isinstance(instance, dict) else ():
        if name not in instance:
            yield ValidationError(f"{name!r} is missing", path=[name])


def read_further_members(validator: Any, values: Json, instance: Json, schema: Json) -> Found:
    known = schema.get("properties", {})
    for name in instance if isinstance(instance, dict) else ():
        if name not in known and values is False:
            yield ValidationError(f"{name!r} is not expected", path=[name])
        elif name not in known:
            yield from validator.descend(instance[name], values, path=name)


def read_names(validator: Any, rule: Json, instance: Json, schema: Json) -> Found:
    for name in instance if isinstance(instance, dict) else ():
        for error in validator.descend(name, rule):
            yield ValidationError(error.message, path=[name])


def read_pattern(validator: Any, pattern: Json, instance: Json, schema: Json) -> Found:
    """`$` is the end of the text; Python's also matches before a last line feed."""
    exact = re.sub(r"\\.|\[[^\]]*\]|\$", lambda m: r"\Z" if m[0] == "$" else m[0], pattern)
    if isinstance(instance, str) and not re.search(exact, instance):
        yield ValidationError(f"{instance!r} does not match {pattern}")


Reader: Any = validators.extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {
        "additionalProperties": read_further_members,
        "anyOf": read_nullable,
        "enum": read_enum,
        "oneOf": read_union,
        "pattern": read_pattern,
        "propertyNames": read_names,
        "required": read_required,
    },
)


def definition(use: Json) -> Json:
    """What a use refers to, aliases followed; the use itself if it is no reference."""
    while "$ref" in use:
        use = definitions()[name_of(use["$ref"])]
    return use


def kind(instance: Json) -> str:
    names = {str: "string", bool: "boolean", list: "array", dict: "object", type(None): "null"}
    return names.get(type(instance), "number")


def kind_of(use: Json) -> str:
    """The JSON kind of the values of a variant of a union by kind."""
    body = definition(use)
    if "const" in body:
        return kind(body["const"])
    return "object" if "x-tag" in body else str(body["type"]).replace("integer", "number")


# --- verdicts -------------------------------------------------------------------------------------


def reader_of(name: str, documents: Mapping[str, Json] | None = None) -> Any:
    """A validator for one definition, of the spec or of a changed copy of its documents."""
    documents = documents or read_documents()
    resources = [(file, DRAFT202012.create_resource(doc)) for file, doc in documents.items()]
    registry: Registry[Json] = Registry().with_resources(resources)
    return Reader({"$ref": f"{homes()[name]}#/$defs/{name}"}, registry=registry)


def complaints(reader: Any, payload: Json) -> list[tuple[str, str]]:
    """Every complaint as (JSON pointer into the payload, message)."""
    errors = reader.iter_errors(payload)
    return [(pointer_to(error.absolute_path), error.message) for error in errors]


def pointer_to(path: Any) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def steps_of(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def without(rule: str) -> dict[str, Json]:
    """The documents less the one keyword, schema or list element that `rule` points at."""
    file, _, pointer = rule.partition("#")
    changed = {**read_documents(), file: copy.deepcopy(read_documents()[file])}
    *steps, last = steps_of(pointer)
    place = changed[file]
    for step in steps:
        place = place[int(step)] if isinstance(place, list) else place[step]
    del place[int(last) if isinstance(place, list) else last]
    return changed
