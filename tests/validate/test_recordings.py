"""Recorded streams: every event as a payload, all of them as a stream, each finding on its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from goldens import ROOT
from specloom.ir import Where
from specloom.problems import Problem, Severity
from specloom.replay.live import GenerationError
from specloom.validate.check import Checker, Settings
from specloom.validate.files import check_file
from specloom.validate.inputs import Form, Source
from specloom.validate.stream import Order, Rule, rules_for
from validate.shipped import OTHER, SPEC, knowledge_of, package_of

RECORDINGS = sorted((SPEC / "streams").glob("*/events.sse"))
ORDER_CODES = {"unknown_target", "duplicate_target", "closed", "after_done", "truncated"}
VECTORS = [
    vector
    for path in sorted((ROOT / "tests" / "vectors").glob("stream*.json"))
    for vector in json.loads(path.read_text("utf-8"))
    if vector["op"] == "stream" and vector["mode"] == "strict"
]


def check(path: Path, spec: Path = SPEC, **settings: Any) -> list[Problem]:
    checker = Checker(Settings(knowledge_of(spec), **settings))
    return list(check_file(checker, Source(str(path), Form.STREAM, size=path.stat().st_size)))


def record(folder: Path, *frames: tuple[str, object], end: bool = True) -> Path:
    text = "".join(
        f"event: {name}\ndata: {data if isinstance(data, str) else json.dumps(data)}\n\n"
        for name, data in (*frames, *([("done", "[DONE]")] if end else []))
    )
    path = folder / "events.sse"
    path.write_text(text, encoding="utf-8")
    return path


def example(case: str) -> Any:
    name, _, case = case.partition("/")
    return json.loads((SPEC / "examples" / name / "accept" / f"{case}.json").read_text("utf-8"))


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.parent.name)
def test_recordings_are_in_order_but_for_the_one_that_breaks_off(path: Path) -> None:
    errors = [p for p in check(path) if p.severity is Severity.ERROR]
    assert [p.code for p in errors] == (["truncated"] if path.parent.name == "truncated" else [])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_the_order_is_what_the_vectors_say(vector: dict[str, Any]) -> None:
    """The first complaint is the vector's error, if that is one about the order; none if it has no error."""
    found = complaints([Order(package_of().streams[0])], vector)
    error = vector.get("error")
    if error is None:
        assert found == []
    elif error["code"] in ORDER_CODES:
        assert found[0] == (error["code"], error["pointer"], error.get("event"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_order_and_merging_together_are_what_the_vectors_say(vector: dict[str, Any]) -> None:
    rules, hindrance = rules_for(package_of(), package_of().streams[0])
    assert (len(rules), hindrance) == (2, "")
    found = complaints(rules, vector)
    error = vector.get("error")
    if error is None or error["code"] == "unknown_variant":  # which is a note of the validator's
        assert found == []
    elif error["code"] == "index_gap":  # found in an object at the end, in no event
        assert ("index_gap", "", None) in found
    else:
        assert found[0] == (error["code"], error["pointer"], error.get("event"))


def complaints(rules: list[Rule], vector: dict[str, Any]) -> list[tuple[str, str, int | None]]:
    """Code, pointer and number of the event of each complaint."""
    found: list[tuple[str, str, int | None]] = []
    for number, event in enumerate(vector["events"]):
        for rule in rules:
            found += [(c.code.replace("-", "_"), c.pointer, number) for c in rule.push(event)]
    for rule in rules if vector.get("finish") else ():
        found += [(c.code.replace("-", "_"), c.pointer, None) for c in rule.finish()]
    return found


def test_vectors_of_the_order_are_many() -> None:
    codes = [v["error"]["code"] for v in VECTORS if "error" in v]
    assert {code for code in codes if code in ORDER_CODES} == ORDER_CODES
    assert len(VECTORS) > 50


def test_findings_stand_where_the_data_stands(tmp_path: Path) -> None:
    path = tmp_path / "events.sse"
    path.write_bytes(
        b"\xef\xbb\xbf: hello\r\n\r\nevent: thread.created\r\nid: 4\r\n"
        b'data: {"id": "t", "object": "thread",\r\n'
        b'data:  "created_at": "x", "metadata": null,\r\n'
        b'data:"tool_resources": null, "extra": 1}\r\n\r\n'
        b"event: done\r\ndata: [DONE]\r\n\r\n"
    )
    assert [(str(p.where), p.where.pointer, p.fact, str(p.severity)) for p in check(path)] == [
        (f"{path}:6:22", "/data/created_at", 'expected an integer, found "x"', "error"),
        (f"{path}:7:30", "/data/extra", 'Thread has no member "extra"', "note"),
    ]


def test_data_that_is_no_json_is_told_on_its_line(tmp_path: Path) -> None:
    path = record(tmp_path, ("thread.created", '{"id": "t",\ndata: "id": NaN,\ndata: }'))
    assert [(str(p.where), p.code) for p in check(path)] == [
        (f"{path}:3:7", "duplicate-key"),
        (f"{path}:3:13", "json-number"),
        (f"{path}:3:16", "json-syntax"),
    ]


def test_an_unknown_event_is_a_note_whatever_its_data(tmp_path: Path) -> None:
    path = record(tmp_path, ("thread.pinged", "pong"), ("thread.pinged", {"a": 1}), ("other", "{"))
    found = check(path, all_notes=True)
    assert [(str(p.where), p.where.pointer, p.code, str(p.severity)) for p in found] == [
        (f"{path}:{line}:8", "/event", "unknown-variant", "note") for line in (1, 4, 7)
    ]
    assert [str(p.severity) for p in check(path, unknown=Severity.ERROR)] == ["error"] * 3


def test_the_end_mark_must_be_what_it_is(tmp_path: Path) -> None:
    path = record(tmp_path, ("done", "[END]"), end=False)
    assert [(str(p.where), p.where.pointer, p.fact) for p in check(path)] == [
        (f"{path}:2:7", "/data", 'expected "[DONE]", found "[END]"')
    ]


def test_objects_must_be_created_before_they_grow_and_not_after_they_end(tmp_path: Path) -> None:
    delta = {"id": "m", "object": "thread.message.delta", "delta": {}}
    message = example("Message/full") | {"id": "m"}
    path = record(
        tmp_path,
        ("thread.message.delta", delta),
        ("thread.message.created", message),
        ("thread.message.created", message),
        ("thread.message.completed", message),
        ("thread.message.delta", delta),
    )
    assert [(p.where.line, p.where.pointer, p.fact, p.code) for p in check(path)] == [
        (2, "/data/id", 'the Message "m" has not been created', "unknown-target"),
        (8, "/data/id", 'the Message "m" is created a second time', "duplicate-target"),
        (14, "/data/id", 'the Message "m" has been closed already', "closed"),
    ]
    assert check(path)[0].where.column == 14


def test_a_stream_without_its_end_is_truncated(tmp_path: Path) -> None:
    path = record(
        tmp_path, ("error", {"message": "x", "type": "y", "code": None, "param": None}), end=False
    )
    (problem,) = check(path)
    assert (problem.where.line, problem.code) == (1, "truncated")
    assert problem.fact == 'the stream ends without its last event, "done"'


def test_nothing_may_follow_the_end(tmp_path: Path) -> None:
    path = record(tmp_path, ("done", "[DONE]"))
    assert [(p.where.line, p.code) for p in check(path)] == [(4, "after-done")]


def test_a_type_that_is_no_stream_is_asked_of_the_data(tmp_path: Path) -> None:
    path = record(
        tmp_path,
        ("a", {"value": "x", "annotations": []}),
        ("b", {"value": 5, "annotations": []}),
        end=False,
    )
    (problem,) = check(path, type="Text")
    assert (str(problem.where), problem.where.pointer) == (f"{path}:5:17", "/value")


def test_a_stream_of_another_spec_is_checked_by_its_own_rules(tmp_path: Path) -> None:
    path = record(
        tmp_path,
        ("loan.changed", {"id": "loan_1", "delta": {}}),
        ("desk.closed", "[DONE]"),
        end=False,
    )
    assert [(p.where.line, p.code) for p in check(path, OTHER)] == [(2, "unknown-target")]


def test_an_event_that_is_no_text_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "events.sse"
    path.write_bytes(b"data: \xff\xfe\n\nevent: done\ndata: [DONE]\n\n")
    assert [(p.where.line, p.code) for p in check(path)] == [(1, "not-utf-8")]


def test_deltas_that_cannot_be_merged_are_told_on_their_line(tmp_path: Path) -> None:
    message = example("Message/as_created") | {"id": "m"}

    def delta(*content: dict[str, Any]) -> tuple[str, object]:
        data = {"id": "m", "object": "thread.message.delta", "delta": {"content": list(content)}}
        return "thread.message.delta", data

    path = record(
        tmp_path,
        ("thread.message.created", message),
        delta({"index": 0, "type": "text", "text": {"value": "a"}}),
        delta({"index": 0, "type": "refusal", "refusal": "b"}),
        delta({"index": 2, "type": "text", "text": {"value": 5}}),
    )
    assert [(p.where.line, p.where.pointer, p.code) for p in check(path)] == [
        (8, "/data/delta/content/0/type", "variant-conflict"),
        (11, "/data/delta/content/0/text/value", "wrong-type"),
        (13, "", "index-gap"),
    ]
    row = path.read_text("utf-8").splitlines()[7]
    assert check(path)[0].where.column == row.index('"refusal"') + 1


def test_a_spec_that_python_cannot_be_made_of_is_checked_without_folding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem(Where("spec"), "two names are one", "rename one", "names")

    def refuse(_package: object) -> None:
        raise GenerationError([problem])

    monkeypatch.setattr("specloom.validate.merging._live", refuse)
    path = record(
        tmp_path,
        ("thread.message.delta", {"id": "m", "object": "thread.message.delta", "delta": {}}),
    )
    assert [(p.code, str(p.severity)) for p in check(path)] == [
        ("not-folded", "note"),
        ("unknown-target", "error"),
    ]
