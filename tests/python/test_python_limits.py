"""Every limit at its edge, in the fast reader and the careful shape: the last good value, the first bad."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

import pytest

from packages import member, record, zoo
from python.building import build
from specloom.ir import Bounds, Const, Kind, ListOf, MapOf, Module, Nullable, Ref, Scalar, Type


def text(**bounds: Any) -> Type:
    return Scalar(Kind.STRING, None, Bounds(**bounds))


def whole(**bounds: Any) -> Type:
    return Scalar(Kind.INTEGER, None, Bounds(**bounds))


def number(**bounds: Any) -> Type:
    return Scalar(Kind.NUMBER, None, Bounds(**bounds))


ANY = Scalar(Kind.ANY)
PLAIN = Scalar(Kind.STRING)

CASES: dict[str, tuple[Type, list[Any], list[Any]]] = {
    "shortest": (text(min_length=2), ["ab", "👋👋"], ["a", "👋", ""]),
    "longest": (text(max_length=2), ["", "ab", "👋👋", "\ud83d\udc4b"], ["abc", "e\u0301e\u0301"]),
    "between": (text(min_length=1, max_length=2), ["a", "ab"], ["", "abc"]),
    "pattern": (text(pattern="^a+$"), ["a", "aa"], ["", "b", "ab", "a\n", "ba"]),
    "inside": (text(pattern="b"), ["abc", "b\n"], ["ac"]),
    "least": (whole(minimum=3), [3, 3.0, 2**70], [2, 2.9, 3.1, True, "3", None]),
    "most": (whole(maximum=3), [3, -(2**70)], [4, 4.0]),
    "range": (whole(minimum=1, maximum=3), [1, 3], [0, 4]),
    "above": (number(exclusive_minimum=0), [1e-300, 1], [0, -0.0, -1]),
    "below": (number(exclusive_maximum=1), [0.999, 0], [1, 1.0, 2]),
    "unbounded": (number(), [0, 1.5, -1e300, 2**70], [True, "1", None, float("nan"), float("inf")]),
    "share": (number(minimum=0, maximum=1), [0, 1, 0.5, 1.0], [-0.1, 1.1]),
    "even": (whole(multiple_of=2), [0, 4, -2, 2.0], [1, 3]),
    "tenth": (number(multiple_of=0.1), [0.3, 1, 0.7, 5], [0.35, 0.05]),
    "flag": (Scalar(Kind.BOOLEAN), [True, False], [0, 1, "true", None]),
    "anything": (ANY, [None, 1, "a", [], {}], []),
    "same_text": (Const("a"), ["a"], ["b", "", None, 1]),
    "same_number": (Const(1), [1, 1.0], [2, True, "1"]),
    "same_flag": (Const(True), [True], [1, 1.0, False]),
    "few": (ListOf(PLAIN, 1, 2), [["a"], ["a", "b"]], [[], ["a", "b", "c"], "a", {"0": "a"}]),
    "several": (ListOf(text(max_length=1), 1), [["a", "b", "c"]], [[], ["ab"], ["a", 1]]),
    "nested": (ListOf(ListOf(whole())), [[], [[]], [[1], [2, 3]]], [[1], [[1.5]], [None]]),
    "maybe": (ListOf(Nullable(PLAIN)), [[None, "a"]], [[1], None]),
    "map": (
        MapOf(PLAIN, 1, 2),
        [{"a": "b"}, {"a": "", "b": ""}],
        [{}, {"a": 1}, {"a": "", "b": "", "c": ""}],
    ),
    "keys": (MapOf(ANY, key_max_length=2), [{}, {"ab": None}], [{"abc": 1}, []]),
    "key_names": (
        MapOf(whole(), key_pattern="^[a-z]$"),
        [{"a": 1}],
        [{"A": 1}, {"a\n": 1}, {"a": 1.5}],
    ),
    "free": (MapOf(ANY), [{}, {"": []}], [[], None]),
    "texts": (MapOf(PLAIN), [{}, {"a": "b"}], [{"a": None}]),
    "lists": (MapOf(ListOf(whole())), [{"a": [1]}], [{"a": 1}, {"a": [None]}]),
    "closed": (Ref("Size"), ["big", "small"], ["medium", "", None, 1, []]),
    "open": (Ref("Mood"), ["calm", "+1", "other", ""], [None, 1, [], {}]),
    "notes": (Ref("Notes"), [{"a": "b"}], [{}, {"A": "b"}, {"a": 1}, {"a" * 65: "b"}]),
}


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A package with a record for each case, which needs a member, and one in which it may be left out."""
    bare = replace(zoo(), deltas=(), streams=(), operations=())
    records = [
        record(f"{kind}_{name}", member("value", type, optional=kind == "may"))
        for name, (type, _, _) in CASES.items()
        for kind in ("must", "may")
    ]
    limits = Module(replace(bare.name, words=("limits",)), bare.docs, tuple(records), "limits.json")
    name = replace(bare.name, words=("zoo", "limits"))
    package = replace(bare, name=name, modules=(*bare.modules, limits))
    return build(package, tmp_path_factory.mktemp("limits"))


@pytest.mark.parametrize("kind", ["must", "may"])
@pytest.mark.parametrize("name", CASES)
def test_a_limit_is_where_it_is_said_to_be(module: Any, name: str, kind: str) -> None:
    _, good, bad = CASES[name]
    codec = module.CODECS[f"{kind}_{name}"]
    for value in good:
        document = {"value": value}
        assert codec.problems(document) == []
        assert codec.decode(document, strict=True) == codec.shape.take(document)
        with contextlib.suppress(*module._fast.SURPRISES):
            assert codec._read(document) == codec.shape.take(document)
    for value in bad:
        document = {"value": value}
        problems = codec.problems(document)
        assert problems, value
        assert all(problem.pointer.startswith("/value") for problem in problems)
        with pytest.raises(module.DecodeError):
            codec.decode(document, strict=True)
        with pytest.raises(module._fast.SURPRISES):
            codec._read(document)
    assert bool(codec.problems({})) == (kind == "must")


def test_plain_good_values_are_read_fast(module: Any) -> None:
    """Numbers written with a point where integers are meant, and the like, may take the careful way."""
    for name, (_, good, _) in CASES.items():
        for value in good:
            if not isinstance(value, float):
                module.CODECS[f"must_{name}"]._read({"value": value})


def test_expectations_read_well(module: Any) -> None:
    said = {
        name: module.CODECS[f"must_{name}"].problems({"value": bad[0]})[0].expected
        for name, (_, _, bad) in CASES.items()
        if bad
    }
    assert said | {} == said
    assert {
        name: said[name] for name in ("shortest", "longest", "pattern", "least", "even", "few")
    } == {
        "shortest": "at least 2 characters",
        "longest": "at most 2 characters",
        "pattern": "a string that matches '^a+$'",
        "least": "at least 3",
        "even": "a multiple of 2",
        "few": "at least 1 item",
    }
    assert said["closed"] == "one of 'big', 'small'"
    assert said["keys"] == "a name of at most 2 characters"
    assert said["same_number"] == "the number 1"
