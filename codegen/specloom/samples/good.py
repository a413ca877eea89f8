"""Payloads that a type takes: the least, everything, each null, each variant, each value, each limit."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from specloom.ir import (
    Alias,
    ByTag,
    Choice,
    ExactlyOneOf,
    Nullable,
    Package,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)
from specloom.samples.scalars import CannotMakeError, extremes
from specloom.samples.values import Maker
from specloom.validate.explain import explain
from specloom.validate.judge import UNKNOWN

NEW = "of_tomorrow"
"""What no spec of today knows."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A payload that the type `type` takes; `case` says what is special about it."""

    type: str
    case: str
    payload: Any


def samples_of(package: Package, name: str) -> list[Sample]:
    """The good samples of a type; none if none could be made up."""
    found: dict[str, Sample] = {}
    said: list[Any] = []
    for words, payload in _Samples(package).of(Ref(name)):
        case = name_case(words)
        if case not in found and payload not in said and takes(package, name, payload):
            found[case] = Sample(name, case, copy.deepcopy(payload))
            said.append(found[case].payload)
    return list(found.values())


def name_case(words: str) -> str:
    """`words` as the name of a case, which is one of a file too."""
    return re.sub("[^a-z0-9]+", "_", words.lower()).strip("_")


def takes(package: Package, name: str, payload: Any) -> bool:
    """Whether `payload` is a `name`."""
    return all(complaint.code in UNKNOWN for complaint in explain(package, name, payload))


class _Samples:
    def __init__(self, package: Package) -> None:
        self.package = package

    def make(self, type: Type, *, full: bool) -> Any:
        return Maker(self.package).value(type, full=full)

    def of(self, type: Type) -> Iterator[tuple[str, Any]]:
        """Cases with their payloads, repeats and slips included."""
        type = self.package.resolve(type)
        if isinstance(type, Ref):
            decl = self.package.decls[type.target]
            match decl:
                case Record():
                    yield from self.record(decl)
                case Choice():
                    yield from self.choice(decl)
                case Union():
                    yield from self.union(decl)
                case Alias():  # resolved above
                    return
            return
        yield from self.plain(type)

    def plain(self, type: Type) -> Iterator[tuple[str, Any]]:
        for case, full in (("minimal", False), ("full", True)):
            try:
                yield case, self.make(type, full=full)
            except CannotMakeError:
                continue
        yield from self.limits(type)

    def limits(self, type: Type) -> Iterator[tuple[str, Any]]:
        type = self.package.resolve(type)
        while isinstance(type, Nullable):
            type = self.package.resolve(type.inner)
        if isinstance(type, Scalar):
            yield from extremes(type)

    def record(self, record: Record) -> Iterator[tuple[str, Any]]:
        whole = Ref(record.name.spelled)
        yield from self.plain(whole)
        try:
            base = Maker(self.package).base(record)
        except CannotMakeError:
            return
        for field in record.fields:
            name = "_".join(field.name.words)
            if isinstance(self.package.resolve(field.type), Nullable):
                yield f"null_{name}", {**base, field.wire: None}
            for case, value in self.limits(field.type):
                yield f"{case}_{name}", {**base, field.wire: value}
        yield from self.alternatives(record, base)
        if record.open:
            yield "unknown_member", {**self.make(whole, full=False), NEW: {"some": ["value"]}}

    def alternatives(self, record: Record, base: Any) -> Iterator[tuple[str, Any]]:
        fields = {field.wire: field for field in record.fields}
        for rule in record.rules:
            if isinstance(rule, ExactlyOneOf):
                others = {key: value for key, value in base.items() if key not in rule.fields}
                for wire in rule.fields:
                    value = Maker(self.package).member(fields[wire], full=True)
                    yield f"with_{'_'.join(fields[wire].name.words)}", {**others, wire: value}

    def choice(self, choice: Choice) -> Iterator[tuple[str, Any]]:
        for option in choice.options:
            yield f"value_{'_'.join(option.name.words)}", option.value
        if choice.open:
            yield "unknown_value", NEW

    def union(self, union: Union) -> Iterator[tuple[str, Any]]:
        for variant in union.variants:
            name = "_".join(variant.name.words)
            for case, full in ((f"variant_{name}", True), (f"minimal_{name}", False)):
                try:
                    yield case, Maker(self.package).variant(union, variant, full=full)
                except CannotMakeError:
                    continue
        if union.open and isinstance(union.told, ByTag):
            yield "unknown_variant", {union.told.wire: NEW, "some": ["value"]}
