"""Programs as others run them: in a process of their own, in turns."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from payloads import ROOT

PYTHON = sys.executable
GENERATE = (PYTHON, "-m", "specloom", "generate", "-q", "-t", "python")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "codegen"), "PYTHONHASHSEED": "0"}
# What is installed is there compiled. Programs compile themselves anew each time where nobody may write.
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)


def run_python(code: str, *paths: Path) -> str:
    """What a program prints; `paths` are where it finds its imports.

    Compiled files are kept, also where the environment says otherwise: later runs are to find them.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(
        [PYTHON, "-c", code], check=True, capture_output=True, text=True, env=environment
    ).stdout


def run(command: Sequence[str], extra: Mapping[str, str] | None = None, good: int = 0) -> None:
    """Runs a program to its end; it has to end with `good`."""
    environment = {**ENVIRONMENT, **(extra or {})}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != good:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")


def take_turns(
    programs: Mapping[str, Callable[[], None]], rounds: int = 5
) -> dict[str, tuple[float, float]]:
    """Median seconds on the wall, and of processors, that each program takes."""
    walls: dict[str, list[float]] = {name: [] for name in programs}
    works: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            before, begun = _children(), time.perf_counter()
            program()
            walls[name].append(time.perf_counter() - begun)
            works[name].append(_children() - before)
    return {name: (median(walls[name]), median(works[name])) for name in programs}


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
