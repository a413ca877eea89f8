"""`specloom validate` as people and CI jobs run it: verdicts, types, forms."""

from __future__ import annotations

import json

import pytest

from commands import Here, Result
from validate.cats import CAT, CATS, cat, lines, make_cats
from validate.shipped import SPEC

cats = pytest.fixture(autouse=True)(make_cats)


# --- verdicts, sentences, exit codes ----------------------------------------------------------------------


def test_a_finding_says_file_line_column_pointer_and_what(here: Here) -> None:
    message = json.loads((SPEC / "examples/Message/accept/full.json").read_text("utf-8"))
    message["content"] = [{"type": "text", "text": {"value": 5, "annotations": []}}]
    text = json.dumps(message, indent=2)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if '"value": 5' in row)
    here.write("message.json", text)
    result = here.run("validate", "message.json", "--spec", str(SPEC))
    assert lines(result) == [
        f"message.json:{line}:18 /content/0/text/value: expected a string, found 5",
        "1 payload in 1 file: 1 error",
    ]
    assert result.code == 1


def test_good_payloads_are_praised_with_a_number(here: Here) -> None:
    here.write("a.json", CAT)
    here.write("b.jsonl", f"{CAT}\n\n{CAT}\n")
    assert here.run("validate", "a.json", "b.jsonl") == Result(
        0, "3 payloads in 2 files: nothing to complain about\n", ""
    )
    assert here.run("validate", "-q", "a.json") == Result(0, "", "")


def test_what_the_spec_does_not_know_is_a_note_a_warning_or_an_error(here: Here) -> None:
    here.write("a.json", cat(mood="sad", age=3))
    notes = here.run("validate", "a.json")
    assert lines(notes)[:2] == [
        'a.json:1:42 /mood: note: Mood has no value "sad"',
        'a.json:1:49 /age: note: Cat has no member "age"',
    ]
    assert notes.code == 0
    assert here.run("validate", "a.json", "--fail-on", "note").code == 1
    closed = here.run("validate", "a.json", "--closed")
    assert lines(closed)[0] == 'a.json:1:42 /mood: Mood has no value "sad"'
    assert closed.code == 1


def test_remedies_lead_to_the_spec_with_v(here: Here) -> None:
    here.write("a.json", cat(name=1))
    assert (
        "    the spec says so at spec/small.schema.json:1:"
        in here.run("validate", "-v", "a.json").out
    )


def test_a_note_is_given_once_in_a_run(here: Here) -> None:
    here.write("a.jsonl", f"{cat(age=1)}\n" * 5)
    assert lines(here.run("validate", "a.jsonl")) == [
        'a.jsonl:1:50 /age: note: Cat has no member "age"',
        "5 payloads in 1 file: 1 note; a note is given once (-v repeats it)",
    ]
    assert len([row for row in lines(here.run("validate", "-v", "a.jsonl")) if "note:" in row]) == 5


def test_lines_of_a_file_of_lines_are_counted(here: Here) -> None:
    here.write("a.jsonl", f'{CAT}\n\n{cat(name=1)}\r\n{{"object"\n{cat(name=2)}')
    assert [row.split(" ")[0] for row in lines(here.run("validate", "a.jsonl"))[:-1]] == [
        "a.jsonl:3:27",
        "a.jsonl:4:10:",
        "a.jsonl:5:27",
    ]


def test_usage_errors_are_two_and_specs_that_fail_are_three(here: Here) -> None:
    here.write("a.json", CAT)
    assert here.run("validate").code == 2
    wrong = here.run("validate", "a.json", "--type", "Cta")
    assert (wrong.code, "did you mean 'Cat'?" in wrong.err) == (2, True)
    assert here.run("validate", "a.json", "--write-baseline").code == 2
    assert here.run("validate", "a.json", "--jobs", "0").code == 2
    assert here.run("validate", "a.json", "--spec", "nowhere").code == 3
    here.write_spec("{")
    assert here.run("validate", "a.json").code == 3
    broken = json.loads(json.dumps(CATS))
    broken["$defs"]["Cat"]["properties"]["name"] = {"$ref": "#/$defs/Nobody", "description": "x"}
    here.write_spec(broken)
    assert here.run("validate", "a.json").code == 3


# --- which type -------------------------------------------------------------------------------------------


def test_a_type_can_be_named(here: Here) -> None:
    here.write("a.json", '{"barks": 1}')
    assert here.run("validate", "a.json", "--type", "auto").code == 1
    assert lines(here.run("validate", "a.json", "--type", "Dog"))[0] == (
        "a.json:1:11 /barks: expected true or false, found 1"
    )
    here.write("b.json", '"wild"')
    assert here.run("validate", "b.json", "--type", "Mood").code == 0


def test_paths_can_be_mapped_to_types(here: Here) -> None:
    here.write(
        "specloom.toml", '[validate.types]\n"dogs/*.json" = "Dog"\n"**/m?[!x].json" = "Mood"\n'
    )
    here.write("dogs/a.json", '{"barks": true}')
    here.write("dogs/below/a.json", '{"barks": true}')
    here.write("some/moods/my1.json", '"calm"')
    here.write("some/mx1x.json", '"calm"')
    result = here.run("validate", "dogs", "some")
    assert [row.split(":")[0] for row in lines(result)[:-1]] == [
        "dogs/below/a.json",
        "some/mx1x.json",
    ]
    assert here.run("validate", "dogs/a.json", "--type", "Cat").code == 1


def test_the_mapping_holds_for_whatever_folder_one_stands_in(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("specloom.toml", 'spec = "spec"\n[validate.types]\n"dogs/*.json" = "Dog"\n')
    here.write("dogs/a.json", '{"barks": true}')
    monkeypatch.chdir(here.folder / "dogs")
    assert here.run("validate", "a.json", "../dogs/a.json").code == 0


def test_a_mapping_to_what_is_not_defined_is_a_usage_error(here: Here) -> None:
    here.write("specloom.toml", '[validate.types]\n"*.json" = "Dgo"\n')
    result = here.run("validate", "a.json")
    assert (result.code, "did you mean 'Dog'?" in result.err) == (2, True)


@pytest.mark.parametrize(
    "said",
    [
        "validate = 1",
        "[validate]\ntype = {}",
        '[validate.types]\n"a" = 1',
        "[validate]\ntypes = []",
    ],
)
def test_a_mapping_that_is_none_is_a_usage_error(here: Here, said: str) -> None:
    here.write("specloom.toml", said)
    result = here.run("validate", "a.json")
    assert (result.code, "specloom.toml:1" in result.err) == (2, True)


def test_requests_are_bodies_and_what_they_add_is_a_warning(here: Here) -> None:
    body = json.loads((SPEC / "examples/CreateRunRequest/accept/minimal.json").read_text("utf-8"))
    here.write("a.json", json.dumps(body | {"model": "of-tomorrow"}))
    assert here.run("validate", "a.json", "--spec", str(SPEC)).code == 1
    assert here.run("validate", "a.json", "--spec", str(SPEC), "--request").code == 0
    (SPEC / "examples/CreateMessageRequest/accept/unknown_value.json").read_text("utf-8")
    path = str(SPEC / "examples/CreateMessageRequest/accept/unknown_value.json")
    result = here.run("validate", path, "--spec", str(SPEC), "--request", "--fail-on", "warning")
    assert (result.code, ": warning: " in result.out) == (1, True)
    assert here.run("validate", path, "--spec", str(SPEC), "--request").code == 0


# --- forms ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "gitlab", "sarif", "junit", "github"])
def test_forms_for_programs_stand_alone_on_stdout(here: Here, form: str) -> None:
    here.write("a.json", cat(name=1))
    here.write("b.json", CAT)
    result = here.run("validate", ".", "--type", "Cat", "--format", form)
    assert result.code == 1
    assert "expected a string, found 1" in result.out
    assert "payloads in" not in result.out
    assert "payloads in" in result.err
    if form in ("json", "gitlab", "sarif"):
        json.loads(result.out)
    if form == "junit":
        assert 'name="b.json"' in result.out
    if form == "github":
        assert result.out.startswith(
            "::error file=a.json,line=1,col=27,title=wrong-type::/name: expected a string"
        )
