"""The table of README.md: what of the corpus each language passes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from conformance.corpus import ROOT, Corpus, Json

README = ROOT / "README.md"
BEGIN = "<!-- conformance: `make conformance ARGS=--write` writes what follows -->"
END = "<!-- conformance: end -->"
COLUMNS = {
    "language": "language",
    "vectors": "vectors",
    "skipped": "skipped by name",
    "accepted": "examples accepted",
    "refused": "examples refused",
    "streams": "streams folded",
}
WIDTH = 118


def write_table(reports: Sequence[Json], corpus: Corpus) -> str:
    """The table, and below it the names of what is skipped."""
    rows = [tuple(COLUMNS.values()), tuple("---" for _ in COLUMNS)]
    rows += [row(each, corpus) for each in reports]
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    return "\n".join([*lines, *(line for each in reports for line in _skipped(each, corpus))])


def row(report: Json, corpus: Corpus) -> tuple[str, ...]:
    """What a language passed, of how much."""
    of = {
        "vectors": len(corpus.vectors),
        "accepted": corpus.accepted,
        "refused": corpus.refused,
        "streams": len(corpus.recordings),
    }
    figures = {name: f"{report[name]} of {total}" for name, total in of.items()}
    figures |= {"language": report["language"], "skipped": str(len(report["skipped"]))}
    return tuple(figures[name] for name in COLUMNS)


def _skipped(report: Json, corpus: Corpus) -> Iterator[str]:
    """A paragraph for each thing that the language lacks."""
    for need in sorted({need for id in report["skipped"] for need in corpus.needs(id)}):
        names = [f"`{id}`" for id in report["skipped"] if need in corpus.needs(id)]
        text = f"{report['language']} has no `{need}` and skips {', '.join(names)}."
        yield "\n" + textwrap.fill(text, WIDTH, break_on_hyphens=False, break_long_words=False)


def shortfalls(report: Json, corpus: Corpus) -> list[str]:
    """What a language neither passed nor may skip."""
    lacking = [id for id in report["skipped"] if not corpus.needs(id)]
    found = [f"skips {id}, which needs nothing that a language may lack" for id in lacking]
    if report["vectors"] + len(report["skipped"]) != len(corpus.vectors):
        found.append(f"passes {report['vectors']} of {len(corpus.vectors)} vectors")
    for name, total in (
        ("accepted", corpus.accepted),
        ("refused", corpus.refused),
        ("streams", len(corpus.recordings)),
    ):
        if report[name] != total:
            found.append(f"{name}: {report[name]} of {total}")
    return found


def read_table(path: Path = README) -> str:
    """The table that stands in README.md."""
    found = re.search(
        f"{re.escape(BEGIN)}\n\n(.*?)\n\n{re.escape(END)}", path.read_text("utf-8"), re.DOTALL
    )
    assert found is not None, f"{path.name} has no place for the table"
    return found[1]


def put_table(table: str, path: Path = README) -> None:
    """Replaces the table in README.md."""
    text = path.read_text("utf-8").replace(read_table(path), table)
    path.write_text(text, encoding="utf-8")
