"""Why a value is not of a type: a walk over both that follows the variant a tag names.

A validator reports that no branch of a `oneOf` fits; this says which member of which variant is wrong. It
walks without recursion, so that nesting costs no stack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from specloom.ir import (
    ByTag,
    Choice,
    Const,
    ExactlyOneOf,
    JsonKind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Record,
    RecordRule,
    Ref,
    RequiredIf,
    Scalar,
    Type,
    Union,
    Where,
)
from specloom.pointers import step
from specloom.problems import Severity
from specloom.validate.scalars import check_key, check_scalar, fits_kind, same
from specloom.validate.typewords import words_of
from specloom.validate.wording import count, either, meant, one_of, show

Step: TypeAlias = "tuple[Type, Any, str, Where]"
"""A value still to look at: its type, itself, its pointer, and where the spec says so."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing about one value. `pointer` says where; `at_name`: at the member's name, not its value.

    `spec` is the place in the spec that asks for it. `about` is what is unknown: a declaration, and the
    member, value or tag that it lacks.
    """

    pointer: str
    fact: str
    code: str
    severity: Severity
    spec: Where
    at_name: bool = False
    about: tuple[str, str] | None = None


def explain(
    package: Package, name: str, value: Any, unknown: Severity = Severity.NOTE
) -> list[Complaint]:
    """Everything wrong with `value` as a `name`, and all it holds that the spec does not know (`unknown`)."""
    walk = _Walk(package, unknown)
    ahead: list[Step] = [(Ref(name), value, "", package.decls[name].where)]
    while ahead:
        inner = list(walk.look(*ahead.pop()))
        ahead.extend(reversed(inner))
    return walk.complaints


def kind_of(value: Any) -> JsonKind:
    """The kind of a JSON value."""
    if isinstance(value, bool):
        return JsonKind.BOOLEAN
    if isinstance(value, str):
        return JsonKind.STRING
    if isinstance(value, int | float):
        return JsonKind.NUMBER
    if isinstance(value, dict):
        return JsonKind.OBJECT
    return JsonKind.NULL if value is None else JsonKind.ARRAY


class _Walk:
    """One walk over one value."""

    def __init__(self, package: Package, unknown: Severity) -> None:
        self.package = package
        self.unknown = unknown
        self.complaints: list[Complaint] = []

    def complain(self, pointer: str, fact: str, code: str, spec: Where) -> None:
        self.complaints.append(Complaint(pointer, fact, code, Severity.ERROR, spec))

    def note(
        self, pointer: str, fact: str, code: str, decl: Record | Choice | Union, word: str
    ) -> None:
        about = (decl.name.spelled, word)
        at_name = isinstance(decl, Record)
        self.complaints.append(
            Complaint(pointer, fact, code, self.unknown, decl.where, at_name, about)
        )

    def mistyped(self, type: Type, value: Any, pointer: str, spec: Where) -> None:
        words = words_of(self.package, type)
        self.complain(pointer, f"expected {words}, found {show(value)}", "wrong-type", spec)

    def look(self, type: Type, value: Any, pointer: str, spec: Where) -> Iterator[Step]:
        """Complains about `value` itself and gives what it holds."""
        whole, type = type, self.package.resolve(type)
        while isinstance(type, Nullable):
            if value is None:
                return
            type = self.package.resolve(type.inner)
        match type:
            case Scalar():
                if not fits_kind(type.kind, value):
                    self.mistyped(whole, value, pointer, spec)
                else:
                    for fact, code in check_scalar(type.bounds, value):
                        self.complain(pointer, fact, code, spec)
            case Const():
                if not same(type.value, value):
                    fact = f"expected {words_of(self.package, whole)}, found {show(value)}"
                    code = "wrong-value" if isinstance(value, str) else "wrong-type"
                    self.complain(pointer, fact, code, spec)
            case ListOf():
                yield from self.list(type, whole, value, pointer, spec)
            case MapOf():
                yield from self.map(type, whole, value, pointer, spec)
            case Ref():
                yield from self.declared(type.target, whole, value, pointer, spec)

    def list(
        self, type: ListOf, whole: Type, value: Any, pointer: str, spec: Where
    ) -> Iterator[Step]:
        if not isinstance(value, list):
            self.mistyped(whole, value, pointer, spec)
            return
        self.count(len(value), type.min_items, type.max_items, "item", pointer, spec)
        for index, item in enumerate(value):
            yield type.item, item, f"{pointer}/{index}", spec

    def map(
        self, type: MapOf, whole: Type, value: Any, pointer: str, spec: Where
    ) -> Iterator[Step]:
        if not isinstance(value, dict):
            self.mistyped(whole, value, pointer, spec)
            return
        self.count(len(value), type.min_members, type.max_members, "member", pointer, spec)
        for key, item in value.items():
            below = step(pointer, key)
            for fact, code in check_key(type, key):
                self.complaints.append(Complaint(below, fact, code, Severity.ERROR, spec, True))
            yield type.value, item, below, spec

    def count(
        self, found: int, least: int | None, most: int | None, noun: str, pointer: str, spec: Where
    ) -> None:
        if least is not None and found < least:
            fact = f"expected at least {count(least, noun)}, found {found or 'none'}"
            self.complain(pointer, fact, "wrong-count", spec)
        if most is not None and found > most:
            fact = f"expected at most {count(most, noun)}, found {found}"
            self.complain(pointer, fact, "wrong-count", spec)

    def declared(
        self, name: str, whole: Type, value: Any, pointer: str, spec: Where
    ) -> Iterator[Step]:
        decl = self.package.decls[name]
        match decl:
            case Record() if isinstance(value, dict):
                yield from self.record(decl, value, pointer)
            case Choice() if isinstance(value, str):
                self.choice(decl, value, pointer)
            case Union(told=ByTag(wire=tag)) if isinstance(value, dict):
                yield from self.tagged(decl, tag, value, pointer)
            case Union() if not isinstance(decl.told, ByTag):
                yield from self.by_kind(decl, whole, value, pointer, spec)
            case _:
                self.mistyped(whole, value, pointer, spec)

    def record(self, record: Record, value: dict[str, Any], pointer: str) -> Iterator[Step]:
        known = set()
        spelled = record.name.spelled
        for field in record.fields:
            known.add(field.wire)
            if field.wire in value:
                yield field.type, value[field.wire], step(pointer, field.wire), field.where
            elif field.presence is Presence.REQUIRED:
                fact = f"missing, and {spelled} requires it"
                self.complain(step(pointer, field.wire), fact, "missing-member", field.where)
        for rule in record.rules:
            self.rule(record, rule, value, pointer)
        for key in value:
            if key not in known:
                self.undeclared(record, key, known, pointer)

    def undeclared(self, record: Record, key: str, known: set[str], pointer: str) -> None:
        fact = f"{record.name.spelled} has no member {show(key)}{meant(key, known)}"
        below = step(pointer, key)
        if record.open:
            self.note(below, fact, "unknown-member", record, key)
        else:
            self.complaints.append(
                Complaint(below, fact, "forbidden-member", Severity.ERROR, record.where, True)
            )

    def rule(self, record: Record, rule: RecordRule, value: dict[str, Any], pointer: str) -> None:
        spelled = record.name.spelled
        match rule:
            case RequiredIf():
                asked = rule.when in value and same(rule.equals, value[rule.when])
                if asked and rule.field not in value:
                    when = f"{show(rule.when)} is {show(rule.equals)}"
                    fact = f"missing, and {spelled} requires it when {when}"
                    below = step(pointer, rule.field)
                    self.complain(below, fact, "missing-member", record.where)
            case ExactlyOneOf():
                there = [show(field) for field in rule.fields if field in value]
                if len(there) != 1:
                    members = either(map(show, rule.fields), "and")
                    found = either(there, "and") if there else "none"
                    fact = f"expected exactly one of the members {members}, found {found}"
                    self.complain(pointer, fact, "one-of-members", record.where)

    def choice(self, choice: Choice, value: str, pointer: str) -> None:
        values = [option.value for option in choice.options]
        if value in values:
            return
        hint = meant(value, values)
        if choice.open:
            fact = f"{choice.name.spelled} has no value {show(value)}{hint}"
            self.note(pointer, fact, "unknown-value", choice, value)
        else:
            fact = f"expected {one_of(values)}, found {show(value)}{hint}"
            self.complain(pointer, fact, "wrong-value", choice.where)

    def tagged(self, union: Union, tag: str, value: dict[str, Any], pointer: str) -> Iterator[Step]:
        below = step(pointer, tag)
        spelled = union.name.spelled
        if tag not in value:
            fact = f"missing, and it tells which {spelled} this is"
            self.complain(below, fact, "missing-member", union.where)
            return
        found = value[tag]
        tags = [variant.tag or "" for variant in union.variants]
        if not isinstance(found, str):
            words = "a string" if union.open else one_of(tags)
            fact = f"expected {words}, found {show(found)}"
            self.complain(below, fact, "wrong-type", union.where)
        elif found in tags:
            variant = union.variants[tags.index(found)]
            yield variant.type, value, pointer, union.where
        elif union.open:
            fact = f"{spelled} has no variant {show(found)}{meant(found, tags)}"
            self.note(below, fact, "unknown-variant", union, found)
        else:
            fact = f"expected {one_of(tags)}, found {show(found)}{meant(found, tags)}"
            self.complain(below, fact, "wrong-value", union.where)

    def by_kind(
        self, union: Union, whole: Type, value: Any, pointer: str, spec: Where
    ) -> Iterator[Step]:
        kind = kind_of(value)
        for variant in union.variants:
            if variant.kind is kind or (value is None and self.takes_null(variant.type)):
                yield variant.type, value, pointer, union.where
                return
        self.mistyped(whole, value, pointer, spec)

    def takes_null(self, type: Type) -> bool:
        return isinstance(self.package.resolve(type), Nullable)
