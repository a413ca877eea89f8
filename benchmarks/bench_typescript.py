"""The TypeScript package beside zod and openai-node, in Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from payloads import (
    ROOT,
    arguments_delta,
    as_sent,
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

HERE = Path(__file__).parent / "languages" / "typescript"
PLACE = ROOT / ".cache" / "benchmarks" / "typescript"
DELTAS = 1_000
"""Deltas in a run: as many as an answer of a page has."""

SLACK = 1.5
"""How far from the figures of the design a machine may be."""

SPEED = Budget(SLACK * 78 / 180)
"""Of what zod takes in the same run: 78 MB/s beside our 180 on the machine of the design."""

MERGE = Budget(333 * SLACK, shown=f"{333 * SLACK:.0f} ns")

Times = Mapping[str, Mapping[str, Sequence[float]]]


def tables() -> Iterator[Table]:
    """The tables of reading, merging and whole streams."""
    if shutil.which("npm") is None:
        yield Table("TypeScript", ("missing",), notes=["There is no npm."])
        return
    texts = {name: as_sent(example(name, "full")) for name in ("Message", "Run")}
    found = measure({name: text.decode() for name, text in texts.items()})
    times: Times = found["times"]
    yield _reading(times, {name: len(text) for name, text in texts.items()}, found["node"])
    yield _merging(times)


def measure(payloads: Mapping[str, str]) -> Any:
    """What the program in Node measured."""
    PLACE.mkdir(parents=True, exist_ok=True)
    litter = shutil.ignore_patterns("node_modules", "dist")
    for source, target in ((HERE, PLACE), (ROOT / "generated" / "typescript", PLACE / "package")):
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=litter)
    pieces = list(words(DELTAS))
    texts = [text_delta(piece)["delta"] for piece in pieces]
    arguments = [call_delta(0), *(arguments_delta(piece) for piece in pieces)]
    recorded = stream_bytes(DELTAS)
    given = {
        "payloads": payloads,
        "merges": {
            "text": {"start": created_message(), "deltas": texts},
            "arguments": {
                "start": created_step(),
                "deltas": [delta["delta"] for delta in arguments],
            },
        },
        "stream": recorded.decode(),
        "lines": "".join(_lines(recorded)),
        "events": DELTAS,
    }
    (PLACE / "given.json").write_text(json.dumps(given), encoding="utf-8")
    flags = ("--silent", "--no-audit", "--no-fund", "--no-package-lock", "--prefer-offline")
    _run("npm", "install", *flags)
    _run("node", "node_modules/typescript/bin/tsc", "-p", "package")
    return json.loads(_run("node", "bench.js", "package", "given.json"))


def _lines(recorded: bytes) -> Iterator[str]:
    """The same stream as openai-node writes it for itself: an event a line."""
    events = recorded.decode().split("\n\n")
    for event in events[:-2]:  # the last one only says that all is over
        name, data = event.split("\n")
        parsed = json.loads(data.removeprefix("data: "))
        yield json.dumps({"event": name.removeprefix("event: "), "data": parsed}) + "\n"


def _run(*command: str) -> str:
    done = subprocess.run(command, cwd=PLACE, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed\n{done.stdout}{done.stderr}")
    return done.stdout


def _reading(times: Times, sizes: Mapping[str, int], node: str) -> Table:
    notes = [
        f"Node {node}. JSON text to a checked object, megabytes a second; nothing is lost. Ours is",
        "`JSON.parse` and a look at every member (strict) or at none (lenient); zod copies what it checks.",
    ]
    columns = ("work", "ours", "peer", "peer's", "ratio", "budget", "verdict")
    table = Table("TypeScript: decode", columns, notes=notes)
    for name, size in sizes.items():
        work = f"decode {name}"
        for who, title in (("ours", f"{name}, strict"), ("lenient", f"{name}, lenient")):
            for peer in ("zod", "JSON.parse"):
                own, other = (_speed(size, least(times, work, one)) for one in (who, peer))
                ratio = Timings(times[work]).ratio(who, peer)
                promised = (SPEED, SPEED.verdict(ratio)) if peer == "zod" else ("", "")
                table.add(title, own, peer, other, show_ratio(ratio), *promised)
    return table


def _speed(size: int, nanoseconds: float) -> str:
    return f"{size / nanoseconds * 1e3:.0f} MB/s"


def _merging(times: Times) -> Table:
    notes = [
        "Nanoseconds a delta, the object as it is now and its text read after each; runs of",
        f"{DELTAS} deltas. `accumulateDelta` of openai-node checks nothing and changes what it is given; its",
        "AssistantStream reads lines of JSON, ours server-sent events, both from a body in pieces.",
    ]
    columns = ("work", "ours", "budget", "verdict", "peer", "peer's", "ratio")
    table = Table("TypeScript: merge", columns, notes=notes)
    for name in ("text", "arguments"):
        work = f"merge {name}"
        own, other = least(times, work, "ours"), least(times, work, "openai-node")
        ratio = show_ratio(Timings(times[work]).ratio("ours", "openai-node"))
        budget = (MERGE, MERGE.verdict(own)) if name == "text" else ("", "")
        shown = f"{own:.0f} ns", *budget
        table.add(f"{name} delta", *shown, "accumulateDelta", f"{other:.0f} ns", ratio)
    own, other = least(times, "stream", "ours"), least(times, "stream", "openai-node")
    ratio = show_ratio(Timings(times["stream"]).ratio("ours", "openai-node"))
    table.add(
        "event of a stream", f"{own:.0f} ns", "", "", "AssistantStream", f"{other:.0f} ns", ratio
    )
    return table


def least(times: Times, work: str, who: str) -> float:
    """The time of the round that was disturbed least: what figures without a peer beside them must be."""
    return min(times[work][who])


if __name__ == "__main__":
    print_tables(tables())
