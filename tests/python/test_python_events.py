"""Server-sent events: the standard's rules, cuts anywhere, typed events, and what goes wrong."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import threads_api
from hypothesis import given
from hypothesis import strategies as st
from threads_api import (
    DecodeError,
    DoneEvent,
    ServerSentEvent,
    SseReader,
    ThreadMessageDelta,
    UnknownVariant,
    aiter_events,
    iter_events,
)

from goldens import ROOT
from packages import zoo
from python.building import build

STREAMS = sorted((ROOT / "spec" / "streams").glob("*/events.sse"))


def read(*chunks: bytes) -> list[tuple[str, str]]:
    reader = SseReader()
    return [event[:2] for chunk in chunks for event in reader.feed(chunk)]


# --- the standard ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (b"data: a\n\n", [("message", "a")]),
        (b"data:a\n\n", [("message", "a")]),
        (b"data:  a\n\n", [("message", " a")]),
        (b"data\n\n", [("message", "")]),
        (b"data:\n\n", [("message", "")]),
        (b"data: a\ndata: b\ndata\n\n", [("message", "a\nb\n")]),
        (b"event: x\ndata: a\n\ndata: b\n\n", [("x", "a"), ("message", "b")]),
        (b"event: x\n\ndata: a\n\n", [("message", "a")]),  # an event without data is none
        (b"event: x\nevent: y\ndata: a\n\n", [("y", "a")]),
        (b"event\ndata: a\n\n", [("message", "a")]),
        (b": comment\ndata: a\n:\n\n", [("message", "a")]),
        (b"id: 1\nretry: 5\nunknown: x\nDATA: x\ndata: a\n\n", [("message", "a")]),
        (b" data: a\n\n", []),
        (
            b"data: a\r\n\r\ndata: b\r\rdata: c\n\n",
            [("message", "a"), ("message", "b"), ("message", "c")],
        ),
        (b"\xef\xbb\xbfdata: a\n\n", [("message", "a")]),
        (b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\n", []),  # only one mark is passed over
        (
            b"data: a\xe2\x80\xa8b\x0bc\x85\n\n",
            [("message", "a\u2028b\x0bc\ufffd")],
        ),  # no line ends
        (b"data: a: b\n\n", [("message", "a: b")]),
        (b"data: a\n", []),  # cut off: no event
        (b"data: a", []),
        (b"\n\n\n", []),
        (b"", []),
    ],
)
def test_lines_mean_what_the_standard_says(text: bytes, events: list[tuple[str, str]]) -> None:
    assert read(text) == events
    assert read(*(text[at : at + 1] for at in range(len(text)))) == events
    for cut in range(len(text) + 1):
        assert read(text[:cut], text[cut:]) == events


PIECES = st.sampled_from(
    [
        b"data: ",
        b"event: x",
        b"\n",
        b"\r",
        b"\r\n",
        b":",
        b"\xef\xbb\xbf",
        "é👋".encode(),
        b"a",
        b" ",
        b"{}",
    ]
)


@given(st.lists(PIECES, max_size=20).map(b"".join), st.lists(st.integers(0, 60)))
def test_cuts_change_nothing(text: bytes, cuts: list[int]) -> None:
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    chunks = [text[one:other] for one, other in pairwise(places)]
    assert read(*chunks) == read(text) == by_the_book(text)


def by_the_book(text: bytes) -> list[tuple[str, str]]:
    """The standard's algorithm, as it is written down there."""
    found = []
    decoded = text.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = decoded.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:-1]
    name, data = "", ""
    for line in lines:
        if line == "":
            if data:
                found.append((name or "message", data.removesuffix("\n")))
            name, data = "", ""
        elif not line.startswith(":"):
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                name = value
            elif field == "data":
                data += value + "\n"
    return found


def test_events_know_their_line() -> None:
    reader = SseReader()
    text = b": hello\r\n\r\nevent: a\r\ndata: 1\r\n\r\n\r\n: c\ndata: 2\n\n"
    assert reader.feed(text[:30]) + reader.feed(text[30:]) == [
        ServerSentEvent("a", "1", 3),
        ServerSentEvent("message", "2", 7),
    ]


def test_long_lines_cut_small_are_put_together_once() -> None:
    """Putting the pieces together at each cut would copy a line of 50 MB a hundred thousand times."""
    reader = SseReader()
    piece = b"x" * 500
    for fed in range(100_000):
        assert reader.feed(piece if fed else b"data: " + piece) == []
        if fed % 10_000 == 0:
            assert [len(kept) for kept in reader._tail[1:]] == [500] * fed
    (event,) = reader.feed(b"\n\n")
    assert len(event.data) == 50_000_000
    assert not reader._tail


def test_chunks_may_be_any_bytes_and_nothing_else() -> None:
    assert [*iter_events([bytearray(b"event: done\n"), memoryview(b"data: [DONE]\n\n")])] == [DoneEvent()]  # type: ignore[list-item]
    for wrong in (b"data", ["data"], [5]):
        with pytest.raises(TypeError):
            [*iter_events(wrong)]  # type: ignore[arg-type]


# --- typed events ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.parent.name)
def test_recordings_read_alike_in_one_piece_in_bytes_and_awaited(path: Path) -> None:
    raw = path.read_bytes()
    events = [*iter_events([raw], strict=True)]
    assert len(events) > 3
    assert events == [*iter_events(raw[at : at + 1] for at in range(len(raw)))]
    assert events == asyncio.run(gather(raw[at : at + 7] for at in range(0, len(raw), 7)))
    newer = path.parent.name == "newer_server"
    assert any(isinstance(event, UnknownVariant) for event in events) == newer


async def gather(chunks: Iterable[bytes], **options: Any) -> list[Any]:
    async def awaited() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    return [event async for event in aiter_events(awaited(), **options)]


def test_data_is_json_except_where_it_is_a_bare_text() -> None:
    assert [*iter_events([b"event: done\ndata: [DONE]\n\n"], strict=True)] == [DoneEvent()]
    assert [*iter_events([b'event: done\ndata: "[DONE]"\n\n'], strict=True)] == [DoneEvent()]
    (strange,) = iter_events([b"event: done\ndata: [FIN]\n\n"])
    assert strange.encode() == {"event": "done", "data": "[FIN]"}
    with pytest.raises(
        DecodeError, match=r"event 1, line 1: /data: expected the string '\[DONE\]'"
    ):
        [*iter_events([b"event: done\ndata: [FIN]\n\n"], strict=True)]


def test_unknown_events_are_kept() -> None:
    text = b'event: thread.paused\ndata: {"for": 5}\n\n'
    event = UnknownVariant("thread.paused", {"event": "thread.paused", "data": {"for": 5}})
    assert [*iter_events([text], strict=True)] == [event]


BROKEN = b": hi\n\nevent: done\ndata: [DONE]\n\nevent: thread.created\ndata: {oops\n\n"


def test_data_that_is_not_json_is_kept_or_names_its_event_and_line() -> None:
    assert [*iter_events([BROKEN])][1] == UnknownVariant(
        "thread.created", {"event": "thread.created", "data": "{oops"}
    )
    with pytest.raises(DecodeError) as caught:
        [*iter_events([BROKEN], strict=True)]
    assert str(caught.value).startswith(
        "event 2, line 6: /data: expected JSON text, found expecting"
    )


def test_events_before_a_broken_one_arrive_though_they_share_a_chunk() -> None:
    events = iter_events([BROKEN], strict=True)
    assert next(events) == DoneEvent()
    with pytest.raises(DecodeError):
        next(events)


def test_a_strict_error_in_an_event_has_pointers_into_the_event() -> None:
    text = b'event: thread.message.delta\ndata: {"id": 5, "object": "x", "delta": {}}\n\n'
    with pytest.raises(DecodeError) as caught:
        [*iter_events([text], strict=True)]
    assert [problem.pointer for problem in caught.value.problems] == ["/data/id", "/data/object"]
    (lenient,) = iter_events([text])
    assert isinstance(lenient, ThreadMessageDelta)
    assert lenient.encode()["data"] == json.loads(text.partition(b"data: ")[2])


def test_several_streams_are_told_by_name(tmp_path: Path) -> None:
    package = zoo()
    stream = replace(package.streams[0], targets=())
    other = replace(stream, event="Home", tag="type", data="", end=())
    name = replace(package.name, words=("two", "zoos"))
    module = build(replace(package, name=name, streams=(stream, other), deltas=()), tmp_path)
    text = b'event: den\ndata: {"type": "den", "depth": 3}\n\n'
    assert [*module.iter_events([text], strict=True, event="Home")] == [module.Den(depth=3)]
    assert [*module.iter_events([text])] == [
        module.UnknownVariant("den", {"event": "den", "data": {"type": "den", "depth": 3}})
    ]


def test_the_readers_are_exported() -> None:
    assert {"iter_events", "aiter_events", "SseReader", "ServerSentEvent"} <= {*threads_api.__all__}
