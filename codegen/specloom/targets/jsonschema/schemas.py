"""Declarations and uses as schemas in standard words.

Where the schemas of a document stand differs: below `$defs` in a bundle, elsewhere in other documents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    Presence,
    Record,
    RecordRule,
    Ref,
    RequiredIf,
    Scalar,
    Type,
    Union,
)
from specloom.ir import Json as IrJson
from specloom.pointers import escape
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


AS_IT_IS = Reading()
"""The reading of the decoders."""


@dataclass(frozen=True, slots=True)
class SchemaWriter:
    """Writes schemas for a document that holds the declarations at `home`, a JSON pointer.

    `prose` makes of a text what the document takes for one.
    """

    reading: Reading
    home: str = "/$defs"
    prose: Callable[[str], str] = str

    def ref(self, name: str) -> Schema:
        """A reference to a declaration."""
        return {"$ref": f"#{self.home}/{quote(escape(name), safe='', errors='surrogatepass')}"}

    # --- declarations ---------------------------------------------------------------------------------

    def decl(self, decl: Decl) -> Schema:
        """A declaration."""
        match decl:
            case Record():
                return self._record(decl)
            case Union():
                return self._union(decl)
            case Choice():
                return self._choice(decl)
            case Alias():
                return self._annotated(self.type(decl.type), decl.docs)
            case _:
                assert_never(decl)

    def is_open(self, decl: Choice | Union) -> bool:
        """Whether what the spec does not know is accepted."""
        return decl.open and not self.reading.closed

    def _record(self, record: Record) -> Schema:
        schema = self._annotated({"type": "object"}, record.docs)
        schema["properties"] = {field.wire: self.field(field) for field in record.fields}
        required = [f.wire for f in record.fields if f.presence is Presence.REQUIRED]
        if required:
            schema["required"] = required
        if not (record.open and self.reading.extra):
            schema["additionalProperties"] = False
        if record.rules:
            schema["allOf"] = [_rule(rule) for rule in record.rules]
        return schema

    def _choice(self, choice: Choice) -> Schema:
        schema = self._annotated({"type": "string"}, choice.docs)
        values = {"enum": [option.value for option in choice.options]}
        if self.is_open(choice):
            return schema | {"anyOf": [values, {"type": "string"}]}
        return schema | values

    def _union(self, union: Union) -> Schema:
        variants = [self.type(variant.type) for variant in union.variants]
        if isinstance(union.told, ByTag) and self.is_open(union):
            tags = [variant.tag for variant in union.variants]
            unknown = {"type": "string", "not": {"enum": tags}}
            wire = union.told.wire
            variants.append({"type": "object", "required": [wire], "properties": {wire: unknown}})
        return self._annotated({"oneOf": variants}, union.docs)

    # --- uses -----------------------------------------------------------------------------------------

    def field(self, field: Field) -> Schema:
        """What a member may hold, with its description and default."""
        schema = self._annotated(self.type(field.type), field.docs)
        if field.has_default:
            schema["default"] = _thaw(field.default)
        return schema

    def type(self, type: Type) -> Schema:
        """A use of a type."""
        match type:
            case Scalar():
                return _scalar(type)
            case Const():
                return {"const": type.value}
            case ListOf():
                limits = _given(minItems=type.min_items, maxItems=type.max_items)
                return {"type": "array", "items": self.type(type.item)} | limits
            case MapOf():
                return self._map(type)
            case Nullable():
                return _nullable(self.type(type.inner))
            case Ref():
                return self.ref(type.target)
            case _:
                assert_never(type)

    def _annotated(self, schema: Schema, docs: Docs) -> Schema:
        notes: Schema = {"description": self.prose(docs.text)} if docs.text else {}
        if docs.since is not None:
            notes["$comment"] = f"since {docs.since}"
        if docs.deprecated:
            notes["deprecated"] = True
        return notes | schema

    def _map(self, map: MapOf) -> Schema:
        schema: Schema = {"type": "object"}
        value = self.type(map.value)
        if value:
            schema["additionalProperties"] = value
        keys = _given(maxLength=map.key_max_length, pattern=portable(map.key_pattern))
        if keys:
            schema["propertyNames"] = keys
        return schema | _given(minProperties=map.min_members, maxProperties=map.max_members)


def _rule(rule: RecordRule) -> Schema:
    match rule:
        case RequiredIf():
            condition = {"properties": {rule.when: {"const": rule.equals}}, "required": [rule.when]}
            return {"if": condition, "then": {"required": [rule.field]}}
        case ExactlyOneOf():
            return {"oneOf": [{"required": [field]} for field in rule.fields]}
        case _:
            assert_never(rule)


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
