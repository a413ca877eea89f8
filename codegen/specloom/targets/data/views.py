"""What the templates of a target that is data may name. Every text is ready for the place that its name says.

Names are names of the language, a `literal` is one, `docs` are whole comments and a `phrase` fits into one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParentView:
    """A union that a record is a variant of, with the record's tag there (a literal)."""

    name: str
    tag: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """A member of a record.

    `type` says everything, `plain` is the type of a value that is there and not null. `constant` and
    `default` are literals, or empty.
    """

    name: str
    literal: str
    type: str
    plain: str
    docs: str
    deprecated: bool
    required: bool
    nullable: bool
    recursive: bool
    constant: str
    default: str

    @property
    def is_constant(self) -> bool:
        """Whether it can have one value only."""
        return bool(self.constant)

    @property
    def has_default(self) -> bool:
        """Whether the spec says what the server assumes when it is absent, and a literal can."""
        return bool(self.default)


@dataclass(frozen=True, slots=True)
class VariantView:
    """A variant of a union. `tag` is a literal, or empty where variants are told apart by kind."""

    name: str
    type: str
    tag: str
    kind: str
    is_record: bool


@dataclass(frozen=True, slots=True)
class OptionView:
    """A value of a choice."""

    name: str
    literal: str


@dataclass(frozen=True, slots=True)
class TypeView:
    """A declaration: what all kinds have, and what its own kind has (else empty).

    `fields` are all members of a record, `stored` those that are no constants; `parents` are the unions that
    it is a variant of. `tag` is the member (a literal) that tells the `variants` of a union apart, or empty.
    `type` is what an alias stands for.
    """

    kind: str
    name: str
    literal: str
    docs: str
    deprecated: bool
    open: bool = False
    fields: Sequence[FieldView] = ()
    parents: Sequence[ParentView] = ()
    tag: str = ""
    variants: Sequence[VariantView] = ()
    options: Sequence[OptionView] = ()
    type: str = ""

    @property
    def stored(self) -> Sequence[FieldView]:
        """The members that are no constants."""
        return [field for field in self.fields if not field.constant]

    @property
    def constants(self) -> Sequence[FieldView]:
        """The members that can have one value only."""
        return [field for field in self.fields if field.constant]

    @property
    def others(self) -> Sequence[VariantView]:
        """The variants of a union that are no records."""
        return [variant for variant in self.variants if not variant.is_record]

    @property
    def is_record(self) -> bool:
        """Whether it is an object with named members."""
        return self.kind == "record"

    @property
    def is_union(self) -> bool:
        """Whether it is one of several types."""
        return self.kind == "union"

    @property
    def is_choice(self) -> bool:
        """Whether it is an enumeration of texts."""
        return self.kind == "choice"

    @property
    def is_alias(self) -> bool:
        """Whether it is another name."""
        return self.kind == "alias"


@dataclass(frozen=True, slots=True)
class ModuleView:
    """The declarations of one file of the spec."""

    name: str
    docs: str
    types: Sequence[TypeView]


@dataclass(frozen=True, slots=True)
class ParamView:
    """A parameter in the path of an operation."""

    name: str
    literal: str
    type: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """A call of the API. `query`, `body`, `response` and `events` are types, or empty."""

    name: str
    phrase: str
    docs: str
    method: str
    path: str
    params: Sequence[ParamView]
    query: str
    body: str
    response: str
    events: str


@dataclass(frozen=True, slots=True)
class PackageView:
    """A whole spec."""

    name: str
    literal: str
    version: str
    docs: str
    modules: Sequence[ModuleView]
    operations: Sequence[OperationView]

    @property
    def types(self) -> Sequence[TypeView]:
        """All declarations, in the order of the spec."""
        return [type for module in self.modules for type in module.types]
