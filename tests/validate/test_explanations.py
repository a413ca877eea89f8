"""The walk that explains, held against the validator that judges."""

from __future__ import annotations

from typing import Any

import pytest

from packages import ANIMAL, zoo
from specloom.problems import Severity
from specloom.validate.explain import explain
from specloom.validate.judge import Judge
from specloom.validate.knowledge import know
from validate.mutants import EXAMPLES
from validate.shipped import errors_of, judge_of, package_of, said

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


# --- a package with one of everything ---------------------------------------------------------------------


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
