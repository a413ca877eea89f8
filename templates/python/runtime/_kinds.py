"""JSON kinds of Python values."""

from __future__ import annotations

from typing import Any, TypeGuard


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Whether a value is a JSON array."""
    return isinstance(value, list)


def is_object(value: Any) -> TypeGuard[dict[Any, Any]]:
    """Whether a value is a JSON object; its keys may still be no strings."""
    return isinstance(value, dict)


def kind_of(value: Any) -> str:
    """The JSON kind of a value, as JSON Schema calls it; empty for what is no JSON value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case str():
            return "string"
        case int() | float():
            return "number"
        case list():
            return "array"
        case dict():
            return "object"
        case _:
            return ""
