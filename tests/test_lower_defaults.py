"""Whether values fit types: the check behind defaults, against what jsonschema says of the same schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from marked import brief, complaints, record_with, spec_with
from specloom import documents
from specloom.lower import lower
from specloom.lower.defaults import Fitting
from specloom.lower.shape import freeze

OTHERS = """
"Open": {"type": "string", "enum": ["a", "b"], ~},
"Closed": {"type": "string", "enum": ["a", "b"], "x-closed": true, ~},
"Name": {"$ref": "#/$defs/Closed", ~},
"Cat": {"type": "object", "required": ["kind"], "additionalProperties": false, ~,
    "properties": {"kind": {"const": "cat", ~}, "lives": {"type": "integer", ~}}},
"Dog": {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "dog", ~}}, ~},
"Pet": {"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "x-tag": "kind", ~},
"OnlyPet": {"oneOf": [{"$ref": "#/$defs/Cat"}], "x-tag": "kind", "x-closed": true, ~},
"Either": {"oneOf": [{"$ref": "#/$defs/Dog"}, {"type": "integer"}, {"type": "boolean"}], ~}
"""
VALUES: list[Any] = [
    None, True, False, 0, 1, 1.0, 1.5, -1, 10, 0.3, "", "a", "b", "ab", "a\n", "é", [], [1], [1, 2, 3], ["a"],
    {}, {"a": 1}, {"a": "x", "b": "y"}, {"kind": "cat"}, {"kind": "cat", "lives": 9},
    {"kind": "cat", "lives": "9"},
    {"kind": "cat", "x": 1}, {"kind": "dog", "x": 1},
    {"kind": "emu"}, {"kind": 7}, {"lives": 9},
]  # fmt: skip
USES = [
    '"type": "string"', '"type": "string", "minLength": 1, "maxLength": 1',
    '"type": "string", "pattern": "^a$"',
    '"type": "integer"', '"type": "number"', '"type": "integer", "minimum": 0, "maximum": 1',
    '"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 10', '"type": "integer", "multipleOf": 5',
    '"type": "boolean"', '"const": "a"', '"const": 1', '"const": true', '"type": ["string", "null"]',
    '"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 2', '"$comment": "anything"',
    '"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 1',
    '"$ref": "#/$defs/Closed"', '"$ref": "#/$defs/Name"', '"$ref": "#/$defs/Cat"', '"$ref": "#/$defs/Dog"',
    '"$ref": "#/$defs/OnlyPet"', '"$ref": "#/$defs/Either"',
    '"anyOf": [{"$ref": "#/$defs/Cat"}, {"type": "null"}]',
]  # fmt: skip


def fitting_of(folder: Path, use: str) -> tuple[Fitting, Any, dict[str, Any]]:
    """What judges values, the type of the member `it` used so, and its definitions as a schema."""
    member = f'"it": {{{use}, ~}}'
    text = spec_with(brief(f"{record_with(member)}, {OTHERS}"))
    assert complaints(folder, {"a.schema.json": text}) == []
    spec, _ = documents.load(folder)
    assert spec is not None
    package, _ = lower(spec)
    assert package is not None
    (field,) = package.decls["It"].fields  # type: ignore[union-attr]
    return Fitting(package.decls), field.type, json.loads(text)


@pytest.mark.parametrize("use", USES)
def test_a_value_fits_where_the_schema_takes_it(tmp_path: Path, use: str) -> None:
    fitting, type, schema = fitting_of(tmp_path, use)
    schema["$ref"] = "#/$defs/It/properties/it"
    validator = Draft202012Validator(schema)
    # Python's `$` takes a final line end, JSON Schema's does not.
    values = [value for value in VALUES if "pattern" not in use or value != "a\n"]
    wanted = [fitting.misfit(freeze(value), type) for value in values]
    assert [found is None for found in wanted] == [validator.is_valid(value) for value in values]
    assert all(found is None or found.isprintable() for found in wanted)


@pytest.mark.parametrize(
    ("use", "fits", "misfits"),
    [
        ('"$ref": "#/$defs/Open"', ["a", "z"], [1, None]),
        (
            '"$ref": "#/$defs/Pet"',
            [{"kind": "cat"}, {"kind": "emu"}],
            [{}, {"kind": 7}, {"kind": "cat", "x": 1}],
        ),
        ('"type": "string", "pattern": "^a$"', ["a"], ["a\n"]),
        ('"type": "number", "multipleOf": 0.1', [0.3, 1, 1.1], [0.35]),
        ('"type": "array", "items": {"$ref": "#/$defs/Closed"}', [["a"]], [["c"], "a"]),
    ],
)  # fmt: skip
def test_what_the_plain_reading_does_not_know(
    tmp_path: Path, use: str, fits: list[Any], misfits: list[Any]
) -> None:
    fitting, type, _ = fitting_of(tmp_path, use)
    assert [value for value in fits if fitting.misfit(freeze(value), type)] == []
    assert [value for value in misfits if not fitting.misfit(freeze(value), type)] == []
