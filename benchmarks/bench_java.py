"""The Java package beside Jackson and hand-written classes, in one virtual machine."""

from __future__ import annotations

import json
import os
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

HERE = Path(__file__).parent / "languages" / "java"
PACKAGE = ROOT / "generated" / "java"
PLACE = ROOT / ".cache" / "benchmarks" / "java"
DELTAS = 1_000
"""Deltas in a run: as many as an answer of a page has."""

SLACK = 1.5
"""How far from the figures of the design a machine may be."""

SPEED = Budget(SLACK / 121, shown=f"{121 / SLACK:.0f} MB/s")
CLASSES = Budget(SLACK * 133 / 121)
"""Of what Jackson takes for hand-written classes in the same run: 133 MB/s beside our 121 in the design."""

MERGE = Budget(34 * SLACK, shown=f"{34 * SLACK:.0f} ns")

Times = Mapping[str, Mapping[str, Sequence[float]]]


def tables() -> Iterator[Table]:
    """The tables of reading and of merging."""
    missing = [tool for tool in ("java", "javac", "mvn") if shutil.which(tool) is None]
    if missing:
        yield Table("Java", ("missing",), notes=[f"There is no {missing[0]}."])
        return
    payloads = {name: example(name, "full") for name in ("Message", "Run")}
    times = measure(payloads)
    yield _reading(times, {name: len(as_sent(payload)) for name, payload in payloads.items()})
    yield _merging(times)


def measure(payloads: Mapping[str, Any]) -> Times:
    """Seconds a call, by work, contender and round."""
    PLACE.mkdir(parents=True, exist_ok=True)
    texts = [text_delta(piece)["delta"] for piece in words(DELTAS)]
    arguments = [call_delta(0), *(arguments_delta(piece) for piece in words(DELTAS))]
    given = {
        "payloads": payloads,
        "merges": {
            "text": {"start": created_message(), "deltas": texts},
            "arguments": {
                "start": created_step(),
                "deltas": [delta["delta"] for delta in arguments],
            },
        },
        "stream": stream_bytes(DELTAS).decode(),
    }
    (PLACE / "given.json").write_text(json.dumps(given), encoding="utf-8")
    project = PLACE / "package"
    shutil.copytree(PACKAGE, project, dirs_exist_ok=True, ignore=shutil.ignore_patterns("target"))
    _run(project, "mvn", "-q", "-B", "-ntp", "compile")
    listed = "dependency:build-classpath"
    _run(project, "mvn", "-q", "-B", "-ntp", listed, f"-Dmdep.outputFile={PLACE / 'classpath'}")
    jars = (PLACE / "classpath").read_text("utf-8").strip()
    path = os.pathsep.join([str(PLACE), str(project / "target" / "classes"), jars])
    sources = [str(source) for source in sorted(HERE.glob("*.java"))]
    _run(PLACE, "javac", "-proc:none", "-cp", path, "-d", str(PLACE), *sources)
    # Code is run when it has been compiled, not meanwhile: where other programs leave the compiler's thread
    # little of the machine, code is still interpreted in part after seconds of warming up.
    times: Times = json.loads(_run(PLACE, "java", "-Xbatch", "-cp", path, "Bench", "given.json"))
    return times


def _run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed\n{done.stdout}{done.stderr}")
    return done.stdout


def _reading(times: Times, sizes: Mapping[str, int]) -> Table:
    notes = [
        "Bytes to objects, megabytes a second. Ours keep everything, strict checks it all; hand-written",
        "classes drop what they do not know; Jackson's tree is what ours begin with. The first budget is in",
        "megabytes on the machine of the design, the second a share of the peer's time, wherever it runs.",
    ]
    promise = ("budget", "verdict")
    columns = ("work", "ours", *promise, "peer", "peer's", "ratio", *promise)
    table = Table("Java: decode", columns, notes=notes)
    for name, size in sizes.items():
        for who in ("lenient", "strict"):
            for peer, title in (("pojo", "Jackson, own classes"), ("tree", "Jackson, tree")):
                own, other = min(times[name][who]), min(times[name][peer])
                ratio = Timings(times[name]).ratio(who, peer)
                ours: tuple[object, ...] = (_speed(size, own), "", "")
                theirs: tuple[object, ...] = (_speed(size, other), show_ratio(ratio), "", "")
                if who == "lenient":
                    ours = (ours[0], SPEED, SPEED.verdict(own / size * 1e6))
                    if peer == "pojo":
                        theirs = (*theirs[:2], CLASSES, CLASSES.verdict(ratio))
                table.add(f"{name}, {who}", *ours, title, *theirs)
    return table


def _speed(size: int, seconds: float) -> str:
    return f"{size / seconds / 1e6:.0f} MB/s"


def _merging(times: Times) -> Table:
    notes = [
        f"Nanoseconds a delta, in runs of {DELTAS} with one snapshot in the end; of a stream, from bytes to",
        "objects. Times are of the round that was disturbed least.",
    ]
    table = Table("Java: merge", ("work", "ours", "budget", "verdict"), notes=notes)
    for work, who, title in (
        ("text", "typed", "text delta"),
        ("arguments", "typed", "arguments delta"),
        ("text", "json", "text delta, as a tree of JSON"),
        ("stream", "bytes", "event of a stream"),
    ):
        nanoseconds = min(times[work][who]) * 1e9 / DELTAS
        budget = (MERGE, MERGE.verdict(nanoseconds)) if who == "typed" else ("", "")
        table.add(title, f"{nanoseconds:.0f} ns", *budget)
    return table


if __name__ == "__main__":
    print_tables(tables())
