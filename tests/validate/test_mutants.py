"""The walk and the validator agree about whatever becomes of an example."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings

from specloom.validate.explain import explain
from specloom.validate.judge import UNKNOWN, Judge
from validate.mutants import mutants
from validate.shipped import judge_of, package_of


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
