"""Whether single values keep to their limits, decided as the validator decides it.

What depends on an engine (regular expressions, multiples of fractions) is put to the same engine that gave
the verdict; two of them would disagree some day.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs

from specloom.ir import Bounds, Kind, MapOf
from specloom.validate.surrogates import mend
from specloom.validate.wording import count, show

_NUMBERS = (int, float)


def fits_kind(kind: Kind, value: Any) -> bool:
    """Whether `value` is of the JSON type that `kind` names; 1.0 is an integer, true is no number."""
    match kind:
        case Kind.ANY:
            return True
        case Kind.STRING:
            return isinstance(value, str)
        case Kind.BOOLEAN:
            return isinstance(value, bool)
        case Kind.NUMBER:
            return isinstance(value, _NUMBERS) and not isinstance(value, bool)
        case Kind.INTEGER:
            if isinstance(value, float):
                return value.is_integer()
            return isinstance(value, int) and not isinstance(value, bool)


def same(wanted: str | int | bool, value: Any) -> bool:
    """Whether two JSON values are equal: 1 is 1.0 and is not true."""
    if isinstance(wanted, bool) or isinstance(value, bool):
        return wanted is value
    return bool(wanted == value)


def check_scalar(bounds: Bounds, value: Any) -> Iterator[tuple[str, str]]:
    """The (fact, code) of every limit that `value`, of the right kind, breaks."""
    if isinstance(value, str):
        yield from _check_text(bounds, value)
    elif isinstance(value, _NUMBERS) and not isinstance(value, bool):
        yield from _check_number(bounds, value)


def check_key(type: MapOf, key: str) -> Iterator[tuple[str, str]]:
    """The (fact, code) of every limit that a key of a map breaks."""
    if type.key_max_length is not None and len(key) > type.key_max_length:
        wanted = count(type.key_max_length, "character")
        yield f"expected a name of at most {wanted}, found {len(key)}", "wrong-name"
    if type.key_pattern is not None and not matches(type.key_pattern, key):
        yield f"expected a name that matches {type.key_pattern}, found {show(key)}", "wrong-name"


def matches(pattern: str, text: str) -> bool:
    """Whether the validator finds `pattern` in `text`."""
    from specloom.targets.jsonschema.patterns import portable

    return _keyword("pattern", portable(pattern)).is_valid(mend(text))


def _check_text(bounds: Bounds, value: str) -> Iterator[tuple[str, str]]:
    length = len(value)
    if bounds.min_length is not None and length < bounds.min_length:
        wanted = count(bounds.min_length, "character")
        yield f"expected at least {wanted}, found {length or 'none'}", "wrong-length"
    if bounds.max_length is not None and length > bounds.max_length:
        wanted = count(bounds.max_length, "character")
        yield f"expected at most {wanted}, found {length}", "wrong-length"
    if bounds.pattern is not None and not matches(bounds.pattern, value):
        fact = f"expected a string that matches {bounds.pattern}, found {show(value)}"
        yield fact, "wrong-pattern"


def _check_number(bounds: Bounds, value: float) -> Iterator[tuple[str, str]]:
    limits = (
        ("minimum", bounds.minimum, "at least"),
        ("maximum", bounds.maximum, "at most"),
        ("exclusiveMinimum", bounds.exclusive_minimum, "more than"),
        ("exclusiveMaximum", bounds.exclusive_maximum, "less than"),
    )
    for keyword, limit, words in limits:
        if limit is not None and not _keyword(keyword, limit).is_valid(value):
            yield f"expected {words} {show(limit)}, found {show(value)}", "out-of-range"
    factor = bounds.multiple_of
    if factor is not None and not _keyword("multipleOf", factor).is_valid(value):
        yield f"expected a multiple of {show(factor)}, found {show(value)}", "not-a-multiple"


@cache
def _keyword(word: str, value: object) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({word: value})
