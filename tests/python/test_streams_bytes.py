"""Recordings cut anywhere: whatever the chunks are, a stream ends in its `final.json`.

Every recording is read once for each of its bytes, cut there. Reading the typed event out of the same text of
an event gives the same event (`test_python_events.py` proves decoding), so it is done once for each text:
what a cut could spoil, the way from bytes to the texts of events, runs whole every time.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from threads_api import DeltaError, StreamAccumulator, aiter_events, iter_events
from threads_api._events import EventReader
from threads_api._sse import ServerSentEvent
from threads_api._templates import Templates

from python.test_vectors import gathered, same

STREAMS = Path(__file__).parents[2] / "spec" / "streams"
FOLDERS = sorted(path.parent for path in STREAMS.glob("*/events.sse"))
WITHOUT_END = {"truncated"}
"""Recordings that stop before their end, which strict reading minds."""

each_stream = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def recorded(folder: Path) -> bytes:
    return (folder / "events.sse").read_bytes()


def final(folder: Path) -> Any:
    return json.loads((folder / "final.json").read_text("utf-8"))


def fold(events: Iterable[Any], strict: bool) -> StreamAccumulator:
    stream = StreamAccumulator(strict=strict)
    for event in events:
        stream.push(event)
    return stream


@pytest.fixture
def decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One typed event for each text of an event: equal texts give the same object."""
    known: dict[ServerSentEvent, Any] = {}
    read: Callable[[EventReader, ServerSentEvent], Any] = EventReader._decode

    def decode(self: EventReader, event: ServerSentEvent) -> Any:
        if event not in known:
            known[event] = read(self, event)
        return known[event]

    monkeypatch.setattr(EventReader, "_decode", decode)
    monkeypatch.setattr(Templates, "learn", lambda *_: None)  # so that all are read there


@each_stream
@pytest.mark.usefixtures("decoded_once")
def test_one_cut_at_every_byte(folder: Path) -> None:
    whole = recorded(folder)
    events = list(iter_events([whole]))
    assert same(gathered(fold(events, strict=False)), final(folder))
    ids = [*map(id, events)]
    for place in range(len(whole) + 1):
        found = iter_events([whole[:place], whole[place:]])
        assert [*map(id, found)] == ids, f"cut before byte {place}"


@each_stream
@pytest.mark.usefixtures("decoded_once")
def test_a_byte_taken_away_is_seen(folder: Path) -> None:
    """The comparison of the sweep can fail: bytes of data that get lost make other events."""
    whole = recorded(folder)
    ids = [*map(id, iter_events([whole]))]
    place = whole.index(b'"id"')
    assert [*map(id, iter_events([whole[:place], whole[place + 1 :]]))] != ids


@each_stream
@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 1000])
def test_chunks_of_one_size(folder: Path, size: int) -> None:
    whole = recorded(folder)
    chunks = [whole[start : start + size] for start in range(0, len(whole), size)]
    assert same(gathered(fold(iter_events(chunks), strict=False)), final(folder))


@each_stream
def test_cut_decoded_and_folded(folder: Path) -> None:
    """The whole way, nothing shared between the readings, for some of the cuts."""
    whole = recorded(folder)
    for place in range(0, len(whole), len(whole) // 20):
        chunks = [whole[:place], b"", whole[place:]]
        stream = fold(iter_events(chunks), strict=False)
        stream.finish()
        assert same(gathered(stream), final(folder)), f"cut before byte {place}"


@each_stream
def test_strict(folder: Path) -> None:
    """Strict reading of bytes, events and deltas ends in the same, where the recording is lawful."""
    whole = recorded(folder)
    half = len(whole) // 2
    stream = fold(iter_events([whole[:half], whole[half:]], strict=True), strict=True)
    assert same(gathered(stream), final(folder))
    if folder.name in WITHOUT_END:
        with pytest.raises(DeltaError) as caught:
            stream.finish()
        assert caught.value.code == "truncated"
        return
    stream.finish()
    assert same(gathered(stream), final(folder))


@each_stream
def test_awaited_chunks(folder: Path) -> None:
    whole = recorded(folder)

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(whole), 11):
            yield whole[start : start + 11]

    async def gather() -> StreamAccumulator:
        stream = StreamAccumulator()
        async for event in aiter_events(chunks()):
            stream.push(event)
        return stream

    assert same(gathered(asyncio.run(gather())), final(folder))


@each_stream
def test_line_ends_and_comments_do_not_matter(folder: Path) -> None:
    """CRLF and lone CR, a byte order mark, comments and empty chunks: still the same objects."""
    plain = recorded(folder).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for end in (b"\n", b"\r", b"\r\n"):
        told = plain.removeprefix(b"\xef\xbb\xbf").replace(b"\n\n", b"\n: still here\n\n")
        whole = b"\xef\xbb\xbf" + told.replace(b"\n", end)
        chunks = [whole[start : start + 5] for start in range(0, len(whole), 5)]
        assert same(gathered(fold(iter_events(chunks), strict=False)), final(folder))


def test_the_recordings_are_there() -> None:
    assert len(FOLDERS) >= 8
    assert {folder.name for folder in FOLDERS} >= WITHOUT_END
