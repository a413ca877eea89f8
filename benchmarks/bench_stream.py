"""Whole streams: the bytes of many events to the final objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

from ours import StreamAccumulator, iter_events
from payloads import recording, stream_bytes
from tables import RATIOS, Budget, Table, add_ratio, print_tables
from timing import compare_once

EVENTS = 2_000
CHUNK = 4_096
"""Bytes that come at a time: about what a socket gives."""

STREAMS: dict[str, tuple[Callable[[], bytes], Budget | None]] = {
    f"{EVENTS} pieces of text": (lambda: stream_bytes(EVENTS), Budget(1 / 22, stretch=1 / 50)),
    f"{EVENTS} pieces of text, 40 annotations before": (
        lambda: stream_bytes(EVENTS, annotations=40),
        Budget(1 / 55, stretch=1 / 110),
    ),
    "recording: annotations": (lambda: recording("annotations"), None),
    "recording: parallel_function_calls": (lambda: recording("parallel_function_calls"), None),
}


def tables() -> Iterator[Table]:
    """The table of whole streams beside the SDK's own event handler."""
    if find_spec("openai") is None:
        yield Table("Stream", ("missing",), notes=["The package `openai` is not installed."])
        return
    notes = [
        "Time an event, from bytes to final objects. The SDK reads through its own event handler, over a",
        "transport that hands it the same bytes without a network.",
    ]
    table = Table("Stream", RATIOS, notes=notes)
    for title, (make, budget) in STREAMS.items():
        _compare(table, title, make(), budget)
    yield table


def fold(data: bytes) -> StreamAccumulator:
    """Everything that a stream builds, read in chunks as a socket gives them."""
    gathered = StreamAccumulator()
    chunks = (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
    for event in iter_events(chunks):
        gathered.push(event)
    return gathered


def _compare(table: Table, title: str, data: bytes, budget: Budget | None) -> None:
    from peers.openai_folding import Replay

    replay = Replay(data)
    ours, theirs = fold(data), replay.fold()
    assert _texts(ours.messages.values()) == _texts(_messages(theirs))
    assert ours.run is not None
    assert ours.run.status == theirs.get_final_run().status
    timings = compare_once({"ours": lambda: fold(data), "openai SDK": replay.fold})
    count = data.count(b"\ndata:")
    times = timings.time("ours") / count, timings.time("openai SDK") / count
    add_ratio(table, title, "openai SDK", times, timings.ratio("ours", "openai SDK"), budget)


def _messages(handler: Any) -> list[Any]:
    """The handler's messages; it raises where there are none."""
    try:
        return list(handler.get_final_messages())
    except RuntimeError:
        return []


def _texts(messages: Any) -> list[list[tuple[str, int]]]:
    """The texts of messages, each with how many annotations it has."""
    return [
        [
            (part.text.value, len(part.text.annotations))
            for part in message.content
            if part.type == "text"
        ]
        for message in messages
    ]


if __name__ == "__main__":
    print_tables(tables())
