"""The Rust crate beside serde derive, as cargo builds it for release."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from payloads import (
    ROOT,
    arguments_delta,
    call_delta,
    created_message,
    created_step,
    example,
    stream_bytes,
    text_delta,
    words,
)
from tables import Budget, Table, print_tables, show_ratio
from timing import Timings

HERE = Path(__file__).parent / "languages" / "rust"
PLACE = ROOT / ".cache" / "benchmarks" / "rust"
DELTAS = 1_000
"""Deltas in a run: as many as an answer of a page has."""

SLACK = 1.5
"""How far from the figures of the design a machine may be."""

SPEED = Budget(SLACK * 243 / 143)
"""Of what serde derive takes in the same run: 243 MB/s beside our 143 on the machine of the design."""

MERGE = Budget(81 * SLACK, shown=f"{81 * SLACK:.0f} ns")

COLUMNS = ("ratio", "budget", "verdict")

Times = Mapping[str, Mapping[str, Sequence[float]]]


def tables() -> Iterator[Table]:
    """The tables of reading, merging and whole streams."""
    if shutil.which("cargo") is None:
        yield Table("Rust", ("missing",), notes=["There is no cargo."])
        return
    payloads = {name: example(name, "full") for name in ("Message", "Run")}
    times: Times = measure(payloads)
    sizes = {
        name: len(json.dumps(value, separators=(",", ":"))) for name, value in payloads.items()
    }
    yield _reading(times, sizes)
    yield _merging(times)


def measure(payloads: Mapping[str, Any]) -> Any:
    """What the program measured."""
    PLACE.mkdir(parents=True, exist_ok=True)
    pieces = list(words(DELTAS))
    arguments = [call_delta(0), *(arguments_delta(piece) for piece in pieces)]
    given = {
        "payloads": payloads,
        "merges": {
            "text": {
                "start": created_message(),
                "deltas": [text_delta(piece)["delta"] for piece in pieces],
            },
            "arguments": {
                "start": created_step(),
                "deltas": [delta["delta"] for delta in arguments],
            },
        },
        "stream": stream_bytes(DELTAS).decode(),
        "events": DELTAS,
    }
    (PLACE / "given.json").write_text(json.dumps(given), encoding="utf-8")
    command = ["cargo", "run", "--quiet", "--release", "--", str(PLACE / "given.json")]
    environment = os.environ | {"CARGO_TARGET_DIR": str(PLACE / "target")}
    done = subprocess.run(
        command, cwd=HERE, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return json.loads(done.stdout)


def _reading(times: Times, sizes: Mapping[str, int]) -> Table:
    notes = [
        "JSON text to an object, megabytes a second. Ours keeps everything that it does not know; strict",
        "reading looks at every member first. serde derive loses what has no field.",
    ]
    table = Table("Rust: decode", ("work", "ours", "peer", "peer's", *COLUMNS), notes=notes)
    for name, size in sizes.items():
        for who, title in (("ours", f"{name}, lenient"), ("strict", f"{name}, strict")):
            for peer in (one for one in times[name] if one not in ("ours", "strict")):
                own, other = _speed(size, times[name][who]), _speed(size, times[name][peer])
                ratio = Timings(times[name]).ratio(who, peer)
                promised = (SPEED, SPEED.verdict(ratio)) if peer == "serde derive" else ("-", "-")
                table.add(title, own, peer, other, show_ratio(ratio), *promised)
    return table


def _merging(times: Times) -> Table:
    notes = [
        f"Nanoseconds a delta, typed deltas, {DELTAS:,} in a row, the object looked at after each; of a",
        "stream: an event, from bytes to the final objects.",
    ]
    table = Table("Rust: merge", ("work", "ours", "budget", "verdict"), notes=notes)
    for name, work in (("text", "text delta"), ("arguments", "function arguments delta")):
        own = median(times[name]["ours"]) * 1e9
        table.add(work, f"{own:.0f} ns", MERGE, MERGE.verdict(own))
    table.add("event of a stream", f"{median(times['stream']['ours']) * 1e9:.0f} ns", "-", "-")
    return table


def _speed(size: int, seconds: Sequence[float]) -> str:
    return f"{size / median(seconds) / 1e6:.0f} MB/s"


if __name__ == "__main__":
    print_tables(tables())
