"""The words of `x-merge`, and which rules may stand on which types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from specloom.ir import (
    ByTag,
    Choice,
    Const,
    Kind,
    ListOf,
    MapOf,
    MergeRule,
    Nullable,
    NullRule,
    Package,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What an `x-merge` says; None is not said."""

    rule: MergeRule | None = None
    key: tuple[str, ...] = ()
    dense: bool | None = None
    to: str | None = None
    at: str | None = None
    null: NullRule | None = None
    decode: str | None = None


def read_words(value: Any) -> Words:
    """An `x-merge` that the dialect has accepted: a rule word, or an object of attributes."""
    if isinstance(value, str):
        return Words(MergeRule(value))
    key = value.get("key", ())
    return Words(
        MergeRule(value["rule"]) if "rule" in value else None,
        (key,) if isinstance(key, str) else tuple(key),
        value.get("dense"),
        value.get("to"),
        value.get("at"),
        NullRule(value["null"]) if "null" in value else None,
        value.get("decode"),
    )


def judge(
    package: Package, rule: MergeRule, words: Words, delta: Type, snapshot: Type | None
) -> Iterator[tuple[str, str]]:
    """What speaks against a rule: pairs of fact and remedy. `snapshot` is None where `at` leads elsewhere."""
    mine = bare(package, delta)
    shape = shape_of(package, mine)
    if rule is MergeRule.APPEND:
        if shape not in ("text", "list"):
            yield f"appends {describe(shape)}", "append only to text and lists; use `replace`"
        elif isinstance(mine, Scalar) and mine.format is not None:
            yield f"appends text of format {mine.format}", "it is not made of pieces; use `replace`"
    elif rule is MergeRule.ONCE and shape == "list":
        yield "is a list that may be sent once", "use `replace`, `append` or `merge` for lists"
    elif rule is MergeRule.MERGE and shape not in ("record", "union", "map", "list"):
        yield f"merges {describe(shape)}", "only objects and lists have parts to merge; use `replace`"
    elif rule is MergeRule.SUM and shape != "number":
        yield f"sums {describe(shape)}", "only numbers add up; use `replace`"
    if words.decode is not None and (rule is not MergeRule.APPEND or shape != "text"):
        yield "is decoded, but is no appended text", "`decode` goes with `append` on text"
    if (words.key or words.dense is not None) and (rule is not MergeRule.MERGE or shape != "list"):
        yield "has a key, but is no merged list", "`key` and `dense` go with `merge` on lists"
    if snapshot is not None and rule is not MergeRule.SKIP and words.decode is None:
        there = shape_of(package, bare(package, snapshot))
        if there not in ("any", shape) and not (shape in ("map", "any") and there == "record"):
            yield f"is {describe(shape)}, its counterpart {describe(there)}", "let both be of one kind"


def bare(package: Package, type: Type) -> Type:
    """A type with aliases followed and null set aside."""
    type = package.resolve(type)
    return bare(package, type.inner) if isinstance(type, Nullable) else type


def shape_of(package: Package, type: Type) -> str:
    """The shape of a bare type, as far as merging goes."""
    match type:
        case Scalar(kind=Kind.STRING):
            return "text"
        case Scalar(kind=Kind.INTEGER | Kind.NUMBER):
            return "number"
        case Scalar(kind=Kind.BOOLEAN):
            return "flag"
        case Scalar():
            return "any"
        case Const():
            return "constant"
        case ListOf():
            return "list"
        case MapOf():
            return "map"
        case Ref(target=target):
            decl = package.decls[target]
            if isinstance(decl, Choice):
                return "choice"
            if isinstance(decl, Record):
                return "record"
            return (
                "union" if isinstance(decl, Union) and isinstance(decl.told, ByTag) else "mixture"
            )
        case Nullable():
            raise AssertionError("a bare type is not nullable")


_NOUNS = {
    "text": "text",
    "number": "a number",
    "flag": "a boolean",
    "any": "any value",
    "constant": "a constant",
    "list": "a list",
    "map": "an open object",
    "choice": "one of a few words",
    "record": "an object",
    "union": "a tagged union",
    "mixture": "a union by kind",
}


def describe(shape: str) -> str:
    """A shape in words."""
    return _NOUNS[shape]
