"""The payloads under spec/examples show all that the spec allows and break each of its rules once.

Every verdict is asked of several judges: a plain reading of the spec's own files, the same spec with one rule
taken out, the bundle under another validator, and the types of another client of the API.
"""

from __future__ import annotations

import json
import re
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
from pathlib import Path

import jsonschema_rs
import pytest
from pydantic import TypeAdapter, ValidationError

from dialect_reading import SPEC, Json, complaints, definitions, reader_of, without
from example_files import (
    EXAMPLES,
    Reject,
    accepts,
    exhibits,
    rejects,
    rules_of,
    shown_elsewhere,
    tags_of,
    twins,
    value_at,
    wanted,
)
from specloom import documents
from specloom.lower import lower
from specloom.targets.jsonschema.bundle import bundle

WITNESS = json.loads((Path(__file__).parent / "witness_openai.json").read_text("utf-8"))

each_type = pytest.mark.parametrize("name", exhibits())


# --- all is shown -----------------------------------------------------------------------------------


def test_every_definition_is_shown_or_has_a_reason_not_to_be() -> None:
    folders = {path.name for path in EXAMPLES.iterdir()}
    assert folders == set(exhibits())
    left_out = {shown_elsewhere(name) for name in definitions()} - {None}
    assert len(left_out) == 2


@each_type
def test_folders_hold_what_they_should(name: str) -> None:
    sides = {path.name: list(path.iterdir()) for path in (EXAMPLES / name).iterdir()}
    assert set(sides) == {"accept", "reject"}
    for paths in sides.values():
        assert paths
        assert [p.name for p in paths if not re.fullmatch(r"[a-z0-9_]{2,60}\.json", p.name)] == []


@each_type
def test_all_that_is_allowed_is_shown(name: str) -> None:
    assert [what for what, found in wanted(name) if not found] == []


def test_every_rule_is_broken_once() -> None:
    broken = {alike(reject.rule) for name in exhibits() for reject in rejects(name)}
    ruled = [name for name, body in definitions().items() if "$ref" not in body]
    rules = {alike(rule) for name in ruled for rule in rules_of(name)}
    assert rules
    assert sorted(rules - broken) == []


def test_closed_unions_are_shown_an_unknown_variant() -> None:
    closed = {
        n: body for n, body in definitions().items() if "oneOf" in body and "x-closed" in body
    }
    assert closed
    for name, union in closed.items():
        tags = [value_at(reject.payload, "/" + union["x-tag"]) for reject in rejects(name)]
        assert [tag for tag in tags if isinstance(tag, str) and tag not in tags_of(union)], name


def alike(rule: str) -> str:
    """The rule with one name for all events, which are made alike: each shows half of their rules."""
    head, mark, tail = rule.partition("#/$defs/")
    name, slash, rest = tail.partition("/")
    return f"{head}{mark}{'Event' if name in twins() else name}{slash}{rest}"


# --- the spec, read by itself -----------------------------------------------------------------------


@each_type
def test_accepts_are_accepted(name: str) -> None:
    reader = reader_of(name)
    found = {case: complaints(reader, payload) for case, payload in accepts(name).items()}
    assert {case: errors for case, errors in found.items() if errors} == {}


@each_type
def test_rejects_are_refused_at_their_pointer_alone(name: str) -> None:
    reader = reader_of(name)
    for reject in rejects(name):
        pointers = [pointer for pointer, _ in complaints(reader, reject.payload)]
        assert pointers == [reject.pointer], reject.case


@each_type
def test_rejects_are_accepted_once_their_rule_is_gone(name: str) -> None:
    for reject in rejects(name):
        changed = reader_of(name, without(reject.rule))
        assert complaints(changed, reject.payload) == [], reject.case


@each_type
def test_rejects_say_why(name: str) -> None:
    for reject in rejects(name):
        assert re.fullmatch(r"[A-Z`][^\n]*\.", reject.why), reject.case


# --- the bundle, under another validator ------------------------------------------------------------


@cache
def read_bundle() -> Json:
    spec, problems = documents.load(SPEC)
    assert spec is not None
    assert problems == []
    package, problems = lower(spec)
    assert package is not None
    return bundle(package)


@each_type
def test_the_bundle_agrees(name: str) -> None:
    judge = jsonschema_rs.Draft202012Validator({**read_bundle(), "$ref": f"#/$defs/{name}"})
    assert [case for case, payload in accepts(name).items() if not judge.is_valid(payload)] == []
    assert [reject.case for reject in rejects(name) if judge.is_valid(reject.payload)] == []


# --- another client of the API ----------------------------------------------------------------------


def test_every_type_has_its_witness_or_a_reason_to_have_none() -> None:
    assert not set(WITNESS["types"]) & set(WITNESS["without_witness"])
    assert {*WITNESS["types"], *WITNESS["without_witness"]} == set(exhibits())


def test_the_witness_agrees_but_where_we_are_right() -> None:
    """Each disagreement belongs to a class that is listed with its reason, and each class still occurs."""
    unlisted, used = list[str](), set[int]()
    for place, classes in disagreements():
        entries = [n for n, entry in enumerate(WITNESS["disagreements"]) if covers(entry, classes)]
        used.update(entries)
        if not entries:
            unlisted.append(f"{place}: {' or '.join(classes)}")
    assert unlisted == []
    assert [e for n, e in enumerate(WITNESS["disagreements"]) if n not in used] == []
    assert all(entry["reason"].endswith(".") for entry in WITNESS["disagreements"])


@cache
def disagreements() -> list[tuple[str, list[str]]]:
    """(payload, the classes it belongs to) of all that the witness judges otherwise than the spec."""
    found = []
    for name, place in WITNESS["types"].items():
        module, _, attribute = place.partition(":")
        witness: TypeAdapter[Json] = TypeAdapter(getattr(import_module(module), attribute))
        for case, payload in accepts(name).items():
            if not judges_well(witness, payload):
                found.append((f"{name}/{case}", [f"we accept {name}/{case}"]))
        for reject in rejects(name):
            if judges_well(witness, reject.payload):
                classes = [f"we refuse {name}/{reject.case}", f"we refuse by {class_of(reject)}"]
                found.append((f"{name}/{reject.case}", classes))
    return found


def judges_well(witness: TypeAdapter[Json], payload: Json) -> bool:
    try:
        witness.validate_json(json.dumps(payload), strict=True)
    except ValidationError:
        return False
    return True


def class_of(reject: Reject) -> str:
    """The kind of rule that a payload breaks, coarsely enough to give a reason for all of its kind."""
    words = [word for word in reject.rule.split("/") if not word.isdigit()]
    if words[-1] == "required":
        member = definitions()[name_of_rule(reject)]["properties"][
            reject.pointer.rpartition("/")[2]
        ]
        nullable = "anyOf" in member or isinstance(member.get("type"), list)
        return "required if" if "then" in words else f"required{' and nullable' * nullable}"
    if words[-1] in ("$ref", "type", "anyOf", "const", "oneOf"):
        return "null" if value_at(reject.payload, reject.pointer) is None else "shape"
    return words[-1]


def name_of_rule(reject: Reject) -> str:
    return reject.rule.partition("#/$defs/")[2].partition("/")[0]


def covers(entry: Json, classes: list[str]) -> bool:
    return any(fnmatch(found, pattern) for found in classes for pattern in entry["which"])
