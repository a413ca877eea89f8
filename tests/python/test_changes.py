"""What accumulators tell: snapshots that share, changes, errors and diagnostics."""

from __future__ import annotations

import pickle

import pytest
from threads_api import DeltaError, StreamAccumulator

from python.test_bad_deltas import MESSAGE, message, refusal, text


def test_snapshots_share_what_did_not_change() -> None:
    accumulator = message()
    for index in range(3):
        accumulator.push(text("a", index))
    before = accumulator.snapshot()
    assert accumulator.snapshot() is before
    accumulator.push(text("b", 1))
    after = accumulator.snapshot()
    assert after is not before
    assert [a is b for a, b in zip(after.content, before.content, strict=True)] == [
        True,
        False,
        True,
    ]
    assert before.content[1].text.value == "a"
    assert accumulator.current.content[0] is not after.content[0]


def test_what_a_change_says() -> None:
    stream = StreamAccumulator(strict=True)
    change = stream.push({"event": "thread.message.created", "data": MESSAGE})
    assert (change.target, change.id, change.closed) == ("messages", "m", False)
    two = {
        "content": [*text("a", 4)["content"], *text("b", 0)["content"], *text("c", 4)["content"]]
    }
    change = stream.push({"event": "thread.message.delta", "data": {"id": "m", "delta": two}})
    assert change.created == ["/content/4", "/content/0"]
    grown = [
        ("/content/4/text/value", "a"),
        ("/content/0/text/value", "b"),
        ("/content/4/text/value", "c"),
    ]
    assert change.appended == grown
    bad = text("x", -1)
    with pytest.raises(DeltaError) as caught:
        stream.push({"event": "thread.message.delta", "data": {"id": "m", "delta": bad}})
    error = caught.value
    assert (error.code, error.pointer) == ("bad_key", "/data/delta/content/0/index")
    assert (error.target, error.event) == ("m", 2)
    assert change.appended == grown
    change = stream.push({"event": "thread.message.completed", "data": MESSAGE})
    assert (change.created, change.appended, change.closed) == ([], [], True)
    assert stream.closed == {"m"}
    assert "closed=True" in repr(change)


def test_an_error_can_be_sent_elsewhere() -> None:
    error = refusal(message(), text(1))
    twin = pickle.loads(pickle.dumps(error))
    assert vars(twin) == vars(error)
    assert str(twin) == str(error) == "/content/0/text/value: expected a string [invalid_type]"
    assert isinstance(twin, ValueError)


def test_diagnostics_say_what_strict_would_raise() -> None:
    stream = StreamAccumulator()
    stream.push({"event": "thread.message.created", "data": MESSAGE})
    stream.push({"event": "thread.message.delta", "data": {"id": "m", "delta": text(1)}})
    [note] = stream.diagnostics
    assert (note.code, note.pointer) == ("invalid_type", "/data/delta/content/0/text/value")
    assert (note.target, note.event, note.message) == ("m", 1, "expected a string")
    assert pickle.loads(pickle.dumps(note)) == note
