"""Complaints as values: every refusal of the tool is a `Problem` with place, fact and remedy.

Passes return problems instead of raising, so that all of them can be shown at once (design, invariant 4).
Like other small records that every run needs, a problem is a named tuple: a frozen dataclass takes several
times as long to make. (A place is one, since it is part of the IR, which is written as JSON by its fields.)
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from specloom.where import Where


class Severity(StrEnum):
    """How much a problem weighs: an error stops a build, a warning can fail one, a note never does."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Problem(NamedTuple):
    """One complaint.

    `fact` says what is so, `remedy` what to do about it (either may be read alone); `code` is a stable
    kebab-case identifier that other programs may match on.
    """

    where: Where
    fact: str
    remedy: str
    code: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = str(self.where)
        return f"{place}: {self.severity}: {self.fact}; {self.remedy} [{self.code}]"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without repeats, sorted by file, line, column, code and fact."""
    return sorted(
        dict.fromkeys(problems),
        key=lambda p: (p.where.file, p.where.line, p.where.column, p.code, p.fact),
    )


def weighs(severity: Severity, least: Severity) -> bool:
    """Whether `severity` is `least` or worse."""
    order = list(Severity)
    return order.index(severity) <= order.index(least)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any problem is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)
