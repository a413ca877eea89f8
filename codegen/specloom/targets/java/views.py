"""What the templates of the models may name: every decision made, every text escaped and laid out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ComponentView:
    """One component of a record, in its builder too."""

    name: str
    type: str
    docs: str
    accessor_docs: str
    initial: str
    setter: str
    without: str


@dataclass(frozen=True, slots=True)
class ConstantView:
    """A member that always has the same value: a method, and no component."""

    docs: str
    overrides: bool
    type: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record; `reads` and `build` are those of one with more components than a constructor takes."""

    docs: str
    name: str
    codec: str
    header: str
    implements: str
    known: str
    unset: str
    promise: str
    checks: tuple[str, ...]
    components: tuple[ComponentView, ...]
    constants: tuple[ConstantView, ...]
    read: str
    build: str
    constant_reads: tuple[str, ...]
    component_reads: tuple[str, ...]
    writes: tuple[str, ...]
    is_large: bool
    is_sent: bool
    is_variant: bool


@dataclass(frozen=True, slots=True)
class VariantView:
    """One variant of a union: what it is, how it is read; wrapped, if it has no type of its own."""

    type: str
    read: str
    docs: str
    component: str
    write: str
    is_frozen: bool
    wraps: bool


@dataclass(frozen=True, slots=True)
class UnionView:
    """A union, told by a tag or by JSON kind."""

    docs: str
    header: str
    name: str
    codec: str
    tag: str
    accessor: str
    unknown_docs: str
    variants: tuple[VariantView, ...]
    is_tagged: bool


@dataclass(frozen=True, slots=True)
class OptionView:
    """One value of a choice."""

    name: str
    docs: str
    declaration: str
    case_of: str
    case_known: str


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice."""

    docs: str
    header: str
    name: str
    codec: str
    options: tuple[OptionView, ...]
    is_variant: bool


@dataclass(frozen=True, slots=True)
class FileView:
    """One Java file."""

    header: str
    package: str
    imports: tuple[str, ...]
    body: str
