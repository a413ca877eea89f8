"""The dialect gate: what a document may say, and how it is told what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from marked import HEAD, PACKAGE, SPEC, expect, record_with, spec_with

SCHEMA = '"$schema": "https://json-schema.org/draft/2020-12/schema"'


@pytest.mark.parametrize(
    ("text", "codes", "says"),
    [
        ("§[]", ["bad-value+no-package"], "write a document"),
        ("§{}", ["missing-keyword+missing-keyword+no-description+no-package"], "add `$schema`"),
        (HEAD + PACKAGE + '"$defs": §[]}', ["bad-value"], "an object of definitions"),
        (HEAD + PACKAGE + '§"defs": {}, "$defs": {}}', ["unknown-keyword"], "'$defs'"),
        (HEAD + PACKAGE + '§"$id": "x", "$defs": {}}', ["unknown-keyword"], "file names"),
        (HEAD + PACKAGE + '§"x-tag": "type", "$defs": {}}', ["misplaced-keyword"], "no meaning"),
        (
            '{"$schema": §"http://json-schema.org/draft-07/schema#", "description": "D.",\n'
            + PACKAGE
            + '"$defs": {}}',
            ["wrong-schema"],
            "2020-12",
        ),
        (
            "{" + SCHEMA + ', "description": §" ", ' + PACKAGE + '"$defs": {}}',
            ["no-description"],
            "",
        ),
        (
            HEAD + '"x-package": {"name": §"Bad Name", "version": §"1"}, "$defs": {}}',
            ["bad-value"] * 2,
            "",
        ),
        (HEAD + '§"x-package": {"name": "a"}, "$defs": {}}', ["missing-keyword"], "add `version`"),
        (
            HEAD + '"x-package": {"name": "a", "version": §"1.0.0\\n"}, "$defs": {}}',
            ["bad-value"],
            "",
        ),
    ],
)
def test_a_document_that_is_none(tmp_path: Path, text: str, codes: list[str], says: str) -> None:
    problems = expect(tmp_path, {SPEC: text}, *codes)
    assert says in "\n".join(map(str, problems))


@pytest.mark.parametrize(
    ("definition", "codes", "says"),
    [
        # words
        (
            '{"type": "string", "description": "D.", §"minLenght": 3}',
            ["unknown-keyword"],
            "'minLength'",
        ),
        (
            '{"type": "string", "description": "D.", §"minimum": 3}',
            ["misplaced-keyword"],
            "on a string",
        ),
        ('{"type": "string", "description": "D.", §"nullable": true}', ["unknown-keyword"], "null"),
        (
            '{"type": "string", "description": "D.", §"x-closed": true}',
            ["misplaced-keyword"],
            "no meaning",
        ),
        (
            '{"type": "object", "properties": {}, "description": "D.", §"x-closed": true}',
            ["misplaced-keyword"],
            '"additionalProperties": false',
        ),
        (
            '{"oneOf": [{"type": "string"}, {"type": "integer"}], "description": "D.", §"x-closed": true}',
            ["misplaced-keyword"],
            "always closed",
        ),
        (
            '{"$ref": "#/$defs/Text", "description": "D.", §"type": "string"}',
            ["misplaced-keyword"],
            "",
        ),
        ('{"type": "string", "description": "D.", §"default": "a"}', ["misplaced-keyword"], ""),
        (
            '{"type": "string", "description": "D.", §"x-merge": "append"}',
            ["misplaced-keyword"],
            "",
        ),
        # values
        ('{"type": "string", "description": "D.", "minLength": §-1}', ["bad-value"], "from 0 up"),
        ('{"type": "string", "description": "D.", "pattern": §""}', ["bad-value"], "not empty"),
        ('{"type": "string", "description": §7}', ["bad-value"], "a sentence"),
        ('{"type": "integer", "description": "D.", "minimum": §0.5}', ["bad-value"], "whole"),
        ('{"type": "integer", "description": "D.", "multipleOf": §0}', ["bad-value"], "above 0"),
        ('{"type": "string", "description": "D.", "x-name": §"Bad"}', ["bad-value"], "dash_a"),
        ('{"type": "string", "description": "D.", "x-name": §"bad\\n"}', ["bad-value"], "dash_a"),
        (
            '{"type": "string", "description": "D.", "deprecated": §"yes"}',
            ["bad-value"],
            "true or false",
        ),
        ('{"const": §null, "description": "D."}', ["bad-value"], "a string"),
        ('{"type": "string", "enum": §[], "description": "D."}', ["bad-value"], "one at least"),
        ('{"type": "string", "enum": ["a", §1], "description": "D."}', ["bad-value"], "a string"),
        (
            '{"type": "string", "enum": ["a", "b", §"a"], "description": "D."}',
            ["repeated-value"],
            "twice",
        ),
        (
            '{"type": §["string", "null"], "enum": ["a"], "description": "D."}',
            ["bad-value"],
            "the use of",
        ),
        ("§true", ["bad-value"], "write a record"),
        # types
        ('{"type": §"strin", "description": "D."}', ["unknown-type"], "'string'"),
        ('{"type": §["string", "integer"], "description": "D."}', ["unknown-type"], "one type"),
        ('{"type": §["null", "string"], "description": "D."}', ["bad-value"], '["string", "null"]'),
        ('{"type": §"null", "description": "D."}', ["unknown-type"], "null alone"),
        ('{"type": §{}, "description": "D."}', ["unknown-type"], "one type"),
        (
            '{"type": "array", "description": "D.", "items": {"type": §7}}',
            ["unknown-type"],
            "one type",
        ),
        (
            '{"type": "array", "description": "D.", "items": §false}',
            ["bad-value"],
            "describes no value",
        ),
        (
            '{"type": "object", "description": "D.", "additionalProperties": §false}',
            ["bad-value"],
            "",
        ),
        # records and unions
        (
            '{"type": "object", "description": "D.", "properties": §[]}',
            ["bad-value"],
            "an object of members",
        ),
        (
            '{"type": "object", "description": "D.", "properties": {}, "required": ["a", §"a"]}',
            ["repeated-value"],
            "twice",
        ),
        (
            '{"oneOf": [{"type": §"strin"}, {"type": "integer"}], "description": "D."}',
            ["unknown-type"],
            "",
        ),
        (
            '{"oneOf": [§{§"type": "string"}], "x-tag": "t", "description": "D."}',
            ["missing-keyword", "misplaced-keyword"],
            "on a reference",
        ),
        # inline types
        (
            '{"type": "array", "description": "D.", "items": §{"type": "object", "properties": {}}}',
            ["inline-type"],
            "a name",
        ),
        (
            '{"type": "array", "description": "D.", "items": §{"type": "string", "enum": ["a"]}}',
            ["inline-type"],
            "an enumeration",
        ),
        (
            '{"type": "array", "description": "D.", "items": §{"oneOf": [{"type": §"strin"}]}}',
            ["inline-type", "unknown-type"],
            "a union",
        ),
        (
            '{"anyOf": [§{"anyOf": [{"type": "string"}, {}]}, {"type": "null"}], "description": "D."}',
            ["inline-type"],
            "a union",
        ),
    ],
)
def test_a_definition_that_breaks_the_dialect(
    tmp_path: Path, definition: str, codes: list[str], says: str
) -> None:
    text = spec_with(f'"Text": {{"type": "string", "description": "D."}},\n"It":\n{definition}')
    problems = expect(tmp_path, {SPEC: text}, *codes)
    assert says in "\n".join(map(str, problems))


@pytest.mark.parametrize(
    ("members", "more", "codes"),
    [
        ('§"a": {"type": "string"}', "", ["no-description"]),
        ('"a": {"type": "string", "description": §"\\n "}', "", ["no-description"]),
        ('§"a": {}, §"b": {}', "", ["no-description", "no-description"]),
        ('"a": §true', "", ["bad-value"]),
        ('"a": {"type": "string", "description": "D.", "x-merge": §"glue"}', "", ["bad-value"]),
        (
            '"a": {"type": "string", "description": "D.", "x-merge": {"rule": §"glue", §"deep": true}}',
            "",
            ["bad-value", "unknown-keyword"],
        ),
        (
            '"a": {"type": "string", "description": "D."}',
            ', §"additionalProperties": true',
            ["bad-value"],
        ),
        (
            "",
            ', §"if": {"properties": {"a": {"const": 1}}, "required": ["a"]}',
            ["missing-keyword"],
        ),
        ("", ', §"then": {"required": ["a"]}', ["missing-keyword"]),
        ("", ', "allOf": [{"oneOf": [{"required": [§1]}, {"required": ["b"]}]}]', ["bad-value"]),
        ("", ', "allOf": [§{}]', ["missing-keyword"]),
        ("", ', "oneOf": §[{"required": ["a"]}]', ["bad-value"]),
        ("", ', §"minProperties": 1', ["misplaced-keyword"]),
        ("", ', §"patternProperties": {}', ["unknown-keyword"]),
    ],
)
def test_a_record_that_breaks_the_dialect(
    tmp_path: Path, members: str, more: str, codes: list[str]
) -> None:
    more = more.replace('§"additionalProperties": true', '"additionalProperties": §true')
    expect(tmp_path, {SPEC: spec_with(record_with(members, more))}, *codes)


@pytest.mark.parametrize(
    "name",
    [
        "__proto__",
        "../../x",
        "1st",
        "",
        "a b",
        "a\\u0000b",
        "Ä",
        "It\\n",
        "A" * 10_000,
        "a/b",
        "~1",
    ],
)
def test_a_definition_with_a_name_that_is_none(tmp_path: Path, name: str) -> None:
    text = spec_with(f'§"{name}": {{"type": "string", "description": "A text."}}')
    (problem,) = expect(tmp_path, {SPEC: text}, "bad-name")
    assert len(str(problem)) < 400
    assert str(problem).isprintable()


def test_what_is_wrong_is_said_of_all_definitions_at_once(tmp_path: Path) -> None:
    text = spec_with("""
        "One": {"type": "string", "description": "A text.", §"minLenght": 1},
        "Two": {"$ref": §"#/$defs/Tow", "description": "A name."},
        §"Three": {"type": "string"},
        "Four": {"type": "string", "description": "A text.", "minLength": 2, "maxLength": §1}
        """)
    files = {SPEC: text, "b.schema.json": text.replace(PACKAGE, "")}
    again = ("unknown-keyword", "dangling-ref", "no-description", "contradictory-bounds")
    problems = expect(tmp_path, {SPEC: text}, *again)
    assert [p.remedy for p in problems if p.code == "dangling-ref"] == ["did you mean 'Two'?"]
    # A second file repeats the name of the one definition that keeps to the dialect.
    files["b.schema.json"] = (
        files["b.schema.json"].replace("§1}", "1}").replace('"Four"', '§"Four"')
    )
    expect(tmp_path, files, *again, *again[:3], "defined-twice")
