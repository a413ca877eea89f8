"""Other protocols than the shipped one (tests/protocols): generated, imported, run."""

from __future__ import annotations

import copy
import io
import json
import re
import tokenize
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from commands import Here
from goldens import ROOT
from specloom import documents
from specloom.lower import lower
from specloom.replay.live import import_package

PROTOCOLS = ROOT / "tests" / "protocols"
STREAMS = sorted(path.parent for path in PROTOCOLS.glob("*/streams/*/events.sse"))

each_stream = pytest.mark.parametrize(
    "folder", STREAMS, ids=lambda folder: f"{folder.parents[1].name}-{folder.name}"
)


@cache
def package(protocol: str) -> Any:
    """The Python package generated from a protocol's spec."""
    spec, problems = documents.load(PROTOCOLS / protocol)
    assert spec is not None, problems
    lowered, problems = lower(spec)
    assert lowered is not None
    assert problems == []
    return import_package(lowered)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value.encode() if hasattr(value, "encode") and not isinstance(value, str) else value


def gathered(stream: Any) -> Any:
    return {**plain(stream.snapshots()), "error": plain(stream.error), "done": stream.done}


def final(folder: Path) -> Any:
    return json.loads((folder / "final.json").read_text("utf-8"))


@each_stream
@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("size", [1, 64, 1 << 20])
def test_recordings_end_in_their_final_json(folder: Path, strict: bool, size: int) -> None:
    live = package(folder.parents[1].name)
    whole = (folder / "events.sse").read_bytes()
    chunks = [whole[start : start + size] for start in range(0, len(whole), size)]
    stream = live.StreamAccumulator(strict=strict)
    for event in live.iter_events(chunks, strict=strict):
        stream.push(event)
    stream.finish()
    assert gathered(stream) == final(folder)
    assert stream.diagnostics == []


@each_stream
@pytest.mark.parametrize("flags", [(), ("--strict",)])
def test_replay_prints_the_same(here: Here, folder: Path, flags: tuple[str, ...]) -> None:
    spec = str(folder.parents[1])
    found = here.run("replay", "--spec", spec, *flags, str(folder / "events.sse"))
    assert (found.code, found.err) == (0, "")
    assert json.loads(found.out) == final(folder)


# --- chunks without names -------------------------------------------------------------------------------


def chunk(*choices: Any, **more: Any) -> Any:
    return {"id": "c", "object": "chat.completion.chunk", "choices": [*choices], **more}


def chat(strict: bool, *chunks: Any) -> Any:
    stream = package("chat").StreamAccumulator(strict=strict)
    for item in chunks:
        stream.push(item)
    return stream


def test_an_object_begins_with_its_first_delta() -> None:
    stream = chat(True)
    assert gathered(stream)["completion"] is None
    stream.push(chunk({"index": 0, "delta": {"content": "a"}}))
    assert stream.completion.choices[0].message.content == "a"


def test_entries_that_say_their_index_may_leave_gaps() -> None:
    stream = chat(True, chunk({"index": 4, "delta": {}}, {"index": 1, "delta": {}}), "[DONE]")
    stream.finish()
    assert [choice.index for choice in stream.completion.choices] == [1, 4]


def test_null_begins_and_never_erases() -> None:
    deltas = [{"content": None}, {"content": "a"}, {"content": None}, {"content": "b"}]
    stream = chat(True)
    seen = []
    for delta in deltas:
        stream.push(chunk({"index": 0, "delta": delta}))
        seen.append(stream.completion.choices[0].message.content)
    assert seen == [None, "a", "a", "ab"]


def test_identity_is_said_once() -> None:
    live = package("chat")
    stream = chat(True, chunk({"index": 0, "delta": {"role": "a"}}))
    before = gathered(stream)
    with pytest.raises(live.DeltaError) as caught:
        stream.push(chunk({"index": 0, "delta": {"role": "b"}}))
    assert (caught.value.code, caught.value.pointer) == ("conflict", "/choices/0/delta/role")
    assert gathered(stream) == before


def test_nothing_follows_the_bare_end() -> None:
    live = package("chat")
    stream = chat(True, chunk(), "[DONE]")
    assert stream.done
    with pytest.raises(live.DeltaError) as caught:
        stream.push(chunk())
    assert caught.value.code == "after_done"
    with pytest.raises(live.DeltaError) as caught:
        chat(True, chunk()).finish()
    assert caught.value.code == "truncated"


def test_chunks_compose_and_derive() -> None:
    kind = package("chat").ChatCompletionAccumulator
    pieces = [chunk({"index": 1, "delta": {"content": text}}) for text in "abc"]
    assert kind.compose(*pieces).encode() == chunk({"index": 1, "delta": {"content": "abc"}}) | {
        "object": "chat.completion.chunk"
    }
    one, two = kind.empty(), kind.empty()
    one.push(pieces[0])
    for piece in pieces:
        two.push(piece)
    derived = kind.diff(one.snapshot(), two.snapshot()).encode()
    assert derived["choices"] == [{"index": 1, "delta": {"content": "bc"}}]
    one.push(derived)
    assert one.snapshot() == two.snapshot()


# --- events with addresses ------------------------------------------------------------------------------


def event(type: str, **members: Any) -> Any:
    return {"type": type, "reply_id": "r", **members}


BEGUN = event("reply.created", reply={"id": "r", "parts": []})
TOOL = event("part.added", index=0, part={"kind": "tool", "name": "look", "input": None})
TEXT = event("part.added", index=0, part={"kind": "text", "text": "a"})
WITHOUT_INDEX = {"type": "text.grown", "reply_id": "r", "text": "x"}


@pytest.mark.parametrize(
    ("events", "code", "pointer"),
    [
        ([event("text.grown", index=0, text="x")], "unknown_target", "/text"),
        ([TEXT, event("text.grown", index=1, text="x")], "unknown_target", "/text"),
        ([TEXT, event("input.grown", index=0, json="{")], "unknown_target", "/json"),
        ([TEXT, WITHOUT_INDEX], "missing_key", "/index"),
        ([TEXT, event("text.grown", index=-1, text="x")], "bad_key", "/index"),
        ([TEXT, event("text.grown", index=True, text="x")], "bad_key", "/index"),
        ([TEXT, event("text.grown", index=0, text=1)], "invalid_type", "/text"),
        ([event("part.added", index=0, part="text")], "invalid_type", "/part"),
        ([{"type": "text.grown", "index": 0, "text": "x"}], "missing_key", "/reply_id"),
        ([{"type": "text.grown", "reply_id": 1}], "bad_key", "/reply_id"),
        ([{"type": "counted", "reply_id": "other"}], "unknown_target", "/reply_id"),
        ([BEGUN], "duplicate_target", "/reply_id"),
    ],
)
def test_what_an_address_can_lack(events: list[Any], code: str, pointer: str) -> None:
    live = package("replies")
    strict, lenient = (live.StreamAccumulator(strict=mode) for mode in (True, False))
    for item in [BEGUN, *events[:-1]]:
        strict.push(item)
        lenient.push(item)
    before = copy.deepcopy(gathered(strict))
    with pytest.raises(live.DeltaError) as caught:
        strict.push(events[-1])
    assert (caught.value.code, caught.value.pointer) == (code, pointer)
    assert gathered(strict) == before
    lenient.push(events[-1])
    assert [(note.code, note.pointer) for note in lenient.diagnostics] == [(code, pointer)]
    assert gathered(lenient) == before


def test_raw_text_is_there_on_request_and_parsed_in_the_end() -> None:
    live = package("replies")
    stream = live.StreamAccumulator(strict=True)
    for item in [BEGUN, TOOL, event("input.grown", index=0, json='{"a"')]:
        change = stream.push(item)
    assert change.appended == [("/json", '{"a"')]
    assert stream.raw_texts() == {"/replies/r/parts/0/input": '{"a"'}
    assert stream.replies["r"].parts[0].input is None
    stream.push(event("input.grown", index=0, json=": 1}"))
    stream.push("[END]")
    stream.finish()
    assert stream.replies["r"].parts[0].input == {"a": 1}


@pytest.mark.parametrize("text", ['{"a"', "NaN", "[1]", "1", "{} {}", "[" * 10_000])
def test_raw_text_that_is_not_what_it_should_be(text: str) -> None:
    live = package("replies")
    grown = event("input.grown", index=0, json=text)
    for strict in (True, False):
        stream = live.StreamAccumulator(strict=strict)
        for item in [BEGUN, TOOL, grown, "[END]"]:
            stream.push(item)
        if strict:
            with pytest.raises(live.DeltaError) as caught:
                stream.finish()
            found = caught.value
        else:
            stream.finish()
            [found] = stream.diagnostics
        assert (found.code, found.pointer) == ("invalid_type", "/replies/r/parts/0/input")
        assert stream.replies["r"].parts[0].input is None


def test_a_whole_part_takes_the_place_of_raw_text() -> None:
    live = package("replies")
    whole = {"kind": "tool", "name": "look", "input": {"b": 2}}
    stream = live.StreamAccumulator(strict=True)
    broken = event("input.grown", index=0, json='{"a"')
    for item in [BEGUN, TOOL, broken, event("part.done", index=0, part=whole), "[END]"]:
        stream.push(item)
    assert stream.raw_texts() == {}
    stream.finish()
    assert plain(stream.replies["r"])["parts"] == [whole]


def test_deltas_with_addresses_can_only_be_pushed() -> None:
    live = package("replies")
    kind = live.ReplyAccumulator
    for verb, arguments in (("compose", [TEXT]), ("chunk", [TEXT, 1])):
        with pytest.raises(live.DeltaError) as caught:
            getattr(kind, verb)(*arguments)
        assert caught.value.code == "inexpressible"


# --- nothing is known of the shipped spec ---------------------------------------------------------------

WORDS = re.compile(r"thread|assistant|run_?step|tool_?call|message_?delta|openai", re.IGNORECASE)
"""What the shipped spec is about."""
THREADING = re.compile(r"^Thread$|threading|find threads")
"""Threads that a program runs in are another matter."""
TEMPLATES = (".j2", ".py", ".ts", ".go", ".rs", ".java")


def spoken(path: Path) -> list[tuple[int, str]]:
    """What a file says, by line; of code everything but its comments."""
    if "codegen" not in path.parts:
        return [*enumerate(path.read_text("utf-8").splitlines(), 1)]
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
    return [(token.start[0], token.string) for token in tokens if token.type != tokenize.COMMENT]


def test_code_and_templates_know_nothing_of_the_shipped_spec() -> None:
    files = [
        *(ROOT / "codegen").rglob("*.py"),
        *(path for path in (ROOT / "templates").rglob("*") if path.suffix in TEMPLATES),
    ]
    assert len(files) > 100
    named = [
        f"{path.relative_to(ROOT)}:{line}: {text[:60]}"
        for path in sorted(files)
        for line, text in spoken(path)
        if WORDS.search(THREADING.sub("", text))
    ]
    assert named == []
