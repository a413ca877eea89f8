"""Spreading work over processes where that pays."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from heapq import heapreplace
from typing import TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

WORTH_IT = 60_000
"""The weight (characters of source) from which more processes are faster than their start is slow."""


def spread(function: Callable[[T], R], items: Sequence[T], weights: Sequence[int]) -> list[R]:
    """`function` of every item, in order; by several processes if the items weigh enough."""
    workers = min(_cores(), len(items), 8)
    if workers < 2 or sum(weights) < WORTH_IT or not _can_fork():
        return [function(item) for item in items]
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    shares = _share_out(weights, workers * 4)
    results: list[R | None] = [None] * len(items)
    try:
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            tasks = ([items[number] for number in share] for share in shares)
            for share, done in zip(
                shares, pool.map(partial(_do_all, function), tasks), strict=True
            ):
                for number, result in zip(share, done, strict=True):
                    results[number] = result
    except (BrokenProcessPool, OSError):  # no room for processes here: it only takes longer
        return [function(item) for item in items]
    return cast("list[R]", results)


def _do_all(function: Callable[[T], R], items: Sequence[T]) -> list[R]:
    return [function(item) for item in items]


def _share_out(weights: Sequence[int], count: int) -> list[list[int]]:
    """The numbers of the items in shares of like weight: the heaviest first, each to the lightest share."""
    shares: list[tuple[int, int, list[int]]] = [(0, number, []) for number in range(count)]
    for number in sorted(range(len(weights)), key=lambda number: -weights[number]):
        weight, share, numbers = shares[0]
        heapreplace(shares, (weight + weights[number], share, [*numbers, number]))
    return [numbers for _, _, numbers in shares if numbers]


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _can_fork() -> bool:
    """A forked process starts at once and with everything loaded, but must not find threads half-way."""
    return sys.platform == "linux" and threading.active_count() == 1
