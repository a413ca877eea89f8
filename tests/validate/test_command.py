"""`specloom validate` as people and CI jobs run it."""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commands import Here, Result, make_here, with_definitions
from specloom.validate import work
from validate.shipped import OTHER, SPEC

here = pytest.fixture(make_here)

CAT = json.dumps({"object": "cat", "name": "Tom", "mood": "calm"})
CATS = with_definitions(
    Cat={
        "type": "object",
        "description": "A cat.",
        "required": ["object", "name"],
        "properties": {
            "object": {"const": "cat", "description": "Says so."},
            "name": {"type": "string", "description": "What it is called."},
            "mood": {"$ref": "#/$defs/Mood", "description": "How it feels."},
        },
    },
    Dog={
        "type": "object",
        "description": "A dog.",
        "required": ["barks"],
        "properties": {"barks": {"type": "boolean", "description": "Whether it does."}},
    },
    Mood={"type": "string", "description": "A mood.", "enum": ["calm", "wild"]},
)


@pytest.fixture(autouse=True)
def cats(
    here: Here, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Here:
    monkeypatch.setenv("SPECLOOM_CACHE", str(tmp_path_factory.mktemp("cache")))
    here.write_spec(CATS)
    return here


def cat(**members: Any) -> str:
    return json.dumps(json.loads(CAT) | members)


def lines(result: Result) -> list[str]:
    return result.out.splitlines()


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


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


# --- inputs -----------------------------------------------------------------------------------------------

BAD: dict[str, tuple[bytes, str]] = {
    "bigint.json": (b"[" + b"9" * 5000 + b"]", "bigint.json:1:2: the number has 5000 digits"),
    "binary.json": (
        b"\x7fELF\0\1\2",
        "binary.json:1:1: the file is binary: a zero byte stands in it",
    ),
    "binary.jsonl": (
        b"\x7fELF\0\1\2\n\xff\n",
        "binary.jsonl:1:1: the file is binary: a zero byte stands in it",
    ),
    "blank.json": (b" \r\n", "blank.json:1:1: the file is empty"),
    "bom.json": (
        b"\xef\xbb\xbf" + CAT.encode(),
        "bom.json:1:1: note: the file begins with a byte order mark",
    ),
    "deep.json": (
        b"[" * 100_000 + b"]" * 100_000,
        "deep.json:1:201: values nest deeper than 200 levels",
    ),
    "double.json": (
        b'{"object": "cat",\n "name": "a", "name": "b"}',
        "double.json:2:15: the member `name` is there twice",
    ),
    "empty.json": (b"", "empty.json:1:1: the file is empty"),
    "empty.jsonl": (b"", "empty.jsonl:1:1: warning: the file is empty"),
    "empty.sse": (b"", "empty.sse:1:1: the stream has no events"),
    "huge.json": (b"[1e400]", "huge.json:1:2: the number is too large"),
    "latin.json": (
        '{"object":\n "cät"}'.encode("latin-1"),
        "latin.json:2:4: this is not UTF-8: byte 0xe4 makes no character here",
    ),
    "lines.jsonl": (
        b"\xff\n" + CAT.encode(),
        "lines.jsonl:1:1: this is not UTF-8: byte 0xff makes no character here",
    ),
    "nan.json": (b'{"a":\n NaN}', "nan.json:2:2: NaN is not JSON"),
    "packed.json": (
        gzip.compress(b"{}", mtime=0),
        "packed.json:1:1: the file is packed with gzip, and its name does not say so",
    ),
    "short.json.gz": (
        gzip.compress(CAT.encode(), mtime=0)[:-9],
        "short.json.gz:1:1: the gzip data breaks off",
    ),
    "text.json": (b"hello", "text.json:1:1: a value should be here, found `hello`"),
    "utf16.json": (CAT.encode("utf-16"), "utf16.json:1:1: the file is UTF-16"),
    "wrong.json.gz": (b"hello", "wrong.json.gz:1:1: the gzip data is broken"),
}


def test_each_bad_file_gets_its_finding_and_the_others_are_checked(here: Here) -> None:
    for name, (content, _) in BAD.items():
        (here.folder / name).write_bytes(content)
    (here.folder / "a_link.json").symlink_to("nowhere")
    (here.folder / "loop").mkdir()
    (here.folder / "loop" / "again").symlink_to("..")
    here.write("z.json", cat(name=5))
    result = here.run("validate", "gone.json", ".")
    wanted = [
        "gone.json:1:1: there is no such file or folder",
        "a_link.json:1:1: there is no such file",
        "loop/again:1:1: note: this folder was looked at already, under another path",
        *(row for _, row in sorted((name, row) for name, (_, row) in BAD.items())),
        "z.json:1:27 /name: expected a string, found 5",
    ]
    found = [row for row in lines(result) if not row.startswith("spec/")]
    assert found[:-1] == wanted
    assert result.code == 1


def test_lines_before_a_break_are_checked(here: Here) -> None:
    text = "".join(f"{cat(name=n)}\n" for n in range(20_000))
    (here.folder / "a.jsonl.gz").write_bytes(gzip.compress(text.encode())[:-4000])
    result = here.run("validate", "a.jsonl.gz", "--max-errors", "0")
    assert lines(result)[0] == "a.jsonl.gz:1:27 /name: expected a string, found 0"
    assert lines(result)[-2] == "a.jsonl.gz:1:1: the gzip data breaks off"
    assert len(lines(result)) > 1000


def test_duplicate_keys_can_be_allowed(here: Here) -> None:
    here.write("a.json", '{"object": "cat", "name": 1, "name": "b"}')
    assert here.run("validate", "a.json").code == 1
    result = here.run("validate", "a.json", "--allow-duplicate-keys")
    assert (result.code, lines(result)[0]) == (
        0,
        "a.json:1:30: note: the member `name` is there twice",
    )
    here.write("a.json", '{"object": "cat", "name": "b", "name": 1}')
    assert lines(here.run("validate", "a.json", "--allow-duplicate-keys"))[1] == (
        "a.json:1:40 /name: expected a string, found 1"
    )


def test_half_a_character_is_a_note_and_the_rest_is_checked(here: Here) -> None:
    here.write("a.json", '{"object": "cat", "name": "\\ud83d", "mood": 1, "\\ude00": 2}')
    assert lines(here.run("validate", "a.json"))[:-1] == [
        "a.json:1:27: note: the text holds half of a surrogate pair",
        "a.json:1:45 /mood: expected a string, found 1",
        'a.json:1:48 /\\ude00: note: Cat has no member "\\ude00"',
    ]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (cat(name=5).encode(), ":1:27 /name"),
        (f"{CAT}\n{cat(name=5)}\n".encode(), ":2:27 /name"),
        (json.dumps(json.loads(cat(name=5)), indent=1).encode(), ":3:10 /name"),
        # without the time: names of tests are the same in every process
        (gzip.compress(f"{CAT}\n{cat(name=5)}\n".encode(), mtime=0), ":2:27 /name"),
        (f"data: {cat(name=5)}\n\n".encode(), ":1:33 /name"),
        (f"\n: hello\ndata: {cat(name=5)}\n\n".encode(), ":3:33 /name"),
    ],
)
def test_standard_input_is_read_as_it_begins(
    here: Here, monkeypatch: pytest.MonkeyPatch, content: bytes, place: str
) -> None:
    feed(monkeypatch, content)
    result = here.run("validate", "-")
    assert lines(result)[0] == f"(standard input){place}: expected a string, found 5"


def test_how_to_read_standard_input_can_be_said(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, f"{CAT}\n".encode())
    assert here.run("validate", "-", "--as", "jsonl").code == 0
    feed(monkeypatch, f"{CAT}\n{CAT}".encode())
    assert "text follows the end" in here.run("validate", "-", "--as", "json").out


def test_a_recorded_stream_is_checked_as_one(here: Here) -> None:
    delta = json.dumps({"id": "loan_1", "delta": {"notes": 5}})
    here.write("desk.sse", f"event: loan.changed\ndata: {delta}\n\nevent: loan.ch")
    result = here.run("validate", "desk.sse", "--spec", str(OTHER), "--max-errors", "0")
    assert [row.partition(": ")[2] for row in lines(result)[:-1]][-2:] == [
        'the Loan "loan_1" has not been created',
        "the recording breaks off inside this event",
    ]
    assert result.code == 1


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


# --- baseline, limit, jobs --------------------------------------------------------------------------------


def test_a_baseline_keeps_known_findings_quiet_and_new_ones_fail(here: Here) -> None:
    here.write("pay/a.json", cat(name=1))
    here.write("pay/b.jsonl", f"{cat(name=1)}\n{cat(name=2)}\n")
    written = here.run("validate", "pay", "--baseline", "known.json", "--write-baseline")
    assert written == Result(0, "known.json: 3 known findings\n", "")
    quiet = here.run("validate", "pay", "--baseline", "known.json")
    assert (quiet.code, "3 known findings held back" in quiet.out) == (0, True)

    here.write("pay/a.json", f"\n\n{cat(name=7)}")  # moved, and another value: still known
    here.write("pay/b.jsonl", f"{CAT}\n{cat(name=1)}\n{cat(name=2)}\n{cat(name=3)}\n")
    found = here.run("validate", "pay", "--baseline", "known.json")
    assert (found.code, lines(found)[:-1]) == (
        1,
        ["pay/b.jsonl:4:27 /name: expected a string, found 3"],
    )

    here.write("pay/a.json", cat(mood=1))
    found = here.run("validate", "pay/a.json", "--baseline", "known.json")
    assert lines(found)[0] == "pay/a.json:1:42 /mood: expected a string, found 1"
    assert "3 known findings gone" in found.out


def test_a_baseline_holds_for_whatever_folder_one_stands_in(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("pay/a.json", cat(name=1))
    here.run("validate", "pay", "--baseline", "ci/known.json", "--write-baseline")
    assert json.loads((here.folder / "ci/known.json").read_text())["findings"] == [
        {"file": "../pay/a.json", "code": "wrong-type", "pointer": "/name", "count": 1}
    ]
    monkeypatch.chdir(here.folder / "pay")
    assert (
        here.run("validate", "a.json", "--spec", "../spec", "--baseline", "../ci/known.json").code
        == 0
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"baseline": 2, "findings": []}',
        '{"baseline": 1}',
        '{"baseline": 1, "findings": [{"file": 1, "code": "", "pointer": "", "count": 1}]}',
    ],
)
def test_what_is_no_baseline_is_a_usage_error(here: Here, text: str) -> None:
    here.write("a.json", CAT)
    here.write("known.json", text)
    assert here.run("validate", "a.json", "--baseline", "known.json").code == 2
    assert here.run("validate", "a.json", "--baseline", "gone.json").code == 2


def test_a_baseline_that_cannot_be_written_is_said(here: Here) -> None:
    here.write("a.json", CAT)
    result = here.run("validate", "a.json", "--baseline", "a.json/known.json", "--write-baseline")
    assert (result.code, "cannot be written" in result.err) == (2, True)


def test_the_run_stops_after_enough_errors(here: Here) -> None:
    here.write("a.jsonl", f"{cat(name=1)}\n" * 9)
    result = here.run("validate", "a.jsonl", "--max-errors", "3")
    assert [row.split(":")[1] for row in lines(result)[:3]] == ["1", "2", "3"]
    assert (
        lines(result)[3] == "4 payloads in 1 file: 3 errors; stopped after 3 errors (--max-errors)"
    )
    assert "stopped" not in here.run("validate", "a.jsonl", "--max-errors", "9").out
    assert "stopped" not in here.run("validate", "a.jsonl", "--max-errors", "0").out


def test_known_findings_do_not_count_towards_the_limit(here: Here) -> None:
    here.write("a.jsonl", f"{cat(name=1)}\n" * 5)
    here.run("validate", "a.jsonl", "--baseline", "known.json", "--write-baseline")
    here.write("a.jsonl", f"{cat(name=1)}\n" * 5 + f"{cat(mood=1)}\n")
    result = here.run("validate", "a.jsonl", "--baseline", "known.json", "--max-errors", "1")
    assert lines(result)[:-1] == ["a.jsonl:6:42 /mood: expected a string, found 1"]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_several_processes_say_what_one_says(
    here: Here, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr(work, "PART", 2000)
    monkeypatch.setattr(work, "BATCH_FILES", 3)
    if method == "spawn":
        monkeypatch.setattr(sys, "platform", "elsewhere")
    rows = [CAT, cat(name=5), cat(age=1), "", cat(mood="odd"), "{", cat(other="x" * 300)]
    here.write("many.jsonl", "\n".join(rows * 40))
    for number in range(10):
        here.write(f"some/{number}.json", rows[number % len(rows)])
    one = here.run("validate", "many.jsonl", "some", "--jobs", "1")
    two = here.run("validate", "many.jsonl", "some", "--jobs", "2")
    assert one == two
    assert "many.jsonl:272:" in one.out
    assert one.out.count("\n") > 80
    stopped = here.run("validate", "many.jsonl", "some", "--jobs", "2", "--max-errors", "7")
    assert (
        lines(stopped)[:9]
        == lines(here.run("validate", "many.jsonl", "some", "--max-errors", "7"))[:9]
    )


def test_parts_of_a_file_are_whole_lines(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    from specloom.validate.inputs import find_sources

    monkeypatch.setattr(work, "PART", 1000)
    here.write("a.jsonl", "".join(f"{n}{'x' * (n % 90)}\n" for n in range(300)))
    (source,), _ = find_sources(["a.jsonl"])
    tasks = list(work.cut([source]))
    content = (here.folder / "a.jsonl").read_bytes()
    parts = [content[task.start : task.end] for task in tasks]
    assert len(parts) > 5
    assert b"".join(parts) == content
    assert all(part.endswith(b"\n") for part in parts)


# --- what is kept between runs ----------------------------------------------------------------------------


def test_a_second_run_neither_reads_nor_lowers_the_spec(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("a.json", cat(name=1))
    first = here.run("validate", "a.json")

    def never(_path: Path) -> None:
        raise AssertionError("the spec is read again")

    monkeypatch.setattr("specloom.documents.load", never)
    assert here.run("validate", "a.json") == first


def test_a_spec_that_changed_is_read_again(here: Here) -> None:
    here.write("a.json", CAT)
    assert here.run("validate", "a.json").code == 0
    changed = json.loads(json.dumps(CATS))
    changed["$defs"]["Cat"]["properties"]["name"]["maxLength"] = 2
    here.write_spec(changed)
    assert (
        lines(here.run("validate", "a.json"))[0]
        == "a.json:1:27 /name: expected at most 2 characters, found 3"
    )


@pytest.mark.parametrize("harm", ["delete one", "garble", "off"])
def test_what_is_kept_may_be_lost_at_any_time(
    here: Here, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    here.write("a.json", cat(name=1))
    first = here.run("validate", "a.json")
    folder = Path(os.environ["SPECLOOM_CACHE"])
    for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_size):
        if harm == "garble":
            path.write_text(path.read_text().replace('"', "'"))
        elif harm == "delete one":
            saved = path.read_bytes()
            path.unlink()
            assert here.run("validate", "a.json") == first
            path.write_bytes(saved)
    if harm == "off":
        monkeypatch.setenv("SPECLOOM_CACHE", "")
    assert here.run("validate", "a.json") == first


# --- on a terminal, and in time ---------------------------------------------------------------------------


def test_a_bar_is_shown_to_people_only(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    from specloom.validate import progress

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    here.write("a.jsonl", f"{cat(name=1)}\n" * 3)
    monkeypatch.setattr(progress, "WORTH_IT", 1)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    result = here.run("validate", "a.jsonl")
    assert "validate" in terminal.getvalue()
    assert len(lines(result)) == 4
    monkeypatch.setenv("CI", "true")
    silent = Terminal()
    monkeypatch.setattr(sys, "stderr", silent)
    assert here.run("validate", "a.jsonl") == result
    assert silent.getvalue() == ""


def timed(*arguments: str) -> tuple[float, str]:
    """Processor seconds of the command, at best of a few runs, and what it printed."""
    best, out = 1e9, ""
    for _ in range(4):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = subprocess.run(
            [sys.executable, "-m", "specloom", *arguments],
            capture_output=True,
            text=True,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
        out = run.stdout
    return best, out


def messages() -> Callable[[int], str]:
    found = [
        json.dumps(json.loads(path.read_text("utf-8")))
        for name in ("Message", "Run", "RunStep", "Thread")
        for path in sorted((SPEC / "examples" / name / "accept").glob("*.json"))
        if "unknown" not in path.name
    ]
    return lambda number: found[number % len(found)]


def test_a_thousand_small_files_take_a_third_of_a_second(here: Here) -> None:
    message = messages()
    for number in range(1000):
        here.write(f"many/{number}.json", message(number))
    seconds, out = timed("validate", "many", "--spec", str(SPEC))
    assert out == "1000 payloads in 1000 files: nothing to complain about\n"
    assert seconds < 0.35


def test_lines_go_through_at_twenty_megabytes_a_second_without_being_held(here: Here) -> None:
    message = messages()
    text = "".join(f"{message(number)}\n" for number in range(2000)) * 4
    here.write("few.jsonl", text)
    size = here.write("many.jsonl", text * 2).stat().st_size - len(text.encode())
    few, _ = timed("validate", "few.jsonl", "--jobs", "1", "--spec", str(SPEC))
    many, _ = timed("validate", "many.jsonl", "--jobs", "1", "--spec", str(SPEC))
    assert size / (many - few) > 20e6


def test_memory_does_not_grow_with_the_file(here: Here) -> None:
    program = (
        "import resource, sys\n"
        "from specloom.cli.run import run\n"
        "code = run(['validate', '-q', sys.argv[1], '--jobs', '1', '--max-errors', '10'])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, code)"
    )

    def peak(name: str) -> int:
        run = subprocess.run(
            [sys.executable, "-c", program, name], capture_output=True, text=True, check=True
        )
        size, code = run.stdout.split()
        assert code == "0", run.stdout
        return int(size)

    here.write("small.jsonl", f"{CAT}\n" * 50_000)
    with (here.folder / "large.jsonl").open("w") as file:
        file.writelines(f"{cat(age=number % 7)}\n" for number in range(400_000))
    assert peak("large.jsonl") < peak("small.jsonl") + 20_000
