"""Runs all benchmarks, prints their tables and writes them to RESULTS.md, with what they were measured on."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
# A line a program: `bench_<name>.py` prints tables; without its toolchain, one that says what is missing.
PROGRAMS = (
    "decode",
    "encode",
    "merge",
    "stream",
    "validate",
    "import",
    "memory",
    "generate",
    "growth",
    "go",
    "rust",
    "typescript",
    "java",
)
PACKAGES = (
    "cattrs",
    "datamodel-code-generator",
    "fastjsonschema",
    "jsonschema",
    "jsonschema-rs",
    "mashumaro",
    "msgspec",
    "openai",
    "orjson",
    "pydantic",
)


def main() -> int:
    """Runs everything; the exit code says whether it ran, not whether budgets are met."""
    begun = time.monotonic()
    sections: list[str] = []
    for name in PROGRAMS:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", str(HERE / f"bench_{name}.py")],
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.stderr.write(f"bench_{name}.py failed; RESULTS.md stays as it was\n")
            return 1
        sys.stdout.write(done.stdout)
        sys.stdout.flush()
        sections.append(done.stdout.strip())
    tables = "\n\n".join(sections)
    text = "\n\n".join([_head(), _summary(tables), tables])
    RESULTS.write_text(f"{text}\n", "utf-8")
    minutes = (time.monotonic() - begun) / 60
    sys.stdout.write(f"{_summary(tables)}\n\nwritten to {RESULTS} after {minutes:.1f} minutes\n")
    return 0


def _head() -> str:
    return "\n".join(
        [
            "# Benchmarks: what was measured last",
            "",
            "Written by `make bench`; do not edit. Ours and the peers take turns in one process (or as",
            "programs in turns), on the same bytes, after their results were found equal. A ratio is our",
            "time over the peer's, the median over paired rounds; a stretch goal stands behind its budget in",
            "brackets.",
            "",
            f"{platform.python_implementation()} {platform.python_version()} on {platform.system()} "
            f"{platform.machine()}; " + ", ".join([*map(_version, PACKAGES), _quicktype()]) + ".",
            "",
            "What is missed, and why, and what came of the stretch goals: see README.md.",
        ]
    )


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} missing"


def _quicktype() -> str:
    """The one peer that is no Python package."""
    program = shutil.which("quicktype")
    if program is None:
        return "quicktype missing"
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    words = done.stdout.split("\n", 1)[0].split()
    return f"quicktype {words[-1]}" if words else "quicktype"


def _summary(tables: str) -> str:
    rows = [line for line in tables.splitlines() if line.startswith("|")]
    missed = [row for row in rows if "| MISSED" in row]
    met = sum("| met" in row for row in rows)
    if not missed:
        return f"All {met} budgets are met."
    return f"{met} budgets are met; {len(missed)} are missed."


if __name__ == "__main__":
    sys.exit(main())
