"""Our accumulators and those of the `openai` package come to the same on lawful streams."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from python.comparison import MESSAGE, STEP, agree, call, cite, created, function, part, recorded

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "spec" / "streams").glob("*/events.sse"))
DIFFERENT = {
    "annotations": "offsets are corrected",
    "truncated": "entries come out of order, ids again",
    "file_search": "results are replaced",
}
"""Recordings in which texts, arguments or annotations come out otherwise, and what in them is the cause."""

pytestmark = pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_recordings_come_out_the_same(folder: Path) -> None:
    events = recorded(folder)
    if folder.name not in DIFFERENT:
        assert agree(events)
        return
    try:
        assert not agree(events)
    except RuntimeError:
        assert folder.name == "file_search"


pieces = st.lists(st.tuples(st.integers(0, 3), st.text(max_size=5)), max_size=12)


@given(pieces, st.integers(0, 3))
def test_lawful_texts_come_out_the_same(cut: list[tuple[int, str]], citations: int) -> None:
    """Parts that begin in order and then grow in any; annotations that come whole."""
    begin = [part(index, "", []) for index in range(4)]
    notes = [part(0, "[1]", [cite(index, 3 * index)]) for index in range(citations)]
    events = [created("message", MESSAGE), *begin, *(part(i, text) for i, text in cut), *notes]
    assert agree(events)


@given(pieces)
def test_lawful_calls_come_out_the_same(cut: list[tuple[int, str]]) -> None:
    """Calls that begin in order, with their ids and names said once."""
    begin = [call(function(i, "", id=f"c{i}", name=f"f{i}")) for i in range(4)]
    events = [created("run.step", STEP), *begin, *(call(function(i, text)) for i, text in cut)]
    assert agree(events)
