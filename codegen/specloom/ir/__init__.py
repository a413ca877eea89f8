"""The intermediate representation: what a spec means, free of JSON Schema and of every target language.

Frozen, comparable data; imports the standard library only (design, invariants 1, 3 and 5). Names are lists
of lower-case words; how a language writes them is the business of its target.
"""

from __future__ import annotations

from specloom.ir.decls import (
    Alias,
    ByKind,
    ByTag,
    Choice,
    Decl,
    ExactlyOneOf,
    Field,
    Json,
    JsonKind,
    Option,
    Presence,
    Record,
    RecordRule,
    RequiredIf,
    Union,
    Variant,
)
from specloom.ir.merging import (
    Delta,
    MemberMerge,
    MergeRule,
    NullRule,
    RecordMerge,
    Stream,
    StreamTarget,
    UnionMerge,
)
from specloom.ir.package import (
    Auth,
    Module,
    Operation,
    Package,
    Param,
)
from specloom.ir.types import (
    UNBOUNDED,
    Bounds,
    Const,
    Docs,
    Kind,
    ListOf,
    MapOf,
    Name,
    Nullable,
    Ref,
    Scalar,
    Type,
    is_any,
    parts,
)
from specloom.where import Where

VERSION = 1
"""Version of the serialised form (`specloom ir`); only additive changes happen within one version."""

__all__ = [
    "UNBOUNDED",
    "VERSION",
    "Alias",
    "Auth",
    "Bounds",
    "ByKind",
    "ByTag",
    "Choice",
    "Const",
    "Decl",
    "Delta",
    "Docs",
    "ExactlyOneOf",
    "Field",
    "Json",
    "JsonKind",
    "Kind",
    "ListOf",
    "MapOf",
    "MemberMerge",
    "MergeRule",
    "Module",
    "Name",
    "NullRule",
    "Nullable",
    "Operation",
    "Option",
    "Package",
    "Param",
    "Presence",
    "Record",
    "RecordMerge",
    "RecordRule",
    "Ref",
    "RequiredIf",
    "Scalar",
    "Stream",
    "StreamTarget",
    "Type",
    "Union",
    "UnionMerge",
    "Variant",
    "Where",
    "is_any",
    "parts",
]
