"""Each kind of mistake has its sentence."""

from __future__ import annotations

from typing import Any

import pytest

from packages import ANIMAL, zoo
from specloom.validate.judge import Judge
from specloom.validate.knowledge import know
from validate.shipped import said

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
