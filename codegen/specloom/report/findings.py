"""Findings in payloads as lines for people: where in the file, where in the value, and what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from specloom.plaintext import on_one_line
from specloom.problems import Problem, Severity

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def write_findings(
    problems: Sequence[Problem], *, color: bool = False, remedies: bool = False
) -> Iterator[str]:
    """A line for each finding, `file:line:column /pointer: fact`; with `remedies` another on what to do."""
    for problem in problems:
        place = on_one_line(str(problem.where))
        if problem.where.pointer:
            place += f" {on_one_line(problem.where.pointer)}"
        paint = _COLORS[problem.severity]
        weight = "" if problem.severity is Severity.ERROR else f"{problem.severity}: "
        weight = _painted(weight, paint, color and bool(weight))
        fact = _painted(on_one_line(problem.fact), paint, color and not weight)
        yield f"{_painted(place, '1', color)}: {weight}{fact}"
        if remedies:
            yield f"    {on_one_line(problem.remedy)} [{problem.code}]"


def _painted(text: str, code: str, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text
