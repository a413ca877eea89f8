"""`specloom replay`: recordings of every kind, what is wrong with them, and at which line."""

from __future__ import annotations

import io
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from commands import Here, Result
from goldens import ROOT
from specloom.cli import project
from specloom.cli.project import Loaded
from specloom.ir import Package
from specloom.replay import live

STREAMS = sorted(path.parent for path in (ROOT / "spec" / "streams").glob("*/events.sse"))
SPEC = ("--spec", "@shipped")

LOAD, IMPORT = project.load, live.import_package

each_stream = pytest.mark.parametrize("folder", STREAMS, ids=lambda folder: folder.name)

MESSAGE = {"id": "m", "object": "thread.message", "content": [], "role": "assistant"}
CREATED = {"event": "thread.message.created", "data": MESSAGE}
DONE = {"event": "done", "data": "[DONE]"}
NEWER = {"event": "thread.dreamt", "data": {"of": "sheep"}}


def delta(**members: Any) -> Any:
    return {"event": "thread.message.delta", "data": {"id": "m", "delta": members}}


def text(value: str, index: Any = 0) -> Any:
    return delta(content=[{"index": index, "type": "text", "text": {"value": value}}])


BAD = text("x", -1)


def as_lines(*events: Any) -> str:
    return "".join(json.dumps(event) + "\n" for event in events)


def as_sse(*events: Any) -> str:
    """Server-sent events, four lines each: a comment, name, data, and the empty one."""
    return "".join(
        f": {number}\nevent: {event['event']}\n"
        f"data: {event['data'] if event is DONE else json.dumps(event['data'])}\n\n"
        for number, event in enumerate(events)
    )


def replay(here: Here, *arguments: str) -> Result:
    return here.run("replay", *SPEC, *arguments)


def final(folder: Path) -> Any:
    return json.loads((folder / "final.json").read_text("utf-8"))


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Puts bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))


@cache
def shipped() -> tuple[Loaded, Any]:
    """The shipped spec as it is read, and the package that is made of it."""
    loaded = LOAD(ROOT / "spec")
    assert loaded.package is not None
    return loaded, IMPORT(loaded.package)


@pytest.fixture(autouse=True)
def made_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads the shipped spec and makes its package once: that takes a second, and a replay a hundredth."""

    def load(spec: Path) -> Loaded:
        return shipped()[0] if spec == ROOT / "spec" else LOAD(spec)

    def import_package(package: Package) -> Any:
        return shipped()[1] if package is shipped()[0].package else IMPORT(package)

    if request.function is not test_a_stream_by_name:  # which goes the whole way
        monkeypatch.setattr(project, "load", load)
        monkeypatch.setattr(live, "import_package", import_package)


# --- what comes out -------------------------------------------------------------------------------------


@each_stream
@pytest.mark.parametrize("strict", [False, True])
def test_a_recording_ends_in_its_final_json(here: Here, folder: Path, strict: bool) -> None:
    flags = ("--strict",) if strict else ()
    found = replay(here, *flags, str(folder / "events.sse"))
    assert json.loads(found.out) == final(folder)
    assert found.code == int(strict and folder.name == "truncated")
    if folder.name not in ("truncated", "newer_server"):
        assert found.err == ""


@each_stream
def test_lines_of_json_and_standard_input(
    here: Here, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same events, one JSON a line, from a file and from standard input; the recording from there too."""
    from threads_api import iter_events

    recorded = (folder / "events.sse").read_bytes()
    lines = as_lines(*(event.encode() for event in iter_events([recorded])))
    assert json.loads(replay(here, str(here.write("it.jsonl", lines))).out) == final(folder)
    for data in (
        recorded,
        lines.encode(),
        b"\xef\xbb\xbf \n" + lines.encode().replace(b"\n", b"\r\n"),
    ):
        feed(monkeypatch, data)
        assert json.loads(replay(here, "-").out) == final(folder)


def test_each_prints_a_snapshot_after_every_event(here: Here) -> None:
    here.write("it.jsonl", as_lines(CREATED, text("a"), NEWER, text("b"), DONE))
    found = replay(here, "--each", "it.jsonl")
    snapshots = [json.loads(line) for line in found.out.splitlines()]
    contents = [whole["messages"]["m"]["content"] for whole in snapshots]
    words = [[part["text"]["value"] for part in content] for content in contents]
    assert words == [[], ["a"], ["a"], ["ab"], ["ab"]]
    assert [whole["done"] for whole in snapshots] == [False] * 4 + [True]
    assert found.code == 0


def test_each_ends_in_the_final_json(here: Here) -> None:
    for folder in STREAMS:
        found = replay(here, "--each", str(folder / "events.sse"))
        assert json.loads(found.out.splitlines()[-1]) == final(folder)


# --- what is wrong, and where ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("write", "line", "name"), [(as_lines, 3, "it.jsonl"), (as_sse, 9, "it.sse")]
)
def test_an_illegal_delta_is_found_at_its_line(
    here: Here, write: Any, line: int, name: str
) -> None:
    here.write(name, write(CREATED, text("a"), BAD, text("b"), DONE))
    lenient = replay(here, name)
    assert lenient.code == 1
    assert f"{name}:{line}:1: error: /data/delta/content/0/index: " in lenient.err
    assert "[bad-key]" in lenient.err
    assert "1 error" in lenient.err
    content = json.loads(lenient.out)["messages"]["m"]["content"]
    assert content[0]["text"]["value"] == "ab"
    strict = replay(here, "--strict", name)
    assert (strict.code, strict.out) == (1, "")
    assert strict.err == lenient.err


def test_strict_stops_at_the_first(here: Here) -> None:
    here.write("it.jsonl", as_lines(CREATED, text("a"), BAD, BAD, text("b"), DONE))
    found = replay(here, "--strict", "--each", "it.jsonl")
    assert found.code == 1
    assert len(found.out.splitlines()) == 2
    assert found.err.count("bad-key") == 1
    assert replay(here, "it.jsonl").err.count("bad-key") == 2


def test_held_back_deltas_are_found_at_their_own_line(here: Here) -> None:
    here.write("it.jsonl", as_lines(BAD, CREATED, DONE))
    found = replay(here, "it.jsonl")
    assert [line.split(":")[1] for line in found.err.splitlines()[:2]] == ["1", "1"]
    assert "[unknown-target]" in found.err
    assert "[bad-key]" in found.err


def test_a_gap_and_a_missing_end(here: Here) -> None:
    here.write("it.jsonl", as_lines(CREATED, text("a", 3)))
    lenient, strict = replay(here, "it.jsonl"), replay(here, "--strict", "it.jsonl")
    assert (lenient.code, strict.code) == (1, 1)
    assert "it.jsonl:2:1: error: /messages/m/content: " in lenient.err
    assert "[index-gap]" in lenient.err
    assert "it.jsonl:2:1: error: the stream: " in strict.err
    assert "[truncated]" in strict.err


def test_unknown_events_are_notes(here: Here) -> None:
    """They do no harm, whatever their data is."""
    here.write("it.sse", as_sse(NEWER, DONE).replace('{"of": "sheep"}', "sheep"))
    for flags in ([], ["--strict"]):
        found = replay(here, *flags, "it.sse")
        assert found.code == 0
        assert "it.sse:1:1: note: /event: 'thread.dreamt' is not an event" in found.err
        assert json.loads(found.out)["done"] is True


@pytest.mark.parametrize(
    "data", ['{"id"', "NaN", '{"id": "m", "a": Infinity}', "1e999", "[" * 100_000, "hi"]
)
def test_data_that_is_not_json(here: Here, data: str) -> None:
    here.write("it.sse", f"event: thread.message.created\ndata: {data}\n\n" + as_sse(CREATED, DONE))
    here.write("it.jsonl", f"{as_lines(CREATED)}{{{data}\n{as_lines(DONE)}")
    for name, line in (("it.sse", 1), ("it.jsonl", 2)):
        found = replay(here, name)
        assert found.code == 1
        assert f"{name}:{line}:1: error: " in found.err
        assert found.err.count("[not-json]") == found.err.count("error: ") == 1
        assert json.loads(found.out)["messages"]["m"] == MESSAGE
        assert replay(here, "--strict", name).out == ""


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"\xef\xbb\xbf", b"\x00\xff\xfe\x80" * 100, b"event: done\n"]
)
@pytest.mark.parametrize("flags", [(), ("--strict",), ("--each",)])
def test_a_file_without_events(here: Here, data: bytes, flags: tuple[str, ...]) -> None:
    (here.folder / "it").write_bytes(data)
    found = replay(here, *flags, "it")
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith("it:1:1: error: there is no event in it; ")
    assert "[no-events]" in found.err


def test_a_binary_file_that_begins_like_json(here: Here) -> None:
    (here.folder / "it").write_bytes(b"{\xff\xfe\x00")
    found = replay(here, "it")
    assert found.code == 1
    assert found.err.startswith("it:1:1: error: the event: it is not JSON: ")


@pytest.mark.parametrize("name", ["missing", "folder"])
def test_what_is_no_file(here: Here, name: str) -> None:
    (here.folder / "folder").mkdir()
    found = replay(here, name)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(f"{name}:1:1: error: the recording cannot be read: ")
    assert "[unreadable]" in found.err


def test_findings_in_other_formats(here: Here) -> None:
    """One document, however many findings; results stay on standard output."""
    here.write("it.jsonl", as_lines(CREATED, BAD, NEWER, BAD, DONE))
    found = replay(here, "--format", "json", "it.jsonl")
    assert json.loads(found.out)["done"] is True
    told = json.loads(found.err)
    codes = [item["code"] for item in (told["problems"] if isinstance(told, dict) else told)]
    assert sorted(codes) == ["bad-key", "bad-key", "unknown-event"]


# --- which spec, which stream ---------------------------------------------------------------------------


def test_a_spec_without_a_stream(here: Here) -> None:
    found = here.run("replay", "it.jsonl")
    assert (found.code, found.out) == (2, "")
    assert "declares no stream" in found.err


def test_a_stream_by_name(here: Here) -> None:
    here.write("it.jsonl", as_lines(DONE))
    assert replay(here, "--event", "AssistantStreamEvent", "it.jsonl").code == 0
    found = replay(here, "--event", "Other", "it.jsonl")
    assert found.code == 2
    assert "AssistantStreamEvent" in found.err


def test_the_help_says_what_it_does(here: Here) -> None:
    found = here.run("replay", "--help")
    assert found.code == 0
    for word in ("STREAM", "--each", "--strict", "--event", "standard input", "exit code"):
        assert word in found.out
