"""Deltas that nobody should send, and the work they may make, counted in operations and bytes."""

from __future__ import annotations

import random
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from threads_api import DeltaError, MessageAccumulator, RunStepAccumulator, StreamAccumulator

MESSAGE = {"id": "m", "object": "thread.message", "role": "assistant", "content": []}
STEP = {"id": "s", "object": "thread.run.step", "type": "tool_calls"}


def text(value: Any, index: Any = 0) -> Any:
    return {"content": [{"index": index, "type": "text", "text": {"value": value}}]}


def calls(*indices: int) -> Any:
    entries = [{"index": i, "id": f"c{i}", "type": "function"} for i in indices]
    return {"step_details": {"type": "tool_calls", "tool_calls": entries}}


def message(strict: bool = True) -> Any:
    return MessageAccumulator(MessageAccumulator.model.decode(MESSAGE), strict)


def step(strict: bool = True) -> Any:
    return RunStepAccumulator(RunStepAccumulator.model.decode(STEP), strict)


def refusal(accumulator: Any, delta: Any) -> DeltaError:
    with pytest.raises(DeltaError) as caught:
        accumulator.push(delta)
    return caught.value


@contextmanager
def allocating(at_most: int) -> Iterator[None]:
    """What happens here never holds more than so many bytes at once."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] <= at_most
    finally:
        tracemalloc.stop()


# --- what is no delta -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "delta", [None, True, 1, 1.5, "text", [], [{}], (), object(), b"{}", {1, 2}]
)
def test_what_is_no_object(delta: Any) -> None:
    error = refusal(message(), delta)
    assert (error.code, error.pointer) == ("invalid_type", "")
    lenient = message(strict=False)
    lenient.push(delta)
    assert [(note.code, note.pointer) for note in lenient.diagnostics] == [("invalid_type", "")]
    assert lenient.snapshot().encode() == MESSAGE


def nested(depth: int, within: str) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value] if within == "list" else {"a": value}
    return value


@pytest.mark.parametrize("within", ["list", "object"])
def test_ten_thousand_levels(within: str) -> None:
    """Where nothing is declared they are kept; elsewhere they are refused at the first."""
    deep = nested(10_000, within)
    accumulator = message()
    accumulator.push({"undeclared": deep})
    kept = accumulator.snapshot().residue["undeclared"]
    depth = 0
    while kept:
        kept, depth = kept[0] if within == "list" else kept["a"], depth + 1
    assert depth == 10_000
    assert refusal(accumulator, {"role": deep}).pointer == "/role"
    for place in ({"content": [deep]}, {"content": deep}, text(deep)):
        assert refusal(accumulator, place).code in ("invalid_type", "missing_key")
    lenient = message(strict=False)
    lenient.push(text(deep))
    lenient.push({"content": deep})
    assert {note.code for note in lenient.diagnostics} == {"invalid_type"}


def test_ten_thousand_levels_in_an_event() -> None:
    stream = StreamAccumulator()
    stream.push(
        {"event": "thread.message.created", "data": {**MESSAGE, "more": nested(10_000, "list")}}
    )
    stream.push({"event": "thread.message.delta", "data": nested(10_000, "list")})
    assert [note.code for note in stream.diagnostics] == ["invalid_type"]


def test_a_name_that_means_something_elsewhere() -> None:
    """`__proto__`, `__class__` and the like are members like any other."""
    names = [
        "__proto__",
        "__class__",
        "__slots__",
        "__dict__",
        "constructor",
        "residue",
        "fold",
        "",
    ]
    accumulator = message()
    for name in names:
        accumulator.push({name: {"polluted": True}})
    whole = accumulator.snapshot().encode()
    assert all(whole[name] == {"polluted": True} for name in names)
    assert type(accumulator.current) is MessageAccumulator.model
    assert not hasattr(object(), "polluted")


@pytest.mark.parametrize("number", [2**53, 2**63, 2**64 + 1, 10**400, -1, 0.5, 1e308])
def test_numbers_that_are_no_keys(number: Any) -> None:
    error = refusal(message(), text("a", number))
    assert (error.code, error.pointer) == ("bad_key", "/content/0/index")
    assert len(error.message) < 200


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**400])
def test_integers_beyond_the_machine(number: int) -> None:
    """Elsewhere they are integers like any other."""
    annotation = {"index": 0, "type": "file_path", "start_index": number, "end_index": 1}
    accumulator = message()
    accumulator.push(
        {"content": [{"index": 0, "type": "text", "text": {"annotations": [annotation]}}]}
    )
    assert accumulator.current.content[0].text.annotations[0].start_index == number


# --- texts ----------------------------------------------------------------------------------------------


def test_halves_of_a_character_that_come_apart() -> None:
    accumulator = message()
    for piece in ("a\ud83d", "\ude00b\ud83d", "\ude01"):
        accumulator.push(text(piece))
    assert accumulator.current.content[0].text.value == "a\U0001f600b\U0001f601"
    accumulator.push(text("\ude00\ud83d"))
    accumulator.push(text("x"))
    assert accumulator.current.content[0].text.value.endswith("\U0001f601\ude00\ud83dx")


def test_a_refused_delta_takes_its_half_back() -> None:
    accumulator = message()
    accumulator.push(text("a\ud83d"))
    bad = {"content": [*text("\ude00")["content"], *text("b", -1)["content"]]}
    refusal(accumulator, bad)
    assert accumulator.current.content[0].text.value == "a\ud83d"


def test_a_text_of_fifty_megabytes() -> None:
    """It is held once, and neither pushing, looking nor a snapshot copies it."""
    accumulator, long = message(), "x" * 50_000_000
    with allocating(1_000_000):
        accumulator.push(text(long))
        first = accumulator.snapshot()
        assert accumulator.current.content[0].text.value is long
    assert first.content[0].text.value is long
    with allocating(60_000_000):
        accumulator.push(text("y"))
    assert len(accumulator.current.content[0].text.value) == 50_000_001
    assert first.content[0].text.value is long


def test_texts_grow_in_place() -> None:
    """100,000 fragments with a look after each: the text moves seldom, it is not copied each time."""
    accumulator = message()
    accumulator.push(text("."))
    places, copied = set(), 0
    for _ in range(100_000):
        accumulator.push(text("0123456789"))
        value = accumulator.current.content[0].text.value
        if id(value) not in places:
            places.add(id(value))
            copied += sys.getsizeof(value)
        del value
    assert len(accumulator.current.content[0].text.value) == 1_000_001
    assert len(places) < 2_000
    assert copied < 100 * 1_000_001


def test_pushing_is_linear_in_calls() -> None:
    """Twice as many deltas are twice as many calls of functions, with `current` read after each."""
    counts = [calls_made(number) for number in (500, 1_000, 2_000)]
    assert counts[2] - counts[1] == 2 * (counts[1] - counts[0])


def calls_made(number: int) -> int:
    accumulator, count = message(), 0

    def trace(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    accumulator.push(text("a"))
    sys.setprofile(trace)
    try:
        for _ in range(number):
            accumulator.push(text("b"))
            _ = accumulator.current
    finally:
        sys.setprofile(None)
    return count


# --- keys -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["ascending", "descending", "shuffled"])
def test_a_hundred_thousand_parallel_calls(order: str) -> None:
    keys = [*range(100_000)]
    if order == "descending":
        keys.reverse()
    elif order == "shuffled":
        random.Random(7).shuffle(keys)
    together, apart = step(), step()
    together.push(calls(*keys))
    for key in keys:
        apart.push(calls(key))
    for accumulator in (together, apart):
        ids = [call.id for call in accumulator.finish().step_details.tool_calls]
        assert ids == [f"c{key}" for key in range(100_000)]


@pytest.mark.parametrize("key", [10**12, 2**53 - 1, 1e12])
def test_a_huge_key_allocates_nothing(key: Any) -> None:
    accumulator = message()
    accumulator.push(text("a", 5))
    with allocating(50_000):
        accumulator.push(text("b", key))
        accumulator.push(text("c", key))
        assert [part.text.value for part in accumulator.snapshot().content] == ["a", "bc"]
    assert accumulator.gaps() == ["/content"]
    with pytest.raises(DeltaError) as caught:
        accumulator.finish()
    assert (caught.value.code, caught.value.pointer) == ("index_gap", "/content")
