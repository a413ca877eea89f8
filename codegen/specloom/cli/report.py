"""Problems in the forms that people and other programs read. A new form is one function in `FORMATS`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from specloom.plaintext import neutralise, on_one_line
from specloom.problems import Problem, Severity, in_order
from specloom.where import Where

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def report(
    problems: Iterable[Problem],
    stream: TextIO,
    format: str,
    *,
    color: bool = False,
    quiet: bool = False,
) -> None:
    """Write all of `problems`, sorted and without repeats, to `stream`. `quiet` leaves errors only."""
    shown = [p for p in in_order(problems) if not quiet or p.severity is Severity.ERROR]
    stream.writelines(f"{line}\n" for line in FORMATS[format](shown, color))


def summary(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning`."""
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(counted(counts[s], s) for s in Severity if counts[s])


def counted(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count} {noun}{'s' * (count != 1)}"


def _text(problems: Sequence[Problem], color: bool) -> Iterator[str]:
    for problem in problems:
        place = on_one_line(_place(problem.where))
        severity = _painted(str(problem.severity), _COLORS[problem.severity], color)
        words = on_one_line(f"{problem.fact}; {problem.remedy}")
        code = _painted(f"[{on_one_line(problem.code)}]", "2", color)
        yield f"{_painted(place, '1', color)}: {severity}: {words} {code}"
    if problems:
        yield summary(problems)


def _place(where: Where) -> str:
    return where.file if where.file.startswith("(") else str(where)  # "(command line)" has no lines


def _painted(text: str, code: str, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def _json(problems: Sequence[Problem], _color: bool) -> Iterator[str]:
    nodes = [
        {
            "file": p.where.file,
            "line": p.where.line,
            "column": p.where.column,
            "pointer": p.where.pointer,
            "severity": str(p.severity),
            "code": p.code,
            "fact": p.fact,
            "remedy": p.remedy,
        }
        for p in problems
    ]
    yield neutralise(json.dumps({"problems": nodes}, indent=2, ensure_ascii=False))


def _github(problems: Sequence[Problem], _color: bool) -> Iterator[str]:
    """Workflow commands, which become annotations of a pull request."""
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    for p in problems:
        attributes = {
            "file": p.where.file,
            "line": p.where.line,
            "col": p.where.column,
            "title": p.code,
        }
        said = ",".join(f"{key}={_escape(str(value), ',:')}" for key, value in attributes.items())
        pointer = f"{p.where.pointer}: " if p.where.pointer else ""
        yield f"::{names[p.severity]} {said}::{_escape(f'{pointer}{p.fact}; {p.remedy}')}"


def _escape(text: str, also: str = "") -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character in also:
        text = text.replace(character, f"%{ord(character):02X}")
    return neutralise(text)


def _gitlab(problems: Sequence[Problem], _color: bool) -> Iterator[str]:
    from specloom.report.gitlab import write_gitlab

    yield write_gitlab(problems)


def _junit(problems: Sequence[Problem], _color: bool) -> Iterator[str]:
    from specloom.report.junit import write_junit

    yield write_junit(problems)


def _sarif(problems: Sequence[Problem], _color: bool) -> Iterator[str]:
    from specloom.report.sarif import write_sarif

    yield write_sarif(problems)


FORMATS: Mapping[str, Callable[[Sequence[Problem], bool], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
    "sarif": _sarif,
}
"""Each takes the problems and whether to colour them, and gives lines."""
