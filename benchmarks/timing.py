"""Timing side by side: every contender takes its turn in every round, so that noise hits them all alike."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from statistics import median

Call = Callable[[], object]

BATCH = 0.002
"""Seconds of work between two looks at the clock: short, so that contenders meet the same weather."""

ROUNDS = 45


@dataclass(frozen=True)
class Timings:
    """Seconds a call, by contender and round."""

    rounds: Mapping[str, Sequence[float]]

    def time(self, name: str) -> float:
        """The median time of a contender."""
        return median(self.rounds[name])

    def ratio(self, name: str, peer: str) -> float:
        """How many times a peer's time a contender takes: the median over the rounds, which are paired."""
        pairs = zip(self.rounds[name], self.rounds[peer], strict=True)
        return median(own / other for own, other in pairs)


def compare(contenders: Mapping[str, Call], rounds: int = ROUNDS, batch: float = BATCH) -> Timings:
    """Times all contenders, interleaved.

    The clock is the processor time of this thread, and the collector waits for the end of each batch: both
    as `timeit` has it, for a machine that others use too.
    """
    names = list(contenders)
    times: dict[str, list[float]] = {name: [] for name in names}
    counts = {name: _count(contenders[name], batch) for name in names}
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            times[name].append(_measure(contenders[name], counts[name]))
    return Timings(times)


def compare_prepared(contenders: Mapping[str, Callable[[], Call]], rounds: int = 5) -> Timings:
    """Like `compare` for long work: each contender prepares, untimed, the one call that is then timed."""
    names = list(contenders)
    times: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            times[name].append(_measure(contenders[name](), 1))
    return Timings(times)


def compare_once(contenders: Mapping[str, Call], rounds: int = 5) -> Timings:
    """Like `compare` for long work that needs no preparation."""
    return compare_prepared({name: _ready(call) for name, call in contenders.items()}, rounds)


def slope(sizes: Sequence[float], times: Sequence[float]) -> float:
    """The exponent with which time grows with size: the slope of the line through the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(time) for time in times]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return over / sum((x - mean_x) ** 2 for x in xs)


def _ready(call: Call) -> Callable[[], Call]:
    return lambda: call


def _count(call: Call, batch: float) -> int:
    """How many calls fill a batch."""
    count = 1
    while True:
        taken = _measure(call, count) * count
        if taken >= batch / 4:
            return max(1, round(count * batch / taken))
        count *= 4


def _measure(call: Call, count: int) -> float:
    gc.collect(0)
    gc.disable()
    try:
        begun = time.thread_time_ns()
        for _ in repeat(None, count):
            call()
        return (time.thread_time_ns() - begun) / count / 1e9
    finally:
        gc.enable()
