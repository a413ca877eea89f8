"""Deltas folded into a message or a step, and the object as it is now read after each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any

from ours import (
    Message,
    MessageAccumulator,
    MessageDeltaEvent,
    RunStep,
    RunStepAccumulator,
    RunStepDeltaEvent,
)
from payloads import (
    Json,
    annotation_delta,
    arguments_delta,
    call_delta,
    created_message,
    created_step,
    text_delta,
    words,
)
from tables import RATIOS, Budget, Table, add_ratio, print_tables, show_time
from timing import Timings, compare_prepared

COUNT = 2_000
"""Deltas in a run: as many as a long answer has."""

FEW = 100
"""Deltas in a run where a peer takes its time."""

Prepare = Callable[[], Callable[[], Any]]
"""Makes the accumulator, untimed; what it returns folds and is timed."""

TEXT = Budget(1 / 40, stretch=1 / 60)
ARGUMENTS = Budget(1 / 150, stretch=1 / 250)


def tables() -> Iterator[Table]:
    """The table of merging beside the SDK, and how it goes with what is there already."""
    if find_spec("openai") is None:
        yield Table("Merge", ("missing",), notes=["The package `openai` is not installed."])
        return
    notes = [
        "Time a delta, `current` and its text read after each. Typed deltas for both; `parsed JSON` is the",
        "same delta as json.loads gives it. The openai SDK folds by `accumulate_event` and",
        f"`accumulate_run_step`. Runs of {COUNT} deltas, of {FEW} where much was there before.",
    ]
    table = Table("Merge", RATIOS, notes=notes)
    flat: dict[str, float] = {}
    for there in (0, 10, 100, 1_000):
        flat |= _text(table, there)
    for there in (1, 100):
        flat |= _arguments(table, there)
    yield table
    yield _flatness(flat)


def _flatness(flat: dict[str, float]) -> Table:
    table = Table(
        "Merge: flat with what is there already",
        ("work", "a delta", "beside the least", "budget", "verdict"),
    )
    budget = Budget(1.25)
    for kind in ("text", "arguments"):
        times = {work: time for work, time in flat.items() if work.startswith(kind)}
        least = min(times.values())
        for work, time in times.items():
            ratio = time / least
            table.add(work, show_time(time), f"{ratio:.2f}", budget, budget.verdict(ratio))
    return table


def _text(table: Table, there: int) -> dict[str, float]:
    from peers.openai_folding import events_of, fold_message

    count = FEW if there > 10 else COUNT
    pieces = list(words(count))
    payloads = [text_delta(piece) for piece in pieces]
    before = [annotation_delta(index) for index in range(there)]
    typed = [MessageDeltaEvent.decode(payload) for payload in payloads]
    start = MessageAccumulator(Message.decode(created_message()))
    for delta in [text_delta(""), *before]:
        start.push(MessageDeltaEvent.decode(delta))
    message = start.snapshot()
    nothing = MessageDeltaEvent.decode(text_delta(""))
    theirs = events_of("thread.message.delta", payloads)
    text = "".join(pieces)

    def prepare(deltas: Sequence[Any]) -> Callable[[], Any]:
        accumulator = MessageAccumulator(message)
        accumulator.push(nothing)

        def fold() -> Any:
            for delta in deltas:
                accumulator.push(delta)
                part: Any = accumulator.current.content[0]
                part.text.value  # noqa: B018 - reading it is the work
            return accumulator.current

        return fold

    def prepare_to_keep() -> Callable[[], Any]:
        accumulator = MessageAccumulator(message)
        accumulator.push(nothing)
        accumulator.snapshot()

        def fold() -> Any:
            kept = []
            for delta in typed:
                accumulator.push(delta)
                kept.append(accumulator.snapshot())
            return kept[-1]

        return fold

    def prepare_theirs() -> Callable[[], Any]:
        begun = events_of("thread.message.created", [message.encode()])[0]
        return lambda: fold_message(begun, theirs)

    contenders: dict[str, Prepare] = {
        "ours": lambda: prepare(typed),
        "parsed": lambda: prepare([payload["delta"] for payload in payloads]),
        "kept": prepare_to_keep,
        "openai SDK": prepare_theirs,
    }
    for prepared in contenders.values():
        made = prepared()()
        assert made.content[0].text.value == text
        assert len(made.content[0].text.annotations) == there
    timings = _shared(compare_prepared(contenders, rounds=5 if there < 1000 else 3), count)
    work = f"text, {there} annotations there" if there else "text"
    return _add(table, work, timings, TEXT, Budget(1 / 8))


def _arguments(table: Table, there: int) -> dict[str, float]:
    from peers.openai_folding import events_of, fold_step

    count = FEW if there > 10 else COUNT
    pieces = list(words(count))
    payloads: list[Json] = [arguments_delta(piece) for piece in pieces]
    typed = [RunStepDeltaEvent.decode(payload) for payload in payloads]
    start = RunStepAccumulator(RunStep.decode(created_step()))
    for index in range(there):
        start.push(RunStepDeltaEvent.decode(call_delta(index)))
    step = start.snapshot()
    nothing = RunStepDeltaEvent.decode(arguments_delta(""))
    created = events_of("thread.run.step.created", [step.encode()])[0]
    theirs = events_of("thread.run.step.delta", payloads)
    text = "".join(pieces)

    def prepare(deltas: Sequence[Any]) -> Callable[[], Any]:
        accumulator = RunStepAccumulator(step)
        accumulator.push(nothing)

        def fold() -> Any:
            for delta in deltas:
                accumulator.push(delta)
                details: Any = accumulator.current.step_details
                details.tool_calls[0].function.arguments  # noqa: B018 - reading it is the work
            return accumulator.current

        return fold

    def prepare_theirs() -> Callable[[], Any]:
        return lambda: fold_step(created, theirs)

    contenders: dict[str, Prepare] = {
        "ours": lambda: prepare(typed),
        "parsed": lambda: prepare([payload["delta"] for payload in payloads]),
        "openai SDK": prepare_theirs,
    }
    for prepared in contenders.values():
        assert prepared()().step_details.tool_calls[0].function.arguments == text
    timings = _shared(compare_prepared(contenders, rounds=3), count)
    work = f"arguments, {there} calls there" if there > 1 else "arguments"
    return _add(table, work, timings, ARGUMENTS, None)


def _shared(timings: Timings, count: int) -> Timings:
    """Times a delta rather than a run."""
    rounds = timings.rounds.items()
    return Timings({name: [time / count for time in times] for name, times in rounds})


def _add(
    table: Table, work: str, timings: Timings, budget: Budget, kept: Budget | None
) -> dict[str, float]:
    shown = {"ours": work, "parsed": f"{work}, parsed JSON", "kept": f"{work}, each snapshot kept"}
    for name, title in shown.items():
        if name in timings.rounds:
            times = timings.time(name), timings.time("openai SDK")
            ratio = timings.ratio(name, "openai SDK")
            promised = {"ours": budget, "kept": kept}.get(name)
            add_ratio(table, title, "openai SDK", times, ratio, promised)
    return {work: timings.time("ours")}


if __name__ == "__main__":
    print_tables(tables())
