"""Hostile names, text that is no Unicode, and deep types."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bundle.verdicts import agreed
from packages import HERE, TEXT, member, name, package, record
from specloom.ir import (
    Alias,
    Bounds,
    Docs,
    Kind,
    ListOf,
    Nullable,
    Package,
    Ref,
    Scalar,
    Type,
)
from specloom.targets.jsonschema import TARGET
from specloom.targets.jsonschema.bundle import bundle

HOSTILE = [
    "__proto__",
    "a/b",
    "a~b",
    "a%b",
    'a"b',
    "a\\b",
    "a\nb",
    "\u202e",
    "\x00",
    "#",
    "é",
    "$ref",
]


@pytest.mark.parametrize("spelled", HOSTILE)
def test_names_cannot_break_out(spelled: str) -> None:
    made = package(
        record(spelled, member(spelled, TEXT)), record("User", member("it", Ref(spelled)))
    )
    (file,) = TARGET.emit(made, {"closed": False, "no-extra": False}).files
    schema = json.loads(file.text) | {"$ref": "#/$defs/User"}
    assert list(schema["$defs"]) == [spelled, "User"]
    assert agreed(schema, {"it": {spelled: "x"}})
    assert not agreed(schema, {"it": {}})
    assert not any(c in file.text for c in "\x00\u202e")


def test_text_that_is_not_unicode_stays_json() -> None:
    made = package(Alias(name("X"), TEXT, Docs("half \ud800 of it"), HERE))
    (file,) = TARGET.emit(made, {"closed": False, "no-extra": False}).files
    assert json.loads(file.text.encode())["$defs"]["X"]["description"] == "half \ud800 of it"


def nested(depth: int) -> Package:
    type: Type = Nullable(Scalar(Kind.INTEGER, None, Bounds(minimum=0)))
    for _ in range(depth):
        type = ListOf(type)
    return package(Alias(name("Deep"), type, Docs("Deep."), HERE))


def test_deep_types_are_written() -> None:
    schema = bundle(nested(50), root="Deep")
    document: Any = None
    for _ in range(50):
        document = [document]
    assert agreed(schema, document)
    assert not agreed(schema, document[0])
