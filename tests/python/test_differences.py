"""Where our accumulators differ from those of the `openai` package: the rows of docs/merging.md."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from openai.lib.streaming import AssistantEventHandler, _assistants
from threads_api import DeltaError, StreamAccumulator, iter_events

from python.comparison import (
    MESSAGE,
    STEP,
    both,
    call,
    cite,
    created,
    function,
    grown,
    ours,
    part,
    theirs,
    typed,
)
from python.test_bad_deltas import calls_made

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")


def test_an_id_that_is_repeated() -> None:
    one = call(function(0, "{", id="call_1", name="look"))
    two = call(function(0, "}", id="call_1", name="look"))
    his, mine = (
        whole["step_details"]["tool_calls"][0]
        for whole in both(created("run.step", STEP), one, two)
    )
    assert (his["id"], his["function"]["name"]) == ("call_1call_1", "looklook")
    assert (mine["id"], mine["function"]["name"]) == ("call_1", "look")


def test_an_offset_that_is_corrected() -> None:
    events = [part(0, "ab[1]", [cite(0, 2)]), part(0, "", [cite(0, 2)])]
    his, mine = (
        w["content"][0]["text"]["annotations"][0]
        for w in both(created("message", MESSAGE), *events)
    )
    assert (his["start_index"], his["end_index"], his["text"]) == (4, 10, "[1][1]")
    assert (mine["start_index"], mine["end_index"], mine["text"]) == (2, 5, "[1]")


def test_entries_out_of_order() -> None:
    events = [part(1, "Two"), part(0, "One. "), part(1, ".")]
    his, mine = both(created("message", MESSAGE), *events)
    assert [p["text"]["value"] for p in his["content"]] == ["TwoOne. ", "."]
    assert [p["text"]["value"] for p in mine["content"]] == ["One. ", "Two."]


def test_a_value_that_is_replaced() -> None:
    image = [
        {"index": 0, "type": "image_file", "image_file": {"detail": d}} for d in ("low", "high")
    ]
    events = [grown("message", "m", {"content": [entry]}) for entry in image]
    his, mine = (
        whole["content"][0]["image_file"]["detail"]
        for whole in both(created("message", MESSAGE), *events)
    )
    assert (his, mine) == ("lowhigh", "high")


def test_a_number_nobody_knows() -> None:
    events = [
        grown("message", "m", {"content": [{"index": 0, "type": "text", "score": n}]})
        for n in (1, 2)
    ]
    his, mine = (
        whole["content"][0]["score"] for whole in both(created("message", MESSAGE), *events)
    )
    assert (his, mine) == (3, 2)


def test_a_list_that_is_replaced() -> None:
    found = {
        "index": 0,
        "id": "c",
        "type": "file_search",
        "file_search": {"results": [{"file_id": "f"}]},
    }
    events = [
        created("run.step", STEP),
        call(found),
        call({k: v for k, v in found.items() if k != "id"}),
    ]
    with pytest.raises(RuntimeError, match="index"):
        theirs(events)
    [step] = ours(events).steps.values()
    assert step.encode()["step_details"]["tool_calls"][0]["file_search"] == found["file_search"]


def test_the_address_in_the_object() -> None:
    his, mine = both(created("message", MESSAGE), part(0, "a"))
    assert "index" in his["content"][0]
    assert "annotations" not in his["content"][0]["text"]
    assert mine["content"] == [{"type": "text", "text": {"value": "a", "annotations": []}}]


def test_the_last_event_of_a_step() -> None:
    done = {"event": "thread.run.step.completed", "data": {**STEP, "status": "completed"}}
    steps: dict[str, Any] = {}
    stream = StreamAccumulator(strict=True)
    for event in (created("run.step", STEP), done):
        _assistants.accumulate_run_step(event=typed(event), run_step_snapshots=steps)
        stream.push(event)
    assert steps["s"].status == "in_progress"
    assert stream.steps["s"].status == "completed"


def test_messages_side_by_side() -> None:
    other = {**MESSAGE, "id": "n"}
    events = [created("message", MESSAGE), part(0, "One"), created("message", other), part(0, ".")]
    handler = AssistantEventHandler()
    for event in events:
        handler._emit_sse_event(typed(event))
    wrong = handler.current_message_snapshot
    assert wrong is not None
    assert (wrong.id, wrong.content[0].text.value) == ("n", ".")  # type: ignore[union-attr]
    messages = ours(events).messages
    assert messages["m"].encode()["content"][0]["text"]["value"] == "One."
    assert messages["n"].content == []


def test_a_delta_before_its_object() -> None:
    with pytest.raises(RuntimeError, match="no previous snapshot"):
        theirs([part(0, "a")])
    with pytest.raises(DeltaError) as caught:
        ours([part(0, "a")])
    assert caught.value.code == "unknown_target"
    held = ours([part(0, "a"), created("message", MESSAGE)], strict=False)
    assert held.messages["m"].encode()["content"][0]["text"]["value"] == "a"


def test_the_event_that_began_it() -> None:
    first = typed(created("message", MESSAGE))
    _assistants.accumulate_event(event=typed(part(0, "a")), current_message_snapshot=first.data)
    assert len(first.data.content) == 1
    begun = next(
        iter(
            iter_events(
                [f"event: thread.message.created\ndata: {json.dumps(MESSAGE)}\n\n".encode()]
            )
        )
    )
    stream = StreamAccumulator()
    stream.push(begun)
    stream.push(part(0, "a"))
    assert begun.encode()["data"] == MESSAGE


def test_the_work_of_a_delta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Theirs writes out all there is for each delta: four times as much for twice as many. Ours works on."""
    written = {number: dumped(number, monkeypatch) for number in (100, 200, 400)}
    assert written[200] > 3.5 * written[100]
    assert written[400] > 3.5 * written[200]
    made = {number: calls_made(number) for number in (100, 200, 400)}
    assert made[400] - made[200] == 2 * (made[200] - made[100])


def dumped(number: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many characters of text are written out for so many deltas of ten characters."""
    count, dump = 0, vars(_assistants)["model_dump"]

    def counting(model: Any, **options: Any) -> Any:
        nonlocal count
        whole = dump(model, **options)
        count += len(whole["text"]["value"])
        return whole

    with monkeypatch.context() as patch:
        patch.setattr(_assistants, "model_dump", counting)
        theirs([created("message", MESSAGE), *(part(0, "0123456789") for _ in range(number))])
    return count


def test_every_row_of_the_table_has_its_test() -> None:
    page = (ROOT / "docs" / "merging.md").read_text("utf-8")
    section = page.partition("## Where other accumulators differ")[2]
    named = set(re.findall(r"`(test_\w+)`", section))
    compared = {name for name in globals() if name.startswith("test_")}
    assert named <= compared
    assert len(named) == section.count("\n| ") - 1
