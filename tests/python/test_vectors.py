"""The conformance vectors against the generated Python package, with all the duties of a runner."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import threads_api
from threads_api import (
    CODECS,
    DecodeError,
    DeltaError,
    EncodeError,
    MessageDelta,
    RunStepDelta,
    StreamAccumulator,
)
from threads_api.accumulators import MessageAccumulator, RunStepAccumulator

VECTORS = Path(__file__).parent.parent / "vectors"
ACCUMULATORS: dict[str, Any] = {
    "MessageDelta": MessageAccumulator,
    "RunStepDelta": RunStepAccumulator,
}
DELTAS: dict[str, Any] = {"MessageDelta": MessageDelta, "RunStepDelta": RunStepDelta}


def read_vectors(*ops: str) -> list[Any]:
    """Every vector of these operations, as parameters named by their ids."""
    return [
        pytest.param(vector, id=vector["id"])
        for path in sorted(VECTORS.glob("*.json"))
        if path.name != "schema.json"
        for vector in json.loads(path.read_text("utf-8"))
        if vector["op"] in ops
    ]


def same(one: Any, other: Any) -> bool:
    """JSON equality; unlike Python's, it tells true from 1."""
    return bool(one == other) and json.dumps(one, sort_keys=True).replace(".0", "") == json.dumps(
        other, sort_keys=True
    ).replace(".0", "")


def empty_out(value: Any) -> None:
    """Takes everything out of a JSON value, in place and all the way down."""
    if isinstance(value, dict):
        for item in value.values():
            empty_out(item)
        value.clear()
    elif isinstance(value, list):
        for item in value:
            empty_out(item)
        value.clear()


def begin(vector: dict[str, Any], initial: Any) -> Any:
    kind = ACCUMULATORS[vector["type"]]
    strict = vector["mode"] == "strict"
    if "initial" not in vector:
        return kind.empty(strict=strict)
    return kind(kind.model.decode(initial), strict=strict)


def run_merge(vector: dict[str, Any], deltas: list[Any], look: bool, typed: bool = False) -> Any:
    """(what came out, error as the vector writes it, codes and pointers of the diagnostics)."""
    initial = copy.deepcopy(vector.get("initial"))
    accumulator = begin(vector, initial)
    error: dict[str, Any] | None = None
    for number, delta in enumerate(deltas):
        try:
            if typed and isinstance(delta, dict):
                delta = DELTAS[vector["type"]].decode(delta)
            accumulator.push(delta)
        except DeltaError as problem:
            error = {"code": problem.code, "pointer": problem.pointer, "delta": number}
            break
        if look:
            accumulator.snapshot()
    if error is None and vector.get("finish"):
        try:
            accumulator.finish()
        except DeltaError as problem:
            error = {"code": problem.code, "pointer": problem.pointer}
    noted = [(note.code, note.pointer) for note in accumulator.diagnostics]
    return accumulator, error, noted


@pytest.mark.parametrize("vector", read_vectors("merge"))
def test_merge(vector: dict[str, Any]) -> None:
    for look, typed in ((False, False), (True, False), (False, True)):
        deltas = copy.deepcopy(vector["deltas"])
        accumulator, error, noted = run_merge(vector, deltas, look, typed)
        assert same(deltas, vector["deltas"])  # inputs unchanged
        snapshot = accumulator.snapshot()
        empty_out(deltas)
        assert same(snapshot.encode(), vector["expected"])
        assert same(accumulator.current.encode(), vector["expected"])
        assert error == vector.get("error")
        assert [code for code, _ in noted] == vector.get("diagnostics", [])
        if "pointers" in vector:
            assert [pointer for _, pointer in noted] == vector["pointers"]


@pytest.mark.parametrize("vector", read_vectors("merge"))
def test_merge_composed(vector: dict[str, Any]) -> None:
    """Deltas composed, cut in two at every place, cut to single characters, and compacted do the same."""
    if vector.get("error") or vector.get("diagnostics"):
        return
    kind = ACCUMULATORS[vector["type"]]
    deltas = vector["deltas"]
    for cut in range(len(deltas) + 1):
        parts = [kind.compose(*deltas[:cut]).encode(), kind.compose(*deltas[cut:]).encode()]
        assert same(run_merge(vector, parts, False)[0].snapshot().encode(), vector["expected"])
    pieces = [piece.encode() for delta in deltas for piece in kind.chunk(delta, 1)]
    accumulator = run_merge(vector, pieces, False)[0]
    assert same(accumulator.snapshot().encode(), vector["expected"])
    compacted = [accumulator.compact().encode()]
    assert same(run_merge(vector, compacted, False)[0].snapshot().encode(), vector["expected"])


def gathered(stream: StreamAccumulator) -> Any:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        return value.encode() if value is not None else None

    whole = {name: plain(value) for name, value in stream.snapshots().items()}
    return {**whole, "error": plain(stream.error), "done": stream.done}


def run_stream(vector: dict[str, Any], events: list[Any], look: bool) -> Any:
    stream = StreamAccumulator(strict=vector["mode"] == "strict")
    error: dict[str, Any] | None = None
    refused = None
    for number, event in enumerate(events):
        try:
            stream.push(event)
        except DeltaError as problem:
            error = {"code": problem.code, "pointer": problem.pointer, "event": problem.event}
            refused = number
            break
        if look:
            stream.snapshots()
    assert (error or {}).get("event") == refused
    if error is None and vector.get("finish"):
        try:
            stream.finish()
        except DeltaError as problem:
            error = {"code": problem.code, "pointer": problem.pointer}
    return stream, error


@pytest.mark.parametrize("vector", read_vectors("stream"))
def test_stream(vector: dict[str, Any]) -> None:
    for look in (False, True):
        events = copy.deepcopy(vector["events"])
        stream, error = run_stream(vector, events, look)
        assert same(events, vector["events"])
        empty_out(events)
        assert same(gathered(stream), vector["expected"])
        assert error == vector.get("error")
        assert [note.code for note in stream.diagnostics] == vector.get("diagnostics", [])
        if "pointers" in vector:
            assert [note.pointer for note in stream.diagnostics] == vector["pointers"]


@pytest.mark.parametrize("vector", read_vectors("compose", "diff", "chunk", "events"))
def test_algebra(vector: dict[str, Any]) -> None:
    kind = ACCUMULATORS[vector["type"]]
    model = kind.model
    given = copy.deepcopy(vector)
    error: dict[str, Any] | None = None
    result: Any = None
    try:
        match vector["op"]:
            case "compose":
                result = kind.compose(*given["deltas"]).encode()
            case "chunk":
                result = [part.encode() for part in kind.chunk(given["input"], given["size"])]
            case "diff":
                result = kind.diff(
                    model.decode(given["before"]), model.decode(given["after"])
                ).encode()
            case "events":
                before, after = model.decode(given["before"]), model.decode(given["after"])
                result = [event.encode() for event in threads_api.events(before, after)]
    except DeltaError as problem:
        error = {"code": problem.code, "pointer": problem.pointer}
        if vector["op"] in ("compose", "chunk"):
            error["delta"] = problem.event
    assert error == vector.get("error")
    assert same(result, vector.get("expected"))
    assert same(given, vector)


@pytest.mark.parametrize("vector", read_vectors("decode", "encode"))
def test_codec(vector: dict[str, Any]) -> None:
    codec = CODECS[vector["type"]]
    strict = vector["op"] == "decode" and vector["mode"] == "strict"
    wanted = vector.get("pointers", [])
    refused = False
    try:
        value = codec.decode(vector["input"], strict=strict)
        assert same(codec.encode(value), vector["input"])
        problems = codec.problems(vector["input"])
    except (DecodeError, EncodeError) as error:
        refused, problems = True, list(error.problems)
    assert refused == ("error" in vector)
    assert sorted({problem.pointer for problem in problems}) == sorted(wanted)
