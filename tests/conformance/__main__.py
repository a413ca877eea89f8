"""The conformance kit on the command line: `make conformance`, and the judge of a program.

python -m conformance                                        every language, and the table of README.md
python -m conformance --write                                the same, put into README.md
python -m conformance --language NAME [--lacks NEED]... -- PROGRAM [ARGUMENT]...    judges a program
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from conformance.corpus import read_corpus
from conformance.judge import Report, judge
from conformance.languages import LANGUAGES, RunFailedError, run
from conformance.program import Program, SilentProgramError
from conformance.table import put_table, write_table


def main() -> int:
    """0 if all is well, 1 if a language fails, 2 if it cannot be judged."""
    parser = argparse.ArgumentParser("conformance", allow_abbrev=False)
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    parser.add_argument("--language", help="the name of the language of a program")
    parser.add_argument("--lacks", action="append", default=[], help="what the language lacks")
    parser.add_argument("program", nargs="*", help="a program that answers requests")
    given = parser.parse_args()
    try:
        if given.program:
            return judge_program(given.language or given.program[0], given.program, given.lacks)
        return show_table(write=given.write)
    except (SilentProgramError, RunFailedError) as error:
        print(f"conformance: {error}", file=sys.stderr)
        return 2


def judge_program(language: str, command: Sequence[str], lacks: Sequence[str]) -> int:
    """Judges a program, and says what of the corpus it does not pass."""
    corpus = read_corpus()
    with Program(command) as program:
        report = judge(language, program, corpus, lacks)
    _say(report)
    if place := os.environ.get("SPECLOOM_REPORT"):
        Path(place).write_text(json.dumps(report.as_json()) + "\n", encoding="utf-8")
    return bool(report.wrong)


def _say(report: Report) -> None:
    for name, complaint in report.wrong.items():
        print(f"{name}: {complaint[:500]}")
    print(
        f"passed: {report.vectors} vectors, {report.accepted} accepted and {report.refused} "
        f"refused examples, {report.streams} streams"
    )
    for name in report.skipped:
        print(f"skipped: {name}")


def show_table(*, write: bool) -> int:
    """Runs every language and prints the table."""
    corpus = read_corpus()
    reports = []
    for language in LANGUAGES:
        print(f"== {language.name}: {language.shown}", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            reports.append(run(language, Path(folder)))
    table = write_table(reports, corpus)
    print(table)
    if write:
        put_table(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
