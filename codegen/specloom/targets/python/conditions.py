"""Conditions on values, as Python source: what the fast readers ask."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.ir import Bounds
from specloom.targets.python.literals import quoted


def class_of(first: str) -> str:
    """The class of a value at its first mention, which may bind it to a variable."""
    return f"{first}.__class__" if first.isidentifier() else f"({first}).__class__"


def out_of_limits(variable: str, least: int | None, most: int | None) -> Iterator[str]:
    """The tests that a list or an object has too few items or too many."""
    if least:
        yield f"len({variable}) < {least}"
    if most is not None:
        yield f"len({variable}) > {most}"


def within(bounds: Bounds, variable: str) -> Iterator[str]:
    """The tests that a number keeps to its bounds."""
    if bounds.minimum is not None and bounds.maximum is not None:
        yield f"{bounds.minimum!r} <= {variable} <= {bounds.maximum!r}"
    elif bounds.minimum is not None:
        yield f"{variable} >= {bounds.minimum!r}"
    elif bounds.maximum is not None:
        yield f"{variable} <= {bounds.maximum!r}"
    if bounds.exclusive_minimum is not None:
        yield f"{variable} > {bounds.exclusive_minimum!r}"
    if bounds.exclusive_maximum is not None:
        yield f"{variable} < {bounds.exclusive_maximum!r}"
    if bounds.multiple_of is not None:
        yield f"is_multiple({variable}, {bounds.multiple_of!r})"


def equals(value: str | int | bool, source: str, variable: str) -> str:
    """The test that what `source` yields is a constant; `variable` is bound where it is needed twice."""
    if isinstance(value, bool):
        return f"{source} is {value}"
    if isinstance(value, str):
        return f"{source} == {quoted(value)}"
    first = source if source == variable else f"{variable} := {source}"
    return f"{class_of(first)} is int and {variable} == {value}"


def is_closed(bounds: Bounds) -> bool:
    """Whether numbers are bounded on both sides: then no bound lets an infinity through, or NaN."""
    least = bounds.minimum is not None or bounds.exclusive_minimum is not None
    most = bounds.maximum is not None or bounds.exclusive_maximum is not None
    return least and most
