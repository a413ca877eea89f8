"""Tables: what was measured, beside what was promised."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH = 110


@dataclass(frozen=True)
class Budget:
    """The most that a measured figure may be; `stretch` is worth an attempt, no more."""

    limit: float
    stretch: float | None = None
    shown: str = ""

    def __str__(self) -> str:
        text = self.shown or show_ratio(self.limit)
        return text if self.stretch is None else f"{text} ({show_ratio(self.stretch)})"

    def verdict(self, figure: float) -> str:
        """Whether the figure keeps to the budget."""
        if figure > self.limit:
            return "MISSED"
        reached = self.stretch is not None and figure <= self.stretch
        return "met, stretch too" if reached else "met"


@dataclass
class Table:
    """A table in the making; `notes`, sentences, say what the figures mean and do not mean."""

    title: str
    columns: Sequence[str]
    notes: Sequence[str] = ()
    rows: list[Sequence[str]] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        """Appends a row."""
        self.rows.append([str(cell) for cell in cells])

    def __str__(self) -> str:
        widths = [
            max(len(row[place]) for row in [self.columns, *self.rows])
            for place in range(len(self.columns))
        ]
        lines = [f"## {self.title}", ""]
        if self.notes:
            lines += [*textwrap.wrap(" ".join(self.notes), WIDTH), ""]
        lines.append(_line(self.columns, widths))
        lines.append(f"|{'|'.join('-' * (width + 2) for width in widths)}|")
        lines += [_line(row, widths) for row in self.rows]
        return "\n".join(lines)


RATIOS = ("work", "peer", "ours", "peer's", "ratio", "budget", "verdict")
"""The columns of a table of ratios."""


def add_ratio(
    table: Table,
    work: str,
    peer: str,
    times: tuple[float, float],
    ratio: float,
    budget: Budget | None = None,
) -> None:
    """Appends our time beside a peer's."""
    ours, theirs = map(show_time, times)
    verdict = "" if budget is None else budget.verdict(ratio)
    table.add(work, peer, ours, theirs, show_ratio(ratio), budget or "", verdict)


def print_tables(tables: Iterable[Table]) -> None:
    """Prints tables as they come."""
    for table in tables:
        sys.stdout.write(f"{table}\n\n")
        sys.stdout.flush()


def show_time(seconds: float) -> str:
    """A time to three digits, in a unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def show_ratio(ratio: float) -> str:
    """A ratio: as a fraction where that is how people say it."""
    if 0 < ratio <= 0.25:
        return f"1/{1 / ratio:.3g}"
    return f"{ratio:.3g}" if ratio < 1 else f"{ratio:.2f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (f" {cell:<{width}} " for cell, width in zip(cells, widths, strict=True))
    return f"|{'|'.join(padded)}|"
