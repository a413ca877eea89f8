"""The bundle: standard words only, the same verdict from every validator, openness spelled out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from packages import HERE, TEXT, member, name, package, record, zoo
from specloom.ir import (
    Alias,
    Bounds,
    Docs,
    Kind,
    ListOf,
    Nullable,
    Package,
    Ref,
    RequiredIf,
    Scalar,
    Type,
)
from specloom.targets.jsonschema import TARGET
from specloom.targets.jsonschema.bundle import Reading, bundle
from specloom.targets.jsonschema.patterns import portable

STANDARD = {
    "$schema",
    "$comment",
    "$defs",
    "$ref",
    "title",
    "description",
    "deprecated",
    "default",
    "type",
    "const",
    "enum",
    "properties",
    "required",
    "additionalProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "items",
    "minItems",
    "maxItems",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
    "if",
    "then",
}

ANIMAL: dict[str, Any] = {"id": "x", "mood": "calm", "home": None, "kind": "animal"}
NEST: dict[str, Any] = {"type": "nest", "tree": "oak"}


AS_IT_IS = Reading()


def accepts(root: str, document: Any, reading: Reading = AS_IT_IS) -> bool:
    """The verdict of both validators, which must agree."""
    return agreed(bundle(zoo(), reading, root), document)


def agreed(schema: dict[str, Any], document: Any) -> bool:
    python = jsonschema.Draft202012Validator(schema).is_valid(document)
    rust = jsonschema_rs.validator_for(schema).is_valid(document)
    assert python == rust, (document, python, rust)
    return python


def subschemas(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema in `schema`, not its names and data."""
    if isinstance(schema, list):
        for item in schema:
            yield from subschemas(item)
    if not isinstance(schema, dict):
        return
    yield schema
    for word, value in schema.items():
        if word in ("properties", "$defs"):
            for inner in value.values():
                yield from subschemas(inner)
        elif word not in ("const", "default", "enum"):
            yield from subschemas(value)


# --- a standard document --------------------------------------------------------------------------------

READINGS = [
    Reading(),
    Reading(closed=True),
    Reading(extra=False),
    Reading(closed=True, extra=False),
]


@pytest.mark.parametrize("reading", READINGS)
def test_it_is_valid_and_says_nothing_but_standard_words(reading: Reading) -> None:
    schema = bundle(zoo(), reading)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema_rs.validator_for(schema)
    words = {word for inner in subschemas(schema) for word in inner}
    assert words <= STANDARD, words - STANDARD


def test_it_holds_every_declaration_in_order_with_its_description() -> None:
    schema = bundle(zoo())
    assert list(schema["$defs"]) == list(zoo().decls)
    for spelled, definition in schema["$defs"].items():
        assert definition["description"] == zoo().decls[spelled].docs.text


def test_it_refers_to_nothing_outside_itself() -> None:
    schema = bundle(zoo())
    refs = {inner["$ref"] for inner in subschemas(schema) if "$ref" in inner}
    assert refs
    assert all(ref.removeprefix("#/$defs/") in schema["$defs"] for ref in refs)


def test_docs_defaults_and_formats_are_kept() -> None:
    animal = bundle(zoo())["$defs"]["Animal"]["properties"]
    assert animal["odd name!"] == {
        "description": "Strange.\nIn two lines.",
        "$comment": "since 1.1.0",
        "deprecated": True,
        "type": "string",
    }
    assert animal["tame"]["default"] is False
    assert animal["names"]["default"] == ["Rex"]
    assert animal["legs"]["format"] == "int32"


def test_a_second_name_is_a_reference_with_its_own_description() -> None:
    definitions = bundle(zoo())["$defs"]
    assert definitions["Beast"] == {"description": "A second name.", "$ref": "#/$defs/Animal"}


def test_a_root_brings_only_what_it_needs() -> None:
    schema = bundle(zoo(), root="Home")
    assert schema["$ref"] == "#/$defs/Home"
    assert list(schema["$defs"]) == ["Den", "Nest", "Home"]


def test_the_file_bears_a_mark_and_reads_back() -> None:
    options = {option.name: option.default for option in TARGET.options}
    (file,) = TARGET.emit(zoo(), options).files
    assert str(file.path) == "zoo_api.schema.json"
    read = json.loads(file.text)
    assert "enerated by specloom" in read.pop("$comment")
    assert read == bundle(zoo())


def test_the_options_of_the_target_choose_the_reading() -> None:
    (file,) = TARGET.emit(zoo(), {"closed": True, "no-extra": True}).files
    read = json.loads(file.text)
    del read["$comment"]
    assert read == bundle(zoo(), Reading(closed=True, extra=False))


# --- verdicts -------------------------------------------------------------------------------------------

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


# --- validators agree -----------------------------------------------------------------------------------

_WORDS = [
    "id",
    "type",
    "den",
    "nest",
    "burrow",
    "animal",
    "event",
    "born",
    "data",
    "tree",
    "\n",
    "",
]
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 900),
    st.floats(-2, 2),
    st.sampled_from(_WORDS),
    st.text(max_size=4),
)
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(list(ANIMAL) + _WORDS + ["home", "names"]), inner, max_size=4
    ),
    max_leaves=8,
)
_VALIDATORS = {
    root: (jsonschema.Draft202012Validator(schema), jsonschema_rs.validator_for(schema))
    for root in zoo().decls
    for schema in [bundle(zoo(), root=root)]
}


@given(root=st.sampled_from(sorted(_VALIDATORS)), document=_JSON)
def test_two_validators_agree_on_any_document(root: str, document: Any) -> None:
    python, rust = _VALIDATORS[root]
    assert python.is_valid(document) == rust.is_valid(document)


@given(member=st.sampled_from(sorted(bundle(zoo())["$defs"]["Animal"]["properties"])), value=_JSON)
def test_two_validators_agree_on_any_member(member: str, value: Any) -> None:
    python, rust = _VALIDATORS["Animal"]
    document = {**ANIMAL, member: value}
    assert python.is_valid(document) == rust.is_valid(document)


# --- patterns -------------------------------------------------------------------------------------------

PATTERNS = ["^a$", "a$", "^[$]$", r"^\$$", "^(a|b$)+$", "[^$a]$", "^$", r"^[\]$]+$", "a", r"\\$"]
TEXTS = ["a", "a\n", "\n", "", "$", "$\n", "]", "]$\n", "b\n", "x\ny", "\\", "\\\n"]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_pattern_means_the_same_everywhere(pattern: str, text: str) -> None:
    schema = {"type": "string", "pattern": portable(pattern)}
    plain = {"type": "string", "pattern": pattern}
    assert agreed(schema, text) is jsonschema_rs.validator_for(plain).is_valid(text)


def test_a_pattern_without_an_end_is_kept_as_it_is() -> None:
    assert portable("^[a-z$]") == "^[a-z$]"
    assert portable(None) is None


# --- hostile names and deep types -----------------------------------------------------------------------

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
