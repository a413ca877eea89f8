"""Texts and numbers within limits, and just outside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from specloom.ir import Bounds, Kind, MapOf, Scalar
from specloom.samples.patterns import texts
from specloom.validate.scalars import check_key, check_scalar, fits_kind

_BY_FORMAT = {
    "date-time": "2024-05-17T12:30:00Z",
    "date": "2024-05-17",
    "time": "12:30:00Z",
    "uri": "https://example.com/some/path",
    "uri-reference": "/some/path",
    "email": "somebody@example.com",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
}
_HUGE = 10**9


class CannotMakeError(ValueError):
    """No value of a type could be made up, though there may be some."""


def make_scalar(scalar: Scalar, hint: str) -> Any:
    """A value of `scalar`; of a text without limits, `hint`."""
    return _first(scalar, _ideas(scalar, hint))


def extremes(scalar: Scalar) -> Iterator[tuple[str, Any]]:
    """The values at the limits of `scalar`, each with what it is."""
    bounds = scalar.bounds
    if scalar.kind is Kind.STRING:
        for name, length in (("shortest", bounds.min_length), ("longest", bounds.max_length)):
            if length is not None:
                yield from _tried(scalar, name, _of_length(bounds, length))
    for name, limit in (("minimum", bounds.minimum), ("maximum", bounds.maximum)):
        if limit is not None:
            yield from _tried(scalar, name, [limit])


def outside(scalar: Scalar) -> Iterator[tuple[str, Any]]:
    """Values of the right kind beyond the limits of `scalar`, each with what it is."""
    bounds = scalar.bounds
    if bounds.min_length:
        yield "too_short", next(iter(_of_length(bounds, bounds.min_length - 1)), None)
    if bounds.max_length is not None:
        yield "too_long", next(iter(_of_length(bounds, bounds.max_length + 1)), None)
    if bounds.pattern is not None:
        yield "not_matching", "\n"
    step = _step(scalar)
    if bounds.minimum is not None:
        yield "too_small", bounds.minimum - step
    if bounds.maximum is not None:
        yield "too_large", bounds.maximum + step
    if bounds.exclusive_minimum is not None:
        yield "not_above", bounds.exclusive_minimum
    if bounds.exclusive_maximum is not None:
        yield "not_below", bounds.exclusive_maximum
    if bounds.multiple_of is not None:
        yield "no_multiple", _plain(Fraction(str(bounds.multiple_of)) * 3 / 2)


def make_keys(map: MapOf, number: int) -> list[str]:
    """As many different keys that `map` takes."""
    pattern = map.key_pattern
    ideas: Iterable[str] = (f"key_{n}" for n in range(number))
    if pattern is not None:
        ideas = texts(pattern, turns=64)
    elif map.key_max_length is not None and map.key_max_length < len("key_") + len(str(number)):
        ideas = texts("[a-z0-9]+", turns=36)
    keys: dict[str, None] = {}
    for idea in ideas:
        if len(keys) == number:
            break
        if idea not in keys and not list(check_key(map, idea)):
            keys[idea] = None
    if len(keys) < number:
        raise CannotMakeError("keys")
    return list(keys)


def _first(scalar: Scalar, ideas: Iterable[Any]) -> Any:
    for idea in ideas:
        if fits_kind(scalar.kind, idea) and not list(check_scalar(scalar.bounds, idea)):
            return idea
    raise CannotMakeError(f"a {scalar.kind} within its limits")


def _tried(scalar: Scalar, name: str, ideas: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    try:
        yield name, _first(scalar, ideas)
    except CannotMakeError:
        return  # a limit that another one makes unreachable


def _ideas(scalar: Scalar, hint: str) -> Iterator[Any]:
    match scalar.kind:
        case Kind.STRING:
            yield from _text_ideas(scalar, hint)
        case Kind.BOOLEAN:
            yield True
        case Kind.ANY:
            yield {"any": ["value", 1, None]}
        case Kind.INTEGER | Kind.NUMBER:
            yield from _number_ideas(scalar)


def _text_ideas(scalar: Scalar, hint: str) -> Iterator[str]:
    bounds = scalar.bounds
    if bounds.pattern is not None:
        yield from texts(bounds.pattern)
        return
    idea = _BY_FORMAT.get(scalar.format or "", hint)
    yield idea
    yield idea.ljust(bounds.min_length or 0, "x")[: bounds.max_length]


def _of_length(bounds: Bounds, length: int) -> Iterable[str]:
    if bounds.pattern is None:
        return ["x" * length]
    return (text for text in texts(bounds.pattern) if len(text) == length)


def _number_ideas(scalar: Scalar) -> Iterator[Any]:
    bounds = scalar.bounds
    limits = (bounds.minimum, bounds.exclusive_minimum, bounds.maximum, bounds.exclusive_maximum)
    starts = [Fraction(1), *(Fraction(str(limit)) for limit in limits if limit is not None)]
    if scalar.kind is Kind.NUMBER and bounds.multiple_of is None:
        starts.insert(0, Fraction(1, 2))
    step = Fraction(str(bounds.multiple_of)) if bounds.multiple_of is not None else Fraction(1)
    for start in starts:
        nearest = start - start % step if bounds.multiple_of is not None else start
        for offset in (0, 1, -1, Fraction(1, 2), Fraction(-1, 2), Fraction(1, 1000)):
            yield _plain(nearest + offset * step)
    yield 0


def _step(scalar: Scalar) -> int:
    return (
        1
        if scalar.bounds.multiple_of is None
        else int(Fraction(str(scalar.bounds.multiple_of)) + 1)
    )


def _plain(number: Fraction) -> int | float:
    return int(number) if number.denominator == 1 else float(number)
