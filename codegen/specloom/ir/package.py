"""Operations, and the whole of a spec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from specloom.ir.decls import Alias, Decl, Record, Union
from specloom.ir.merging import Delta, Stream
from specloom.ir.types import Docs, Name, Nullable, Ref, Type, is_any
from specloom.where import Where


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
        while isinstance(type, Ref) and isinstance(decl := self.decls[type.target], Alias):
            type = decl.type
        return type

    def settle(self, type: Type) -> Type:
        """`type` resolved, beneath null too; null beside what takes null already is nothing new."""
        type = self.resolve(type)
        if not isinstance(type, Nullable):
            return type
        inner = self.settle(type.inner)
        takes_null = isinstance(inner, Nullable) or is_any(inner)
        return inner if takes_null else Nullable(inner)

    def bare(self, type: Type) -> Type:
        """`type` resolved, with null set aside."""
        type = self.settle(type)
        return type.inner if isinstance(type, Nullable) else type

    def record(self, name: str) -> Record:
        """The record of that name; whoever asks knows that it is one."""
        decl = self.decls[name]
        assert isinstance(decl, Record)
        return decl

    def records_of(self, type: Type) -> Iterator[Record]:
        """The records that a value of `type` may be: itself, or the variants of a union, however deep."""
        decl = self.decl_of(type)
        if isinstance(decl, Record):
            yield decl
        elif isinstance(decl, Union):
            for variant in decl.variants:
                yield from self.records_of(variant.type)

    def decl_of(self, type: Type) -> Decl | None:
        """The record, union or choice that `type` (aliases and Nullable aside) refers to, else None."""
        type = self.bare(type)
        return self.decls[type.target] if isinstance(type, Ref) else None
