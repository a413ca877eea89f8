"""The bytes that all contenders are given: examples and recordings of the spec, and large ones made here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SPEC = ROOT / "spec"
BUNDLE = ROOT / "generated" / "jsonschema" / "threads_api.schema.json"

Json = Any


def example(type: str, case: str) -> Json:
    """A payload of spec/examples that is accepted."""
    return json.loads((SPEC / "examples" / type / "accept" / f"{case}.json").read_bytes())


def as_sent(value: Json) -> bytes:
    """JSON as servers send it: without a space too many."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def recording(name: str) -> bytes:
    """A stream of spec/streams, byte for byte."""
    return (SPEC / "streams" / name / "events.sse").read_bytes()


def bundle() -> Json:
    """The spec as one JSON Schema."""
    return json.loads(BUNDLE.read_bytes())


def text_delta(piece: str, message: str = "msg_t1YwNc5BvKq8RzLm3XfHsJpD") -> Json:
    """The event payload that carries one piece of text: nine in ten of all events are of this kind."""
    part = {"index": 0, "type": "text", "text": {"value": piece, "annotations": []}}
    return _message_delta({"content": [part]}, message)


def annotation_delta(index: int, message: str = "msg_t1YwNc5BvKq8RzLm3XfHsJpD") -> Json:
    """The event payload that adds a citation."""
    text = {
        "annotations": [
            {
                "index": index,
                "type": "file_citation",
                "text": f"【{index}:0†report.pdf】",
                "start_index": index,
                "end_index": index + 12,
                "file_citation": {"file_id": "file-7LqWxV2nTzKp9RbMsYcHdJ"},
            }
        ]
    }
    return _message_delta({"content": [{"index": 0, "type": "text", "text": text}]}, message)


def arguments_delta(piece: str, index: int = 0, **first: Json) -> Json:
    """The event payload that carries one piece of a function's arguments; `first` adds what comes once."""
    function = {"arguments": piece} | first.pop("function", {})
    call = {"index": index, "type": "function", **first, "function": function}
    details = {"type": "tool_calls", "tool_calls": [call]}
    return {
        "id": "step_Zq4TnXb8VkLw1RmPs6JcHyDf",
        "object": "thread.run.step.delta",
        "delta": {"step_details": details},
    }


def call_delta(index: int) -> Json:
    """The event payload that begins a function call."""
    return arguments_delta("", index, id=f"call_{index}", function={"name": "look_up"})


def words(count: int) -> Iterator[str]:
    """Pieces of text of the size that models send."""
    syllables = ("the", " an", "swer", " is", " found", " in", " para", "graph", " 42", ".")
    return (syllables[number * 7 % 10] for number in range(count))


def created_message() -> Json:
    """A message before anything was said."""
    return example("Message", "as_created")


def created_step() -> Json:
    """A step that will hold function calls, before the first one."""
    return example("RunStep", "as_created")


def large_message(parts: int) -> Json:
    """A message of many parts."""
    whole = example("Message", "full")
    content = whole["content"]
    return {**whole, "content": [content[number % len(content)] for number in range(parts)]}


def event_bytes(name: str, data: Json) -> bytes:
    """One server-sent event."""
    text = data if isinstance(data, bytes) else as_sent(data)
    return b"event: %s\ndata: %s\n\n" % (name.encode(), text)


def stream_bytes(deltas: int, annotations: int = 0) -> bytes:
    """A whole stream: a run, a message with annotations, so many pieces of text, and the end."""
    run = example("Run", "as_completed")
    message = created_message()
    pieces = list(words(deltas))
    last = {"type": "text", "text": {"value": "".join(pieces), "annotations": []}}
    done = {**message, "status": "completed", "content": [last]}
    events = [
        event_bytes("thread.run.created", {**run, "status": "queued"}),
        event_bytes("thread.run.in_progress", {**run, "status": "in_progress"}),
        event_bytes("thread.message.created", message),
        event_bytes("thread.message.in_progress", message),
        *(event_bytes("thread.message.delta", annotation_delta(n)) for n in range(annotations)),
        *(event_bytes("thread.message.delta", text_delta(piece)) for piece in pieces),
    ]
    if annotations:
        cited = [annotation_delta(n)["delta"]["content"][0]["text"] for n in range(annotations)]
        last["text"]["annotations"] = [  # type: ignore[index]
            {name: value for name, value in text["annotations"][0].items() if name != "index"}
            for text in cited
        ]
    events += [
        event_bytes("thread.message.completed", done),
        event_bytes("thread.run.completed", run),
        event_bytes("done", b"[DONE]"),
    ]
    return b"".join(events)


def _message_delta(delta: Json, message: str) -> Json:
    return {"id": message, "object": "thread.message.delta", "delta": delta}
