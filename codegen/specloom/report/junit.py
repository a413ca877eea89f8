"""JUnit's XML, as CI systems read it: one test case for each file, failed by its errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from specloom.plaintext import neutralise
from specloom.problems import Problem, Severity

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(problems: Sequence[Problem], files: Iterable[str] = ()) -> str:
    """The report; `files` are all that were looked at, so that the good ones are counted too."""
    by_file: dict[str, list[Problem]] = {file: [] for file in files}
    for problem in problems:
        by_file.setdefault(problem.where.file, []).append(problem)
    failed = sum(any(map(_fails, found)) for found in by_file.values())
    counts = f'tests="{len(by_file)}" failures="{failed}" errors="0"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="specloom" {counts}>',
        f'  <testsuite name="specloom" {counts} skipped="0">',
    ]
    for file, found in by_file.items():
        lines.extend(_case(file, found))
    return "\n".join([*lines, "  </testsuite>", "</testsuites>"])


def _case(file: str, problems: Sequence[Problem]) -> list[str]:
    head = f'    <testcase classname="specloom" name={_attribute(file)}'
    if not problems:
        return [f"{head}/>"]
    lines = [f"{head}>"]
    errors = [problem for problem in problems if _fails(problem)]
    others = [problem for problem in problems if not _fails(problem)]
    if errors:
        first = errors[0]
        lines.append(
            f"      <failure message={_attribute(first.fact)} type={_attribute(first.code)}>"
            f"{_text(errors)}</failure>"
        )
    if others:
        lines.append(f"      <system-out>{_text(others)}</system-out>")
    return [*lines, "    </testcase>"]


def _fails(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR


def _text(problems: Iterable[Problem]) -> str:
    said = (
        f"{p.where} {p.where.pointer}: {p.severity}: {p.fact}; {p.remedy} [{p.code}]"
        for p in problems
    )
    return escape(_clean("\n".join(said)))


def _attribute(text: str) -> str:
    return quoteattr(_clean(text).replace("\n", " "))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", neutralise(text))
