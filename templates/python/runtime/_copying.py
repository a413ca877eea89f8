"""Plain JSON values: telling their kinds, copying them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeGuard


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Whether a JSON value is a list."""
    return isinstance(value, list)


def copy_json(value: Any, other: Callable[[Any], Any] | None = None) -> Any:
    """A deep copy of parsed JSON, however deep it is nested; `other` copies what is not JSON."""
    box: list[Any] = []
    stack: list[tuple[Any, Any]] = [([value], box)]
    while stack:
        source, target = stack.pop()
        listed = source.__class__ is list
        for name in range(len(source)) if listed else source:
            item = source[name]
            copy: Any = item
            if item.__class__ is dict:
                copy = {}
                stack.append((item, copy))
            elif item.__class__ is list:
                copy = []
                stack.append((item, copy))
            elif other is not None:
                copy = other(item)
            if listed:
                target.append(copy)
            else:
                target[name] = copy
    return box[0]
