"""How types and names read in prose."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import assert_never

from specloom.ir import Bounds, Const, Kind, ListOf, MapOf, Nullable, Ref, Scalar, Type
from specloom.ir import Json as IrJson
from specloom.plaintext import neutralise, quote

_PLAIN = re.compile(r"[A-Za-z_$][A-Za-z0-9_.$-]*")


def indent(lines: Iterable[str]) -> list[str]:
    """`lines`, one level in."""
    return [f"  {line}" for line in lines]


def symbol(name: str) -> str:
    """`name` as it is, or quoted where it could be taken for prose."""
    return name if _PLAIN.fullmatch(name) else quote(name)


def listing(words: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def value(json_value: IrJson) -> str:
    """A JSON value on one line."""
    return neutralise(json.dumps(json_value, ensure_ascii=False, sort_keys=True))


def type_words(type: Type) -> str:
    """What `type` accepts."""
    match type:
        case Scalar():
            name = "anything" if type.kind is Kind.ANY else str(type.kind)
            return _limited(name, [*_format(type.format), *_bounds(type.bounds)])
        case Const():
            return f"always {value(type.value)}"
        case ListOf():
            limits = _range(type.min_items, type.max_items, "item", "items")
            return _limited(f"list of {_inner(type.item)}", limits)
        case MapOf():
            limits = _range(type.min_members, type.max_members, "member", "members")
            limits += [
                f"keys of {limit}"
                for limit in _range(None, type.key_max_length, "character", "characters")
            ]
            limits += (
                [f"keys match {quote(type.key_pattern)}"] if type.key_pattern is not None else []
            )
            return _limited(f"map to {_inner(type.value)}", limits)
        case Nullable():
            return f"{type_words(type.inner)} or null"
        case Ref():
            return symbol(type.target)
        case _:
            assert_never(type)


def _inner(type: Type) -> str:
    words = type_words(type)
    return f"({words})" if isinstance(type, Nullable) else words


def _limited(name: str, limits: Sequence[str]) -> str:
    return f"{name} ({', '.join(limits)})" if limits else name


def _format(format: str | None) -> list[str]:
    return [] if format is None else [f"format {symbol(format)}"]


def _bounds(bounds: Bounds) -> list[str]:
    words = _range(bounds.min_length, bounds.max_length, "character", "characters")
    words += _range(bounds.minimum, bounds.maximum, "", "")
    if bounds.exclusive_minimum is not None:
        words.append(f"more than {value(bounds.exclusive_minimum)}")
    if bounds.exclusive_maximum is not None:
        words.append(f"less than {value(bounds.exclusive_maximum)}")
    if bounds.multiple_of is not None:
        words.append(f"a multiple of {value(bounds.multiple_of)}")
    if bounds.pattern is not None:
        words.append(f"matches {quote(bounds.pattern)}")
    return words


def _range(least: float | None, most: float | None, one: str, many: str) -> list[str]:
    if least is None and most is None:
        return []
    if least is None:
        words, count = f"at most {value(most)}", most
    elif most is None:
        words, count = f"at least {value(least)}", least
    elif least == most:
        words, count = f"exactly {value(least)}", least
    else:
        words, count = f"{value(least)} to {value(most)}", most
    return [f"{words} {one if count == 1 else many}".rstrip()]
