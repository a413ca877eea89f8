"""Decoding with the generated package: presence, residue, unknown things, and problems with their places."""

from __future__ import annotations

import json
from collections import OrderedDict, defaultdict
from typing import Any

import pytest
import threads_api
from threads_api import (
    UNSET,
    CreateMessageRequest,
    DecodeError,
    Message,
    MessageDelta,
    Problem,
    Run,
    TextContentBlock,
    Thread,
    UnknownVariant,
    decode_message_content,
)

THREAD = {"id": "thread_1", "object": "thread", "created_at": 1, "metadata": {}}
MESSAGE: dict[str, Any] = {
    "id": "msg_1",
    "object": "thread.message",
    "created_at": 1,
    "thread_id": "thread_1",
    "role": "user",
    "content": [{"type": "text", "text": {"value": "hi", "annotations": []}}],
    "assistant_id": None,
    "run_id": None,
    "metadata": {},
}


def problems(value: Any, kind: Any = Message) -> list[Problem]:
    with pytest.raises(DecodeError) as caught:
        kind.decode(value, strict=True)
    return list(caught.value.problems)


# --- presence and null ----------------------------------------------------------------------------------


def test_absent_null_and_a_value_are_three_things() -> None:
    absent = Message.decode(MESSAGE)
    null = Message.decode(MESSAGE | {"completed_at": None})
    value = Message.decode(MESSAGE | {"completed_at": 5})
    assert (absent.completed_at, null.completed_at, value.completed_at) == (UNSET, None, 5)
    assert [("completed_at" in m.encode()) for m in (absent, null, value)] == [False, True, True]


def test_an_optional_member_without_null_is_none_when_absent() -> None:
    assert MessageDelta.decode({}).role is None
    assert MessageDelta.decode({}).encode() == {}
    assert MessageDelta.decode({"role": None}).residue == {"role": None}
    assert MessageDelta.decode({"role": None}).encode() == {"role": None}


# --- lenient --------------------------------------------------------------------------------------------


def test_what_is_missing_or_does_not_fit_reads_as_unset_and_goes_out_again() -> None:
    value = MESSAGE | {"id": 7, "content": "hello", "new": [1]}
    del value["role"]
    made: Any = Message.decode(value)
    assert (made.id, made.content, made.role) == (UNSET, UNSET, UNSET)
    assert made.thread_id == "thread_1"
    assert made.residue == {"id": 7, "content": "hello", "new": [1]}
    assert made.encode() == value
    assert json.loads(made.to_json()) == value


def test_an_attribute_that_is_set_wins_over_the_residue() -> None:
    made = Message.decode(MESSAGE | {"id": 7, "new": 1})
    made.id = "msg_2"
    assert made.encode() == MESSAGE | {"id": "msg_2", "new": 1}
    assert json.loads(made.to_json()) == MESSAGE | {"id": "msg_2", "new": 1}


def test_one_bad_item_leaves_its_neighbours_readable() -> None:
    made = Message.decode(
        MESSAGE | {"content": [*MESSAGE["content"], 5, None, {"type": "hologram"}]}
    )
    assert isinstance(made.content[0], TextContentBlock)
    assert made.content[1:] == [
        UnknownVariant(None, 5),
        UnknownVariant(None, None),
        UnknownVariant("hologram", {"type": "hologram"}),
    ]


def test_a_value_of_another_kind_is_refused_even_leniently() -> None:
    for value in (None, 5, "x", [], [MESSAGE]):
        with pytest.raises(DecodeError) as caught:
            Message.decode(value)
        assert [problem.pointer for problem in caught.value.problems] == [""]


def test_unknown_enum_values_variants_and_members_are_no_problem() -> None:
    value = MESSAGE | {"role": "critic", "new": 1, "content": [{"type": "hologram", "beam": 2}]}
    made = Message.decode(value, strict=True)
    assert made.role == "critic"
    assert made.residue == {"new": 1}
    assert made.content == [UnknownVariant("hologram", {"type": "hologram", "beam": 2})]
    assert made.encode() == value
    assert made.problems() == []


def test_lenient_reading_takes_what_breaks_limits_only() -> None:
    value = MESSAGE | {"metadata": {"k" * 65: "v"}}
    made = Message.decode(value)
    assert made.metadata == {"k" * 65: "v"}
    assert made.residue is None
    assert [problem.pointer for problem in made.problems()] == [f"/metadata/{'k' * 65}"]


# --- strict ---------------------------------------------------------------------------------------------


def test_all_problems_come_at_once_with_their_places() -> None:
    value = MESSAGE | {
        "id": 7,
        "object": "thread",
        "created_at": 1.5,
        "role": None,
        "content": [{"type": "text", "text": {"value": 1}}, {"type": 3}, []],
        "metadata": {"a/b~c": 1, "": "x" * 513},
    }
    del value["thread_id"]
    assert {p.pointer: (p.expected, p.found) for p in problems(value)} == {
        "/id": ("a string", "the number 7"),
        "/object": ("the string 'thread.message'", "the string 'thread'"),
        "/created_at": ("an integer", "the number 1.5"),
        "/thread_id": ("a string", "nothing"),
        "/role": ("a string", "null"),
        "/content/0/text/value": ("a string", "the number 1"),
        "/content/0/text/annotations": ("a list", "nothing"),
        "/content/1/type": (
            "one of 'image_file', 'image_url', 'text', 'refusal'",
            "the number 3",
        ),
        "/content/2": ("an object", "a list of 0 items"),
        "/metadata/a~1b~0c": ("a string", "the number 1"),
        "/metadata/": ("at most 512 characters", f"the string {'x' * 60!r}..."),
    }


def test_null_is_named_where_it_would_do() -> None:
    assert problems(MESSAGE | {"run_id": 5}) == [
        Problem("/run_id", "a string or null", "the number 5")
    ]


def test_the_error_reads_well_and_never_endlessly() -> None:
    error = DecodeError(problems(MESSAGE | {"id": 7, "role": 8}))
    assert str(error) == (
        "/id: expected a string, found the number 7; /role: expected a string, found the number 8"
    )
    many = DecodeError([Problem(f"/{n}", "a", "b") for n in range(500)])
    assert str(many).endswith("; and 480 more")
    assert str(DecodeError(error.problems, "event 3, line 9")).startswith("event 3, line 9: /id")


def test_closed_objects_and_their_rules() -> None:
    value = {
        "role": "user",
        "content": "hi",
        "attachments": [{"file_id": "f", "tools": [], "colour": "red"}],
        "x": 1,
    }
    found = problems(value, CreateMessageRequest)
    assert [(p.pointer, p.expected) for p in found] == [
        ("/attachments/0/colour", "no such member"),
        ("/x", "no such member"),
    ]
    choice = threads_api.CODECS["AssistantToolChoice"]
    assert choice.problems({"type": "function"}) == [
        Problem("/function", "a member, because type is the string 'function'", "nothing")
    ]


def test_integers_may_be_written_with_a_point_and_are_never_booleans() -> None:
    made = Thread.decode(THREAD | {"created_at": 1.0}, strict=True)
    assert type(made.created_at) is int
    assert [p.pointer for p in problems(THREAD | {"created_at": True}, Thread)] == ["/created_at"]


# --- what may come in -----------------------------------------------------------------------------------


def test_subclasses_of_dict_list_and_str_are_read_like_these() -> None:
    class Name(str):
        __slots__ = ()

    value = OrderedDict(MESSAGE | {"id": Name("msg_1")})
    assert Message.decode(value, strict=True) == Message.decode(MESSAGE)


def test_reading_does_not_touch_its_argument() -> None:
    value: Any = defaultdict(list, THREAD)
    before = dict(value)
    Thread.decode(value)
    threads_api.CODECS["AssistantTool"].decode(defaultdict(list))
    assert dict(value) == before


def test_lists_and_maps_are_not_shared_with_what_was_read() -> None:
    value = {
        "tool_resources": {"code_interpreter": {"file_ids": ["a"]}},
        **THREAD,
        "metadata": {"a": "b"},
    }
    made = Thread.decode(value)
    value["metadata"].clear()  # type: ignore[attr-defined]
    value["tool_resources"]["code_interpreter"]["file_ids"].clear()  # type: ignore[index]
    assert made.metadata == {"a": "b"}
    assert made.encode()["tool_resources"]["code_interpreter"]["file_ids"] == ["a"]
    made.encode()["metadata"].clear()
    assert made.metadata == {"a": "b"}


def test_keys_that_are_no_strings_are_a_problem_and_no_member() -> None:
    assert [p.pointer for p in problems({**THREAD, 5: 1}, Thread)] == [""]
    assert [p.pointer for p in problems(THREAD | {"metadata": {5: "x"}}, Thread)] == ["/metadata"]


def test_a_member_called_proto_is_a_member() -> None:
    value = THREAD | {"__proto__": {"polluted": True}, "__class__": 1, "__dict__": 2}
    made = Thread.decode(value)
    assert made.encode() == value
    assert type(made) is Thread


def test_unions_decode_by_name_too() -> None:
    made = decode_message_content(MESSAGE["content"][0])
    assert isinstance(made, TextContentBlock)
    assert made.text.value == "hi"
    with pytest.raises(DecodeError):
        decode_message_content({"type": "text"}, strict=True)
    with pytest.raises(DecodeError):
        decode_message_content({"type": None}, strict=True)


def test_huge_integers_and_lone_halves_of_characters_survive() -> None:
    value = THREAD | {"created_at": 2**80, "id": "\ud83d"}
    made = Thread.decode(value, strict=True)
    assert made.encode() == value
    assert Thread.from_json(made.to_json().encode(), strict=True) == made


def test_nesting_without_end_is_refused() -> None:
    block: Any = {}
    for _ in range(100_000):
        block = {"a": block}
    run = {"tools": [{"type": "function", "function": {"name": "f", "parameters": block}}]}
    made = Run.decode(run)  # whatever is not looked into may be as deep as it likes
    with pytest.raises(threads_api.EncodeError, match="recursion limit"):
        made.encode()
    with pytest.raises(threads_api.EncodeError, match="recursion limit"):
        made.to_json()
    assert [p.pointer for p in made.problems()] == [""]
    made.tools = (
        []
    )  # lets go of it step by step: taking apart a deep value recurses in some versions
    while block:
        block = block.pop("a")
