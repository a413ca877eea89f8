"""Targets that are data: comments and literals, out of which no text gets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom.targets.data.manifest import Comments, Literals
from specloom.targets.data.texts import Writer

TEXTS = st.text(st.characters(exclude_categories=[]), max_size=30) | st.sampled_from(
    ["*/", "/*", "/**/", "*/*/", "/*/", "**/ /", "\\", "*\u2028/", "a\n*/\nb", "/\u200b*"]
)


@given(TEXTS)
def test_no_text_gets_out_of_a_comment(text: str) -> None:
    comments = Comments("/**", " * ", " */", "/** {text} */", {"/*": "/ *"}, 40)
    made = Writer(Literals(), comments).comment(text)
    inner = made.removeprefix("/**").removesuffix("*/")
    assert "*/" not in inner
    assert "/*" not in inner
    lines = Writer(Literals(), Comments(line="# ", width=0)).comment(text)
    assert all(line.startswith("#") and not line.endswith("\\") for line in lines.splitlines())


@given(TEXTS)
def test_a_text_is_a_literal_that_says_it(text: str) -> None:
    made = Writer(Literals(), Comments()).text(text)
    assert made.isprintable()
    assert json.loads(made) == text


@pytest.mark.parametrize(
    ("value", "literal"),
    [(None, "nil"), (True, "YES"), (3, "3"), (1.5, "1.5"), ("a'b", "'a''b'"), ((), None)],
)
def test_values_are_written_as_the_language_has_them(value: Any, literal: str | None) -> None:
    literals = Literals("'", {"'": "''"}, "\\u{hex}", "YES", "NO", "nil")
    assert Writer(literals, Comments()).scalar(value) == literal
