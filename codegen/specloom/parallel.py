"""Spreading work over processes where that pays."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

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

    try:
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            return list(pool.map(function, items, chunksize=max(1, len(items) // (workers * 4))))
    except (BrokenProcessPool, OSError):  # no room for processes here: it only takes longer
        return [function(item) for item in items]


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _can_fork() -> bool:
    """A forked process starts at once and with everything loaded, but must not find threads half-way."""
    return sys.platform == "linux" and threading.active_count() == 1
