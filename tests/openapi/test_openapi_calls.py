"""The OpenAPI document of the shipped spec says what its calls and streams are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from threads_api._sse import SseReader

from example_files import accepts, exhibits, rejects
from goldens import ROOT
from openapi.described import answer_of, parameters, shipped

FACTS = json.loads((ROOT / "tests" / "facts" / "operations.json").read_text("utf-8"))
CALLS = {operation["operationId"]: operation for operation in FACTS["operations"]}


def calls() -> dict[str, tuple[str, str, Any]]:
    """Method, path and description of every call, by its id."""
    return {
        call["operationId"]: (method.upper(), path, call)
        for path, item in shipped()["paths"].items()
        for method, call in item.items()
    }


def test_the_calls_are_below_the_base_and_carry_a_token() -> None:
    assert shipped()["servers"] == [{"url": FACTS["basePath"]}]
    (requirement,) = shipped()["security"]
    (scheme,) = [shipped()["components"]["securitySchemes"][name] for name in requirement]
    assert f"Authorization: {scheme['scheme'].title()}" == FACTS["auth"]


def test_every_call_is_there() -> None:
    assert calls().keys() == CALLS.keys()
    assert len(CALLS) == 18


@pytest.mark.parametrize("id", CALLS)
def test_a_call_is_as_the_facts_say(id: str) -> None:
    facts, (method, path, call) = CALLS[id], calls()[id]
    assert (method, path) == (facts["method"], facts["path"])
    placed = {place: list(parameters(call, place)) for place in ("path", "query", "header")}
    assert placed["path"] == re.findall(r"\{(\w+)\}", path)
    named = {query["name"] for query in facts["queryParams"]}
    assert {wire.removesuffix("[]") for wire in placed["query"]} == named
    assert placed["header"] == list(facts["headers"])
    assert ("requestBody" in call) == (facts["requestBody"] is not None)
    assert call.get("requestBody", {}).get("required", False) == bool(facts["requestBodyRequired"])
    streams = {"text/event-stream"} if facts["streamTrigger"] else set()
    assert set(answer_of(shipped(), call)["content"]) == {"application/json"} | streams
    assert set(call["responses"]) == {"200", *(str(e["status"]) for e in facts["errorResponses"])}
    assert call.get("x-paginated", False) == (facts["pagination"] is not None)
    assert call["tags"][0] in [tag["name"] for tag in shipped()["tags"]]
    assert call["deprecated"] is True


def test_what_is_sent_is_described() -> None:
    _, _, call = calls()["listRunSteps"]
    query = parameters(call, "query")
    assert query["limit"]["schema"] == {
        "type": "integer",
        "minimum": 1,
        "maximum": 100,
        "default": 20,
    }
    assert query["include[]"]["schema"]["items"] == {"$ref": "#/components/schemas/RunStepInclude"}
    assert "required" not in query["limit"]
    assert parameters(call, "path")["run_id"]["required"] is True
    assert parameters(call, "header")["OpenAI-Beta"]["schema"]["const"] == "assistants=v2"


def test_a_stream_says_what_asks_for_it_and_what_is_in_it() -> None:
    _, _, call = calls()["createRun"]
    assert call["x-trigger"] == "stream"
    assert "if `stream` in the body is true" in call["description"]
    body = call["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    asked = shipped()["components"]["schemas"][body]["properties"]["stream"]
    assert "boolean" in asked["type"]
    stream = answer_of(shipped(), call)["content"]["text/event-stream"]
    assert stream["x-events"] == {"$ref": "#/components/schemas/AssistantStreamEvent"}
    union = shipped()["components"]["schemas"]["AssistantStreamEvent"]
    assert len(stream["schema"]["oneOf"]) == len(union["oneOf"]) > 20
    assert "`done`" in stream["schema"]["description"]


STREAMS = sorted((ROOT / "spec" / "streams").glob("*/events.sse"))


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.parent.name)
def test_events_of_recordings_are_described(path: Path) -> None:
    validator = event_validator(shipped(), calls()["createRun"][2])
    reader = SseReader()
    events = reader.feed(path.read_bytes())
    assert events
    for event in events:
        assert validator.is_valid({"event": event.name, "data": event.data}), event


def test_events_that_are_none_are_not_described() -> None:
    validator = event_validator(shipped(), calls()["createRun"][2])
    assert validator.is_valid({"event": "done", "data": "[DONE]"})
    assert validator.is_valid({"event": "of.tomorrow", "data": "anything"})
    for event in (
        {"event": "done", "data": "{}"},
        {"event": "thread.created", "data": "{}"},
        {"event": "thread.created", "data": "no JSON"},
        {"event": "thread.created"},
    ):
        assert not validator.is_valid(event), event


def event_validator(document: Any, call: Any) -> Any:
    """Judges events as a tool that looks into streams does: it also looks into the JSON that they carry."""
    schema = answer_of(document, call)["content"]["text/event-stream"]["schema"]
    components = {"components": document["components"]}
    return jsonschema_rs.validator_for(
        schema | components, keywords={"contentSchema": content_keyword(components)}
    )


def content_keyword(components: Any) -> type:
    class Content:
        def __init__(self, _: Any, schema: Any, path: Any) -> None:
            self.validator = jsonschema_rs.validator_for(schema | components)

        def validate(self, text: str) -> None:
            self.validator.validate(json.loads(text))

    return Content


@pytest.mark.parametrize("name", exhibits())
def test_types_accept_and_refuse_what_the_spec_does(name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": shipped()["components"]}
    validator = jsonschema_rs.validator_for(schema)
    for case, payload in accepts(name).items():
        assert validator.is_valid(payload), case
    for reject in rejects(name):
        assert not validator.is_valid(reject.payload), reject.case
