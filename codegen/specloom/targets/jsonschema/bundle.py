"""The package as one JSON Schema 2020-12 document that needs nothing else.

What specloom knows beyond the standard is spelled out in it: an open choice or union accepts, and a closed
record refuses, exactly what the strict decoders do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, assert_never
from urllib.parse import quote

from specloom.ir import (
    Alias,
    ByTag,
    Choice,
    Const,
    Decl,
    Docs,
    ExactlyOneOf,
    Field,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Record,
    RecordRule,
    Ref,
    RequiredIf,
    Scalar,
    Type,
    Union,
    parts,
)
from specloom.ir import Json as IrJson
from specloom.targets.jsonschema.patterns import portable

Schema: TypeAlias = dict[str, Any]
"""A JSON Schema as JSON text will hold it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How strictly the spec is read.

    `closed` refuses unknown values of choices and unknown variants; no `extra` refuses unknown members.
    """

    closed: bool = False
    extra: bool = True


def bundle(package: Package, reading: Reading = Reading(), root: str | None = None) -> Schema:
    """The bundle; with `root` a schema for that declaration, holding only what it needs."""
    wanted = set(package.decls) if root is None else reachable(package, root)
    document: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{package.name.spelled} {package.version}",
        "description": package.docs.text,
    }
    if root is not None:
        document |= _ref(root)
    document["$defs"] = {
        name: _Writer(reading).decl(decl) for name, decl in package.decls.items() if name in wanted
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


def _ref(name: str) -> Schema:
    pointer = name.replace("~", "~0").replace("/", "~1")
    return {"$ref": f"#/$defs/{quote(pointer, safe='', errors='surrogatepass')}"}


@dataclass(frozen=True, slots=True)
class _Writer:
    reading: Reading

    def decl(self, decl: Decl) -> Schema:
        match decl:
            case Record():
                return self.record(decl)
            case Union():
                return self.union(decl)
            case Choice():
                return self.choice(decl)
            case Alias():
                return _annotated(_type(decl.type), decl.docs)
            case _:
                assert_never(decl)

    def record(self, record: Record) -> Schema:
        schema = _annotated({"type": "object"}, record.docs)
        schema["properties"] = {field.wire: _field(field) for field in record.fields}
        required = [f.wire for f in record.fields if f.presence is Presence.REQUIRED]
        if required:
            schema["required"] = required
        if not (record.open and self.reading.extra):
            schema["additionalProperties"] = False
        if record.rules:
            schema["allOf"] = [_rule(rule) for rule in record.rules]
        return schema

    def choice(self, choice: Choice) -> Schema:
        schema = _annotated({"type": "string"}, choice.docs)
        values = {"enum": [option.value for option in choice.options]}
        if self.is_open(choice):
            return schema | {"anyOf": [values, {"type": "string"}]}
        return schema | values

    def union(self, union: Union) -> Schema:
        variants = [_type(variant.type) for variant in union.variants]
        if isinstance(union.told, ByTag) and self.is_open(union):
            tags = [variant.tag for variant in union.variants]
            unknown = {"type": "string", "not": {"enum": tags}}
            wire = union.told.wire
            variants.append({"type": "object", "required": [wire], "properties": {wire: unknown}})
        return _annotated({"oneOf": variants}, union.docs)

    def is_open(self, decl: Choice | Union) -> bool:
        return decl.open and not self.reading.closed


def _annotated(schema: Schema, docs: Docs) -> Schema:
    notes: Schema = {"description": docs.text} if docs.text else {}
    if docs.since is not None:
        notes["$comment"] = f"since {docs.since}"
    if docs.deprecated:
        notes["deprecated"] = True
    return notes | schema


def _field(field: Field) -> Schema:
    schema = _annotated(_type(field.type), field.docs)
    if field.has_default:
        schema["default"] = _thaw(field.default)
    return schema


def _rule(rule: RecordRule) -> Schema:
    match rule:
        case RequiredIf():
            condition = {"properties": {rule.when: {"const": rule.equals}}, "required": [rule.when]}
            return {"if": condition, "then": {"required": [rule.field]}}
        case ExactlyOneOf():
            return {"oneOf": [{"required": [field]} for field in rule.fields]}
        case _:
            assert_never(rule)


def _type(type: Type) -> Schema:
    match type:
        case Scalar():
            return _scalar(type)
        case Const():
            return {"const": type.value}
        case ListOf():
            limits = _given(minItems=type.min_items, maxItems=type.max_items)
            return {"type": "array", "items": _type(type.item)} | limits
        case MapOf():
            return _map(type)
        case Nullable():
            return _nullable(_type(type.inner))
        case Ref():
            return _ref(type.target)
        case _:
            assert_never(type)


def _scalar(scalar: Scalar) -> Schema:
    if scalar.kind is Kind.ANY:
        return {}
    bounds = scalar.bounds
    return {"type": str(scalar.kind)} | _given(
        format=scalar.format,
        minLength=bounds.min_length,
        maxLength=bounds.max_length,
        pattern=portable(bounds.pattern),
        minimum=bounds.minimum,
        maximum=bounds.maximum,
        exclusiveMinimum=bounds.exclusive_minimum,
        exclusiveMaximum=bounds.exclusive_maximum,
        multipleOf=bounds.multiple_of,
    )


def _map(map: MapOf) -> Schema:
    schema: Schema = {"type": "object"}
    value = _type(map.value)
    if value:
        schema["additionalProperties"] = value
    keys = _given(maxLength=map.key_max_length, pattern=portable(map.key_pattern))
    if keys:
        schema["propertyNames"] = keys
    return schema | _given(minProperties=map.min_members, maxProperties=map.max_members)


def _nullable(schema: Schema) -> Schema:
    if not schema:  # anything, null included
        return schema
    if isinstance(schema.get("type"), str):
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _given(**words: object) -> Schema:
    return {word: value for word, value in words.items() if value is not None}


def _thaw(value: IrJson) -> object:
    if isinstance(value, tuple):
        return [_thaw(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _thaw(item) for key, item in value.items()}
    return value
