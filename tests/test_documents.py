"""Reading specs: what is on the disk, and whether it is text."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from cProfile import Profile
from pathlib import Path

import pytest

from goldens import ROOT
from marked import GOOD, PACKAGE, SPEC, expect, read_all, spec_with
from specloom import documents
from specloom.ir import Where
from specloom.problems import Severity


def codes(path: Path) -> list[str]:
    return [problem.code for problem in read_all(path)]


# --- the disk -------------------------------------------------------------------------------------------


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    (problem,) = read_all(tmp_path / "nowhere")
    assert (problem.code, problem.where) == ("no-such-path", Where(str(tmp_path / "nowhere")))
    assert documents.load(tmp_path / "nowhere")[0] is None


def test_a_path_that_no_system_takes() -> None:
    assert codes(Path("a\0b")) == ["unreadable"]
    assert codes(Path("a" * 5000)) == ["unreadable"]


def test_an_empty_folder(tmp_path: Path) -> None:
    (problem,) = read_all(tmp_path)
    assert (problem.code, problem.fact) == ("empty-spec", "the folder holds no spec")


def test_a_folder_with_operations_alone(tmp_path: Path) -> None:
    (tmp_path / "operations.json").write_text("{}")
    assert codes(tmp_path) == ["empty-spec"]


def test_other_files_and_inner_folders_are_no_spec(tmp_path: Path) -> None:
    for name in ("dialect.schema.json", "README.md", "schema.json"):
        (tmp_path / name).write_text("no JSON")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / SPEC).write_text("no JSON")
    (tmp_path / SPEC).write_text(GOOD)
    assert codes(tmp_path) == []


def test_a_spec_file_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / SPEC).mkdir()
    (tmp_path / "b.schema.json").write_text("{")
    assert codes(tmp_path) == ["not-a-file", "json-syntax"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_spec_file_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / SPEC)
    assert codes(tmp_path) == ["not-a-file"]


def test_a_spec_file_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / SPEC).symlink_to(tmp_path / "gone")
    assert codes(tmp_path) == ["no-such-path"]


def test_a_spec_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    (tmp_path / SPEC).write_text(GOOD)
    (problem,) = read_all(tmp_path)
    assert problem.code == "unreadable"
    assert "Permission denied" in problem.fact


@pytest.mark.parametrize(
    "name", ["2a.schema.json", ".schema.json", "a b.schema.json", "ä.schema.json"]
)
def test_a_file_name_that_cannot_name_a_module(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(GOOD)
    assert codes(tmp_path) == ["file-name"]


def test_a_file_name_cannot_break_a_line_of_output(tmp_path: Path) -> None:
    try:
        (tmp_path / "a\n\x1b[31m.schema.json").write_text(GOOD)
    except OSError:
        return  # a system that refuses the name has no problem
    (problem,) = read_all(tmp_path)
    assert problem.code == "file-name"
    assert str(problem).isprintable()


def test_bytes_that_are_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / SPEC).write_bytes(b'{\r\n  "\xc3\xa4\xff": 1}')
    (problem,) = read_all(tmp_path)
    assert (problem.code, problem.where.line, problem.where.column) == ("not-utf-8", 2, 5)


def test_a_byte_order_mark_is_noted_and_moves_no_column(tmp_path: Path) -> None:
    (tmp_path / SPEC).write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    (problem,) = read_all(tmp_path)
    assert (problem.code, problem.severity) == ("byte-order-mark", Severity.NOTE)
    (tmp_path / SPEC).write_bytes(b"\xef\xbb\xbf[")
    assert [(p.code, p.where.column) for p in read_all(tmp_path)] == [
        ("byte-order-mark", 1),
        ("json-syntax", 2),
    ]


def test_line_ends_of_windows(tmp_path: Path) -> None:
    text = spec_with('"It":\n{"type": "string", §"descripton": "A text."}')
    text = text.replace('{"type"', '§{"type"')
    text = text.replace("§{", "{").replace('"It"', '§"It"')
    expect(tmp_path, {SPEC: text.replace("\n", "\r\n")}, "no-description", "unknown-keyword")


def test_paths_are_shown_as_given(tmp_path: Path) -> None:
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / SPEC).write_text("[")
    with contextlib.chdir(tmp_path):
        for given in (Path("spec"), Path("spec") / SPEC, tmp_path / "spec"):
            (problem,) = read_all(given)
            shown = given if given.suffix else given / SPEC
            assert problem.where.file == str(shown)


def test_a_spec_may_be_one_file(tmp_path: Path) -> None:
    path = tmp_path / "any.json"
    path.write_text(GOOD)
    spec, problems = documents.load(path)
    assert spec is not None
    assert not problems
    assert [document.name for document in spec.documents] == ["any.json"]
    assert spec.operations is None


def test_json_that_is_read_by_others(tmp_path: Path) -> None:
    text = '{"a": 1, §"a": §NaN,\n"b": [{"c": 1, §"c": 2}]}'
    expect(tmp_path, {SPEC: text}, "duplicate-key", "json-number", "duplicate-key")


def test_what_cannot_be_written_again_is_not_read(tmp_path: Path) -> None:
    text = GOOD.replace('"A text."', '§"half \\ud800", "examples": [§1e999]')
    expect(tmp_path, {SPEC: text}, "json-text", "json-number")
    assert documents.load(tmp_path)[0] is None


def test_a_spec_nested_without_end(tmp_path: Path) -> None:
    use = '{"type": "array", "description": "D.", "items": '
    text = spec_with('"It": ' + use * 98 + '§{"type": "string"}' + "}" * 98)
    expect(tmp_path, {SPEC: text}, "json-depth")
    text = spec_with('"It": ' + use * 90 + '{"type": "string"}' + "}" * 90)
    expect(tmp_path, {SPEC: text})


def test_all_unreadable_files_are_named_at_once(tmp_path: Path) -> None:
    files = {"a.schema.json": "§[", "b.schema.json": "", "operations.json": "§nul"}
    files["a.schema.json"] = "[§"
    files["b.schema.json"] = "§"
    expect(tmp_path, files, "json-syntax", "json-syntax", "json-syntax")


def test_a_file_that_is_no_json_hides_nothing_in_the_others(tmp_path: Path) -> None:
    """What it holds is anybody's guess: nothing that may depend on it is blamed."""
    record = '"type": "object", "description": "R.", "properties": '
    tag = f'{{{record}{{"t": {{"const": "a", "description": "T."}}}}, "required": ["t"]}}'
    spec = spec_with(
        f'"A": {tag}, "B": {tag}, "C": {{§"kind": 1, {record}{{}}}},'
        '"Beyond": {"description": "B.", "$ref": "b.schema.json#/$defs/Lost"},'
        '"U": {"description": "U.", "x-tag": "t", "oneOf":'
        ' [{"$ref": "#/$defs/A"}, §{"$ref": "#/$defs/B"}]},'
        '"V": {"description": "V.", "$ref": §"#/$defs/Lost"}'
    )
    files = {SPEC: spec, "b.schema.json": "{§"}
    expect(tmp_path, files, "unknown-keyword", "same-tag", "dangling-ref", "json-syntax")
    assert documents.load(tmp_path)[0] is not None


def test_a_file_that_is_no_json_may_be_the_one_that_is_missed(tmp_path: Path) -> None:
    call = {"title": "T", "description": "D.", "method": "GET", "path": "/it", "response": "Lost"}
    files = {
        SPEC: GOOD.replace(PACKAGE, ""),
        "b.schema.json": "[§",
        "operations.json": json.dumps({"description": "O.", "operations": {"get": call}}),
    }
    expect(tmp_path, files, "json-syntax")


# --- laws -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", ["documents", "lower"])
def test_importing_the_front_end_is_cheap(module: str) -> None:
    code = f"import sys, specloom.{module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"jsonschema", "referencing", "attr"} & set(done.stdout.split())


def test_the_shipped_spec_is_read() -> None:
    spec, problems = documents.load(ROOT / "spec")
    assert problems == []
    assert spec is not None
    assert spec.operations is not None
    names = {path.name for path in (ROOT / "spec").glob("*.schema.json")} - {"dialect.schema.json"}
    assert [document.name for document in spec.documents] == sorted(names)
    assert not spec.broken


def test_work_grows_with_the_number_of_types(tmp_path: Path) -> None:
    """Also when half of them are wrong: complaints must not cost more than what they complain of."""

    def calls(count: int) -> int:
        definitions = {
            f"Type{number}X": {
                "type": "object",
                "description": "A record.",
                "required": ["id", "nil" if number % 2 else "id"][: number % 2 + 1],
                "properties": {
                    "id": {"type": "string", "minLength": 1, "description": "Text."},
                    "next": {
                        "$ref": f"#/$defs/Type{(number * 7) % count}X",
                        "description": "A record.",
                    },
                    "far": {
                        "type": "array",
                        "items": {"type": "integer"},
                        "description": "Numbers.",
                    },
                },
            }
            for number in range(count)
        }
        document = json.loads(GOOD)
        (tmp_path / SPEC).write_text(json.dumps({**document, "$defs": definitions}))
        with Profile() as profile:
            assert len(read_all(tmp_path)) == count // 2
        return sum(entry.callcount for entry in profile.getstats())

    calls(50)  # whatever is made once
    assert calls(1000) < 2.2 * calls(500)
