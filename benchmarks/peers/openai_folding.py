"""The openai package at work on deltas and streams: its own accumulators, its own event handler."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from openai import AssistantEventHandler, OpenAI
from openai._models import construct_type
from openai.lib.streaming._assistants import accumulate_event, accumulate_run_step
from openai.types.beta import AssistantStreamEvent

http: Any = import_module("httpx2" if find_spec("httpx2") else "httpx")
"""What the package speaks HTTP with; its name changed between releases."""


def events_of(name: str, payloads: Iterable[Any]) -> list[Any]:
    """Typed events of one name."""
    return [
        construct_type(type_=AssistantStreamEvent, value={"event": name, "data": payload})
        for payload in payloads
    ]


def fold_message(created: Any, deltas: Iterable[Any]) -> Any:
    """The message that a creation and its deltas come to."""
    message, _ = accumulate_event(event=created, current_message_snapshot=None)
    for delta in deltas:
        message, _ = accumulate_event(event=delta, current_message_snapshot=message)
    return message


def fold_step(created: Any, deltas: Iterable[Any]) -> Any:
    """The step that a creation and its deltas come to."""
    steps: dict[str, Any] = {}
    accumulate_run_step(event=created, run_step_snapshots=steps)
    for delta in deltas:
        accumulate_run_step(event=delta, run_step_snapshots=steps)
    return steps[created.data.id]


class Replay:
    """A client whose server answers with one recording; `fold` reads it to its end."""

    def __init__(self, recording: bytes) -> None:
        def answer(_: object) -> Any:
            return http.Response(
                200, headers={"content-type": "text/event-stream"}, content=recording
            )

        self._client = OpenAI(
            api_key="none",
            base_url="http://recording.invalid/v1",
            http_client=http.Client(transport=http.MockTransport(answer)),
        )

    def fold(self) -> AssistantEventHandler:
        """The handler after the last event."""
        runs: Any = self._client.beta.threads.runs
        with runs.stream(thread_id="thread", assistant_id="assistant") as handler:
            handler.until_done()
        return handler  # type: ignore[no-any-return]
