"""How time grows with size: nothing may grow faster than what it is given."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ours import (
    CODECS,
    Message,
    MessageAccumulator,
    MessageDeltaEvent,
    StreamAccumulator,
    iter_events,
)
from payloads import as_sent, created_message, large_message, stream_bytes, text_delta, words
from processes import GENERATE, PYTHON, run, take_turns
from synthetic import write_spec
from tables import Budget, Table, print_tables, show_time
from timing import Call, compare_prepared, slope

SIZES = (10, 100, 1_000, 10_000)
DELTAS = (100, 1_000, 10_000, 100_000)
TYPES = (2, 20, 200, 2_000)
EXPONENT = Budget(1.1)

Prepare = Callable[[], Call]


def tables() -> Iterator[Table]:
    """The tables of exponents, and of a spec of 2,000 types."""
    table = Table(
        "Growth",
        ("work", "sizes", "times", "exponent", "budget", "verdict"),
        notes=[
            "The exponent is the slope of the line through the logarithms of sizes and times; of programs it",
            "is the processors' time that counts.",
        ],
    )
    for work, unit, sizes, maker in (
        ("decode", "parts of a message", SIZES, _decode),
        ("encode", "parts of a message", SIZES, _encode),
        ("validate", "parts of a message", SIZES, _validate),
        ("validate, all wrong", "parts of a message", SIZES, _complain),
        ("merge, `current` read after each", "deltas", DELTAS, _merge),
        ("stream, bytes to objects", "events", DELTAS[:3], _stream),
    ):
        _show_progress(work)
        makers = {str(size): maker(size) for size in sizes}
        timings = compare_prepared(makers, rounds=3)
        _add(table, f"{work}: {unit}", sizes, [timings.time(str(size)) for size in sizes])
    with tempfile.TemporaryDirectory() as folder:
        generated, linted = _generate(Path(folder))
    _add(table, "generate: types", TYPES, generated)
    _add(table, "lint: types", TYPES, linted)
    yield table
    yield _large(generated[-1], linted[-1])


def _large(generated: float, linted: float) -> Table:
    table = Table(
        f"A spec of {TYPES[-1]} types",
        ("work", "of processors", "on two cores", "budget", "verdict"),
        notes=["Generating uses the cores there are; the budget holds on two of one's own."],
    )
    for work, time, cores, budget in (
        ("generate, empty cache", generated, 2, Budget(60, shown="60 s")),
        ("lint", linted, 1, Budget(5, shown="5 s")),
    ):
        shown = show_time(time), show_time(time / cores)
        table.add(work, *shown, budget, budget.verdict(time / cores))
    return table


def _add(table: Table, work: str, sizes: Sequence[int], times: Sequence[float]) -> None:
    exponent = slope(sizes, times)
    shown = ", ".join(map(show_time, times))
    span = " to ".join(f"{size:,}" for size in (sizes[0], sizes[-1]))
    table.add(work, span, shown, f"{exponent:.2f}", EXPONENT, EXPONENT.verdict(exponent))


def _show_progress(work: str) -> None:
    """What is being measured, for people who wait."""
    if sys.stderr.isatty():
        sys.stderr.write(f"growth: {work}\n")


def _decode(size: int) -> Prepare:
    data = as_sent(large_message(size))
    return lambda: lambda: Message.from_json(data)


def _encode(size: int) -> Prepare:
    made = Message.decode(large_message(size))
    return lambda: made.to_json


def _validate(size: int) -> Prepare:
    document = large_message(size)
    return lambda: lambda: CODECS["Message"].accepts(document)


def _complain(size: int) -> Prepare:
    document: Any = {**large_message(0), "content": [5] * size}
    return lambda: lambda: CODECS["Message"].problems(document)


def _merge(size: int) -> Prepare:
    kept = [MessageDeltaEvent.decode(text_delta(piece)) for piece in list(words(10))]
    deltas = kept * (size // 10)

    def prepare() -> Call:
        accumulator = MessageAccumulator(Message.decode(created_message()))

        def fold() -> None:
            for delta in deltas:
                accumulator.push(delta)
                part: Any = accumulator.current.content[0]
                part.text.value  # noqa: B018 - reading it is the work

        return fold

    return prepare


def _stream(size: int) -> Prepare:
    data = stream_bytes(size)

    def fold() -> None:
        gathered = StreamAccumulator()
        for event in iter_events([data]):
            gathered.push(event)

    return lambda: fold


def _generate(home: Path) -> tuple[list[float], list[float]]:
    """Processor time of generating, with an empty cache, and of linting, by size."""
    generated: list[float] = []
    linted: list[float] = []
    for size in TYPES:
        spec, output, cache = home / f"spec_{size}", home / f"out_{size}", home / "cache"
        write_spec(spec, size)
        _show_progress(f"generate and lint {size} types")

        def generate(spec: Path = spec, output: Path = output, cache: Path = cache) -> None:
            shutil.rmtree(cache, ignore_errors=True)
            run(
                [*GENERATE, "--spec", str(spec), "-o", str(output)],
                {"SPECLOOM_CACHE": str(cache)},
            )

        def lint(spec: Path = spec) -> None:
            run([PYTHON, "-m", "specloom", "lint", "-q", "--spec", str(spec)])

        times = take_turns({"generate": generate, "lint": lint}, rounds=1)
        generated.append(times["generate"][1])
        linted.append(times["lint"][1])
    return generated, linted


if __name__ == "__main__":
    print_tables(tables())
