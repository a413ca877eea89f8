"""The spec says what the facts say of the Threads API, member by member and call by call.

What differs on purpose is listed with its reason in facts/differences.json; a difference that is not listed
fails, and so does a listed one that no longer occurs.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

import pytest

from facts import reference
from facts.claims import HERE, Claims, Difference, Json, Key, compare, read_json
from facts.contract import Contract, prose, target
from facts.reference import API, MODELS, NAMES, OPERATIONS

LISTED: list[Json] = read_json(HERE / "differences.json")
EVENTS = "AssistantStreamEvent"


@pytest.fixture(scope="module")
def spec() -> Contract:
    return Contract.read()


def differences(spec: Contract) -> set[Difference]:
    """Everything on which spec and facts differ."""
    found = set(type_differences(spec))
    found |= set(twin_differences(spec))
    found |= set(compare("(API)", api_facts(), {}))
    known = reference.spec_names()
    for name in sorted(spec.definitions.keys() - known):
        found.add(Difference(name, "", "type: only in the spec"))
    for call in sorted(OPERATIONS.keys() | spec.operations.keys()):
        found |= set(compare(call, operation_facts(call), operation_claims(spec, call)))
    return found


def type_differences(spec: Contract) -> Iterator[Difference]:
    for told in reference.told_types():
        if told.spec in spec.definitions:
            name = spec.resolve(told.spec)
            facts = with_names_resolved(spec, reference.type_claims(told))
            yield from compare(name, facts, spec.type_claims(name))
        else:
            yield Difference(told.spec, "", "type: only in the facts")


def twin_differences(spec: Contract) -> Iterator[Difference]:
    """Types that the facts call identical on the wire are one definition."""
    for fact, model in MODELS.items():
        if "wire_identical_to" in model:
            name, twin = (reference.spec_name(x) for x in (fact, model["wire_identical_to"]))
            if spec.resolve(name) != spec.resolve(twin):
                yield Difference(spec.resolve(name), "", f"twin: not one with {twin}")


def with_names_resolved(spec: Contract, facts: Claims) -> Claims:
    """The facts' claims with aliases followed in every type they mention."""

    def resolved(text: str) -> str:
        head, _, name = text.rpartition(" ")
        known = name in spec.definitions
        return f"{head} {spec.resolve(name)}".strip() if known else text

    spelled = ("type", "variant")
    return {k: resolved(v) if k.aspect in spelled else v for k, v in facts.items()}


# --- operations -----------------------------------------------------------------------------------------


def operation_facts(call: str) -> Claims:
    """What the facts say of one call; it is deprecated if most sources say so."""
    fact = OPERATIONS.get(call)
    if fact is None:
        return {}
    query = fact["queryParamsModel"]
    claims: Claims = {
        Key("", "title"): fact["name"],
        Key("", "method"): fact["method"],
        Key("", "path"): fact["path"],
        Key("", "query"): query and NAMES["queries"].get(query, reference.spec_name(query)),
        Key("", "body"): fact["requestBody"] and reference.spec_name(fact["requestBody"]),
        Key("", "bodyRequired"): fact["requestBodyRequired"],
        Key("", "response"): reference.spec_name(fact["response"]),
        Key("", "events"): fact["streamingResponse"]
        and reference.spec_name(fact["streamingResponse"]),
        Key("", "trigger"): fact["streamTrigger"] and fact["streamTrigger"]["field"],
        Key("", "paginated"): fact["pagination"] is not None,
        Key("", "headers"): fact["headers"],
        Key("", "deprecated"): sum(fact["deprecated"].values()) >= 2,
    }
    for error in fact["errorResponses"]:
        claims[Key(str(error["status"]), "error")] = reference.spec_name(error["model"])
    for param in fact["pathParams"]:
        claims[Key(param["name"], "param")] = reference.type_text(param["type"])
        claims[Key(param["name"], "minLength")] = 1 if param["nonEmpty"] else None
    for param in fact["queryParams"]:
        claims |= reference.field_claims(param, "")
    return claims


def operation_claims(spec: Contract, call: str) -> Claims:
    """What the spec says of one call."""
    written = spec.operations.get(call)
    if written is None:
        return {}
    words = ("title", "method", "path", "query", "body", "bodyRequired", "response", "events")
    claims: Claims = {Key("", word): written.get(word) for word in (*words, "trigger", "headers")}
    claims |= {Key("", word): written.get(word, False) for word in ("paginated", "deprecated")}
    for status, name in written.get("errors", {}).items():
        claims[Key(status, "error")] = name
    for name, use in written.get("params", {}).items():
        claims[Key(name, "param")] = spec.type_text(use)
        claims[Key(name, "minLength")] = use.get("minLength")
    if "query" in written:
        members = spec.type_claims(written["query"])
        claims |= {key: value for key, value in members.items() if key.member}
    return claims


def api_facts() -> Claims:
    """What the facts say of all calls alike, and of how values travel."""
    calls = OPERATIONS.values()
    errors = [error for call in calls for error in call["errorResponses"]]
    headers = {header["name"] for error in errors for header in error["headers"]}
    media = {call["requestContentType"] for call in calls}
    media |= {call["streamingResponseContentType"] for call in calls}
    return {
        Key("", "base path"): API["basePath"],
        Key("", "auth"): API["auth"],
        Key("", "query arrays"): API["queryArrayFormat"],
        Key("", "statuses"): sorted({call["responseStatus"] for call in calls}),
        Key("", "error headers"): sorted(headers),
        Key("", "content types"): sorted(media - {None}),
    }


# --- the tests ------------------------------------------------------------------------------------------


def test_spec_and_facts_differ_only_as_listed(spec: Contract) -> None:
    listed = {Difference(entry["type"], entry["field"], entry["what"]) for entry in LISTED}
    found = differences(spec)
    assert not found - listed, "\n".join(["not listed:", *map(repr, sorted(found - listed))])
    assert not listed - found, "\n".join(["no longer so:", *map(repr, sorted(listed - found))])


BREAKS: dict[str, tuple[str, Json]] = {
    "a wrong constant": ("Run/properties/object/const", "thread.runs"),
    "a value too many": ("RunStatus/enum", [*MODELS["RunStatus"]["values"], "paused"]),
    "a value too few": ("RunStatus/enum", MODELS["RunStatus"]["values"][1:]),
    "a member too many": ("Run/properties/colour", {"type": "string"}),
    "another type": ("Run/properties/usage/anyOf", [{"type": "string"}, {"type": "null"}]),
    "another list": ("Text/properties/annotations/items/$ref", "#/$defs/Text"),
    "null where none is told": ("Run/properties/model/type", ["string", "null"]),
    "no null where one is told": ("Message/properties/run_id/type", "string"),
    "no null where one was seen": ("Run/properties/instructions/type", "string"),
    "no remark on what was seen": ("Message/properties/status/$comment", ""),
    "nothing required": ("Message/required", []),
    "too much required": ("RunIncompleteDetails/required", ["reason"]),
    "a wider bound": ("Run/properties/tools/maxItems", 21),
    "a bound of prose": ("Metadata/propertyNames/maxLength", 65),
    "a pattern": ("FunctionDefinition/properties/name/pattern", "^.*$"),
    "a default": ("ListRunsQuery/properties/limit/default", 10),
    "a rule": ("AssistantToolChoice/then/required", ["type"]),
    "another rule": ("CreateThreadToolResourcesFileSearch/oneOf", [{"required": ["file_ids"]}]),
    "a variant too few": ("Annotation/oneOf", [{"$ref": "#/$defs/FilePathAnnotation"}]),
    "a tag": ("Annotation/x-tag", "text"),
    "a closed answer": ("Message/additionalProperties", False),
    "an open request": ("CreateRunRequest/additionalProperties", True),
    "a closed union of answers": ("MessageContent/x-closed", True),
    "an open choice of requests": ("ListOrder/x-closed", False),
    "a split twin": ("ModifyMessageRequest", {"type": "object", "properties": {}}),
    "another path": ("getRun/path", "/runs/{run_id}"),
    "another body": ("modifyRun/body", "ModifyThreadRequest"),
    "another answer": ("getRun/response", "RunStep"),
    "no stream": ("createRun/events", None),
    "no error": ("cancelRun/errors", {}),
    "an empty path parameter": ("getRun/params/run_id/minLength", 0),
    "a call that is not deprecated": ("getRun/deprecated", False),
    "a list without pages": ("listRuns/paginated", False),
}


@pytest.mark.parametrize("breach", BREAKS)
def test_a_breach_of_the_facts_is_seen(spec: Contract, breach: str) -> None:
    """The comparison is no rubber stamp: one wrong word in the spec is a difference."""
    pointer, value = BREAKS[breach]
    broken = copy.deepcopy(spec)
    step, *path = pointer.split("/")
    part: Json = broken.definitions if step in broken.definitions else broken.operations
    *path, last = step, *path
    for step in path:
        part = part[step]
    assert part.get(last) != value, "the spec is already so"
    part[last] = value
    assert differences(broken) != differences(spec)


def test_every_listed_difference_and_every_new_name_has_a_reason() -> None:
    reasons = [entry["why"] for entry in LISTED]
    reasons += [entry["why"] for entry in NAMES["types"].values() if isinstance(entry, dict)]
    assert all(reason.strip().endswith(".") for reason in reasons)
    keys = [(entry["type"], entry["field"], entry["what"]) for entry in LISTED]
    assert len(keys) == len(set(keys)), "a difference is listed twice"


def test_names_that_change_are_names_of_facts() -> None:
    assert NAMES["types"].keys() | NAMES["queries"].keys() <= MODELS.keys()
    for member in NAMES["inline"]:
        owner, _, field = member.partition(".")
        assert field in {entry["name"] for entry in MODELS[owner]["fields"]}, member


def test_all_112_types_of_the_reference_page_keep_their_names(spec: Contract) -> None:
    named = {name for name, model in MODELS.items() if model["seed"]}
    assert len(named) == 112
    wanted = {re.sub(r"Union(Resp)?$", "", name) for name in named}
    assert wanted <= spec.definitions.keys()


def test_what_the_facts_fold_into_a_type_holds_for_every_use(spec: Contract) -> None:
    """A null or a default that the facts put on a named type belongs to each member of that type."""
    for fact, model in MODELS.items():
        for use in spec.uses.get(spec.resolve(reference.spec_name(fact)), []):
            if model.get("nullable"):
                assert use.get("anyOf", [])[1:] == [{"type": "null"}], (fact, use)
            if "default" in model:
                assert use.get("default") == model["default"], (fact, use)


def test_events_carry_the_data_that_the_facts_name(spec: Contract) -> None:
    told = {re.compile(pattern.replace(".(", r"\.(")): name for pattern, name in SSE_DATA.items()}
    events = {
        key.member: name
        for key, name in spec.type_claims(EVENTS).items()
        if key.aspect == "variant"
    }
    assert all(any(pattern.fullmatch(tag) for tag in events) for pattern in told)
    for tag, name in events.items():
        (data,) = (data for pattern, data in told.items() if pattern.fullmatch(tag))
        use = spec.definitions[name]["properties"]["data"]
        assert use == {**use, "const": "[DONE]"} if data == DONE else target(use) == data, tag
    stream = spec.definitions[EVENTS]["x-stream"]
    assert stream["end"] == [API["sse"]["terminator"]["event"]]


SSE_DATA: dict[str, str] = API["sse"]["dataByEvent"]
DONE = f"literal {API['sse']['terminator']['data']}"


def test_pages_are_turned_as_the_facts_say(spec: Contract) -> None:
    paginated = {name: call for name, call in OPERATIONS.items() if call["pagination"]}
    assert paginated
    for name, call in paginated.items():
        page, written = call["pagination"], spec.operations[name]
        assert page["cursorParam"] in spec.definitions[written["query"]]["properties"]
        answer = spec.definitions[written["response"]]["properties"]
        assert answer[page["moreFlag"]]["type"] == "boolean"
        item = spec.definitions[target(answer["data"]["items"])]
        assert page["cursorFrom"] == "last data[].id"
        assert "id" in item["required"]


def test_everything_is_described(spec: Contract) -> None:
    for file, document in spec.documents.items():
        assert document["description"].strip()
        for place, part in prose(document, file):
            assert part.get("description", "").strip().endswith((".", "?")), place
    for call in spec.operations.values():
        for part in (call, *call.get("params", {}).values()):
            assert part["description"].strip()
