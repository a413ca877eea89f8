"""Events that are like the one before them: they read as they would alone, and share nothing with another."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from threads_api import CODECS, DecodeError, ThreadMessageDelta, iter_events

from python.parts import parts_of

TAIL = '","annotations":[]}}]}}'
"""How the line of most events ends after the piece: in a piece it must not be taken for that."""

PIECES = st.text(max_size=5) | st.sampled_from(
    ["", '"', "\\", "\n", TAIL, TAIL.replace('"', '\\"'), "\ud83d", "\udc4b"]
)


def text_event(piece: str, **more: Any) -> tuple[str, Any]:
    text = {"value": piece, "annotations": []} | more.get("text", {})
    part = {"index": more.get("index", 0), "type": "text", "text": text} | more.get("part", {})
    delta = {"content": [part]} | more.get("delta", {})
    data = {"id": "msg_1", "object": "thread.message.delta", "delta": delta}
    return "thread.message.delta", data | more.get("data", {})


def call_event(piece: str, kind: str) -> tuple[str, Any]:
    call: Any = {"index": 0, "type": "function", "function": {"arguments": piece}}
    if kind == "input":
        call = {"index": 0, "type": "code_interpreter", "code_interpreter": {"input": piece}}
    if kind == "logs":
        outputs = {"outputs": [{"index": 0, "type": "logs", "logs": piece}]}
        call = {"index": 0, "type": "code_interpreter", "code_interpreter": outputs}
    delta = {"step_details": {"type": "tool_calls", "tool_calls": [call]}}
    return "thread.run.step.delta", {"id": "s", "object": "thread.run.step.delta", "delta": delta}


ODD: list[dict[str, Any]] = [
    {"text": {"annotations": [{"index": 0, "type": "file_path", "text": "x"}]}},
    {"text": {"annotations": None}},
    {"text": {"new": "x"}},
    {"part": {"type": "newer"}},
    {"part": {"text": None}},
    {"part": {"type": "refusal", "text": 1, "refusal": "no"}},
    {"delta": {"role": "assistant"}},
    {"delta": {"content": []}},
    {"data": {"id": "msg_2"}},
    {"data": {"new": {"x": []}}},
    {"data": {"delta": 1}},
    {"index": 1},
]

EVENTS = st.one_of(
    st.builds(text_event, PIECES),
    st.builds(lambda piece, more: text_event(piece, **more), PIECES, st.sampled_from(ODD)),
    st.builds(call_event, PIECES, st.sampled_from(["arguments", "input", "logs"])),
)
RUNS = st.builds(
    lambda runs: [event for run in runs for event in run],
    st.lists(
        st.lists(st.builds(text_event, PIECES), max_size=6)
        | st.sampled_from(ODD).flatmap(
            lambda more: st.lists(PIECES.map(lambda piece: text_event(piece, **more)), max_size=5)
        )
        | st.sampled_from(["arguments", "input", "logs"]).flatmap(
            lambda kind: st.lists(PIECES.map(lambda piece: call_event(piece, kind)), max_size=5)
        )
        | st.lists(EVENTS, max_size=3),
        max_size=5,
    ),
)


def sent(events: list[tuple[str, Any]], escaped: bool) -> bytes:
    return b"".join(
        b"event: %s\ndata: %s\n\n" % (name.encode(), json_of(data, escaped))
        for name, data in events
    )


def json_of(data: Any, escaped: bool) -> bytes:
    text = json.dumps(data, separators=(",", ":"))
    if escaped:
        return text.encode()
    try:
        return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a character can only be sent escaped
        return text.encode()


@given(RUNS, st.booleans(), st.integers(1, 4_000))
def test_events_read_as_they_would_alone(
    events: list[tuple[str, Any]], escaped: bool, size: int
) -> None:
    whole = sent(events, escaped)
    read = [*iter_events(whole[start : start + size] for start in range(0, len(whole), size))]
    codec = CODECS["AssistantStreamEvent"]
    assert read == [codec.decode({"event": name, "data": data}) for name, data in events]
    parts = [parts_of(event) for event in read]
    assert len({key for found in parts for key in found}) == sum(map(len, parts))


def test_an_event_that_is_changed_changes_no_other() -> None:
    events = iter_events([sent([text_event(piece) for piece in "abcdef"], escaped=True)])
    for piece, event in zip("abcdef", events, strict=True):
        assert isinstance(event, ThreadMessageDelta)
        part: Any = (event.data.delta.content or [])[0]
        assert (part.text.value, part.text.annotations, event.data.id) == (piece, [], "msg_1")
        part.text.annotations.append("mine")
        event.data.id = part.type = ""
        event.data.delta.content = None


@pytest.mark.parametrize("strict", [False, True])
def test_events_are_counted_however_they_are_read(strict: bool) -> None:
    whole = sent([text_event(piece) for piece in "abcdef"], escaped=True)
    bad = sent([text_event(1)], escaped=True)  # type: ignore[arg-type]
    events = iter_events([b": hello\n" + whole[:-5], whole[-5:] + bad + whole], strict)
    if not strict:
        assert len([*events]) == 13
        return
    for _ in range(6):
        next(events)
    with pytest.raises(DecodeError, match="event 7, line 20") as caught:
        next(events)
    assert caught.value.problems[0].pointer == "/data/delta/content/0/text/value"
