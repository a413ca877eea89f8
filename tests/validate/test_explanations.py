"""The walk that explains, held against the validator that judges."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packages import zoo
from specloom.ir import Package
from specloom.problems import Severity
from specloom.validate.explain import explain
from specloom.validate.judge import UNKNOWN, Judge
from specloom.validate.knowledge import know
from validate.shipped import Example, errors_of, examples, judge_of, package_of

EXAMPLES = examples()


def said(package: Package, name: str, value: Any) -> list[tuple[str, str, str]]:
    """Pointer, fact and severity of everything there is to say."""
    return [(c.pointer, c.fact, str(c.severity)) for c in explain(package, name, value)]


# --- examples of the shipped spec -------------------------------------------------------------------------


def test_every_example_is_explained_at_its_own_pointer() -> None:
    judge = judge_of()
    wrong = {
        f"{e.type}/{e.case}": found
        for e in EXAMPLES
        if (found := errors_of(judge, e.type, e.payload))
        != ([] if e.pointer is None else [e.pointer])
    }
    assert wrong == {}
    assert len(EXAMPLES) > 1000


def test_the_validator_agrees_about_every_example() -> None:
    judge = judge_of()
    assert [
        e for e in EXAMPLES if judge.accepts(e.type, e.payload) is not (e.pointer is None)
    ] == []


def test_what_is_wholly_known_is_accepted_and_nothing_is_said_of_it() -> None:
    judge = judge_of()
    known = [e for e in EXAMPLES if judge.knows_all(e.type, e.payload)]
    assert len(known) > 100
    for e in known:
        assert judge.accepts(e.type, e.payload)
        assert explain(package_of(), e.type, e.payload) == []


# --- mutations --------------------------------------------------------------------------------------------

LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([1.0, 0.5, -1.5, 1e300, 2**63, 2**70, -(2**70), 257, 513, 1e-9]),
    st.sampled_from(["", "x", "text", "[DONE]", "function", "é" * 600, "a b", "x\n"]),
    st.sampled_from([[], {}, [None], {"type": "text"}, {"type": 5}, [[]], {"": ""}, {"a/b~c": 1}]),
).map(
    copy.deepcopy
)  # what is drawn is changed afterwards


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, Any]:
    """An example with one to three changes: values replaced, members and items removed, added, moved."""
    example: Example = draw(st.sampled_from(EXAMPLES))
    holder = [copy.deepcopy(example.payload)]
    for _ in range(draw(st.integers(1, 3))):
        _mutate(draw, holder)
    return example.type, holder[0]


def _mutate(draw: st.DrawFn, holder: list[Any]) -> None:
    places: list[tuple[Any, Any]] = []
    ahead: list[tuple[Any, Any]] = [(holder, 0)]
    while ahead:
        parent, key = ahead.pop()
        places.append((parent, key))
        value = parent[key]
        keys = (
            list(value)
            if isinstance(value, dict)
            else range(len(value)) if isinstance(value, list) else []
        )
        ahead.extend((value, inner) for inner in keys)
    parent, key = draw(st.sampled_from(places))
    match draw(st.sampled_from(["replace", "remove", "add", "swap"])):
        case "remove" if parent is not holder:
            del parent[key]
        case "add" if isinstance(parent[key], dict):
            parent[key][
                draw(st.sampled_from(["type", "id", "x", "index", "text", "vector_stores"]))
            ] = draw(LEAVES)
        case "add" if isinstance(parent[key], list):
            parent[key].append(draw(LEAVES))
        case "swap":
            other, name = draw(st.sampled_from(places))
            parent[key] = copy.deepcopy(other[name])
        case _:
            parent[key] = draw(LEAVES)


@given(mutants())
@settings(
    max_examples=800, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_the_walk_finds_something_exactly_when_the_validator_refuses(
    mutant: tuple[str, Any],
) -> None:
    name, value = mutant
    judge = judge_of()
    found = explain(package_of(), name, value)
    assert judge.accepts(name, value) is all(c.code in UNKNOWN for c in found)
    assert judge.knows_all(name, value) is (found == [])


@given(mutants())
@settings(
    max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_every_complaint_points_at_a_value_or_at_a_member_of_one(mutant: tuple[str, Any]) -> None:
    name, value = mutant
    for complaint in explain(package_of(), name, value):
        parent = value
        *above, last = complaint.pointer.split("/")[1:] or [""]
        for token in above:
            token = token.replace("~1", "/").replace("~0", "~")
            parent = parent[int(token)] if isinstance(parent, list) else parent[token]
        if complaint.pointer and isinstance(parent, list):
            assert int(last) < len(parent)
        elif complaint.pointer:
            assert isinstance(parent, dict)
            there = last.replace("~1", "/").replace("~0", "~") in parent
            assert there is (not complaint.fact.startswith("missing")), complaint


# --- a package with one of everything ---------------------------------------------------------------------

ANIMAL: dict[str, Any] = {"id": "a", "mood": "calm", "home": None, "kind": "animal"}
ZOO_CASES: list[tuple[str, Any, str, str]] = [
    ("Animal", {**ANIMAL, "id": ""}, "/id", "expected at least 1 character, found none"),
    ("Animal", {**ANIMAL, "id": "x" * 65}, "/id", "expected at most 64 characters, found 65"),
    (
        "Animal",
        {**ANIMAL, "code": "A"},
        "/code",
        'expected a string that matches ^[a-z]+$, found "A"',
    ),
    (
        "Animal",
        {**ANIMAL, "code": "a\n"},
        "/code",
        'expected a string that matches ^[a-z]+$, found "a\\n"',
    ),
    ("Animal", {**ANIMAL, "legs": -1}, "/legs", "expected at least 0, found -1"),
    ("Animal", {**ANIMAL, "legs": 751}, "/legs", "expected at most 750, found 751"),
    ("Animal", {**ANIMAL, "legs": 1.5}, "/legs", "expected an integer, found 1.5"),
    ("Animal", {**ANIMAL, "legs": True}, "/legs", "expected an integer, found true"),
    ("Animal", {**ANIMAL, "weight": 0}, "/weight", "expected more than 0, found 0"),
    (
        "Animal",
        {**ANIMAL, "weight": 1e6},
        "/weight",
        "expected less than 1000000.0, found 1000000.0",
    ),
    ("Animal", {**ANIMAL, "weight": "1"}, "/weight", 'expected a number, found "1"'),
    ("Animal", {**ANIMAL, "pairs": 3}, "/pairs", "expected a multiple of 2, found 3"),
    ("Animal", {**ANIMAL, "tame": 1}, "/tame", "expected true or false, found 1"),
    ("Animal", {**ANIMAL, "names": []}, "/names", "expected at least 1 item, found none"),
    ("Animal", {**ANIMAL, "names": ["a"] * 4}, "/names", "expected at most 3 items, found 4"),
    ("Animal", {**ANIMAL, "names": "a"}, "/names", 'expected a list, found "a"'),
    ("Animal", {**ANIMAL, "maybe_names": 1}, "/maybe_names", "expected a list or null, found 1"),
    (
        "Animal",
        {**ANIMAL, "maybe_names": ["a", None, 1]},
        "/maybe_names/2",
        "expected a string or null, found 1",
    ),
    ("Animal", {**ANIMAL, "notes": {"a": 1}}, "/notes/a", "expected a string, found 1"),
    (
        "Animal",
        {**ANIMAL, "notes": {"A": "x"}},
        "/notes/A",
        'expected a name that matches ^[a-z_]+$, found "A"',
    ),
    ("Animal", {**ANIMAL, "notes": {}}, "/notes", "expected at least 1 member, found none"),
    (
        "Animal",
        {**ANIMAL, "notes": {"a" * 65: ""}},
        f"/notes/{'a' * 65}",
        "expected a name of at most 64 characters, found 65",
    ),
    (
        "Animal",
        {**ANIMAL, "size": "huge"},
        "/size",
        'expected one of "big" or "small", found "huge"',
    ),
    (
        "Animal",
        {**ANIMAL, "size": "bigg"},
        "/size",
        'expected one of "big" or "small", found "bigg"; did you mean "big"?',
    ),
    ("Animal", {**ANIMAL, "size": 1}, "/size", 'expected one of "big" or "small", found 1'),
    ("Animal", {**ANIMAL, "kind": "plant"}, "/kind", 'expected "animal", found "plant"'),
    ("Animal", {**ANIMAL, "one": True}, "/one", "expected 1, found true"),
    ("Animal", {**ANIMAL, "yes": 1}, "/yes", "expected true, found 1"),
    ("Animal", {**ANIMAL, "maybe_const": "y"}, "/maybe_const", 'expected "x" or null, found "y"'),
    (
        "Animal",
        {k: v for k, v in ANIMAL.items() if k != "home"},
        "/home",
        "missing, and Animal requires it",
    ),
    ("Animal", {**ANIMAL, "home": []}, "/home", "expected an object or null, found an empty list"),
    ("Animal", {**ANIMAL, "home": {}}, "/home/type", "missing, and it tells which Home this is"),
    ("Animal", {**ANIMAL, "home": {"type": 3}}, "/home/type", "expected a string, found 3"),
    (
        "Animal",
        {**ANIMAL, "home": {"type": "den", "depth": "x"}},
        "/home/depth",
        'expected an integer, found "x"',
    ),
    ("ClosedHome", {"type": "nest"}, "/type", 'expected "den", found "nest"'),
    ("ClosedHome", {"type": None}, "/type", 'expected "den", found null'),
    (
        "Nest",
        {"type": "nest"},
        "",
        'expected exactly one of the members "tree" and "cliff", found none',
    ),
    (
        "Nest",
        {"type": "nest", "tree": "", "cliff": ""},
        "",
        'expected exactly one of the members "tree" and "cliff", found "tree" and "cliff"',
    ),
    (
        "Nest",
        {"type": "nest", "tree": "", "egs": 1},
        "/egs",
        'Nest has no member "egs"; did you mean "eggs"?',
    ),
    ("When", [], "", "expected a string, a number or an object, found an empty list"),
    ("When", None, "", "expected a string, a number or an object, found null"),
    ("When", True, "", "expected a string, a number or an object, found true"),
    ("When", {"type": "x"}, "/type", 'expected "den", found "x"'),
    (
        "CreateAnimal",
        {"mode": "big"},
        "/reason",
        'missing, and CreateAnimal requires it when "mode" is "big"',
    ),
    ("Beast", 5, "", "expected an object, found 5"),
    ("Free", [1], "", "expected an object, found a list"),
]


@pytest.mark.parametrize(("name", "value", "pointer", "fact"), ZOO_CASES)
def test_each_kind_of_mistake_has_its_sentence(
    name: str, value: Any, pointer: str, fact: str
) -> None:
    assert said(zoo(), name, value) == [(pointer, fact, "error")]
    assert not Judge(know(zoo())).accepts(name, value)


UNKNOWN_THINGS = pytest.mark.parametrize(
    ("value", "pointer", "fact"),
    [
        ({**ANIMAL, "mood": "sad"}, "/mood", 'Mood has no value "sad"'),
        ({**ANIMAL, "extra": 1}, "/extra", 'Animal has no member "extra"'),
        ({**ANIMAL, "a/b~c": 1}, "/a~1b~0c", 'Animal has no member "a/b~c"'),
        ({**ANIMAL, "home": {"type": "cave", "x": 1}}, "/home/type", 'Home has no variant "cave"'),
    ],
)


@UNKNOWN_THINGS
def test_what_a_newer_server_may_send_is_noted(value: Any, pointer: str, fact: str) -> None:
    assert said(zoo(), "Animal", value) == [(pointer, fact, "note")]
    judge = Judge(know(zoo()))
    assert judge.accepts("Animal", value)
    assert not judge.knows_all("Animal", value)
    closed = explain(zoo(), "Animal", value, Severity.ERROR)
    assert [(c.pointer, c.severity) for c in closed] == [(pointer, Severity.ERROR)]


@UNKNOWN_THINGS
def test_what_was_noted_is_known_from_then_on(value: Any, pointer: str, fact: str) -> None:
    judge = Judge(know(zoo()))
    (note,) = judge.complaints("Animal", value, value)
    judge.learn(note)
    assert judge.knows_all("Animal", value)
    assert judge.accepts("Animal", value)
    for other in ({**value, "more": 1}, {**value, "mood": "odd"}, {**value, "legs": "x"}):
        assert not judge.knows_all("Animal", other)
    assert not judge.knows_all("ClosedHome", {"type": "cave"})


@given(mutants())
@settings(
    max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_learning_never_lets_a_mistake_pass(mutant: tuple[str, Any]) -> None:
    name, value = mutant
    judge = Judge(judge_of().knowledge)
    complaints = judge.complaints(name, value, value)
    for complaint in complaints:
        judge.learn(complaint)
    assert judge.knows_all(name, value) is judge.accepts(name, value)


def test_several_mistakes_are_said_at_once_each_in_its_place() -> None:
    value = {"id": 1, "mood": "calm", "home": {"type": "den", "depth": []}, "legs": "x"}
    pointers = [pointer for pointer, _, _ in said(zoo(), "Animal", value)]
    assert pointers == ["/kind", "/id", "/legs", "/home/depth"]


def test_the_judge_speaks_for_the_validator_when_the_walk_has_nothing_to_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("specloom.validate.explain.explain", lambda *_: [])
    (complaint,) = Judge(know(zoo())).complaints(
        "Den", {"type": "den", "depth": "x"}, {"type": "den", "depth": "x"}
    )
    assert (complaint.pointer, complaint.code) == ("/depth", "refused")


def test_the_verdict_is_the_validators(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the walk ever find a mistake that the validator does not, it is none."""
    wrong = explain(zoo(), "Den", {"type": "den", "depth": "x"})
    assert len(wrong) == 1
    monkeypatch.setattr("specloom.validate.explain.explain", lambda *_: wrong)
    assert Judge(know(zoo())).complaints("Den", {"type": "den"}, {"type": "den"}) == []


def test_deep_values_cost_no_stack() -> None:
    package = package_of()
    value: Any = {}
    for _ in range(3000):
        value = {"a": value}
    assert said(package, "FunctionParameters", value) == []
