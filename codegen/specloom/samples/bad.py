"""Payloads that a type refuses, each wrong in one place, with the place and the reason."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from specloom.ir import (
    ByTag,
    Choice,
    Const,
    ExactlyOneOf,
    Field,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)
from specloom.samples.good import NEW, name_case
from specloom.samples.scalars import CannotMakeError, make_keys, outside
from specloom.samples.values import Maker
from specloom.validate.explain import explain
from specloom.validate.judge import UNKNOWN
from specloom.validate.scalars import fits_kind

_OF_EACH_KIND: tuple[Any, ...] = (7, "text", True, [], {}, 0.5)
_MOST_ITEMS = 1000


@dataclass(frozen=True, slots=True)
class Mutant:
    """A payload that the type `type` refuses at `pointer`, and `why`."""

    type: str
    case: str
    why: str
    pointer: str
    payload: Any


def mutants_of(package: Package, name: str) -> list[Mutant]:
    """The bad samples of a type: exactly one thing is wrong with each."""
    found: dict[str, Mutant] = {}
    for words, payload in _Mutations(package).of(Ref(name), deep=True):
        case = name_case(words)
        if case in found:
            continue
        errors = [c for c in explain(package, name, payload) if c.code not in UNKNOWN]
        if len(errors) == 1:
            payload = copy.deepcopy(payload)
            found[case] = Mutant(name, case, errors[0].fact, errors[0].pointer, payload)
    return list(found.values())


def _beside(record: Record, field: Field, base: dict[str, Any]) -> dict[str, Any]:
    """What may stand beside a member: nothing that excludes it."""
    rules = [rule for rule in record.rules if isinstance(rule, ExactlyOneOf)]
    excluded = {name for rule in rules if field.wire in rule.fields for name in rule.fields}
    return {key: value for key, value in base.items() if key not in excluded}


class _Mutations:
    """What may be wrong with a value; some of it is not, which `mutants_of` finds out."""

    def __init__(self, package: Package) -> None:
        self.package = package

    def full(self, type: Type) -> Any:
        return Maker(self.package).value(type, full=True)

    def of(self, type: Type, *, deep: bool) -> Iterator[tuple[str, Any]]:
        """Bad values of `type`, by case. `deep`: also what is wrong inside; else the whole only."""
        type = self.package.resolve(type)
        if not isinstance(type, Nullable):
            yield "null", None
        while isinstance(type, Nullable):
            type = self.package.resolve(type.inner)
        yield from self.of_another_kind(type)
        match type:
            case Scalar():
                yield from outside(type)
            case Const(value=str(value)):
                yield "wrong_value", f"not_{value}"
            case ListOf():
                yield from self.list(type)
            case MapOf():
                yield from self.map(type)
            case Ref():
                yield from self.named(type.target, deep=deep)

    def of_another_kind(self, type: Type) -> Iterator[tuple[str, Any]]:
        """Of each kind a value, till one is refused."""
        for value in _OF_EACH_KIND:
            if self.refuses(type, value):
                yield "wrong", value
                return

    def refuses(self, type: Type, value: Any) -> bool:
        """Whether the value as a whole is none of `type`."""
        type = self.package.resolve(type)
        if isinstance(type, Ref):
            found = explain(self.package, type.target, value)
            return any(not c.pointer and c.code == "wrong-type" for c in found)
        match type:
            case Scalar():
                return not fits_kind(type.kind, value)
            case ListOf():
                return not isinstance(value, list)
            case MapOf():
                return not isinstance(value, dict)
            case _:
                return True

    def list(self, type: ListOf) -> Iterator[tuple[str, Any]]:
        good = self.made(type.item)
        items = [good] * max(type.min_items or 0, 0 if good is None else 1)
        for case, value in self.of(type.item, deep=False):
            yield f"{case}_item", [*items[: (type.max_items or _MOST_ITEMS) - 1], value]
        if type.min_items:
            yield "too_few", [good] * (type.min_items - 1)
        if type.max_items is not None and type.max_items < _MOST_ITEMS:
            yield "too_many", [good] * (type.max_items + 1)

    def map(self, type: MapOf) -> Iterator[tuple[str, Any]]:
        good = self.made(type.value)
        if type.min_members == 1:
            yield "too_few", {}
        with suppress(CannotMakeError):
            keys = make_keys(type, max(type.min_members or 0, 1))
            for case, value in self.of(type.value, deep=False):
                yield f"{case}_entry", {**dict.fromkeys(keys, good), keys[0]: value}
        if type.max_members is not None and type.max_members < _MOST_ITEMS:
            with suppress(CannotMakeError):
                yield "too_many", dict.fromkeys(make_keys(type, type.max_members + 1), good)
        if type.key_max_length is not None:
            yield "long_name", {"x" * (type.key_max_length + 1): good}
        if type.key_pattern is not None:
            yield "wrong_name", {"\n": good}

    def made(self, type: Type) -> Any:
        try:
            return self.full(type)
        except CannotMakeError:
            return None

    def named(self, name: str, *, deep: bool) -> Iterator[tuple[str, Any]]:
        decl = self.package.decls[name]
        if isinstance(decl, Choice) and not decl.open:
            yield "unknown_value", NEW
        if isinstance(decl, Union) and isinstance(decl.told, ByTag):
            yield from self.tag(decl, decl.told.wire)
        with suppress(CannotMakeError):
            if isinstance(decl, Union) and deep:
                yield from self.variants(decl)
            elif isinstance(decl, Record):
                base = Maker(self.package).base(decl)
                yield from self.record(decl, base) if deep else self.inside(decl, base)

    def inside(self, record: Record, base: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        """One thing that may be wrong inside a record, and no further down."""
        for field in record.fields:
            name = "_".join(field.name.words)
            if field.presence is Presence.REQUIRED:
                yield f"deep_without_{name}", {k: v for k, v in base.items() if k != field.wire}
                return
            for case, value in self.of_another_kind(field.type):
                yield f"deep_{case}_{name}", {**base, field.wire: value}
                return

    def tag(self, union: Union, wire: str) -> Iterator[tuple[str, Any]]:
        yield f"without_{wire}", {}
        yield f"null_{wire}", {wire: None}
        yield f"wrong_{wire}", {wire: 7}
        if not union.open:
            yield "unknown_variant", {wire: NEW}

    def variants(self, union: Union) -> Iterator[tuple[str, Any]]:
        """Of each variant what is wrong with it alone, its tag apart."""
        tag = union.told.wire if isinstance(union.told, ByTag) else ""
        for variant in union.variants:
            record = self.package.decl_of(variant.type)
            if isinstance(record, Record):
                base = Maker(self.package).base(record)
                for case, value in self.record(record, base):
                    if isinstance(value, dict) and value.get(tag) == base.get(tag):
                        yield f"{'_'.join(variant.name.words)}_{case}", value

    def record(self, record: Record, base: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for field in record.fields:
            name = "_".join(field.name.words)
            yield f"without_{name}", {k: v for k, v in base.items() if k != field.wire}
            yield from self.member(field, name, _beside(record, field, base))
        if not record.open:
            yield "unknown_member", {**base, NEW: "value"}
        for rule in record.rules:
            if isinstance(rule, ExactlyOneOf):
                others = {k: v for k, v in base.items() if k not in rule.fields}
                fields = [field for field in record.fields if field.wire in rule.fields]
                maker = Maker(self.package)
                yield "neither", others
                yield "both", {**others, **{f.wire: maker.member(f, full=True) for f in fields[:2]}}

    def member(self, field: Field, name: str, base: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for case, value in self.of(field.type, deep=False):
            yield f"{case}_{name}", {**base, field.wire: value}
