"""JSON text in: what is refused, and how the error says so."""

from __future__ import annotations

import contextlib
import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threads_api import CODECS, DecodeError, Thread

TEXT = '{"id": "t", "object": "thread", "created_at": 1, "metadata": null}'


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.encode(),
        bytearray(TEXT.encode()),
        memoryview(TEXT.encode()),
        f" \n\t{TEXT}\r\n ",
        b"\xef\xbb\xbf" + TEXT.encode(),
        "\ufeff" + TEXT,
    ],
)
def test_text_and_bytes_are_read(text: str | bytes) -> None:
    assert Thread.from_json(text, strict=True).id == "t"


def problem(text: str | bytes) -> tuple[str, str, str]:
    with pytest.raises(DecodeError) as caught:
        Thread.from_json(text)
    (only,) = caught.value.problems
    return only


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "expecting value at line 1 column 1"),
        ('{"a":\n  oops}', "expecting value at line 2 column 3"),
        (TEXT + "x", "extra data at line 1 column 67"),
        (TEXT + "\0", "extra data at line 1 column 67"),
        ('{"a": NaN}', "NaN is not JSON"),
        ('{"a": -Infinity}', "-Infinity is not JSON"),
        ('{"a": 1e999}', "the number 1e999 is out of range"),
        (b'{"a": "\xff"}', "invalid start byte at byte 7"),
        ('{"a": "\n"}', "invalid control character at at line 1 column 8"),
        ("{'a': 1}", "expecting property name enclosed in double quotes at line 1 column 2"),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(text: str | bytes, found: str) -> None:
    assert problem(text) == ("", "JSON text", found)


def test_too_deep_and_too_long_are_refused_and_never_crash() -> None:
    assert "recursion limit" in problem("[" * 100_000)[2]
    assert "recursion limit" in problem('{"a":' * 100_000 + "1" + "}" * 100_000)[2]
    assert "digits" in problem('{"a": ' + "9" * 5000 + "}")[2]


def test_the_last_of_equal_members_counts() -> None:
    text = TEXT[:-1] + ', "id": "second"}'
    assert Thread.from_json(text).id == "second"


def test_another_parser_may_be_used() -> None:
    assert Thread.from_json(TEXT.encode(), strict=True, loads=orjson.loads).id == "t"
    with pytest.raises(DecodeError):
        Thread.from_json("{", loads=orjson.loads)
    assert CODECS["Thread"].from_json(TEXT, loads=json.loads).id == "t"


@given(st.text() | st.binary())
def test_no_input_raises_anything_else(text: str | bytes) -> None:
    with contextlib.suppress(DecodeError):
        Thread.from_json(text)
