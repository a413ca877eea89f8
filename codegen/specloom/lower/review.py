"""The last pass: what holds only of declarations seen together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specloom.documents.spec import Landing
from specloom.documents.wording import one_of, show
from specloom.ir import (
    Alias,
    Choice,
    Decl,
    Field,
    Json,
    Kind,
    Nullable,
    Record,
    Ref,
    Scalar,
    Type,
    parts,
)
from specloom.lower.defaults import Fitting
from specloom.lower.finite import refuse_endless
from specloom.lower.gather import Gathered
from specloom.lower.naming import refuse_folding
from specloom.lower.uses import whole
from specloom.pointers import step
from specloom.problems import Problem


def review(gathered: Gathered, decls: Mapping[str, Decl]) -> list[Problem]:
    """Names that fold to one, defaults and rules that fit nothing, double nullables, endless records."""
    problems = list(
        refuse_folding(
            ((decl.name, decl.where) for decl in decls.values()),
            "definitions",
            "give one of them an `x-name`, or rename it",
        )
    )
    fitting = Fitting(decls)
    for name, decl in decls.items():
        if isinstance(decl, Record):
            problems += _review_record(gathered, decl, fitting)
        elif isinstance(decl, Choice):
            landing = gathered.definitions[name]
            places = (
                landing.document.where(f"{landing.pointer}/enum/{index}")
                for index in range(len(decl.options))
            )
            names = zip((option.name for option in decl.options), places, strict=True)
            remedy = "say in `x-value-names` what to call one of them"
            problems += refuse_folding(names, "values", remedy)
        elif isinstance(decl, Alias):
            problems += _review_nullables(decls, decl.type, decl)
    problems += refuse_endless(decls)
    return problems


def _review_record(gathered: Gathered, record: Record, fitting: Fitting) -> Iterator[Problem]:
    yield from refuse_folding(
        ((field.name, field.where) for field in record.fields),
        "members",
        "give one of them an `x-name`",
    )
    document = gathered.definitions[record.name.spelled].document
    for field in record.fields:
        yield from _review_nullables(fitting.decls, field.type, field)
        wanted = fitting.misfit(field.default, field.type) if field.has_default else None
        if wanted:
            place = document.where(f"{field.where.pointer}/default")
            fact = f"the default of {show(field.wire)} does not fit: its type wants {wanted}"
            yield Problem(place, fact, "correct the default or the type", "default-misfit")
    yield from _review_rules(gathered.definitions[record.name.spelled], record, fitting)


def _review_rules(landing: Landing, record: Record, fitting: Fitting) -> Iterator[Problem]:
    """A rule must wait for a value that its member can have."""
    fields = {field.wire: field for field in record.fields}
    for path, holder in [("", landing.schema), *_inner_rules(landing.schema)]:
        for when, condition in holder.get("if", {}).get("properties", {}).items():
            field = fields.get(when)
            value = whole(condition["const"])
            wanted = field and _unwanted(fitting, field.type, value)
            if wanted:
                token = step("", when)
                place = f"{landing.pointer}{path}/if/properties{token}/const"
                fact = f"the rule waits for {show(when)} to be {show(value)}, and it is {wanted}"
                remedy = "correct the value"
                yield Problem(landing.document.where(place), fact, remedy, "rule-condition")


def _inner_rules(schema: Any) -> Iterator[tuple[str, Any]]:
    for index, rule in enumerate(schema.get("allOf", ())):
        yield f"/allOf/{index}", rule


def _unwanted(fitting: Fitting, type: Type, value: Json) -> str | None:
    """What a type is, where it is never `value`. An open choice is its known values: code names those."""
    decl = fitting.decls.get(type.target) if isinstance(type, Ref) else None
    if isinstance(decl, Choice):
        values = [option.value for option in decl.options]
        return None if value in values else one_of(values)
    return fitting.misfit(value, type)


def _review_nullables(
    decls: Mapping[str, Decl], type: Type, owner: Field | Alias
) -> Iterator[Problem]:
    """What is nullable must not be nullable already."""
    for part in parts(type):
        if isinstance(part, Nullable) and _takes_null(decls, part.inner):
            fact = f"{show(owner.name.spelled)} is nullable, and so is what it refers to"
            if not isinstance(part.inner, Ref):
                fact = f"{show(owner.name.spelled)} is nullable, and any value includes null"
            yield Problem(owner.where, fact, "say it in one place", "nullable-twice")


def _takes_null(decls: Mapping[str, Decl], type: Type) -> bool:
    while isinstance(type, Ref):
        decl = decls.get(type.target)
        if not isinstance(decl, Alias):
            return False
        type = decl.type
    return isinstance(type, Nullable) or (isinstance(type, Scalar) and type.kind is Kind.ANY)
