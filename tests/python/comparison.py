"""Streams gathered by the `openai` package and by us, side by side."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from threads_api import StreamAccumulator, iter_events

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what that package imports is its own affair
    from openai._models import construct_type
    from openai.lib.streaming import _assistants
    from openai.types.beta import AssistantStreamEvent

KEPT = {"content", "text", "refusal", "step_details", "tool_calls", "function", "arguments"}
KEPT |= {"code_interpreter", "input", "outputs", "logs"}


@cache
def recorded(folder: Path) -> list[Any]:
    return [event.encode() for event in iter_events([(folder / "events.sse").read_bytes()])]


def typed(event: Any) -> Any:
    """An event as that package would have it."""
    return construct_type(type_=AssistantStreamEvent, value=copy.deepcopy(event))


def growing(events: list[Any]) -> Iterator[Any]:
    """The events in which something begins or grows."""
    yield from (
        e for e in events if e["event"].endswith((".created", ".delta")) and "id" in e["data"]
    )


def theirs(events: list[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Messages, each gathered by itself, and steps, as JSON."""
    messages: dict[str, Any] = {}
    steps: dict[str, Any] = {}
    for event in growing(events):
        name = event["data"]["id"]
        if event["event"].startswith("thread.message."):
            messages[name], _ = _assistants.accumulate_event(
                event=typed(event), current_message_snapshot=messages.get(name)
            )
        elif event["event"].startswith("thread.run.step."):
            _assistants.accumulate_run_step(event=typed(event), run_step_snapshots=steps)
    return (
        {name: message.to_dict(mode="json") for name, message in messages.items()},
        {name: step.to_dict(mode="json") for name, step in steps.items()},
    )


def ours(events: list[Any], strict: bool = True) -> StreamAccumulator:
    stream = StreamAccumulator(strict=strict)
    for event in growing(events):
        stream.push(event)
    return stream


def said(value: Any) -> Any:
    """Texts, arguments and annotations, in order; without the addresses, which theirs keep in the objects."""
    if isinstance(value, list):
        return [said(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "value" in value:
        return value["value"], bare(value.get("annotations", []))
    return {name: said(item) for name, item in sorted(value.items()) if name in KEPT and item != []}


def bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: bare(item) for name, item in value.items() if name != "index"}
    return [bare(item) for item in value] if isinstance(value, list) else value


def encoded(stream: StreamAccumulator) -> dict[str, list[Any]]:
    """The messages and steps of a stream as JSON."""
    return {
        "messages": [message.encode() for message in stream.messages.values()],
        "steps": [step.encode() for step in stream.steps.values()],
    }


def agree(events: list[Any]) -> bool:
    messages, steps = theirs(events)
    whole = encoded(ours(events))
    his = [said([*messages.values()]), said([*steps.values()])]
    mine = [said(whole["messages"]), said(whole["steps"])]
    return his == mine


def both(*events: Any) -> tuple[Any, Any]:
    """Theirs and ours, of the one message or step."""
    messages, steps = theirs([*events])
    whole = encoded(ours([*events]))
    [his] = [*messages.values(), *steps.values()]
    [mine] = [*whole["messages"], *whole["steps"]]
    return his, mine


MESSAGE = {
    "id": "m",
    "object": "thread.message",
    "created_at": 1,
    "thread_id": "t",
    "role": "assistant",
    "content": [],
}
STEP = {
    "id": "s",
    "object": "thread.run.step",
    "type": "tool_calls",
    "status": "in_progress",
    "step_details": {"type": "tool_calls", "tool_calls": []},
}


def created(kind: str, whole: Any) -> Any:
    return {"event": f"thread.{kind}.created", "data": whole}


def grown(kind: str, id: str, delta: Any) -> Any:
    name = f"thread.{kind}.delta"
    return {"event": name, "data": {"id": id, "object": name, "delta": delta}}


def part(index: int, value: str, annotations: Any = None) -> Any:
    text = {"value": value} if annotations is None else {"value": value, "annotations": annotations}
    return grown("message", "m", {"content": [{"index": index, "type": "text", "text": text}]})


def call(*entries: Any) -> Any:
    return grown(
        "run.step", "s", {"step_details": {"type": "tool_calls", "tool_calls": [*entries]}}
    )


def function(index: int, arguments: str, **more: Any) -> Any:
    named = {"name": more.pop("name")} if "name" in more else {}
    return {
        "index": index,
        "type": "function",
        **more,
        "function": {**named, "arguments": arguments},
    }


def cite(index: int, start: int, **more: Any) -> Any:
    whole = {"text": "[1]", "file_citation": {"file_id": "f"}, "end_index": start + 3}
    return {"index": index, "type": "file_citation", "start_index": start, **whole, **more}
