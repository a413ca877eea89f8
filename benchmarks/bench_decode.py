"""Bytes to objects: our models and the peers', all leaves checked where a row does not say otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from ours import CODECS
from payloads import as_sent, example, text_delta
from peers.models import TYPES, agrees, missing, peers_of
from tables import RATIOS, Budget, Table, add_ratio, print_tables
from timing import compare

BUDGETS = {
    "Run": {
        "pydantic dataclass": Budget(0.95),
        "msgspec struct": Budget(4.5),
        "openai SDK": Budget(1 / 6),
    },
    "Message": {"pydantic dataclass": Budget(1.25), "openai SDK": Budget(1 / 5)},
    "RunStep": {"pydantic dataclass": Budget(1.25), "openai SDK": Budget(1 / 5)},
    "MessageDeltaEvent": {
        "pydantic dataclass": Budget(1.2, stretch=0.4),
        "openai SDK": Budget(1 / 16),
    },
}
WITH_ORJSON = {"Run": Budget(0.6)}


def payloads() -> dict[str, bytes]:
    """One payload a type: every member there; of the deltas the one that most events are."""
    found = {name: as_sent(example(name, "full")) for name in TYPES}
    found["MessageDeltaEvent"] = as_sent(text_delta(" found"))
    return found


def tables() -> Iterator[Table]:
    """The table of bytes to objects."""
    table = Table("Decode", RATIOS, notes=_notes())
    for name, payload in payloads().items():
        _compare(table, name, payload)
    yield table


def _notes() -> list[str]:
    notes = [
        "Bytes to objects, the payload of spec/examples with every member there (the delta: one word of",
        "text). Parsed by the standard library's json, or by orjson where it says so. Leaves are checked by",
        "all, bounds too, but for the peers marked with `*`: mashumaro checks tags and numbers only, cattrs",
        "converts, the SDK checks nothing. We keep members that the types do not declare; the peers drop",
        "them, the SDK apart.",
    ]
    if missing():
        notes.append(f"Not installed, hence missing: {', '.join(missing())}.")
    return notes


def _compare(table: Table, name: str, payload: bytes) -> None:
    codec: Any = CODECS[name]
    model: Any = codec.shape.kind
    assert codec.encode(codec.from_json(payload, strict=True)) == json.loads(payload)
    contenders: dict[str, Any] = {"ours": lambda: model.from_json(payload)}
    marks = {"ours": ""}
    for peer in peers_of(name):
        assert agrees(peer, payload), f"{peer.name} changes {name}"
        contenders[peer.name] = lambda decode=peer.decode: decode(payload)
        marks[peer.name] = "" if peer.checks.startswith("all") else "*"
    if find_spec("orjson"):
        from orjson import loads

        contenders["ours, orjson"] = lambda: model.from_json(payload, loads=loads)
    timings = compare(contenders)
    budgets = BUDGETS[name]
    for peer_name, mark in marks.items():
        if peer_name != "ours":
            times = timings.time("ours"), timings.time(peer_name)
            ratio = timings.ratio("ours", peer_name)
            add_ratio(table, name, peer_name + mark, times, ratio, budgets.get(peer_name))
    pair = "ours, orjson", "pydantic dataclass"
    if set(pair) <= set(contenders):
        times = timings.time(pair[0]), timings.time(pair[1])
        budget = WITH_ORJSON.get(name, Budget(0.8))
        add_ratio(table, f"{name}, orjson", pair[1], times, timings.ratio(*pair), budget)


if __name__ == "__main__":
    print_tables(tables())
