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

SINGLE = ("text", "number", "flag", "constant", "choice")
"""The shapes of values that are compared as a whole."""


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
    package: Package, rule: MergeRule, words: Words, delta: Type, snapshot: Type
) -> Iterator[tuple[str, str]]:
    """What speaks against a rule on a delta's member that acts on `snapshot`: pairs of fact and remedy."""
    mine, theirs = package.bare(delta), package.bare(snapshot)
    shape, there = shape_of(package, mine), shape_of(package, theirs)
    yield from judge_shape(rule, shape)
    if rule is MergeRule.APPEND and words.decode is None:
        for type in (mine, theirs):
            if isinstance(type, Scalar) and type.format is not None:
                yield f"appends text of format {type.format}", "it is not made of pieces; use `replace`"
    if words.decode is not None and (rule is not MergeRule.APPEND or shape != "text"):
        yield "is decoded, but is no appended text", "`decode` goes with `append` on text"
    if (words.key or words.dense is not None) and (rule is not MergeRule.MERGE or shape != "list"):
        yield "has a key, but is no merged list", "`key` and `dense` go with `merge` on lists"
    if words.at is not None:
        yield from judge_path(rule, words)
    unlike = there not in ("any", shape) and not (shape in ("map", "any") and there == "record")
    if words.decode is None and unlike:
        yield f"is {describe(shape)}, its counterpart {describe(there)}", "let both be of one kind"


def judge_shape(rule: MergeRule, shape: str) -> Iterator[tuple[str, str]]:
    """What speaks against a rule on a member of a shape."""
    if rule is MergeRule.APPEND and shape not in ("text", "list"):
        yield f"appends {describe(shape)}", "append only to text and lists; use `replace`"
    elif rule is MergeRule.ONCE and shape not in SINGLE:
        yield f"is {describe(shape)} that may be sent once", "only single values can; use `replace`"
    elif rule is MergeRule.MERGE and shape not in ("record", "union", "map", "list"):
        yield f"merges {describe(shape)}", "only objects and lists have parts to merge; use `replace`"
    elif rule is MergeRule.SUM and shape != "number":
        yield f"sums {describe(shape)}", "only numbers add up; use `replace`"


def judge_path(rule: MergeRule, words: Words) -> Iterator[tuple[str, str]]:
    """What speaks against a rule that acts at the end of a path."""
    if rule is MergeRule.MERGE:
        yield "merges at the end of a path", "give each part a path of its own, or use `replace`"
    elif str(words.at).endswith("}") and rule is not MergeRule.REPLACE:
        yield f"acts on a whole entry by {rule}", "an entry can only be put there: use `replace`"
    if words.to is not None:
        yield "has `to` beside `at`", "let the path end in the member's name there"
    if words.null not in (None, NullRule.KEEP):
        yield "has `null` beside `at`", "leave it out: null keeps what is there"


def judge_null(
    package: Package, rule: MergeRule, words: Words, delta: Type, snapshot: Type, required: bool
) -> Iterator[tuple[str, str]]:
    """What speaks against what null is declared to do to a member, which may be `required`."""
    if words.null in (None, NullRule.KEEP) or words.at is not None:
        return
    if rule is not MergeRule.REPLACE:
        # A delta that empties and then grows could not be composed with one before it.
        yield f"gives null a meaning beside {rule}", "only `replace` can: leave `null` out"
    elif not isinstance(package.resolve(delta), Nullable):
        yield "gives null a meaning, but is never null", "leave `null` out"
    elif words.null is NullRule.SET and not isinstance(package.resolve(snapshot), Nullable):
        yield "is set to null, but its counterpart is never null", "use `remove`, or allow null there"
    elif words.null is NullRule.REMOVE and required:
        yield "is removed by null, but its counterpart is required", "use `set`, or require it no more"


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
