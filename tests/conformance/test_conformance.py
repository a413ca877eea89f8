"""Every language passes the whole corpus, and README.md says what it passes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conformance.corpus import read_corpus
from conformance.languages import LANGUAGES, Language, NotReadyError, run
from conformance.table import README, put_table, read_table, row, shortfalls, write_table
from toolchains import find, missing

CORPUS = read_corpus()
PERFECT = {
    "language": "Perfect",
    "vectors": len(CORPUS.vectors),
    "skipped": [],
    "accepted": CORPUS.accepted,
    "refused": CORPUS.refused,
    "streams": len(CORPUS.recordings),
}
NEEDY = next(vector["id"] for vector in CORPUS.vectors if "bigint" in vector.get("needs", ()))


def listed() -> dict[str, tuple[str, ...]]:
    """The rows of the table in README.md by language."""
    lines = [line for line in read_table().splitlines() if line.startswith("| ")]
    rows = [tuple(line.strip("| ").split(" | ")) for line in lines[2:]]
    return {cells[0]: cells for cells in rows}


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_a_language_passes_the_corpus(language: Language, tmp_path: Path) -> None:
    """By its ordinary commands, in a copy of what is generated."""
    find(language.program)
    try:
        report = run(language, tmp_path)
    except NotReadyError as error:
        missing(str(error))
    assert report["language"] == language.name
    assert shortfalls(report, CORPUS) == []
    assert listed()[language.name] == row(report, CORPUS), "run `make conformance ARGS=--write`"
    assert all(f"`{id}`" in read_table() for id in report["skipped"])


def test_the_table_lists_every_language() -> None:
    assert [*listed()] == [language.name for language in LANGUAGES]


# --- the measure itself ---------------------------------------------------------------------------------


def test_a_perfect_report_has_no_shortfall() -> None:
    assert shortfalls(PERFECT, CORPUS) == []
    skips = PERFECT | {"skipped": [NEEDY], "vectors": len(CORPUS.vectors) - 1}
    assert shortfalls(skips, CORPUS) == []


@pytest.mark.parametrize(
    "change",
    [
        {"vectors": len(CORPUS.vectors) - 1},
        {"accepted": 0},
        {"refused": CORPUS.refused - 1},
        {"streams": 0},
        {"vectors": len(CORPUS.vectors) - 1, "skipped": [CORPUS.vectors[0]["id"]]},
        {"vectors": len(CORPUS.vectors) - 1, "skipped": ["no/such-vector"]},
    ],
    ids=",".join,
)
def test_a_shortfall_is_seen(change: dict[str, object]) -> None:
    assert len(shortfalls(PERFECT | change, CORPUS)) == 1


def test_the_table_is_put_between_its_marks(tmp_path: Path) -> None:
    skips = PERFECT | {"language": "Needy", "skipped": [NEEDY]}
    table = write_table([PERFECT, skips], CORPUS)
    assert f"Needy has no `bigint` and skips `{NEEDY}`." in table
    copy = Path(shutil.copy(README, tmp_path / "README.md"))
    before = README.read_text("utf-8")
    put_table(table, copy)
    assert read_table(copy) == table
    put_table(read_table(), copy)
    assert copy.read_text("utf-8") == before
