"""Deltas folded into a message or a step, and the object as it is now read after each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from timing import Call, Timings, compare_prepared

COUNT = 2_000
"""Deltas in a run: as many as a long answer has."""

SLOW = {0: COUNT, 1: COUNT, 10: COUNT, 100: 100, 1_000: 20}
"""Deltas in a run of the SDK, by how much was there before: it takes its time."""

TEXT = Budget(1 / 40, stretch=1 / 60)
KEPT = Budget(1 / 8)
ARGUMENTS = Budget(1 / 150, stretch=1 / 250)
FLAT = Budget(1.25)

Read = Callable[[Any], str]


def tables() -> Iterator[Table]:
    """The table of merging beside the SDK, and how it goes with what is there already."""
    if find_spec("openai") is None:
        yield Table("Merge", ("missing",), notes=["The package `openai` is not installed."])
        return
    notes = [
        "Time a delta, `current` and its text read after each. Typed deltas for both; `parsed JSON` is the",
        "same delta as json.loads gives it. The openai SDK folds by `accumulate_event` and",
        f"`accumulate_run_step`. Runs of {COUNT} deltas, shorter ones for the SDK where much was there",
        "before. They go round ten deltas, which are as warm in the processor's caches as fresh ones.",
    ]
    table = Table("Merge", RATIOS, notes=notes)
    texts = {there: _text(table, there) for there in (0, 10, 100, 1_000)}
    arguments = {there: _arguments(table, there) for there in (1, 100)}
    yield table
    flat = Table(
        "Merge: flat with what is there already",
        ("work", "a delta", "beside the least", "budget", "verdict"),
    )
    _flatness(flat, "text, {} annotations there", texts)
    _flatness(flat, "arguments, {} calls there", arguments)
    yield flat


def _flatness(table: Table, work: str, times: dict[int, float]) -> None:
    for there, time in times.items():
        ratio = time / min(times.values())
        shown = show_time(time), f"{ratio:.2f}"
        table.add(work.format(there), *shown, FLAT, FLAT.verdict(ratio))


def _text(table: Table, there: int) -> float:
    """Pieces of text for a message with annotations."""
    from peers.openai_folding import events_of, fold_message

    start = MessageAccumulator(Message.decode(created_message()))
    for delta in [text_delta(""), *map(annotation_delta, range(there))]:
        start.push(MessageDeltaEvent.decode(delta))
    message = start.snapshot()
    payloads = [text_delta(piece) for piece in words(10)]
    typed = [MessageDeltaEvent.decode(payload) for payload in payloads]
    theirs = events_of("thread.message.delta", payloads)

    def begin() -> Any:
        accumulator = MessageAccumulator(message)
        accumulator.push(MessageDeltaEvent.decode(text_delta("")))
        return accumulator

    def begin_theirs() -> Call:
        created = events_of("thread.message.created", [message.encode()])[0]
        deltas = theirs * (SLOW[there] // 10)
        return lambda: fold_message(created, deltas)

    def read(made: Any) -> str:
        text: str = made.content[0].text.value
        return text

    contenders: dict[str, tuple[int, Callable[[], Call]]] = {
        "ours": (COUNT, lambda: _fold(begin(), typed)),
        "parsed": (COUNT, lambda: _fold(begin(), [p["delta"] for p in payloads])),
        "kept": (COUNT, lambda: _fold_and_keep(begin(), typed)),
        "openai SDK": (SLOW[there], begin_theirs),
    }
    work = f"text, {there} annotations there"
    return _compare(table, work, contenders, read, "".join(words(10)), {"ours": TEXT, "kept": KEPT})


def _arguments(table: Table, there: int) -> float:
    """Pieces of the arguments of the first of some calls."""
    from peers.openai_folding import events_of, fold_step

    start = RunStepAccumulator(RunStep.decode(created_step()))
    for index in range(there):
        start.push(RunStepDeltaEvent.decode(call_delta(index)))
    step = start.snapshot()
    payloads: list[Json] = [arguments_delta(piece) for piece in words(10)]
    typed = [RunStepDeltaEvent.decode(payload) for payload in payloads]
    theirs = events_of("thread.run.step.delta", payloads)

    def begin() -> Any:
        accumulator = RunStepAccumulator(step)
        accumulator.push(RunStepDeltaEvent.decode(arguments_delta("")))
        return accumulator

    def begin_theirs() -> Call:
        created = events_of("thread.run.step.created", [step.encode()])[0]
        deltas = theirs * (SLOW[there] // 10)
        return lambda: fold_step(created, deltas)

    def read(made: Any) -> str:
        text: str = made.step_details.tool_calls[0].function.arguments
        return text

    contenders: dict[str, tuple[int, Callable[[], Call]]] = {
        "ours": (COUNT, lambda: _fold(begin(), typed)),
        "parsed": (COUNT, lambda: _fold(begin(), [p["delta"] for p in payloads])),
        "openai SDK": (SLOW[there], begin_theirs),
    }
    work = f"arguments, {there} calls there"
    return _compare(table, work, contenders, read, "".join(words(10)), {"ours": ARGUMENTS})


def _fold(accumulator: Any, deltas: list[Any]) -> Call:
    """The work: `current` and its text are read after every delta."""
    rounds = deltas * (COUNT // len(deltas))
    if accumulator.model is Message:

        def fold() -> Any:
            for delta in rounds:
                accumulator.push(delta)
                accumulator.current.content[0].text.value  # noqa: B018 - reading it is the work
            return accumulator.current

        return fold

    def fold_step() -> Any:
        for delta in rounds:
            accumulator.push(delta)
            accumulator.current.step_details.tool_calls[0].function.arguments  # noqa: B018
        return accumulator.current

    return fold_step


def _fold_and_keep(accumulator: Any, deltas: list[Any]) -> Call:
    rounds = deltas * (COUNT // len(deltas))

    def fold() -> Any:
        kept = []
        for delta in rounds:
            accumulator.push(delta)
            kept.append(accumulator.snapshot())
        return kept[-1]

    return fold


def _compare(
    table: Table,
    work: str,
    contenders: dict[str, tuple[int, Callable[[], Call]]],
    read: Read,
    text: str,
    budgets: dict[str, Budget],
) -> float:
    """Adds the rows of one work; returns our time for a delta."""
    for count, prepare in contenders.values():
        made: Any = prepare()()
        assert read(made) == text * (count // 10), work
    prepared = {name: prepare for name, (_, prepare) in contenders.items()}
    runs = compare_prepared(prepared, rounds=9).rounds
    timings = Timings({name: [time / contenders[name][0] for time in runs[name]] for name in runs})
    titles = {"ours": work, "parsed": f"{work}, parsed JSON", "kept": f"{work}, each snapshot kept"}
    for name in [name for name in contenders if name != "openai SDK"]:
        times = timings.time(name), timings.time("openai SDK")
        ratio = timings.ratio(name, "openai SDK")
        add_ratio(table, titles[name], "openai SDK", times, ratio, budgets.get(name))
    return timings.time("ours")


if __name__ == "__main__":
    print_tables(tables())
