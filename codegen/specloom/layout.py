"""One way to lay JSON out, for specs (`specloom fmt`) and for what is made of them.

Two spaces; what fits on a line of 100 columns stands on one, unless it holds a description: prose gets a line
of its own. Members of schemas come in the order of the dialect, names and data in the order of the author.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from specloom.plaintext import neutralise

WIDTH = 100

_ORDER = """
    $schema $id $ref type const anyOf
    format pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf
    items minItems maxItems
    of id object delta create refresh patch close set
    rule key dense to at null decode
    name version
    x-name x-merge default title description $comment x-since x-package x-delta-defaults x-delta enum
    properties required additionalProperties minProperties maxProperties propertyNames
    oneOf x-tag x-closed x-value-names x-stream data targets end error ignore if then allOf
    server auth
    operations method path params query body bodyRequired response events trigger errors paginated headers
    examples deprecated $defs
"""
_RANK: Mapping[str, int] = {word: rank for rank, word in enumerate(_ORDER.split())}
_NAMES = frozenset(
    ["$defs", "properties", "targets", "params", "errors", "headers", "operations", "x-value-names"]
)
"""Words whose members are named by the author."""
_DATA = frozenset(["const", "default", "enum", "examples"])


def lay_out(value: Any) -> str:
    """`value` as JSON text, harmless to print; the same value when read back."""
    return neutralise("".join(_lines(value, 0, 0))) + "\n"


def in_dialect_order(schema: Any) -> Any:
    """`schema` with the members of every schema in it in the order of the dialect."""
    match schema:
        case dict():
            words = sorted(schema, key=lambda word: _RANK.get(word, len(_RANK)))
            return {word: _ordered_word(word, schema[word]) for word in words}
        case list():
            return [in_dialect_order(item) for item in schema]
        case _:
            return schema


def _ordered_word(word: str, value: Any) -> Any:
    if word in _DATA:
        return value
    if word in _NAMES and isinstance(value, dict):
        return {name: in_dialect_order(inner) for name, inner in value.items()}
    return in_dialect_order(value)


def _lines(value: Any, level: int, before: int) -> Iterator[str]:
    """`value` as pieces of text; `before` columns of its first line are taken, a comma at its end too."""
    if not isinstance(value, dict | list) or not value:
        yield _compact(value)
        return
    if level and not _is_tall(value):
        line = _compact(value)
        if before + len(line) <= WIDTH:
            yield line
            return
    inside = "  " * (level + 1)
    heads, items = _members(value)
    yield "{" if isinstance(value, dict) else "["
    for number, (head, item) in enumerate(zip(heads, items, strict=True)):
        yield f"{',' if number else ''}\n{inside}{head}"
        comma = number + 1 < len(items)
        yield from _lines(item, level + 1, len(inside) + len(head) + comma)
    yield f"\n{'  ' * level}{'}' if isinstance(value, dict) else ']'}"


def _members(value: dict[str, Any] | list[Any]) -> tuple[list[str], Sequence[Any]]:
    if isinstance(value, dict):
        return [f"{_compact(name)}: " for name in value], list(value.values())
    return ["" for _ in value], value


def _is_tall(value: Any) -> bool:
    if isinstance(value, dict):
        return "description" in value or any(_is_tall(item) for item in value.values())
    return isinstance(value, list) and any(_is_tall(item) for item in value)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
