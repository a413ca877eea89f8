"""What the generated fast readers are made of.

A fast reader assumes a good value and raises `Surprise` at the first thing that is out of the ordinary; the
value is then read again by its shape (`_shapes`), which knows what to make of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from ._registry import CODECS_BY_CLASS
from ._values import UnknownVariant

Readers: TypeAlias = dict[str, Callable[[Any], Any]]
"""Fast readers of the variants of a union, by tag."""

new = object.__new__


class Surprise(Exception):  # noqa: N818
    """Something that a fast path does not know: take the slow one."""


SURPRISES = (Surprise, LookupError, TypeError, AttributeError, RecursionError)
"""What a fast reader raises for a value that is not as it should be."""


def no() -> Any:
    """Give up."""
    raise Surprise


def intern(known: Iterable[str]) -> dict[str, Any]:
    """A table whose look-up both checks a string and gives the one copy that all objects share."""
    return {value: value for value in known}


def text(value: Any) -> str:
    """A string."""
    return value if type(value) is str else no()


def texts(value: Any) -> list[str]:
    """A list of strings, copied."""
    texts: list[str] = array(value).copy()
    "".join(texts)  # refuses whatever is no string, without a loop of ours
    return texts


def array(value: Any, least: int = 0, most: int | None = None) -> list[Any]:
    """A list of so many items, not copied."""
    if (
        value.__class__ is not list
        or len(value) < least
        or (most is not None and len(value) > most)
    ):
        raise Surprise
    items: list[Any] = value
    return items


def table(value: Any, least: int = 0, most: int | None = None) -> dict[str, Any]:
    """An object of so many members, copied."""
    if (
        value.__class__ is not dict
        or len(value) < least
        or (most is not None and len(value) > most)
    ):
        raise Surprise
    members: dict[str, Any] = value.copy()
    "".join(members)
    return members


def text_table(value: Any) -> dict[str, str]:
    """An object whose members are all strings, copied."""
    members: dict[str, str] = table(value)
    "".join(members.values())
    return members


def extra(value: dict[str, Any], kind: type, known: int) -> dict[str, Any]:
    """The members that a class does not declare; there are some, besides the `known` ones it does."""
    declared = CODECS_BY_CLASS[kind].shape.members
    rest = {key: member for key, member in value.items() if key not in declared}
    if len(rest) + known != len(value):  # a declared member is null and should not be
        raise Surprise
    "".join(rest)
    return rest


def unknown(value: dict[str, Any], tag: str) -> UnknownVariant:
    """A variant with a tag that nobody knows."""
    return UnknownVariant(text(value[tag]), value)
