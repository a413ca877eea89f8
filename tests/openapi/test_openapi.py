"""The OpenAPI document: valid for every spec, and says what the spec says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from referencing.exceptions import Unresolvable
from threads_api._sse import SseReader

from cases_of import emit, folders, load, read_case
from example_files import accepts, exhibits, rejects
from goldens import ROOT, Goldens
from packages import TEXT, by_tag, member, name, package, record, zoo
from specloom.ir import Const, Docs, ExactlyOneOf, Package, Param, RequiredIf
from specloom.origin import read_origin
from specloom.targets.openapi import TARGET
from specloom.targets.openapi.prose import describe_in_prose

HERE = Path(__file__).parent
SPECS = {
    **folders(),
    "shipped": ROOT / "spec",
    "other_spec": ROOT / "tests" / "other_spec",
    "chat": ROOT / "tests" / "protocols" / "chat",
    "replies": ROOT / "tests" / "protocols" / "replies",
}


def document_of(package: Package, *, closed: bool = False) -> Any:
    (file,) = TARGET.emit(package, {"closed": closed}).files
    return json.loads(file.text)


@cache
def shipped() -> Any:
    package, _ = load(ROOT / "spec")
    assert package is not None
    return document_of(package)


def is_valid(document: Any) -> None:
    OpenAPIV31SpecValidator(document).validate()
    components = document["components"]["schemas"]
    homes = {f"#/components/schemas/{name}" for name in components}
    homes |= {
        f"#/components/responses/{name}" for name in document["components"].get("responses", [])
    }
    assert set(refs(document)) <= homes


def refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for word, inner in value.items():
            if word not in ("const", "default", "enum"):
                yield from refs(inner)
    if isinstance(value, list):
        for inner in value:
            yield from refs(inner)


# --- valid for every spec -------------------------------------------------------------------------------


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("spec", SPECS)
def test_the_document_of_any_spec_is_valid(spec: str, closed: bool) -> None:
    folder = SPECS[spec]
    read, _ = read_case(folder) if spec in folders() else load(folder)
    if read is None:
        assert spec.startswith("refuses_")
        return
    is_valid(document_of(read, closed=closed))


def test_what_is_not_valid_is_noticed() -> None:
    wrong = json.loads(json.dumps(shipped()))
    wrong["paths"]["/threads"]["post"]["responses"]["200"].pop("description")
    with pytest.raises(OpenAPIValidationError):
        is_valid(wrong)
    wrong = json.loads(json.dumps(shipped()))
    del wrong["components"]["schemas"]["Thread"]
    with pytest.raises(Unresolvable):
        is_valid(wrong)


def test_a_spec_without_calls_has_types_only() -> None:
    document = document_of(replace(zoo(), operations=(), streams=(), server="", auth=None))
    is_valid(document)
    assert document.keys() == {"openapi", "x-origin", "info", "components"}
    assert list(document["components"]["schemas"]) == list(zoo().decls)


@pytest.mark.golden
def test_the_document_of_another_spec(goldens: Goldens) -> None:
    read, _ = load(ROOT / "tests" / "other_spec")
    assert read is not None
    (file,) = emit(read, "openapi")
    goldens.compare(HERE / "library_api.openapi.json", file.text)


def test_the_file_bears_a_mark() -> None:
    (file,) = TARGET.emit(zoo(), {"closed": False}).files
    assert str(file.path) == "zoo_api.openapi.json"
    origin = read_origin(file.text.encode())
    assert origin is not None
    assert (origin.package, origin.version) == ("zoo_api", "1.2.0")


# --- the shipped calls ----------------------------------------------------------------------------------

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


def answer_of(document: Any, call: Any) -> Any:
    answer = call["responses"]["200"]
    for step in answer.get("$ref", "").split("/")[1:]:
        document = document[step]
    return document if "$ref" in answer else answer


def parameters(call: Any, place: str) -> dict[str, Any]:
    return {p["name"]: p for p in call.get("parameters", []) if p["in"] == place}


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


# --- what the shipped spec has no use for ---------------------------------------------------------------


def test_an_open_union_has_no_discriminator_and_a_closed_one_has() -> None:
    as_it_is = document_of(zoo())["components"]["schemas"]
    closed = document_of(zoo(), closed=True)["components"]["schemas"]
    mapping = {"den": "#/components/schemas/Den", "nest": "#/components/schemas/Nest"}
    told = {"propertyName": "type", "mapping": mapping}
    assert "discriminator" not in as_it_is["Home"]
    assert len(as_it_is["Home"]["oneOf"]) == 3
    assert closed["Home"]["discriminator"] == told
    assert len(closed["Home"]["oneOf"]) == 2
    assert "discriminator" not in closed["When"]
    assert as_it_is["ClosedHome"]["discriminator"]["propertyName"] == "type"


def test_rules_of_a_query_are_said_in_words() -> None:
    rules = (
        ExactlyOneOf(("a", "b")),
        RequiredIf("c", "a", 'x"y'),
        RequiredIf("c", "b", True),
    )
    members = [member(wire, TEXT, optional=True) for wire in "abc"]
    made = zoo()
    search = record("SearchQuery", *members, open=False, rules=rules)
    decls = tuple(search if d.name.spelled == "SearchQuery" else d for d in made.modules[1].decls)
    modules = (made.modules[0], replace(made.modules[1], decls=decls))
    document = document_of(replace(made, modules=modules))
    is_valid(document)
    words = document["paths"]["/zoos/{zoo_id}/animals"]["post"]["description"].split("\n\n")[-1]
    assert words == (
        'Exactly one of `a`, `b` is required. `c` is required when `a` is "x\\"y". '
        "`c` is required when `b` is true."
    )


def test_paths_that_differ_in_names_only_are_one() -> None:
    made = zoo()
    (post,) = made.operations
    other = Param(name("zoo"), "zoo", TEXT, Docs("Which.", deprecated=True))
    get = replace(
        post,
        name=name("getAnimals", "get", "animals"),
        method="GET",
        path="/zoos/{zoo}/animals",
        params=(other,),
        docs=Docs("All of them.", since="1.1.0"),
    )
    document = document_of(replace(made, operations=(post, get)))
    is_valid(document)
    item = document["paths"]["/zoos/{zoo_id}/animals"]
    assert document["paths"].keys() == {"/zoos/{zoo_id}/animals"}
    assert parameters(item["get"], "path")["zoo_id"]["description"] == "Which."
    assert parameters(item["get"], "path")["zoo_id"]["deprecated"] is True
    assert (item["get"]["x-since"], "deprecated" in item["get"]) == ("1.1.0", False)


def test_a_stream_whose_data_is_the_event_says_so() -> None:
    made = zoo()
    bare = replace(made.streams[0], data="", end=("[DONE]", "done"))
    event = event_of(document_of(replace(made, streams=(bare,))))
    assert event["description"] == (
        "One server-sent event: its data is an Event, as JSON. The last is `[DONE]` or `done`."
    )
    bare_text, data = event["properties"]["data"]["anyOf"]
    assert bare_text == {"enum": ["[DONE]"]}
    assert data["contentSchema"] == {"$ref": "#/components/schemas/Event"}


def test_a_stream_that_has_no_bare_text_is_all_json() -> None:
    made = zoo()
    endless = replace(made.streams[0], data="", end=())
    event = event_of(document_of(replace(made, streams=(endless,))))
    assert event["description"] == "One server-sent event: its data is an Event, as JSON."
    assert event["properties"]["data"]["contentMediaType"] == "application/json"


def test_of_events_that_nobody_said_how_to_fold_nothing_is_said() -> None:
    event = event_of(document_of(replace(zoo(), streams=())))
    assert event == {"description": "One server-sent event: an Event."}


def test_a_closed_union_of_events_knows_them_all() -> None:
    as_it_is, closed = event_of(document_of(zoo())), event_of(document_of(zoo(), closed=True))
    assert (len(as_it_is["oneOf"]), len(closed["oneOf"])) == (4, 3)
    names = [event["properties"]["event"]["const"] for event in closed["oneOf"]]
    assert names == ["born", "grew", "done"]


def event_of(document: Any) -> Any:
    is_valid(document)
    call = document["paths"]["/zoos/{zoo_id}/animals"]["post"]
    return answer_of(document, call)["content"]["text/event-stream"]["schema"]


# --- hostile text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("`<b>` \\<b> <!-- --> <?x?> <http://x>", None),
        ("![x](http://x)", "!&#91;x](http://x)"),
        ("\\![x][y]", "\\!&#91;x][y]"),
        ("1 < 2, a[0], [a link](https://x)", "1 < 2, a[0], [a link](https://x)"),
    ],
)
def test_descriptions_hold_no_html_and_no_images(text: str, prose: str | None) -> None:
    made = describe_in_prose(text)
    assert prose in (None, made)
    assert not re.search(r"<[A-Za-z/!?]|!\[", made)


def test_every_text_becomes_prose() -> None:
    text = "<img src=x>"
    hostile = Docs(text)
    a = replace(record("A", member("tag", Const("a"), docs=hostile)), docs=hostile)
    union = replace(by_tag("U", "tag", {"a": "A"}), docs=hostile)
    made = package(a, union)
    (post,) = zoo().operations
    param = replace(post.params[0], docs=hostile)
    call = replace(
        post, params=(param,), query="A", body="A", response="A", events="U", trigger=None
    )
    call = replace(call, errors=((404, "A"),), docs=hostile)
    made = replace(made, operations=(call,), docs=hostile)
    made = replace(made, modules=(replace(made.modules[0], docs=hostile),))
    (file,) = TARGET.emit(made, {"closed": False}).files
    is_valid(json.loads(file.text))
    assert file.text.count("&lt;img src=x>") == 11
    assert "<img" not in file.text
