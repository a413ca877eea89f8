"""Which type a payload is of, from what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from specloom.validate.wording import meant, show

MARKER = "object"
"""The member by whose constant objects say what they are, by a convention of many APIs."""
REMEDY = "name it with --type, or map the path to a type under [validate.types] in specloom.toml"


class Untold(NamedTuple):
    """Nothing tells the type: `fact` says why, `pointer` where one would look."""

    fact: str
    pointer: str = ""


def tell(clues: Mapping[str, Any], value: Any, *, request: bool) -> Sequence[str] | Untold:
    """The names that `value` may be, the likeliest first, or why that cannot be told."""
    if request:
        bodies: list[str] = clues["bodies"]
        return bodies or Untold("the spec names no bodies to send")
    if not isinstance(value, dict):
        return Untold(f"nothing tells the type of {show(value)}")
    for stream in clues["streams"]:
        tag = value.get(stream["tag"])
        if isinstance(tag, str):
            known = tag in stream["tags"]
            if known or (stream["apart"] and stream["data"] in value):
                return [stream["event"]]
    return _by_marker(clues, value)


def _by_marker(clues: Mapping[str, Any], value: dict[str, Any]) -> Sequence[str] | Untold:
    marker = value.get(MARKER)
    if not isinstance(marker, str):
        found = "no text" if MARKER in value else "missing"
        pointer = f"/{MARKER}" if MARKER in value else ""
        return Untold(f'nothing tells the type: the member "{MARKER}" is {found}', pointer)
    marked: Mapping[str, list[str]] = clues["marked"]
    loosely: list[str] = clues["loosely"]
    if marker in marked:
        return marked[marker]
    hint = meant(marker, marked)
    if loosely and not hint:
        return loosely
    return Untold(f'no type of the spec has "{MARKER}": {show(marker)}{hint}', f"/{MARKER}")
