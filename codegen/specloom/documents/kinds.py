"""What the author of a definition or a use meant it to be, judged by its words alone."""

from __future__ import annotations

from typing import Any

TYPES = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "array": "list",
    "object": "map",
}
# What an untyped use with one of these words was meant to be.
_TELLTALES = {
    "items": "list",
    "minItems": "list",
    "maxItems": "list",
    "minLength": "string",
    "maxLength": "string",
    "pattern": "string",
    "minimum": "number",
    "maximum": "number",
    "exclusiveMinimum": "number",
    "exclusiveMaximum": "number",
    "multipleOf": "number",
    "additionalProperties": "map",
    "propertyNames": "map",
    "maxProperties": "map",
    "minProperties": "map",
}
_RECORD_WORDS = ("properties", "required", "if", "then", "allOf", "x-delta")


def definition_kind(node: Any) -> str:
    """What the author of a definition meant: record, choice, union_by_tag, union_by_kind or alias."""
    if not isinstance(node, dict):
        return "record"
    if any(word in node for word in _RECORD_WORDS):
        return "record"
    if "oneOf" in node or "x-tag" in node:
        return "union_by_tag" if "x-tag" in node else "union_by_kind"
    return "choice" if "enum" in node else "alias"


def use_shape(node: dict[str, Any]) -> str:
    """The shape of the dialect that a use should have, an inline type, or unknown."""
    if "$ref" in node:
        return "reference"
    if "const" in node:
        return "constant"
    if "enum" in node:
        return "choice"
    if "anyOf" in node:
        parts = node["anyOf"]
        whole = isinstance(parts, list) and len(parts) == 2 and {"type": "null"} in parts
        return "nullable" if whole else "union"
    if "oneOf" in node:
        return "union"
    if any(word in node for word in _RECORD_WORDS):
        return "record"
    if "type" not in node:
        return next((shape for word, shape in _TELLTALES.items() if word in node), "any_value")
    types = node["type"] if isinstance(node["type"], list) else [node["type"]]
    known = [word for word in types if isinstance(word, str) and word in TYPES]
    return TYPES[known[0]] if len(known) == 1 and len(types) <= 2 else "unknown"
