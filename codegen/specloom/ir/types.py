"""Words and types: what the other parts of the IR are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Name:
    """A name as words, and as the spec spells it (`ImageURL` is `("image", "url")`)."""

    words: tuple[str, ...]
    spelled: str


@dataclass(frozen=True, slots=True)
class Docs:
    """What the spec says about a thing in prose; `since` is a version of the API, as written."""

    text: str
    since: str | None = None
    deprecated: bool = False


class Kind(StrEnum):
    """What a scalar is on the wire. ANY is every JSON value."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of a scalar; lengths count Unicode code points, `pattern` is searched, not matched."""

    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


UNBOUNDED = Bounds()


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string, integer, number, boolean or any JSON value. `format` informs and is never checked."""

    kind: Kind
    format: str | None = None
    bounds: Bounds = UNBOUNDED


@dataclass(frozen=True, slots=True)
class Const:
    """Exactly one string, integer or boolean."""

    value: str | int | bool


@dataclass(frozen=True, slots=True)
class ListOf:
    """A JSON array of one item type."""

    item: Type
    min_items: int | None = None
    max_items: int | None = None


@dataclass(frozen=True, slots=True)
class MapOf:
    """A JSON object whose members all have one type and whose keys are data, not names."""

    value: Type
    min_members: int | None = None
    max_members: int | None = None
    key_max_length: int | None = None
    key_pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Nullable:
    """The inner type, or JSON null."""

    inner: Type


@dataclass(frozen=True, slots=True)
class Ref:
    """A use of a declaration, by the name the spec gives it."""

    target: str


Type: TypeAlias = Scalar | Const | ListOf | MapOf | Nullable | Ref


def parts(type: Type) -> Iterator[Type]:
    """`type` itself and every type inside it, outside in, not following references."""
    yield type
    match type:
        case ListOf(item=inner) | MapOf(value=inner) | Nullable(inner=inner):
            yield from parts(inner)
        case _:
            pass


def is_any(type: Type) -> bool:
    """Whether a resolved type is that of every JSON value."""
    return isinstance(type, Scalar) and type.kind is Kind.ANY
