"""What a model consists of."""

from __future__ import annotations

from typing import Any

from threads_api import Record, UnknownVariant


def parts_of(model: Any) -> dict[int, Any]:
    """All objects, lists and dictionaries in a model, by identity; they stay alive with the answer."""
    found: dict[int, Any] = {}
    waiting = [model]
    while waiting:
        part = waiting.pop()
        kind: Any = type(part)
        if kind is list:
            waiting.extend(part)
        elif kind is dict:
            waiting.extend(part.values())
        elif issubclass(kind, Record | UnknownVariant):
            waiting.extend(getattr(part, name) for name in kind.__slots__)
        else:
            continue
        found[id(part)] = part
    return found
