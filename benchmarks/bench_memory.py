"""What decoded objects weigh."""

from __future__ import annotations

import gc
import re
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

from bench_decode import payloads
from ours import CODECS
from peers.models import peers_of
from tables import Budget, Table, print_tables

COUNT = 500
BUDGETS = {"Run": Budget(6.2, shown="6.2 kB")}


def tables() -> Iterator[Table]:
    """The table of weights."""
    table = Table(
        "Memory",
        ("type", "made by", "kB each", "beside ours", "budget", "verdict"),
        notes=[
            f"Heap that {COUNT} objects hold once decoded: the payloads of the decode table, with ids of",
            "their own. Everything counts that is alive with them, strings too. pydantic shares equal short",
            "strings between documents, and of these, alike but for their ids, it makes the most.",
        ],
    )
    for name, payload in payloads().items():
        ours = _weigh(CODECS[name].from_json, payload)
        budget = BUDGETS.get(name)
        verdict = budget.verdict(ours) if budget else ""
        table.add(name, "ours", f"{ours:.2f}", "", budget.shown if budget else "", verdict)
        for peer in peers_of(name):
            theirs = _weigh(peer.decode, payload)
            table.add(name, peer.name, f"{theirs:.2f}", f"{theirs / ours:.2f}", "", "")
    yield table


def _weigh(decode: Callable[[bytes], Any], payload: bytes) -> float:
    """Thousands of bytes an object."""
    data = [_renamed(payload, number) for number in range(COUNT)]
    decode(payload)
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        kept: list[Any] = [None] * COUNT
        for number in range(COUNT):
            kept[number] = decode(data[number])
        gc.collect()
        after = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    return (after - before) / COUNT / 1000


def _renamed(payload: bytes, number: int) -> bytes:
    """The payload with other ids, as long as they were."""
    return re.sub(rb"([a-z]+[_-][A-Za-z0-9]{16})[A-Za-z0-9]{6}", rb"\g<1>%06d" % number, payload)


if __name__ == "__main__":
    print_tables(tables())
