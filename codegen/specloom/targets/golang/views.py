"""What the templates of the models may name: every decision made, every text escaped."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a struct, or the accessor of a constant that needs no field."""

    docs: str
    name: str
    type: str
    wire: str
    read: str
    key: str
    is_zero: str
    write: str
    required: str
    constant: str
    is_stored: bool


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record."""

    docs: str
    name: str
    count: int
    fields: tuple[FieldView, ...]
    stored: tuple[FieldView, ...]
    constants: tuple[FieldView, ...]
    is_checked: bool
    found: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariantView:
    """One variant of a union: what announces it, and the expression or statements that read it."""

    case: str
    type: str
    docs: str
    declaration: str
    mark: str
    read: str
    result: str
    write: str
    wraps: bool


@dataclass(frozen=True, slots=True)
class UnionView:
    """A union, told by a tag or by JSON kind."""

    docs: str
    name: str
    unknown: str
    unknown_docs: str
    tag: str
    mark: str
    accessor: str
    variants: tuple[VariantView, ...]


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice."""

    docs: str
    known_docs: str
    name: str
    options: tuple[tuple[str, str], ...]
    cases: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AliasView:
    """A second name, or a name for something without methods."""

    docs: str
    name: str
    type: str
