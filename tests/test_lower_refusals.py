"""What a spec cannot mean: each refusal with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from marked import HEAD, SPEC, brief, expect, record_with, spec_with

TEXT = '"Text": {"type": "string", "description": "A text."}'
PAIR = '"a": {"type": "string", "description": "A."}, "b": {"type": "string", "description": "B."}'


@pytest.mark.parametrize(
    ("members", "more", "codes", "says"),
    [
        # names
        ('§"--": {~}', "", ["no-words"], "`x-name`"),
        ('§"": {~}', "", ["no-words"], "an empty text"),
        (f'§"{"a" * 10_000}": {{~}}', "", ["name-too-long"], "10000 letters"),
        (
            '"a_b": {~}, §"aB": {~}, §"ab": {~}',
            "",
            ["names-fold", "names-fold"],
            "give one of them an `x-name`",
        ),
        ('"a": {~}, §"b": {~, "x-name": "a"}', "", ["names-fold"], ""),
        ('"a\\u0000b": {~}, §"a\\nb": {~}', "", ["names-fold"], "`a\\nb`"),
        # members
        (PAIR, ', "required": ["a", §"c"]', ["unknown-member"], "no member `c`"),
        (PAIR, ', "required": [§"zebra"]', ["unknown-member"], "properties"),
        # patterns
        ('"a": {"type": "string", ~, "pattern": §"a.b"}', "", ["pattern"], "line ends"),
        ('"a": {"type": "object", ~, "propertyNames": {"pattern": §"(a"}}', "", ["pattern"], "not closed"),
        # defaults
        ('"a": {"type": "string", ~, "default": §1}', "", ["default-misfit"], "a text"),
        ('"a": {"type": "string", ~, "default": §null}', "", ["default-misfit"], "a text"),
        ('"a": {"type": "integer", ~, "maximum": 1, "default": §2}', "", ["default-misfit"], "within"),
        # null
        ('§"a": {"anyOf": [true, {"type": "null"}], ~}', "", ["nullable-twice"], "any value"),
        ('§"a": {"anyOf": [{"type": ["string", "null"]}, {"type": "null"}], ~}', "", ["nullable-twice"], ""),
        # rules
        (
            PAIR,
            """, "if": {"properties": {§"c": {"const": 1}}, "required": ["c"]},
            "then": {"required": ["a", §"d"]}""",
            ["unknown-member", "unknown-member"],
            "no member `c`",
        ),
        (
            PAIR,
            ', "if": {"properties": {"a": {"const": "x"}}, "required": §["b"]}, "then": {"required": ["b"]}',
            ["rule-condition"],
            "requires another",
        ),
        (
            PAIR,
            """, "allOf": [{"if": {"properties": {"a": {"const": §1}}, "required": ["a"]},
            "then": {"required": ["b"]}}]""",
            ["rule-condition"],
            "a text",
        ),
        (PAIR, ', "oneOf": [{"required": ["a"]}, {"required": [§"c"]}]', ["unknown-member"], ""),
        (PAIR, ', "oneOf": [{"required": ["a"]}, {"required": [§"a"]}]', ["repeated-value"], "twice"),
        # without end
        ('§"a": {"$ref": "#/$defs/It", ~}', ', "required": ["a"]', ["endless-record"], "without end"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be(
    tmp_path: Path, members: str, more: str, codes: list[str], says: str
) -> None:
    problems = expect(tmp_path, {SPEC: spec_with(brief(record_with(members, more)))}, *codes)
    assert says in problems[0].fact + problems[0].remedy
    assert all(str(problem).isprintable() and len(str(problem)) < 500 for problem in problems)


@pytest.mark.parametrize(
    "use",
    [
        '"type": "string", "minLength": 2, "maxLength": §1',
        '"type": "integer", "minimum": 2, "maximum": §1',
        '"type": "number", "minimum": 1, "exclusiveMaximum": §1',
        '"type": "number", "minimum": 1.5, "maximum": §1.25',
        '"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": §2',
        '"type": "array", "items": true, "minItems": 2, "maxItems": §1',
        '"type": "object", "minProperties": 2, "maxProperties": §1',
        '"type": "array", "items": {"type": "string", "minLength": 2, "maxLength": §1}',
        '"anyOf": [{"type": "string", "minLength": 2, "maxLength": §1}, {"type": "null"}]',
    ],
)
def test_bounds_that_leave_nothing(tmp_path: Path, use: str) -> None:
    text = spec_with(brief(record_with(f'"a": {{{use}, ~}}')))
    expect(tmp_path, {SPEC: text}, "contradictory-bounds")


@pytest.mark.parametrize(
    "use",
    [
        '"type": "integer", "minimum": 1, "maximum": 1',
        '"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 3',
        '"type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 2',
        '"type": "string", "minLength": 1, "maxLength": 1',
    ],
)
def test_bounds_that_leave_something(tmp_path: Path, use: str) -> None:
    expect(tmp_path, {SPEC: spec_with(brief(record_with(f'"a": {{{use}, ~}}')))})


@pytest.mark.parametrize(
    ("definitions", "codes", "says"),
    [
        # names
        ('"A_B": {"type": "string", ~}, §"ab": {"type": "string", ~}', ["names-fold"], "or rename it"),
        # choices
        (
            '"It": {"type": "string", "enum": ["a", §"A", §"+"], ~}',
            ["names-fold", "no-words"],
            "x-value-names",
        ),
        (
            '"It": {"type": "string", "enum": ["a", "b"], "x-value-names": {"a": "x", §"c": "y"}, ~}',
            ["unknown-value"],
            "no value of",
        ),
        (
            '"It": {"type": "string", "enum": ["a", §"b"], "x-value-names": {"b": "a"}, ~}',
            ["names-fold"],
            "x-value-names",
        ),
        # nullable
        (
            """"Maybe": {"type": ["string", "null"], ~},
            §"It": {"anyOf": [{"$ref": "#/$defs/Maybe"}, {"type": "null"}], ~}""",
            ["nullable-twice"],
            "one place",
        ),
    ],
)  # fmt: skip
def test_a_definition_that_cannot_be(
    tmp_path: Path, definitions: str, codes: list[str], says: str
) -> None:
    problems = expect(tmp_path, {SPEC: spec_with(brief(definitions))}, *codes)
    assert says in problems[0].fact + problems[0].remedy


def test_endless_records_are_named_at_every_member_of_the_round(tmp_path: Path) -> None:
    record = '"{0}": {{"type": "object", ~, "required": ["m"], "properties": {{{1}}}}}'
    ref = '§"m": {{"$ref": "#/$defs/{}", ~}}'
    definitions = [
        record.format("A", ref.format("B")),
        '"B": {"$ref": "#/$defs/C", ~}',
        record.format("C", '§"m": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/A"}, ~}'),
        record.format("Leads", ref.format("A").replace("§", "")),
        record.format("Ends", '"m": {"type": "array", "items": {"$ref": "#/$defs/Ends"}, ~}'),
        record.format("Maybe", '"m": {"anyOf": [{"$ref": "#/$defs/Maybe"}, {"type": "null"}], ~}'),
        record.format("Either", ref.format("Some").replace("§", "")),
        '"Some": {"oneOf": [{"$ref": "#/$defs/Either"}, {"type": "string"}], ~}',
    ]  # fmt: skip
    text = spec_with(brief(",\n".join(definitions)))
    expect(tmp_path, {SPEC: text}, "endless-record", "endless-record")


def test_a_union_that_never_ends(tmp_path: Path) -> None:
    text = spec_with(
        record_with('§"m": {"$ref": "#/$defs/Some", ~}', ', "required": ["m"]')
        + ', "Some": {"oneOf": [{"$ref": "#/$defs/It"}, '
        '{"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Some"}}], ~}'
    )
    expect(tmp_path, {SPEC: brief(text)}, "endless-record")


def test_two_files_that_fold_to_one(tmp_path: Path) -> None:
    other = "§" + HEAD + '"$defs": {}}'
    files = {"a-b.schema.json": spec_with(TEXT), "a.b.schema.json": other}
    (problem,) = expect(tmp_path, files, "names-fold")
    assert "rename" in problem.remedy


def test_a_definition_that_is_there_twice(tmp_path: Path) -> None:
    other = HEAD + '"$defs": {' + "§" + TEXT + "}}"
    files = {SPEC: spec_with(TEXT), "b.schema.json": other}
    (problem,) = expect(tmp_path, files, "defined-twice")
    assert "a.schema.json:3:11" in problem.fact


def test_about_what_depends_on_the_broken_nothing_more_is_said(tmp_path: Path) -> None:
    text = spec_with("""
        "Broken": {"type": "object", "descripton": "D.", "properties": {}},
        "Uses": {"type": "object", ~, "properties":
            {"a": {"$ref": "#/$defs/Broken", ~, "default": 7}}},
        "Tagged": {"oneOf": [{"$ref": "#/$defs/Broken"}], "x-tag": "type", ~},
        "Kinds": {"oneOf": [{"$ref": "#/$defs/Broken"}, {"type": "object"}], ~},
        "Again": {"$ref": "#/$defs/Broken", ~}
        """)
    text = (
        brief(text).replace('"Broken": {', '§"Broken": {').replace('"descripton"', '§"descripton"')
    )
    expect(tmp_path, {SPEC: text}, "no-description", "unknown-keyword")
