"""The generated Go package beside openai-go and beside encoding/json on structs written by hand."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from payloads import ROOT, as_sent, example, large_message, text_delta, words
from tables import Budget, Table, print_tables, show_ratio
from timing import Timings

SOURCE = Path(__file__).parent / "languages" / "go"
BUILT = ROOT / ".cache" / "benchmarks" / "go"
PEER = "github.com/openai/openai-go v1.12.0"

SLACK = 1.5
"""How far from the figures of the design a machine may be."""

DECODE = Budget(SLACK * 6.9 / 114)
"""Of what openai-go takes in the same run: 6.9 MB/s beside our 114 on the machine of the design."""

MERGE = Budget(71e-9 * SLACK, shown=f"{71 * SLACK:.0f} ns")

GO_MOD = f"""module bench

go 1.24

require (
\t{PEER}
\tthreadsapi v0.0.0
)

replace threadsapi => {json.dumps(str(ROOT / "generated" / "go"))}
"""


def tables() -> Iterator[Table]:
    """The table of the Go package."""
    columns = ("work", "contender", "measured", "ratio of ours", "budget", "verdict")
    if shutil.which("go") is None:
        yield Table("Go", ("missing",), notes=["There is no `go` on the path."])
        return
    notes = [
        f"{_go('version').removeprefix('go version ').strip()}, {PEER}. Processor time, the collector's too.",
        "Decoding is lenient unless it says strict: every leaf is checked either way, unknown members are",
        "kept; the peers check and keep less. A merge is of one piece of text of a long answer, typed unless",
        "it says otherwise. openai-go has nothing that merges these deltas.",
    ]
    table = Table("Go", columns, notes=notes)
    for work, rounds in _measure().items():
        timings = Timings(rounds)
        for contender in rounds:
            time, ratio = timings.time(contender), timings.ratio("ours", contender)
            shown = "" if contender == "ours" else show_ratio(ratio)
            promised = _promised(work, contender, time, ratio)
            table.add(work, contender, _show(work, time), shown, *promised)
    yield table


def _promised(work: str, contender: str, time: float, ratio: float) -> tuple[object, str]:
    """The budget of a row and its verdict: on our time beside a peer's, or on our time alone."""
    match work, contender:
        case "decode messages", "openai-go":
            return DECODE, DECODE.verdict(ratio)
        case "merge a text delta", "ours":
            return MERGE, MERGE.verdict(time)
    return "", ""


def _show(work: str, time: float) -> str:
    return f"{1e-6 / time:.0f} MB/s" if work.startswith("decode") else f"{time * 1e9:.0f} ns"


def _measure() -> Mapping[str, Mapping[str, Sequence[float]]]:
    """Seconds a byte or a delta, by work and contender."""
    BUILT.mkdir(parents=True, exist_ok=True)
    for file in SOURCE.glob("*.go"):
        shutil.copy(file, BUILT)
    (BUILT / "go.mod").write_text(GO_MOD, "utf-8")
    _go("mod", "tidy")
    _go("build", "-o", "bench", ".")
    whole = example("Message", "full")
    messages = [whole, large_message(8), example("Message", "as_created")]
    files = {
        "messages": [as_sent(message) for message in messages],
        "deltas": [as_sent(text_delta(piece)) for piece in words(10)],
    }
    for name, documents in files.items():
        (BUILT / name).write_bytes(b"\n".join(documents))
    found: Mapping[str, Mapping[str, Sequence[float]]] = json.loads(
        _run([str(BUILT / "bench"), *map(str, (BUILT / name for name in files))])
    )
    return found


def _go(*arguments: str) -> str:
    return _run(["go", *arguments])


def _run(command: Sequence[str]) -> str:
    environment = {**os.environ, "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local"}
    folder = BUILT if BUILT.exists() else None
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


if __name__ == "__main__":
    print_tables(tables())
