"""Which type a payload is of, from what it says of itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from specloom.validate.check import Checker, Located, Settings
from specloom.validate.telling import Untold, tell
from validate.shipped import OTHER, SPEC, examples, judge_of, knowledge_of

CLUES = knowledge_of().clues


def told(value: Any, *, request: bool = False) -> Any:
    return tell(CLUES, value, request=request)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"object": "thread"}, "Thread"),
        ({"object": "thread.message", "role": 5}, "Message"),
        ({"object": "thread.run.step.delta"}, "RunStepDeltaEvent"),
        ({"event": "thread.created", "data": {}}, "AssistantStreamEvent"),
        ({"event": "done"}, "AssistantStreamEvent"),
        ({"event": "of.tomorrow", "data": None}, "AssistantStreamEvent"),
    ],
)
def test_the_marker_or_the_event_tells_the_type(value: Any, name: str) -> None:
    assert told(value) == [name]


def test_pages_of_results_are_told_by_what_they_hold() -> None:
    judge = judge_of()
    for name in ("MessageList", "RunList", "RunStepList"):
        (page,) = [e.payload for e in examples() if e.type == name and e.case == "accept/full"]
        names = told(page)
        assert set(names) == {"MessageList", "RunList", "RunStepList"}
        assert judge.likeliest(names, page, page) == name
        page = json.loads(json.dumps(page)) | {"has_more": "yes"}
        assert judge.likeliest(names, page, page) == name


@pytest.mark.parametrize(
    ("value", "fact", "pointer"),
    [
        (5, "nothing tells the type of 5", ""),
        ({}, 'nothing tells the type: the member "object" is missing', ""),
        ({"object": None}, 'nothing tells the type: the member "object" is no text', "/object"),
        (
            {"object": "thread.messag"},
            'no type of the spec has "object": "thread.messag"; did you mean "thread.message"?',
            "/object",
        ),
        ({"event": "of.tomorrow"}, 'nothing tells the type: the member "object" is missing', ""),
    ],
)
def test_what_tells_nothing_is_said(value: Any, fact: str, pointer: str) -> None:
    assert told(value) == Untold(fact, pointer)


def test_bodies_to_send_are_among_those_of_the_operations() -> None:
    names = told({"role": "user", "content": "hi"}, request=True)
    assert "CreateMessageRequest" in names
    assert "Message" not in names
    judge = judge_of()
    for e in examples():
        if e.type in names and e.case.startswith("accept/"):
            assert judge.accepts(judge.likeliest(names, e.payload, e.payload), e.payload)


def test_a_spec_without_operations_has_no_bodies() -> None:
    assert isinstance(tell({**CLUES, "bodies": []}, {}, request=True), Untold)


def test_a_list_may_hold_payloads_that_tell_their_types() -> None:
    checker = Checker(Settings(knowledge_of(SPEC)))
    deleted = '{"object": "thread.deleted", "id": %s, "deleted": true}'
    text = f"[{deleted % '1e0'},\n {deleted % 1}, 7]".replace("1e0", '"t"')
    found = list(checker.text(text, Located("f"), None))
    assert [(str(p.where), p.where.pointer, p.code) for p in found] == [
        ("f:2:37", "/1/id", "wrong-type"),
        ("f:2:58", "/2", "untold-type"),
    ]
    assert checker.documents == 3


def test_a_stream_of_another_spec_tells_its_events() -> None:
    clues = knowledge_of(OTHER).clues
    assert tell(clues, {"event": "loan.opened"}, request=False) == ["DeskEvent"]
