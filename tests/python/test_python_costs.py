"""What work costs, counted rather than timed: memory that a delta asks for, layout that nobody will see."""

from __future__ import annotations

import ast
import json
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from threads_api import (
    Message,
    MessageAccumulator,
    MessageDeltaEvent,
    RunStep,
    RunStepAccumulator,
    RunStepDeltaEvent,
    StreamAccumulator,
    iter_events,
)

from goldens import ROOT
from python.deltas import package
from python.parts import parts_of
from specloom.ir import Where
from specloom.targets import registry
from specloom.targets.python.drafts import draft_blocks
from specloom.targets.python.emit import emit

LONG = 1_000_000
"""Characters that have arrived already."""

SOME = 20_000
"""Bytes that a short delta may ask for: a list and an object or two, but no copy of what is there."""

WARM = 100
"""Deltas before those that are looked at: Python appends in place once it has seen that it may."""


def example(type: str) -> Any:
    return json.loads((ROOT / f"spec/examples/{type}/accept/as_created.json").read_bytes())


def text_delta(text: str) -> Any:
    part = {"index": 0, "type": "text", "text": {"value": text}}
    return {"id": "msg_1", "object": "thread.message.delta", "delta": {"content": [part]}}


def annotation_delta(index: int) -> Any:
    path = {"file_id": "file_1"}
    note = {"index": index, "type": "file_path", "text": "x", "start_index": 0, "end_index": 1}
    part = {"index": 0, "type": "text", "text": {"annotations": [note | {"file_path": path}]}}
    return {"id": "msg_1", "object": "thread.message.delta", "delta": {"content": [part]}}


def arguments_delta(text: str, index: int = 0) -> Any:
    call = {"index": index, "type": "function", "function": {"arguments": text}}
    details = {"type": "tool_calls", "tool_calls": [call]}
    delta = {"step_details": details}
    return {"id": "step_1", "object": "thread.run.step.delta", "delta": delta}


def asked_for(prepare: Callable[[], Callable[[], object]]) -> int:
    """The bytes of heap that the prepared work needs at its height, beside those in use before it."""
    tracemalloc.start()  # before the preparation: what grows in place would count as new else
    try:
        work = prepare()
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        work()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def test_a_copy_would_be_noticed() -> None:
    class Holder:
        text = ""

    def prepare() -> Callable[[], object]:
        Holder.text = "".join(["x"] * LONG)

        def append() -> None:
            Holder.text += " more"

        return append

    assert asked_for(prepare) > LONG


@pytest.mark.parametrize("deltas", [1, 100])
def test_text_that_is_there_is_not_copied(deltas: int) -> None:
    def prepare() -> Callable[[], object]:
        accumulator = MessageAccumulator(Message.decode(example("Message")))
        accumulator.push(MessageDeltaEvent.decode(text_delta("x" * LONG)))
        for _ in range(WARM):
            accumulator.push(MessageDeltaEvent.decode(text_delta("x")))
        pieces = [MessageDeltaEvent.decode(text_delta(" more")) for _ in range(deltas)]

        def push() -> None:
            for piece in pieces:
                accumulator.push(piece)
                part: Any = accumulator.current.content[0]
                assert part.text.value[-1] == "e"

        return push

    assert asked_for(prepare) < SOME


def test_arguments_that_are_there_are_not_copied() -> None:
    def prepare() -> Callable[[], object]:
        accumulator = RunStepAccumulator(RunStep.decode(example("RunStep")))
        accumulator.push(RunStepDeltaEvent.decode(arguments_delta("x" * LONG)))
        for _ in range(WARM):
            accumulator.push(RunStepDeltaEvent.decode(arguments_delta("x")))
        piece = RunStepDeltaEvent.decode(arguments_delta(" more"))
        return lambda: accumulator.push(piece)

    assert asked_for(prepare) < SOME


def test_a_stream_is_not_kept() -> None:
    """Reading a long stream needs the objects that it builds, and no more than a chunk of it."""
    head = (ROOT / "spec/streams/annotations/events.sse").read_bytes()
    begun, found, rest = head.partition(b"event: thread.message.delta")
    assert found, rest
    gathered = StreamAccumulator()
    for event in iter_events([begun]):
        gathered.push(event)
    (message,) = gathered.messages
    delta = {**text_delta("word " * 20), "id": message}
    data = b"event: thread.message.delta\ndata: %s\n\n" % json.dumps(delta).encode()

    def read() -> None:
        for event in iter_events(data for _ in range(2_000)):
            gathered.push(event)

    text = 2_000 * len("word " * 20)
    assert asked_for(lambda: read) < text * 1.5 + 100_000 < len(data) * 2_000


@pytest.mark.parametrize("there", [0, 10, 1_000])
def test_a_snapshot_makes_four_objects(there: int) -> None:
    """After a piece of text: the message, its content, the part and its text, whatever else is in them."""
    accumulator = MessageAccumulator(Message.decode(example("Message")))
    for delta in [text_delta(""), *map(annotation_delta, range(there)), text_delta("a")]:
        accumulator.push(MessageDeltaEvent.decode(delta))
        accumulator.snapshot()
    piece = MessageDeltaEvent.decode(text_delta("b"))
    for _ in range(3):
        before = parts_of(accumulator.snapshot())
        accumulator.push(piece)
        made = parts_of(accumulator.snapshot())
        assert len(before) == len(made) >= 5 + 2 * there
        assert len(made.keys() - before.keys()) == 4


def test_two_calls_that_grow_in_turns_share_what_does_not() -> None:
    accumulator = RunStepAccumulator(RunStep.decode(example("RunStep")))
    for index in (0, 1, 0, 1):
        accumulator.push(RunStepDeltaEvent.decode(arguments_delta("x", index)))
    kept: list[Any] = [accumulator.snapshot()]
    for index in (1, 1, 0, 0, 1):
        accumulator.push(RunStepDeltaEvent.decode(arguments_delta("y", index)))
        kept.append(accumulator.snapshot())
    calls = [snapshot.step_details.tool_calls for snapshot in kept]
    same = [[one is other for one, other in zip(*pair, strict=True)] for pair in pairwise(calls)]
    assert same == [[True, False], [True, False], [False, True], [False, True], [True, False]]
    assert [[call.function.arguments for call in made] for made in calls] == [
        ["xx", "xx"],
        ["xx", "xxy"],
        ["xx", "xxyy"],
        ["xxy", "xxyy"],
        ["xxyy", "xxyy"],
        ["xxyy", "xxyyy"],
    ]


@pytest.mark.parametrize("pieces", [[" more"], ['"', "\n", "é", "👋", "<\\>"]])
def test_hot_events_take_few_calls(pieces: list[str]) -> None:
    """From bytes to the live object: what is written down here for one event, and the chunks' share.

    Pieces that are escaped in JSON are no exception: every other line of a text ends in one.
    """
    stream = StreamAccumulator()
    message = example("Message") | {"id": "msg_1"}
    events = [event_bytes("thread.message.created", message)]
    events += [event_bytes("thread.message.delta", text_delta(piece)) for piece in "abc"]
    hot = [
        event_bytes("thread.message.delta", text_delta(pieces[n % len(pieces)])) for n in range(500)
    ]
    calls: Counter[str] = Counter()

    def count(frame: Any, event: str, arg: object) -> None:
        if event == "call":
            calls[frame.f_code.co_name] += 1

    reading = iter_events([b"".join(events), b"".join(hot)])
    for _ in range(len(events)):
        stream.push(next(reading))
    sys.setprofile(count)
    try:
        for typed in reading:
            stream.push(typed)
    finally:
        sys.setprofile(None)
    part: Any = stream.messages["msg_1"].content[0]
    assert part.text.value.endswith("".join(pieces))
    often = {name: number for name, number in calls.items() if number >= 50}
    assert sum(often.values()) <= 8 * len(hot), often


def event_bytes(name: str, data: Any) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), json.dumps(data).encode())


def test_a_draft_means_what_the_finished_package_means() -> None:
    """What is only imported is not laid out by black; else it is the package that is in generated/."""
    options, problems = registry.settle(registry.find("python"), {}, Where("-"))
    assert not problems
    output = emit(package(), options, draft_blocks)
    modules = [file for file in output.files if file.path.suffix == ".py"]
    assert len(modules) > 40
    for file in modules:
        finished = (ROOT / "generated/python" / file.path).read_text("utf-8")
        assert meaning(file.text) == meaning(finished), file.path


def meaning(source: str) -> str:
    return ast.dump(ast.parse(source))
