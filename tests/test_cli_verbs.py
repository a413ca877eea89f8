"""The verbs that read a spec and print: show, ir, bundle; and fmt, which lays it out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import DOCUMENT, Here, with_definitions
from goldens import ROOT
from specloom.cli.project import load
from specloom.ir_schema import ir_schema
from specloom.layout import WIDTH, in_dialect_order, lay_out
from specloom.serialise import read_package
from specloom.targets.jsonschema.bundle import Reading, bundle

# --- show -----------------------------------------------------------------------------------------------


def test_show_says_what_a_definition_means_and_who_uses_it(here: Here) -> None:
    assert here.run("show", "Mood").out == (
        "spec/small.schema.json:1:380\n"
        "choice Mood: open\n"
        "  | A mood.\n"
        '  value "calm"\n'
        '  value "wild"\n'
        "\n"
        "used by\n"
        "  member mood of Cat\n"
    )


def test_show_says_when_nobody_uses_it(here: Here) -> None:
    assert here.run("show", "Cat").out.endswith("\n\nused by nothing\n")


def test_show_names_every_kind_of_user(here: Here) -> None:
    here.write_spec(
        with_definitions(
            A={
                "type": "object",
                "description": "A record.",
                "properties": {"t": {"const": "a", "description": "Its tag."}},
                "required": ["t"],
            },
            B={"description": "Another name.", "$ref": "#/$defs/A"},
            U={"description": "A union.", "oneOf": [{"$ref": "#/$defs/A"}], "x-tag": "t"},
            L={
                "type": "object",
                "description": "A list.",
                "properties": {
                    "all": {
                        "type": "array",
                        "items": {"anyOf": [{"$ref": "#/$defs/A"}, {"type": "null"}]},
                        "description": "Many.",
                    }
                },
            },
        )
    )
    operation = {
        "title": "Get",
        "description": "Gets it.",
        "method": "GET",
        "path": "/a",
        "response": "A",
        "errors": {"404": "A"},
    }
    text = json.dumps({"description": "Calls.", "operations": {"getA": operation}})
    here.write("spec/operations.json", text)
    result = here.run("show", "A")
    assert result.out.split("used by\n")[1].splitlines() == [
        "  meaning of B",
        "  variant a of U",
        "  member all of L",
        "  response of operation getA",
        "  error 404 of operation getA",
    ], result


def test_show_says_how_a_part_of_a_delta_merges(here: Here) -> None:
    result = here.run("show", "TextDelta", "--spec", str(ROOT / "spec"))
    assert "delta TextDelta: grows Text\n  value: appended\n" in result.out


def test_show_knows_every_name_of_the_shipped_spec(here: Here) -> None:
    package = load(ROOT / "spec").package
    assert package is not None
    for name in list(package.decls)[::20]:
        assert here.run("show", name, "--spec", str(ROOT / "spec")).code == 0


# --- ir -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", ["spec", str(ROOT / "spec"), str(ROOT / "tests" / "other_spec")])
def test_ir_is_valid_json_that_reads_back(here: Here, spec: str) -> None:
    document = json.loads(here.run("ir", "--spec", spec).out)
    assert document["ir"] == 1
    jsonschema.validate(document, ir_schema())
    assert read_package(document) == load(Path(spec)).package


def test_ir_gives_its_schema(here: Here) -> None:
    assert json.loads(here.run("ir", "--schema").out) == ir_schema()


# --- bundle ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flags", "reading", "root"),
    [
        ([], Reading(), None),
        (["--closed"], Reading(closed=True), None),
        (["--no-extra"], Reading(extra=False), None),
        (["--closed", "--no-extra"], Reading(closed=True, extra=False), None),
        (["--root", "Mood"], Reading(), "Mood"),
    ],
)
def test_bundle_prints_the_reading_asked_for(
    here: Here, flags: list[str], reading: Reading, root: str | None
) -> None:
    package = load(here.folder / "spec").package
    assert package is not None
    printed = json.loads(here.run("bundle", *flags).out)
    assert printed == bundle(package, reading, root)
    jsonschema.Draft202012Validator.check_schema(printed)


# --- fmt ------------------------------------------------------------------------------------------------


def test_fmt_lays_out_and_says_which(here: Here) -> None:
    result = here.run("fmt")
    assert (result.code, result.out) == (
        0,
        "laid out spec/small.schema.json\n1 file, 1 changed\n",
    )
    text = (here.folder / "spec/small.schema.json").read_text()
    assert text == lay_out(in_dialect_order(DOCUMENT))
    assert '"required": ["name"]' in text
    again = here.run("fmt")
    assert (again.code, again.out) == (0, "1 file, none changed\n")


def test_fmt_check_prints_a_diff_and_writes_nothing(here: Here) -> None:
    before = (here.folder / "spec/small.schema.json").read_text()
    result = here.run("fmt", "--check")
    assert result.code == 1
    assert result.out.startswith("diff --git a/spec/small.schema.json b/spec/small.schema.json\n")
    assert (here.folder / "spec/small.schema.json").read_text() == before
    here.run("fmt")
    assert here.run("fmt", "--check").code == 0


def test_fmt_takes_files_and_folders(here: Here) -> None:
    here.write_spec(path="one/a.schema.json")
    here.write_spec(path="two/b.json")
    here.write("one/notes.json", "{}")
    here.write("one/operations.json", '{"operations":{},"description":"Calls."}')
    result = here.run("fmt", "one", "two/b.json")
    assert set(result.out.splitlines()) == {
        "laid out one/a.schema.json",
        "laid out one/operations.json",
        "laid out two/b.json",
        "3 files, 3 changed",
    }
    assert here.files("one")["notes.json"] == "{}"


def test_fmt_lays_out_what_breaks_the_dialect_too(here: Here) -> None:
    here.write_spec({"x-mispelt": 1, "$defs": {}, "$schema": "x"})
    assert here.run("fmt").code == 0
    text = (here.folder / "spec/small.schema.json").read_text()
    assert text == '{\n  "$schema": "x",\n  "$defs": {},\n  "x-mispelt": 1\n}\n'


def test_fmt_touches_nothing_when_a_file_is_broken(here: Here) -> None:
    here.write_spec('{"a": 1,}', "spec/broken.schema.json")
    before = here.files("spec")
    result = here.run("fmt")
    assert result.code == 3
    assert "spec/broken.schema.json:1:8: error:" in result.err
    assert here.files("spec") == before


def test_the_shipped_spec_is_laid_out(here: Here) -> None:
    assert here.run("fmt", "--check", str(ROOT / "spec")).code == 0


WORDS = [
    "type",
    "properties",
    "description",
    "$defs",
    "const",
    "enum",
    "default",
    "x",
    "é",
    "\u2028",
]
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
NAMES = st.sampled_from(WORDS) | st.text(max_size=3)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=20,
)


@given(VALUES)
def test_laying_out_changes_no_value_and_is_settled_at_once(value: Any) -> None:
    text = lay_out(in_dialect_order(value))
    assert json.loads(text) == value
    assert lay_out(in_dialect_order(json.loads(text))) == text
    text.encode()
    assert not any(ord(c) < 32 and c != "\n" for c in text)


@pytest.mark.parametrize("length", range(85, 105))
def test_what_fits_stands_on_one_line(length: int) -> None:
    numbers = [1, int("2" * (length - 12))]
    line = f'  "xs": {json.dumps(numbers)},'
    laid = lay_out({"xs": numbers, "y": 1})
    assert (line in laid.splitlines()) is (len(line) <= WIDTH)
    assert max(map(len, laid.splitlines())) <= WIDTH


def test_prose_has_a_line_of_its_own() -> None:
    assert lay_out({"a": {"description": "d"}}) == '{\n  "a": {\n    "description": "d"\n  }\n}\n'


def test_words_come_in_the_order_of_the_dialect_and_names_do_not() -> None:
    mixed = {
        "properties": {
            "type": {"description": "d", "type": "string"},
            "const": {"const": {"type": 1, "$ref": 2}},
        },
        "description": "x",
        "type": "object",
        "unknown": 1,
    }
    ordered = in_dialect_order(mixed)
    assert list(ordered) == ["type", "description", "properties", "unknown"]
    assert list(ordered["properties"]) == ["type", "const"]
    assert list(ordered["properties"]["type"]) == ["type", "description"]
    assert list(ordered["properties"]["const"]["const"]) == ["type", "$ref"]


def test_every_word_of_the_dialect_has_its_place() -> None:
    from specloom.layout import _RANK

    dialect = json.loads((ROOT / "spec" / "dialect.schema.json").read_text())
    words = {
        word
        for definition in dialect["$defs"].values()
        for word in definition.get("properties", {})
        if definition.get("additionalProperties") is False
    }
    assert len(words) > 60
    assert words <= set(_RANK)
