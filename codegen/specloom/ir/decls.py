"""Declarations: records, unions, choices and aliases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from specloom.ir.types import Docs, Name, Type
from specloom.where import Where

Json: TypeAlias = "None | bool | int | float | str | tuple[Json, ...] | Mapping[str, Json]"
"""A JSON value as frozen data: arrays are tuples."""


class Presence(StrEnum):
    """Whether a member must be there; null is another matter (`Nullable`)."""

    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Field:
    """One member of a record. `default` is what the server assumes when it is absent (None: not said).

    `recursive` marks an edge that closes a cycle of records not broken by a list or a map, which languages
    that lay records out inline (Rust) must box.
    """

    name: Name
    wire: str
    type: Type
    presence: Presence
    docs: Docs
    where: Where
    default: Json = None
    has_default: bool = False
    recursive: bool = False


@dataclass(frozen=True, slots=True)
class RequiredIf:
    """`field` must be present when `when` equals `equals`."""

    field: str
    when: str
    equals: str | int | bool


@dataclass(frozen=True, slots=True)
class ExactlyOneOf:
    """Exactly one of `fields` must be present."""

    fields: tuple[str, ...]


RecordRule: TypeAlias = RequiredIf | ExactlyOneOf


@dataclass(frozen=True, slots=True)
class Record:
    """An object with named members. `open`: members the spec does not know are allowed and kept."""

    name: Name
    fields: tuple[Field, ...]
    open: bool
    docs: Docs
    where: Where
    rules: tuple[RecordRule, ...] = ()

    def field(self, wire: str) -> Field | None:
        """The member of that name, if the record declares it."""
        return next((field for field in self.fields if field.wire == wire), None)


class JsonKind(StrEnum):
    """The kinds of JSON value a union can be told apart by."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ARRAY = "array"
    OBJECT = "object"
    NULL = "null"


@dataclass(frozen=True, slots=True)
class ByTag:
    """Variants are told apart by the constant each record holds in the member `wire`."""

    wire: str


@dataclass(frozen=True, slots=True)
class ByKind:
    """Variants are told apart by their JSON kind."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One member of a union. `tag` is set for ByTag unions, `kind` always; `type` is a Ref for ByTag."""

    name: Name
    type: Type
    kind: JsonKind
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Union:
    """One of several types, with the proof (`told`) of how a reader knows which.

    `open`: an unknown tag is legal and kept. Unions by kind are never open: there is no further kind.
    """

    name: Name
    told: ByTag | ByKind
    variants: tuple[Variant, ...]
    open: bool
    docs: Docs
    where: Where


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice."""

    name: Name
    value: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An enumeration of strings. `open`: other strings are legal and kept."""

    name: Name
    options: tuple[Option, ...]
    open: bool
    docs: Docs
    where: Where


@dataclass(frozen=True, slots=True)
class Alias:
    """A second name, or a name for something that is not a record, union or choice."""

    name: Name
    type: Type
    docs: Docs
    where: Where


Decl: TypeAlias = Record | Union | Choice | Alias
