"""Objects to JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bench_decode import payloads
from ours import CODECS
from peers.models import missing, peers_of
from tables import RATIOS, Budget, Table, add_ratio, print_tables
from timing import compare

BUDGETS = {
    "Run": Budget(0.9),
    "Message": Budget(0.85),
    "RunStep": Budget(0.75),
    "MessageDeltaEvent": Budget(0.5),
}


def tables() -> Iterator[Table]:
    """The table of objects to text."""
    notes = [
        "Objects to JSON text, from what decoding made of the same payloads. Absent members stay absent in",
        "ours; the pydantic models do so with `exclude_unset`, which is the same work and has the budget.",
        "The other peers write null for them.",
    ]
    if missing():
        notes.append(f"Not installed, hence missing: {', '.join(missing())}.")
    table = Table("Encode", RATIOS, notes=notes)
    for name, payload in payloads().items():
        _compare(table, name, payload)
    yield table


def _compare(table: Table, name: str, payload: bytes) -> None:
    made: Any = CODECS[name].from_json(payload)
    assert json.loads(made.to_json()) == json.loads(payload)
    contenders: dict[str, Any] = {"ours": made.to_json}
    for peer in peers_of(name):
        theirs = peer.decode(payload)
        if peer.name == "pydantic model":
            assert json.loads(theirs.model_dump_json(exclude_unset=True)) == json.loads(payload)
            contenders[peer.name] = lambda dump=theirs.model_dump_json: dump(exclude_unset=True)
            contenders["pydantic model, nulls"] = theirs.model_dump_json
        else:
            contenders[peer.name] = lambda encode=peer.encode, value=theirs: encode(value)
    timings = compare(contenders)
    for peer_name in contenders:
        if peer_name != "ours":
            times = timings.time("ours"), timings.time(peer_name)
            budget = BUDGETS[name] if peer_name == "pydantic model" else None
            add_ratio(table, name, peer_name, times, timings.ratio("ours", peer_name), budget)


if __name__ == "__main__":
    print_tables(tables())
