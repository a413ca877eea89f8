"""What importing costs, in fresh interpreters, everything compiled before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from subprocess import CalledProcessError

from ours import GENERATED
from processes import run_python
from tables import Budget, Table, print_tables, show_time

HERE = Path(__file__).parent
ROUNDS = 9
BUDGET = Budget(0.030, stretch=0.005, shown="30 ms")

OURS = "import threads_api"
IMPORTS = {
    OURS: BUDGET,
    "from threads_api import Message; Message.from_json": BUDGET,
    "from threads_api import StreamAccumulator, iter_events": None,
    "from threads_api import *": None,
    "import openai.types.beta.threads": None,
    "import openai": None,
    "import peers.pydantic_models": None,
    "import peers.pydantic_dataclasses": None,
    "import peers.msgspec_structs": None,
    "import peers.plain_dataclasses": None,
}

PROGRAM = """
import sys, time
before = set(sys.modules)
begun = time.process_time()
{statement}
taken = time.process_time() - begun
new = {{name.partition('.')[0] for name in set(sys.modules) - before}}
foreign = sorted(new - set(sys.stdlib_module_names) - {{'threads_api', 'peers'}})
print(taken, len(set(sys.modules) - before), len(foreign))
"""


def tables() -> Iterator[Table]:
    """The table of imports; a peer that cannot be imported is not there."""
    table = Table(
        "Import",
        ("statement", "time", "modules", "packages of others", "beside ours", "budget", "verdict"),
        notes=[
            "Fresh interpreters in turn, compiled files present, the interpreter's own start not counted;",
            "the processor's time, since a busy machine says little by the clock on the wall.",
            "Our modules are loaded when the first of their names is asked for; the peers' models are the",
            "four types of benchmarks/peers, where the others are whole packages.",
        ],
    )
    found: dict[str, list[tuple[float, int, int]]] = {}
    usable = [statement for statement in IMPORTS if _can(statement)]
    for _ in range(ROUNDS):
        for statement in usable:
            found.setdefault(statement, []).append(_measure(statement))
    ours = median(time for time, _, _ in found[OURS])
    for statement, runs in found.items():
        time = median(run[0] for run in runs)
        budget = IMPORTS[statement]
        verdict = budget.verdict(time) if budget else ""
        shown = f"{time / ours:.0f}" if statement != OURS else ""
        table.add(
            f"`{statement}`",
            show_time(time),
            runs[0][1],
            runs[0][2],
            shown,
            f"{budget.shown} (5 ms)" if budget else "",
            verdict,
        )
    yield table


def _can(statement: str) -> bool:
    try:
        _measure(statement)
    except CalledProcessError:
        return False
    return True


def _measure(statement: str) -> tuple[float, int, int]:
    printed = run_python(PROGRAM.format(statement=statement), GENERATED, HERE)
    time, modules, foreign = printed.split()
    return float(time), int(modules), int(foreign)


if __name__ == "__main__":
    print_tables(tables())
