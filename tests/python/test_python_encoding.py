"""Encoding: what is refused, and that text and dictionaries say the same."""

from __future__ import annotations

import enum
import json
from datetime import UTC, datetime
from typing import Any

import pytest
import threads_api
from threads_api import (
    CODECS,
    UNSET,
    AssistantToolChoice,
    CreateMessageRequest,
    CreateThreadRequest,
    EncodeError,
    FunctionDefinition,
    FunctionTool,
    ListRunsQuery,
    Message,
    ModifyThreadRequest,
    Problem,
    Text,
    TextContentBlock,
    Thread,
    UnknownVariant,
)

# Python would not let a type checker pass most of what these tests do.
Loose: Any = threads_api


def thread(**members: Any) -> Thread:
    made: Thread = Loose.Thread(**{"id": "t", "created_at": 1, "metadata": None} | members)
    return made


def problems(made: Any) -> list[Problem]:
    with pytest.raises(EncodeError) as from_encode:
        made.encode()
    with pytest.raises(EncodeError) as from_text:
        made.to_json()
    assert from_encode.value.problems == from_text.value.problems
    return list(from_encode.value.problems)


# --- requests -------------------------------------------------------------------------------------------


def test_a_request_is_held_to_the_spec_before_it_goes_out() -> None:
    made = Loose.CreateMessageRequest(
        role="user", content=[], metadata={"k" * 65: "v"}, attachments=5
    )
    assert {problem.pointer for problem in problems(made)} == {
        "/content",
        f"/metadata/{'k' * 65}",
        "/attachments",
    }
    good = CreateMessageRequest(role="user", content="hi", metadata=None)
    assert good.encode() == {"role": "user", "content": "hi", "metadata": None}
    assert json.loads(good.to_json()) == good.encode()


def test_a_request_may_not_carry_unknown_members() -> None:
    made = CreateThreadRequest.decode({"colour": "red"})
    assert made.residue == {"colour": "red"}
    assert problems(made) == [Problem("/colour", "no such member", "the string 'red'")]
    assert made.problems() == problems(made)


def test_closed_choices_and_limits_of_queries() -> None:
    made = Loose.ListRunsQuery(order="sideways", limit=500)
    assert [problem.pointer for problem in problems(made)] == ["/limit", "/order"]
    assert ListRunsQuery(order="desc", limit=5).encode() == {"order": "desc", "limit": 5}


def test_rules_hold_for_what_is_sent() -> None:
    assert AssistantToolChoice(type="function").problems()[0].pointer == "/function"
    assert AssistantToolChoice(type="function").encode() == {
        "type": "function"
    }  # also a response: open
    modify = ModifyThreadRequest(metadata={})
    assert modify.encode() == {"metadata": {}}
    assert ModifyThreadRequest().encode() == {}


def test_codecs_hold_requests_to_the_spec_too() -> None:
    codec = CODECS["CreateThreadRequest"]
    with pytest.raises(EncodeError):
        codec.encode(CreateThreadRequest(residue={"a": 1}))
    with pytest.raises(EncodeError):
        codec.to_json(CreateThreadRequest(residue={"a": 1}))


# --- values that are no JSON ----------------------------------------------------------------------------


class Colour(enum.StrEnum):
    RED = "red"


class Number(enum.IntEnum):
    ONE = 1


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (datetime(2020, 1, 1, tzinfo=UTC), "a Python object of type datetime"),
        (("a", "b"), "a Python object of type tuple"),
        ({"a"}, "a Python object of type set"),
        (b"bytes", "a Python object of type bytes"),
        (float("nan"), "the number nan"),
        (float("inf"), "the number inf"),
        (UNSET, "a Python object of type UnsetType"),
        (object(), "a Python object of type object"),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_place(value: Any, found: str) -> None:
    expected = [Problem("/x/0/y", "a JSON value", found)]
    assert problems(thread(residue={"x": [{"y": value}]})) == expected
    assert problems(UnknownVariant("a", {"x": [{"y": value}]})) == expected


def test_a_value_of_another_json_kind_goes_out_but_is_a_problem() -> None:
    made = thread(id=5, metadata=[True])
    assert made.encode() == {"id": 5, "object": "thread", "created_at": 1, "metadata": [True]}
    assert json.loads(made.to_json()) == made.encode()
    assert [problem.pointer for problem in made.problems()] == ["/id", "/metadata"]


def test_enumerations_made_of_plain_values_are_these_values() -> None:
    made = thread(id=Colour.RED, created_at=Number.ONE, metadata={Colour.RED: Colour.RED})
    value = made.encode()
    assert value == {"id": "red", "object": "thread", "created_at": 1, "metadata": {"red": "red"}}
    assert type(value["id"]) is str
    assert json.loads(made.to_json()) == value


def test_keys_must_be_strings() -> None:
    assert problems(thread(metadata={1: "a"}))[0].expected == "members named by strings"


def test_a_circle_is_refused() -> None:
    circle: list[Any] = []
    circle.append(circle)
    assert "recursion limit" in problems(thread(residue={"x": circle}))[0].found
    circle.clear()


def test_a_number_too_long_to_write_is_refused() -> None:
    with pytest.raises(EncodeError):
        thread(created_at=10**5000).to_json()


# --- text -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    ['quote " and \\', "line\nbreak\r\t\0\x1f\x7f", "größe 你好 👋🏽", "\u2028", "</script>", "{x}"],
)
def test_strings_are_escaped_as_json_wants_it(value: str) -> None:
    made = thread(id=value, metadata={value: value})
    assert json.loads(made.to_json()) == made.encode()
    assert "\n" not in made.to_json()


def test_halves_of_characters_are_escaped_so_that_the_text_can_be_sent() -> None:
    text = thread(id="ä\ud83d", metadata={"\udc00": "ö"}).to_json()
    assert json.loads(text.encode("utf-8")) == {
        "id": "ä\ud83d",
        "object": "thread",
        "created_at": 1,
        "metadata": {"\udc00": "ö"},
    }
    assert "ä" in text


def test_the_fast_and_the_careful_writer_agree_on_numbers_and_words() -> None:
    value: Any = {"a": [1, 1.5, 1e300, -0.0, 2**70, True, False, None, "x", [], {}]}
    tool = FunctionTool(function=FunctionDefinition(name="f", parameters=value))
    assert json.loads(tool.to_json()) == tool.encode()
    assert tool.to_json() == json.dumps(tool.encode(), separators=(",", ":"))


def test_models_are_encoded_wherever_they_stand() -> None:
    block = TextContentBlock(text=Text(value="hi", annotations=[]))
    made = thread(residue={"blocks": [block, {"inner": block}]})
    text = {"type": "text", "text": {"value": "hi", "annotations": []}}
    assert made.encode()["blocks"] == [text, {"inner": text}]
    assert json.loads(made.to_json()) == made.encode()
    assert CODECS["MessageContent"].to_json(block) == block.to_json()


def test_members_in_the_order_of_the_spec_then_the_rest() -> None:
    value = {"zz": 1, "metadata": None, "created_at": 1, "object": "thread", "id": "t"}
    assert [*Thread.decode(value).encode()] == ["id", "object", "created_at", "metadata", "zz"]


def test_an_object_with_attributes_left_out_altogether() -> None:
    bare = object.__new__(Message)
    bare.residue = None
    assert bare.encode() == {}
    assert bare.to_json() == "{}"
