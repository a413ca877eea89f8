"""The recordings under spec/streams are what a server could send, and final.json what they end in.

How deltas fold is proved elsewhere; here stands what can be said of a recording without folding it.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import pytest

from dialect_reading import SPEC, Json, complaints, definition, definitions, reader_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STREAMS = SPEC / "streams"
FOLDERS = sorted(path.parent for path in STREAMS.glob("*/events.sse"))
SITUATIONS = {
    "plain_text_reply",
    "annotations",
    "parallel_function_calls",
    "after_tool_outputs",
    "code_interpreter",
    "file_search",
    "failure",
    "cancellation",
    "interleaved",
    "incomplete",
    "images",
    "create_thread_and_run",
    "unicode",
    "truncated",
    "newer_server",
    "expiry",
}
TARGETS = {"messages": "Message", "steps": "RunStep"}

each_stream = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def read_frames(recording: bytes) -> Iterator[tuple[str, str]]:
    """(event, data) of each event that ends in an empty line, as the HTML standard has it."""
    text = recording.decode("utf-8").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    event, data = "message", list[str]()
    for line in lines[:-1]:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if line == "":
            if data:
                yield event, "\n".join(data)
            event, data = "message", []
        elif field == "event":
            event = value
        elif field == "data":
            data.append(value)
        else:
            assert field in ("", "id", "retry"), f"{line!r} is no field of an event"


@cache
def read_events(folder: Path) -> list[dict[str, Json]]:
    """The events as the spec sees them: name and payload in one object."""
    frames = read_frames((folder / "events.sse").read_bytes())
    return [{"event": e, "data": d if e == "done" else json.loads(d)} for e, d in frames]


def read_final(folder: Path) -> dict[str, Json]:
    final = json.loads((folder / "final.json").read_text("utf-8"))
    assert isinstance(final, dict)
    return final


def stream_words() -> dict[str, Json]:
    words = definitions()["AssistantStreamEvent"]["x-stream"]
    assert isinstance(words, dict)
    return words


def events_that(action: str) -> set[str]:
    """Names of the events that create, refresh, patch, close or set an object."""
    return {e for target in stream_words()["targets"].values() for e in target.get(action, ())}


def test_every_situation_has_a_recording_and_nothing_else_lies_there() -> None:
    assert {folder.name for folder in FOLDERS} == SITUATIONS
    for folder in FOLDERS:
        assert sorted(path.name for path in folder.iterdir()) == ["events.sse", "final.json"]
    listed = (STREAMS / "README.md").read_text("utf-8")
    assert [name for name in sorted(SITUATIONS) if f"| `{name}` |" not in listed] == []


def test_every_event_the_spec_knows_occurs() -> None:
    variants = [definition(use) for use in definitions()["AssistantStreamEvent"]["oneOf"]]
    known = {variant["properties"]["event"]["const"] for variant in variants}
    seen = {event["event"] for folder in FOLDERS for event in read_events(folder)}
    assert known - seen == set()
    newer = {e["event"] for e in read_events(STREAMS / "newer_server")}
    assert seen - known == newer - known != set()


def test_the_framing_shows_what_servers_do() -> None:
    recordings = {folder.name: (folder / "events.sse").read_bytes() for folder in FOLDERS}
    assert recordings["cancellation"].startswith(b"\xef\xbb\xbf")
    assert recordings["cancellation"].count(b"\r\n") == recordings["cancellation"].count(b"\n")
    assert b"\n" not in recordings["truncated"]
    assert not recordings["truncated"].endswith(b"\r\r")
    assert b"\n:" in recordings["incomplete"]
    assert b"\nretry: " in recordings["incomplete"]
    assert b"\ndata: {\ndata: " in recordings["create_thread_and_run"]
    assert b"\nevent:" in recordings["expiry"]
    assert b"event: " not in recordings["expiry"]
    for separator in ("\u0085", "\u2028", "\u2029"):
        assert separator.encode() in recordings["unicode"]
        assert json.dumps(separator)[1:-1].encode() in recordings["unicode"]


@each_stream
def test_events_are_accepted_by_the_spec(folder: Path) -> None:
    reader = reader_of("AssistantStreamEvent")
    for number, event in enumerate(read_events(folder), 1):
        assert complaints(reader, event) == [], f"event {number}: {event['event']}"


@each_stream
def test_the_end_mark_comes_last_or_not_at_all(folder: Path) -> None:
    recording = (folder / "events.sse").read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    names = [event["event"] for event in read_events(folder)]
    done = read_final(folder)["done"]
    assert names.count("done") == done
    if done:
        assert read_events(folder)[-1] == {"event": "done", "data": "[DONE]"}
        assert recording.replace(b": ", b":").endswith(b"\n\nevent:done\ndata:[DONE]\n\n")


@each_stream
def test_final_objects_are_accepted_by_the_spec(folder: Path) -> None:
    final = read_final(folder)
    assert set(final) == {*stream_words()["targets"], "error", "done"}
    for name, type_name in {"thread": "Thread", "run": "Run", "error": "ErrorObject"}.items():
        assert final[name] is None or complaints(reader_of(type_name), final[name]) == []
    for name, type_name in TARGETS.items():
        for key, found in final[name].items():
            assert found["id"] == key
            assert complaints(reader_of(type_name), found) == []


@each_stream
def test_the_last_whole_object_stands(folder: Path) -> None:
    """Thread, run and error are as last sent; a closed message or step is as it was closed."""
    final = read_final(folder)
    last: dict[str, Json] = {"thread": None, "run": None, "error": None}
    closed: dict[str, Json] = {}
    for event in read_events(folder):
        if event["event"] in (*events_that("set"), "error"):
            target = {"Thread": "thread", "Run": "run"}.get(target_of(event["event"]), "error")
            last[target] = event["data"]
        elif event["event"] in events_that("close"):
            closed[event["data"]["id"]] = event["data"]
    assert {name: final[name] for name in last} == last
    found = final["messages"] | final["steps"]
    assert {key: found[key] for key in closed} == closed


@each_stream
def test_ids_are_opened_before_they_grow_and_closed_at_most_once(folder: Path) -> None:
    """The lawful order of events; only a stream after tool outputs closes what it never opened."""
    opened, closed, final = set[str](), list[str](), read_final(folder)
    for event in read_events(folder):
        name, data = event["event"], event["data"]
        if name in events_that("create"):
            assert data["id"] not in opened
            opened.add(data["id"])
        elif name in events_that("patch") | events_that("refresh"):
            assert data["id"] in opened
            assert data["id"] not in closed
        elif name in events_that("close"):
            closed.append(data["id"])
    assert len(closed) == len(set(closed))
    assert opened | set(closed) == set(final["messages"]) | set(final["steps"])
    strangers = set(closed) - opened
    assert bool(strangers) == (folder.name == "after_tool_outputs")


def test_some_objects_are_known_by_their_deltas_alone() -> None:
    """Without such streams an accumulator could ignore every delta and still be right."""
    open_ends = {
        folder.name: [key for kind in TARGETS for key in still_open(folder, kind)]
        for folder in FOLDERS
    }
    names = {name for name, keys in open_ends.items() if keys}
    assert names >= {"failure", "truncated", "parallel_function_calls", "images", "unicode"}


@each_stream
def test_addresses_stay_out_of_snapshots(folder: Path) -> None:
    def lists_in(value: Json) -> Iterator[Json]:
        if isinstance(value, dict):
            for inner in value.values():
                yield from lists_in(inner)
        elif isinstance(value, list):
            yield from (item for item in value if isinstance(item, dict))
            for item in value:
                yield from lists_in(item)

    assert [item for item in lists_in(read_final(folder)) if "index" in item] == []


def target_of(event: str) -> str:
    """The type of object that an event sets, if it sets one."""
    targets = stream_words()["targets"].values()
    return next((str(t["of"]) for t in targets if event in t.get("set", ())), "")


def still_open(folder: Path, kind: str) -> list[str]:
    """Ids of grown objects that no event closed."""
    events = read_events(folder)
    grown = {e["data"]["id"] for e in events if e["event"] in events_that("patch")}
    closed = {e["data"]["id"] for e in events if e["event"] in events_that("close")}
    return sorted((grown - closed) & set(read_final(folder)[kind]))
