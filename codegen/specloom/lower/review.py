"""The last pass: what holds only of declarations seen together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specloom.documents.wording import show
from specloom.ir import (
    Alias,
    Choice,
    Decl,
    Field,
    Kind,
    Nullable,
    Record,
    Ref,
    RequiredIf,
    Scalar,
    Type,
    parts,
)
from specloom.lower.defaults import Fitting
from specloom.lower.finite import refuse_endless
from specloom.lower.gather import Gathered
from specloom.lower.naming import refuse_folding
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
    fields = {field.wire: field for field in record.fields}
    for rule in record.rules:
        if isinstance(rule, RequiredIf):
            wanted = fitting.misfit(rule.equals, fields[rule.when].type)
            if wanted or not _can_be(fitting.decls, fields[rule.when].type, rule.equals):
                fact = f"the rule waits for {show(rule.when)} to be {show(rule.equals)}"
                fact += f", which wants {wanted}" if wanted else ", which it is told not to be"
                remedy = "correct the value"
                yield Problem(record.where, fact, remedy, "rule-condition")


def _can_be(decls: Mapping[str, Decl], type: Type, value: object) -> bool:
    """Whether a rule on an open choice speaks of one of its values: others cannot be spelled in code."""
    while isinstance(type, Nullable):
        type = type.inner
    decl = decls.get(type.target) if isinstance(type, Ref) else None
    if isinstance(decl, Choice):
        return any(option.value == value for option in decl.options)
    return True


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
