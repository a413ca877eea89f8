"""schemathesis drives a server that the generated models and encoders play, by what the document says.

What the document allows the strict decoders take, and what it forbids they refuse; what the encoders write is
what the document promises. Nothing is left to chance: the same calls are made each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import Case, Response
from schemathesis.checks import CheckContext
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import status_code_conformance
from threads_api import (
    CODECS,
    CreateMessageRequest,
    CreateRunRequest,
    CreateThreadRequest,
    FunctionDefinition,
    FunctionTool,
    StreamAccumulator,
    iter_events,
)

from openapi.runs import Runs
from openapi.server import KEY, Server
from openapi.store import Store

REFUSALS = {400, 401, 404, 405, 409, 415}
"""Statuses of refusals. The document lists those that the spec does; these are refusals everywhere."""

KNOWN = {"thread_id": "thread_1", "message_id": "msg_2", "run_id": "run_3", "step_id": "step_6"}
CALL = "call_5"


def remember_something(store: Store) -> None:
    """A thread with a message, and a run with a step that waits for the output of a call: what is `KNOWN`."""
    store.add_thread(CreateThreadRequest())
    store.add_message("thread_1", CreateMessageRequest(role="user", content="Good day!"))
    tool = FunctionTool(function=FunctionDefinition(name="get_weather"))
    body = CreateRunRequest(assistant_id="asst_1", tools=[tool])
    _, life = Runs(store).start_on("thread_1", body)
    assert len([*life]) > 5


@schemathesis.hook
def before_load_schema(_: object, raw_schema: dict[str, Any]) -> None:
    """Formats inform: nothing of ours checks them, so nothing here shall."""
    forget_formats(raw_schema)


def forget_formats(schema: Any) -> None:
    if isinstance(schema, dict):
        if isinstance(schema.get("format"), str):
            del schema["format"]
        schema = [*schema.values()]
    if isinstance(schema, list):
        for inner in schema:
            forget_formats(inner)


server = Server(remember_something)
schema = schemathesis.openapi.from_wsgi("/openapi.json", server)
statuses: dict[str, set[int]] = {}


@pytest.fixture(autouse=True)
def accepted_and_refused() -> Iterator[None]:
    """Each call was made as it may be and as it may not, or a test has seen nothing."""
    statuses.clear()
    yield
    assert 200 in statuses["positive"]
    assert statuses["negative"] & {400, 401}


def is_as_promised(_: CheckContext, response: Response, case: Case[Any]) -> None:
    """Beyond the checks of schemathesis: streams can be read, and refusals say why."""
    if response.status_code != 200:
        assert response.status_code in REFUSALS
        assert CODECS["ErrorResponse"].problems(response.json()) == []
    elif response.headers["content-type"] == ["text/event-stream"]:
        stream = StreamAccumulator(strict=True)
        for event in iter_events([response.content], strict=True):
            stream.push(event)
        stream.finish()


@schema.parametrize()
@hypothesis.settings(
    max_examples=15,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[*HealthCheck],
)
def test_a_call(case: Case[Any]) -> None:
    server.reset()
    make_it_about_something(case)
    response = case.call_and_validate(
        headers={"Authorization": f"Bearer {KEY}"},
        additional_checks=[is_as_promised],
        excluded_checks=[status_code_conformance],
    )
    assert case.meta is not None
    statuses.setdefault(case.meta.generation.mode.value, set()).add(response.status_code)


def make_it_about_something(case: Case[Any]) -> None:
    """Put what is there into valid calls: made-up identifiers would find nothing."""
    assert case.meta is not None
    path = case.meta.components.get(ParameterLocation.PATH)
    if path is not None and path.mode.is_positive:
        case.path_parameters = {name: KNOWN[name] for name in case.path_parameters}
    if case.meta.generation.mode.is_positive and case.path.endswith("/submit_tool_outputs"):
        assert isinstance(case.body, dict)
        case.body["tool_outputs"] = [{"tool_call_id": CALL, "output": "Rain."}]
