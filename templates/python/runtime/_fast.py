"""What the generated fast readers are made of.

A fast reader assumes a good value and raises `Surprise` at the first thing that is out of the ordinary; the
value is then read again by its shape (`_shapes`), which knows what to make of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from ._registry import CODECS_BY_CLASS
from ._values import UnknownVariant

T = TypeVar("T")

new = object.__new__
"""A new object of a class. Called as `new(*arguments)`, with a tuple that need not be made each time."""


class Surprise(Exception):  # noqa: N818
    """Something that a fast path does not know: take the slow one."""


SURPRISES = (Surprise, LookupError, TypeError, AttributeError, RecursionError)
"""What a fast reader raises for a value that is not as it should be."""


def no() -> Any:
    """Give up."""
    raise Surprise


def text(value: Any) -> str:
    """A string."""
    return value if type(value) is str else no()


def texts(value: Any) -> list[str]:
    """A list of strings, copied."""
    if value.__class__ is not list:
        raise Surprise
    copied: list[str] = value.copy()
    "".join(copied)  # refuses whatever is no string, without a loop of ours
    return copied


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


def items(read: Callable[[Any], T], value: Any) -> list[T]:
    """A list of what `read` reads. Most lists have one item or none: a comprehension is dear for these."""
    if value.__class__ is not list:
        raise Surprise
    if not value:
        return []
    if len(value) == 1:
        return [read(value[0])]
    return [read(item) for item in value]


def variants(readers: Variants, tag: str, value: Any) -> list[Any]:
    """A list of variants of a union by tag."""
    if value.__class__ is not list:
        raise Surprise
    if not value:
        return []
    if len(value) == 1:
        item = value[0]
        return [readers[item[tag] if item.__class__ is dict else no()](item)]
    return [readers[item[tag] if item.__class__ is dict else no()](item) for item in value]


def table(value: Any) -> dict[str, Any]:
    """An object, copied."""
    if value.__class__ is not dict:
        raise Surprise
    for key in value:
        if key.__class__ is not str:
            raise Surprise
    members: dict[str, Any] = value.copy()
    return members


def limited_table(value: Any, least: int, most: int | None = None) -> dict[str, Any]:
    """An object of so many members, copied."""
    members = table(value)
    if len(members) < least or (most is not None and len(members) > most):
        raise Surprise
    return members


def text_table(value: Any) -> dict[str, str]:
    """An object whose members are all strings, copied."""
    members: dict[str, str] = table(value)
    "".join(members.values())
    return members


def extra(value: dict[str, Any], kind: type) -> dict[str, Any]:
    """The members that a class does not declare."""
    declared = CODECS_BY_CLASS[kind].shape.members
    rest = {key: member for key, member in value.items() if key not in declared}
    "".join(rest)
    return rest


class _Known(dict[str, Any]):
    """The values of an open choice: looking one up checks it, and gives the one copy that all share."""

    def __missing__(self, value: Any) -> str:
        return text(value)


class Variants(dict[str, Callable[[Any], Any]]):
    """The readers of a union's variants by tag; those of open unions have one for every string."""

    __slots__ = ("is_open", "tag")

    def __init__(
        self, tag: str, is_open: bool, readers: Mapping[str, Callable[[Any], Any]]
    ) -> None:
        super().__init__(readers)
        self.tag = tag
        self.is_open = is_open

    def __missing__(self, tag: Any) -> Callable[[Any], UnknownVariant]:
        if not self.is_open or tag.__class__ is not str:
            raise Surprise
        return self._keep

    def _keep(self, value: dict[str, Any]) -> UnknownVariant:
        if value.__class__ is not dict:
            raise Surprise
        return UnknownVariant(value[self.tag], value)


def known(values: Iterable[str]) -> dict[str, Any]:
    """A table of the values of an open choice."""
    return _Known({value: value for value in values})


def only(values: Iterable[str]) -> dict[str, Any]:
    """A table of the values of a closed choice."""
    return {value: value for value in values}
