"""What a bundle accepts, as it is and read more strictly."""

from __future__ import annotations

from typing import Any

import pytest

from bundle.verdicts import READINGS, accepts, agreed
from packages import ANIMAL, TEXT, member, package, record
from specloom.ir import (
    RequiredIf,
)
from specloom.targets.jsonschema.bundle import Reading, bundle

NEST: dict[str, Any] = {"type": "nest", "tree": "oak"}


# (definition, document, accepted as it is, accepted by the closed reading)
VERDICTS: list[tuple[str, Any, bool, bool]] = [
    ("Animal", ANIMAL, True, True),
    ("Beast", ANIMAL, True, True),
    ("Animal", {**ANIMAL, "id": ""}, False, False),
    ("Animal", {**ANIMAL, "id": "😀" * 64}, True, True),
    ("Animal", {**ANIMAL, "id": "😀" * 65}, False, False),
    ("Animal", {**ANIMAL, "id": None}, False, False),
    ("Animal", {key: value for key, value in ANIMAL.items() if key != "home"}, False, False),
    ("Animal", {**ANIMAL, "code": "abc"}, True, True),
    ("Animal", {**ANIMAL, "code": "abc\n"}, False, False),
    ("Animal", {**ANIMAL, "code": "ab1"}, False, False),
    ("Animal", {**ANIMAL, "code": None}, False, False),
    ("Animal", {**ANIMAL, "legs": 4}, True, True),
    ("Animal", {**ANIMAL, "legs": 4.0}, True, True),
    ("Animal", {**ANIMAL, "legs": 4.5}, False, False),
    ("Animal", {**ANIMAL, "legs": -1}, False, False),
    ("Animal", {**ANIMAL, "legs": 751}, False, False),
    ("Animal", {**ANIMAL, "legs": True}, False, False),
    ("Animal", {**ANIMAL, "weight": 0}, False, False),
    ("Animal", {**ANIMAL, "weight": 0.1}, True, True),
    ("Animal", {**ANIMAL, "weight": 1000000}, False, False),
    ("Animal", {**ANIMAL, "pairs": 3}, False, False),
    ("Animal", {**ANIMAL, "pairs": 4}, True, True),
    ("Animal", {**ANIMAL, "tame": 0}, False, False),
    ("Animal", {**ANIMAL, "anything": None, "anything_or_null": [{}]}, True, True),
    ("Animal", {**ANIMAL, "anything_or_null": None}, True, True),
    ("Animal", {**ANIMAL, "names": []}, False, False),
    ("Animal", {**ANIMAL, "names": ["a", "b", "c", "d"]}, False, False),
    ("Animal", {**ANIMAL, "names": ["a", None]}, False, False),
    ("Animal", {**ANIMAL, "maybe_names": None}, True, True),
    ("Animal", {**ANIMAL, "maybe_names": ["a", None]}, True, True),
    ("Animal", {**ANIMAL, "maybe_names": [1]}, False, False),
    ("Animal", {**ANIMAL, "notes": None}, True, True),
    ("Animal", {**ANIMAL, "notes": {"a": "x"}}, True, True),
    ("Animal", {**ANIMAL, "notes": {}}, False, False),
    ("Animal", {**ANIMAL, "notes": {"A": "x"}}, False, False),
    ("Animal", {**ANIMAL, "notes": {"a\n": "x"}}, False, False),
    ("Animal", {**ANIMAL, "notes": {"a" * 65: "x"}}, False, False),
    ("Animal", {**ANIMAL, "notes": {"a": 1}}, False, False),
    ("Animal", {**ANIMAL, "notes": {"a" * n: "x" for n in range(1, 18)}}, False, False),
    ("Animal", {**ANIMAL, "mood": "new"}, True, False),
    ("Animal", {**ANIMAL, "mood": 1}, False, False),
    ("Animal", {**ANIMAL, "size": "big"}, True, True),
    ("Animal", {**ANIMAL, "size": "huge"}, False, False),
    ("Animal", {**ANIMAL, "kind": "plant"}, False, False),
    ("Animal", {**ANIMAL, "one": 1.0}, True, True),
    ("Animal", {**ANIMAL, "one": True}, False, False),
    ("Animal", {**ANIMAL, "yes": 1}, False, False),
    ("Animal", {**ANIMAL, "maybe_const": None}, True, True),
    ("Animal", {**ANIMAL, "maybe_const": "y"}, False, False),
    ("Animal", {**ANIMAL, "unknown": 1}, True, True),
    ("Animal", [], False, False),
    ("Home", {"type": "den"}, True, True),
    ("Home", {"type": "den", "depth": "deep"}, False, False),
    ("Home", {"type": "burrow", "depth": "deep"}, True, False),
    ("Home", {"type": 1}, False, False),
    ("Home", {}, False, False),
    ("Home", "den", False, False),
    ("ClosedHome", {"type": "burrow"}, False, False),
    ("When", "now", True, True),
    ("When", 1.5, True, True),
    ("When", {"type": "den"}, True, True),
    ("When", {"type": "nest"}, False, False),
    ("When", None, False, False),
    ("When", True, False, False),
    ("Nest", NEST, True, True),
    ("Nest", {"type": "nest"}, False, False),
    ("Nest", {**NEST, "cliff": "high"}, False, False),
    ("Nest", {**NEST, "unknown": 1}, False, False),
    ("CreateAnimal", {"mode": "small"}, True, True),
    ("CreateAnimal", {"mode": "big"}, False, False),
    ("CreateAnimal", {"mode": "big", "reason": "why"}, True, True),
    ("Free", {"a": [1]}, True, True),
    ("Free", [], False, False),
    ("Event", {"event": "done", "data": "[DONE]"}, True, True),
    ("Event", {"event": "done", "data": ""}, False, False),
]


@pytest.mark.parametrize(("root", "document", "open", "closed"), VERDICTS)
def test_verdict(root: str, document: Any, open: bool, closed: bool) -> None:
    assert accepts(root, document) is open
    assert accepts(root, document, Reading(closed=True)) is closed


@pytest.mark.parametrize("reading", READINGS)
def test_unknown_members_are_refused_only_on_request(reading: Reading) -> None:
    assert accepts("Den", {"type": "den", "unknown": 1}, reading) is reading.extra
    assert accepts("Den", {"type": "den", "depth": 1}, reading)
    assert accepts("Free", {"unknown": 1}, reading)


def test_a_rule_about_an_absent_member_asks_for_nothing() -> None:
    rules = (RequiredIf("why", "how", "big"),)
    fields = [member("how", TEXT, optional=True), member("why", TEXT, optional=True)]
    schema = bundle(package(record("Rule", *fields, rules=rules)), root="Rule")
    assert agreed(schema, {})
    assert agreed(schema, {"how": "small"})
    assert not agreed(schema, {"how": "big"})
    assert agreed(schema, {"how": "big", "why": "so"})
