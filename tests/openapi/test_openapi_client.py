"""The real `openai` client talks to a server that the generated models and encoders play."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from openai import BadRequestError, ConflictError, NotFoundError, OpenAI
from openai.types.beta.threads import Message, Run
from openai.types.beta.threads.runs import FunctionToolCall, ToolCallsStepDetails
from threads_api import CODECS, OPERATIONS, StreamAccumulator, iter_events

from openapi.handlers import handlers
from openapi.server import BASE, DOCUMENT, KEY, Server, serving
from openapi.store import Store

pytestmark = pytest.mark.filterwarnings("ignore:The Assistants API is deprecated")

WEATHER: Any = {
    "type": "function",
    "function": {"name": "get_weather", "parameters": {"type": "object", "properties": {}}},
}


@pytest.fixture
def address() -> Iterator[str]:
    with serving(Server()) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[OpenAI]:
    with OpenAI(api_key=KEY, base_url=f"{address}{BASE}", max_retries=0) as client:
        yield client


def agree(theirs: Any, type: str) -> Any:
    """Our reading of their object: nothing to complain about, and the same again in theirs."""
    text = theirs.to_json(warnings=False)
    ours = CODECS[type].from_json(text, strict=True)
    assert theirs.__class__.construct(**ours.encode()) == theirs
    return ours


def test_every_call_has_an_answer() -> None:
    assert handlers(Store()).keys() == OPERATIONS.keys()


def test_the_document_is_handed_out(address: str) -> None:
    with urllib.request.urlopen(f"{address}/openapi.json") as answer:
        assert answer.read() == DOCUMENT.read_bytes()


def test_a_conversation_with_a_function_call(client: OpenAI) -> None:
    api = client.beta.threads
    thread = api.create(metadata={"topic": "weather"})
    agree(thread, "Thread")
    for text in ("Good day!", "Does it rain in Zürich?"):
        agree(api.messages.create(thread.id, role="user", content=text), "Message")

    # the run asks for a function
    with api.runs.stream(thread_id=thread.id, assistant_id="asst_1", tools=[WEATHER]) as stream:
        names = [event.event for event in stream]
        run, step = stream.current_run, stream.current_run_step_snapshot
    assert run is not None
    assert names[:4] == [
        "thread.run.created",
        "thread.run.queued",
        "thread.run.in_progress",
        "thread.run.step.created",
    ]
    assert names.count("thread.run.step.delta") > 2, "arguments come in pieces"
    assert names[-1] == "thread.run.requires_action"
    agree(run, "Run")
    assert run.required_action is not None
    (call,) = run.required_action.submit_tool_outputs.tool_calls
    assert call.function.name == "get_weather"
    assert json.loads(call.function.arguments) == {"city": "Zürich"}
    assert step is not None
    assert streamed(step) == call.function.arguments
    assert streamed(api.runs.steps.retrieve(step.id, thread_id=thread.id, run_id=run.id)) == (
        call.function.arguments
    )

    # the answer to it, and what the run makes of that
    with api.runs.submit_tool_outputs_stream(
        thread_id=thread.id,
        run_id=run.id,
        tool_outputs=[{"tool_call_id": call.id, "output": "It pours 🌧"}],
    ) as stream:
        pieces = [*stream.text_deltas]
        (message,) = stream.get_final_messages()
        run = stream.get_final_run()
    assert "".join(pieces) == "I was told: It pours 🌧"
    assert len(pieces) > 3
    assert run.status == "completed"
    assert said(message) == "".join(pieces)

    # what is there afterwards
    assert api.runs.retrieve(run.id, thread_id=thread.id) == run
    steps = api.runs.steps.list(run.id, thread_id=thread.id, order="asc")
    assert [step.type for step in steps.data] == ["tool_calls", "message_creation"]
    for each in steps.data:
        agree(each, "RunStep")
        assert each.status == "completed"
    first = steps.data[0].step_details
    assert isinstance(first, ToolCallsStepDetails)
    assert isinstance(first.tool_calls[0], FunctionToolCall)
    assert first.tool_calls[0].function.output == "It pours 🌧"
    texts = [said(each) for each in api.messages.list(thread.id, order="asc")]
    assert texts == ["Good day!", "Does it rain in Zürich?", "I was told: It pours 🌧"]


def said(message: Message) -> str:
    agree(message, "Message")
    (part,) = message.content
    assert part.type == "text"
    return part.text.value


def streamed(step: Any) -> Any:
    (call,) = step.step_details.tool_calls
    return call.function.arguments


def test_raw_events_are_theirs_and_ours(client: OpenAI) -> None:
    """Each event that their client reads is one of ours; gathered by ours, they end in what is stored."""
    api = client.beta.threads
    with api.with_streaming_response.create_and_run(
        assistant_id="asst_1",
        thread={"messages": [{"role": "user", "content": [{"type": "text", "text": "Hello"}]}]},
        stream=True,
    ) as response:
        raw = response.read()
    stream = StreamAccumulator(strict=True)
    for event in iter_events([raw], strict=True):
        stream.push(event)
    stream.finish()
    assert stream.run is not None
    kept = api.runs.retrieve(stream.run.id, thread_id=stream.run.thread_id)
    assert agree(kept, "Run") == stream.run
    (message,) = stream.messages.values()
    assert (
        agree(api.messages.retrieve(message.id, thread_id=message.thread_id), "Message") == message
    )
    (step,) = stream.steps.values()
    found = api.runs.steps.retrieve(step.id, thread_id=step.thread_id, run_id=step.run_id)
    assert agree(found, "RunStep") == step

    for theirs in api.runs.create(stream.run.thread_id, assistant_id="asst_1", stream=True):
        ours = CODECS["AssistantStreamEvent"].from_json(theirs.to_json(), strict=True)
        assert type(ours).__name__ == type(theirs).__name__


def test_a_run_can_be_cancelled_and_lists_have_pages(client: OpenAI) -> None:
    api = client.beta.threads
    thread = api.create()
    runs: list[Run] = [
        api.runs.create(thread.id, assistant_id="asst_1", tools=[WEATHER]) for _ in range(3)
    ]
    cancelled = api.runs.cancel(runs[0].id, thread_id=thread.id)
    assert agree(cancelled, "Run").status == "cancelled"
    with pytest.raises(ConflictError, match="is cancelled"):
        api.runs.cancel(runs[0].id, thread_id=thread.id)
    pages = api.runs.list(thread.id, limit=2)
    assert pages.has_next_page()
    assert [run.id for run in pages] == [run.id for run in reversed(runs)]  # page after page
    modified = api.runs.update(runs[1].id, thread_id=thread.id, metadata={"a": "b"})
    assert modified.metadata == {"a": "b"}


def test_what_the_spec_forbids_is_refused_with_a_pointer(client: OpenAI) -> None:
    api = client.beta.threads
    with pytest.raises(BadRequestError) as caught:
        api.runs.create("thread_1", assistant_id="asst_1", temperature=3)
    assert caught.value.param == "/temperature"
    assert CODECS["ErrorResponse"].problems({"error": caught.value.body}) == []
    with pytest.raises(NotFoundError, match="there is no thread_1"):
        api.retrieve("thread_1")
    with pytest.raises(BadRequestError) as caught:
        api.runs.list("thread_1", limit=101)
    assert caught.value.param == "/limit"


def test_a_thread_can_be_changed_and_deleted(client: OpenAI) -> None:
    api = client.beta.threads
    thread = api.create(messages=[{"role": "user", "content": "Hello"}])
    assert api.update(thread.id, metadata={"a": "b"}).metadata == {"a": "b"}
    (message,) = api.messages.list(thread.id)
    changed = api.messages.update(message.id, thread_id=thread.id, metadata={"c": "d"})
    assert changed.metadata == {"c": "d"}
    agree(api.messages.delete(message.id, thread_id=thread.id), "MessageDeleted")
    assert [*api.messages.list(thread.id)] == []
    agree(api.delete(thread.id), "ThreadDeleted")
    with pytest.raises(NotFoundError):
        api.retrieve(thread.id)
