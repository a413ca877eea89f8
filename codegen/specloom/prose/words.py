"""How types and names read in prose."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
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
    return "".join(
        symbol(piece.target) if isinstance(piece, Ref) else piece for piece in type_pieces(type)
    )


def type_pieces(type: Type) -> Iterator[str | Ref]:
    """What `type` accepts: words, and the references among them, which one may want to lead somewhere."""
    match type:
        case Scalar():
            limits = [*_format(type.format), *_bounds(type.bounds)]
            yield ("anything" if type.kind is Kind.ANY else str(type.kind)) + _limited(limits)
        case Const():
            yield f"always {value(type.value)}"
        case ListOf():
            yield "list of "
            yield from _inner(type.item)
            yield _limited(_range(type.min_items, type.max_items, "item", "items"))
        case MapOf():
            yield "map to "
            yield from _inner(type.value)
            yield _limited(_limits(type))
        case Nullable():
            yield from type_pieces(type.inner)
            yield " or null"
        case Ref():
            yield type
        case _:
            assert_never(type)


def _limits(type: MapOf) -> list[str]:
    limits = _range(type.min_members, type.max_members, "member", "members")
    keys = _range(None, type.key_max_length, "character", "characters")
    limits += [f"keys of {limit}" for limit in keys]
    if type.key_pattern is not None:
        limits.append(f"keys match {quote(type.key_pattern)}")
    return limits


def _inner(type: Type) -> Iterator[str | Ref]:
    if isinstance(type, Nullable):
        yield from ("(", *type_pieces(type), ")")
    else:
        yield from type_pieces(type)


def _limited(limits: Sequence[str]) -> str:
    return f" ({', '.join(limits)})" if limits else ""


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
