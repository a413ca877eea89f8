"""The OpenAPI document of what the shipped spec has no use for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from openapi.described import answer_of, document_of, is_valid, parameters
from packages import TEXT, member, name, record, zoo
from specloom.ir import Docs, ExactlyOneOf, Param, RequiredIf


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
