"""The intermediate representation: what a spec means, free of JSON Schema and of every target language.

Frozen, comparable data; imports the standard library only (design, invariants 1, 3 and 5). Names are lists
of lower-case words; how a language writes them is the business of its target.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from specloom.where import Where as Where  # noqa: PLC0414 - it is a part of the IR

VERSION = 1
"""Version of the serialised form (`specloom ir`); only additive changes happen within one version."""


# --- places and words -----------------------------------------------------------------------------------


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


# --- types ----------------------------------------------------------------------------------------------


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


# --- declarations ---------------------------------------------------------------------------------------


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


# --- deltas and streams (design: merge.md) --------------------------------------------------------------


class MergeRule(StrEnum):
    """How a member of a delta acts on its snapshot."""

    APPEND = "append"
    REPLACE = "replace"
    ONCE = "once"
    MERGE = "merge"
    SUM = "sum"
    SKIP = "skip"


class NullRule(StrEnum):
    """What null in a delta does to a value: nothing, take its place, or remove the member."""

    KEEP = "keep"
    SET = "set"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class MemberMerge:
    """How one member of a delta record acts on one member of the snapshot record.

    `into` is the snapshot's member ("" for an address that is not part of the snapshot, or with `at`).
    `key` names the member that identifies an entry, for lists merged by key: the first one present counts.
    `dense`: keys must be 0..n-1 when all is said. `at` is a path template for events that carry an address.
    `decode`: "json" when the snapshot holds the parsed value of the text gathered.
    """

    member: str
    into: str
    rule: MergeRule
    where: Where
    key: tuple[str, ...] = ()
    dense: bool = False
    null: NullRule = NullRule.KEEP
    at: str | None = None
    decode: str | None = None


@dataclass(frozen=True, slots=True)
class RecordMerge:
    """A delta record and the snapshot record it grows, member by member."""

    delta: str
    snapshot: str
    members: tuple[MemberMerge, ...]


@dataclass(frozen=True, slots=True)
class UnionMerge:
    """A tagged delta union and the snapshot union it grows: (tag, delta record, snapshot record) each."""

    delta: str
    snapshot: str
    tag: str
    variants: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """A root delta with every pair of types reached from it, roots first."""

    delta: str
    snapshot: str
    records: tuple[RecordMerge, ...]
    unions: tuple[UnionMerge, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class StreamTarget:
    """Objects that a stream builds, and the events (by tag) that act on them.

    `id`, `object` and `delta` are JSON pointers into the event; `id` is None when a stream has one object
    of this kind, `delta` None when it is never patched. `grows` says for each patch event which delta record
    stands there. A target that no event creates comes into being with its first delta.
    """

    name: Name
    of: str
    object: str
    id: str | None = None
    delta: str | None = None
    create: tuple[str, ...] = ()
    refresh: tuple[str, ...] = ()
    patch: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    set: tuple[str, ...] = ()
    grows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Stream:
    """How a union of events folds into objects.

    `tag` is the member of an event that names it and `data` the one that holds its payload: server-sent
    events carry the two apart. Where `data` is "", their data is the event itself. `end`, `error` and
    `ignore` list event tags; without a `data` member, `end` may also list bare texts that are no events
    (`[DONE]`).
    """

    event: str
    tag: str
    data: str
    targets: tuple[StreamTarget, ...]
    end: tuple[str, ...]
    error: tuple[str, ...]
    ignore: tuple[str, ...]
    where: Where


# --- operations and the whole ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Param:
    """A path parameter of an operation (query parameters are a record, `Operation.query`)."""

    name: Name
    wire: str
    type: Type
    docs: Docs


@dataclass(frozen=True, slots=True)
class Operation:
    """One call of the API. `query`, `body`, `response`, `events` and the errors' values name declarations.

    `trigger` is the boolean member of the body that asks for `events` instead of `response`.
    """

    name: Name
    title: str
    method: str
    path: str
    params: tuple[Param, ...]
    query: str | None
    body: str | None
    body_required: bool
    response: str
    events: str | None
    trigger: str | None
    errors: tuple[tuple[int, str], ...]
    paginated: bool
    headers: tuple[tuple[str, str], ...]
    docs: Docs
    where: Where


class Auth(StrEnum):
    """What a call shows of who makes it. BEARER is a token in the header `Authorization`."""

    BEARER = "bearer"


@dataclass(frozen=True, slots=True)
class Module:
    """The declarations of one spec file, in its order."""

    name: Name
    docs: Docs
    decls: tuple[Decl, ...]
    file: str


@dataclass(frozen=True)
class Package:
    """A whole spec, proved consistent: every Ref lands, every union can be told, no two names fold to one.

    `server` is what the paths of all operations come after, a path or an address ("": not said).
    """

    name: Name
    version: str
    docs: Docs
    modules: tuple[Module, ...]
    operations: tuple[Operation, ...] = ()
    deltas: tuple[Delta, ...] = ()
    streams: tuple[Stream, ...] = ()
    server: str = ""
    auth: Auth | None = None

    @cached_property
    def decls(self) -> Mapping[str, Decl]:
        """Every declaration by the name the spec gives it, in module order."""
        return {decl.name.spelled: decl for module in self.modules for decl in module.decls}

    @cached_property
    def homes(self) -> Mapping[str, Module]:
        """The module of every declaration, by the declaration's name."""
        return {decl.name.spelled: module for module in self.modules for decl in module.decls}

    def resolve(self, type: Type) -> Type:
        """`type` with aliases followed until something that is not a reference to an alias."""
        while isinstance(type, Ref):
            decl = self.decls[type.target]
            if not isinstance(decl, Alias):
                return type
            type = decl.type
        return type

    def decl_of(self, type: Type) -> Decl | None:
        """The record, union or choice that `type` (aliases and Nullable aside) refers to, else None."""
        type = self.resolve(type)
        while isinstance(type, Nullable):
            type = self.resolve(type.inner)
        return self.decls[type.target] if isinstance(type, Ref) else None


Json: TypeAlias = "None | bool | int | float | str | tuple[Json, ...] | Mapping[str, Json]"
"""A JSON value as frozen data: arrays are tuples."""


def parts(type: Type) -> Iterator[Type]:
    """`type` itself and every type inside it, outside in, not following references."""
    yield type
    match type:
        case ListOf(item=inner) | MapOf(value=inner) | Nullable(inner=inner):
            yield from parts(inner)
        case _:
            pass
