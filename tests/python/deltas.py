"""Hypothesis strategies: deltas and snapshots drawn from what the spec declares, lawful or not."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from specloom import documents
from specloom.ir import (
    Choice,
    Const,
    Field,
    Kind,
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
from specloom.lower import lower

SPEC = Path(__file__).parents[2] / "spec"

scraps: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "text", "function"]),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(st.sampled_from(["a", "type"]), inner, max_size=2),
    max_leaves=4,
)
"""JSON that fits nowhere in particular."""


@cache
def package() -> Package:
    """The shipped spec."""
    spec, problems = documents.load(SPEC)
    assert spec is not None, problems
    lowered, problems = lower(spec)
    assert lowered is not None, problems
    return lowered


@cache
def values(name: str, wild: bool = False) -> st.SearchStrategy[Any]:
    """Values of a definition; `wild` ones now and then hold what does not belong there."""
    decl = package().decls[name]
    match decl:
        case Record():
            return record(name, wild)
        case Choice(options=options):
            return st.sampled_from(
                [option.value for option in options] + (["newer"] if decl.open else [])
            )
        case Union(variants=variants):
            return st.one_of(*(of(variant.type, wild) for variant in variants))
        case _:
            return of(decl.type, wild)


def of(type: Type, wild: bool) -> st.SearchStrategy[Any]:
    """Values of a type."""
    plain: st.SearchStrategy[Any]
    match type:
        case Const(value=value):
            plain = st.just(value)
        case Scalar(kind=Kind.STRING):
            plain = st.sampled_from(["", "a", "b", "Ünï", "👍", "line\nbreak"])
        case Scalar(kind=Kind.INTEGER | Kind.NUMBER):
            plain = st.integers(0, 3)
        case Scalar(kind=Kind.BOOLEAN):
            plain = st.booleans()
        case Scalar():
            plain = scraps
        case ListOf(item=item):
            plain = st.lists(of(item, wild), max_size=3)
        case MapOf(value=value):
            plain = st.dictionaries(
                st.sampled_from(["a", "results", "__proto__"]), of(value, wild), max_size=2
            )
        case Nullable(inner=inner):
            plain = st.none() | of(inner, wild)
        case Ref(target=target):
            plain = st.deferred(lambda: values(target, wild))
    if not wild:
        return plain
    return st.integers(0, 19).flatmap(lambda luck: scraps if luck == 0 else plain)


@cache
def record(name: str, wild: bool) -> st.SearchStrategy[Any]:
    """Objects of a record: optional members come and go, undeclared ones now and then."""
    decl = package().decls[name]
    assert isinstance(decl, Record)

    def member(field: Field) -> st.SearchStrategy[Any]:
        return of(field.type, wild)

    required = {
        field.wire: member(field) for field in decl.fields if field.presence is Presence.REQUIRED
    }
    optional = {
        field.wire: member(field) for field in decl.fields if field.presence is Presence.OPTIONAL
    }
    if decl.open:
        optional["undeclared"] = scraps
    if wild:
        optional |= required
        return st.fixed_dictionaries({}, optional=optional)
    return st.fixed_dictionaries(required, optional=optional)
