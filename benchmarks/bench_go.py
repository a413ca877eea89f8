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
from tables import Budget, Table, print_tables
from timing import Timings

SOURCE = Path(__file__).parent / "languages" / "go"
BUILT = ROOT / ".cache" / "benchmarks" / "go"
PEER = "github.com/openai/openai-go v1.12.0"

DECODE = 114e6 / 1.5
MERGE = 71e-9 * 1.5
BUDGETS = {
    ("decode messages", "ours"): Budget(1 / DECODE, shown=f"{DECODE / 1e6:.0f} MB/s"),
    ("merge a text delta", "ours"): Budget(MERGE, shown=f"{MERGE * 1e9:.0f} ns"),
}

GO_MOD = f"""module bench

go 1.24

require (
\t{PEER}
\tthreadsapi v0.0.0
)

replace threadsapi => {ROOT / "generated" / "go"}
"""


def tables() -> Iterator[Table]:
    """The table of the Go package."""
    columns = ("work", "contender", "measured", "beside ours", "budget", "verdict")
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
            time = timings.time(contender)
            ratio = "" if contender == "ours" else f"{timings.ratio(contender, 'ours'):.2f}"
            budget = BUDGETS.get((work, contender))
            verdict = "" if budget is None else budget.verdict(time)
            table.add(work, contender, _show(work, time), ratio, budget or "", verdict)
    yield table


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
