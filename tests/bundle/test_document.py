"""The bundle is a standard document, and says what the spec says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from bundle.verdicts import READINGS
from packages import zoo
from specloom.targets.jsonschema import TARGET
from specloom.targets.jsonschema.bundle import Reading, bundle

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
