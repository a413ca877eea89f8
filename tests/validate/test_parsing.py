"""The quick reader and the exact one: the quick one may only give up, never be wrong."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom.validate.parsing import (
    MAX_DEPTH,
    Doubt,
    nests_deeply,
    read_exactly,
    read_quickly,
)
from specloom.validate.surrogates import holds_half, mend, mend_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def faults(text: str, **flags: bool) -> list[tuple[int, int, str, bool]]:
    return [(r.line, r.column, r.code, r.fatal) for r in read_exactly(text, **flags).remarks]


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_what_json_writes_is_read_alike_by_both(
    value: Any, indent: int | None, ascii: bool
) -> None:
    text = " \n" + json.dumps(value, indent=indent, ensure_ascii=ascii) + "\r\n"
    assert read_quickly(text) == value
    reading = read_exactly(text)
    assert (reading.value, reading.fit, reading.remarks) == (value, value, ())


@given(st.text(alphabet='{}[]",:0123456789.eE+-truefalsn\\u dDbB\t\n x', max_size=12))
def test_the_quick_reader_never_takes_what_the_exact_one_refuses(text: str) -> None:
    try:
        value = read_quickly(text)
    except Doubt:
        return
    reading = read_exactly(text)
    assert reading.remarks == ()
    assert json.dumps(reading.value) == json.dumps(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1,\n "a": 2}', (2, 2, "duplicate-key", True)),
        ('{"b": {"a": 1, "a": 1}}', (1, 16, "duplicate-key", True)),
        ('{"a": 1, "\\u0061": 2}', (1, 10, "duplicate-key", True)),
        ('{"a": NaN}', (1, 7, "json-number", True)),
        ("[1,\n -Infinity]", (2, 2, "json-number", True)),
        ("[1e400]", (1, 2, "json-number", True)),
        ("[-1e400]", (1, 2, "json-number", True)),
        (f"[{'9' * 400}.0]", (1, 2, "json-number", True)),
        (f"[{'9' * 5000}]", (1, 2, "json-number", True)),
        ("", (1, 1, "json-syntax", True)),
        ("[1,]", (1, 3, "json-syntax", True)),
        ('{"a" 1}', (1, 6, "json-syntax", True)),
        ("[1] 2", (1, 5, "json-syntax", True)),
        ("01", (1, 1, "json-syntax", True)),
        ('"a\tb"', (1, 3, "json-syntax", True)),
        ("[" * 100_000, (1, MAX_DEPTH + 1, "json-depth", True)),
        ("[" * 100_000 + "]" * 100_000, (1, MAX_DEPTH + 1, "json-depth", True)),
        ('{"a":' * 100_000, (1, MAX_DEPTH * 5 + 1, "json-depth", True)),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_what_is_not_plainly_right_is_doubted_and_explained(
    text: str, expected: tuple[int, int, str, bool]
) -> None:
    with pytest.raises(Doubt):
        read_quickly(text)
    assert faults(text) == [expected]


def test_repeats_may_be_allowed_and_the_last_one_counts() -> None:
    reading = read_exactly('{"a": 1, "a": {"b": 2}}', repeats=True)
    assert reading.value == {"a": {"b": 2}}
    assert not reading.fatal
    assert faults('{"a": 1, "a": 2}', repeats=True) == [(1, 10, "duplicate-key", False)]
    assert reading.places is not None
    assert reading.places.of("/a/b") == (1, 21)


def test_every_fault_that_can_be_stepped_over_is_said() -> None:
    found = [(column, code) for _, column, code, _ in faults('{"a": NaN, "a": Infinity}')]
    assert found == [(7, "json-number"), (12, "duplicate-key"), (17, "json-number")]


# --- depth ------------------------------------------------------------------------------------------------


def nested(depth: int) -> str:
    return '{"a":[' * (depth // 2) + "[]" * (depth % 2) + "]}" * (depth // 2)


@pytest.mark.parametrize("depth", [1, 2, MAX_DEPTH - 1, MAX_DEPTH])
def test_values_may_nest_to_the_limit(depth: int) -> None:
    text = nested(depth)
    assert not nests_deeply(text)
    assert read_quickly(text) == read_exactly(text).value == json.loads(text)


def test_values_beyond_the_limit_are_refused_by_both() -> None:
    text = nested(MAX_DEPTH + 1)
    assert nests_deeply(text)
    with pytest.raises(Doubt):
        read_quickly(text)
    assert read_exactly(text).fatal


def test_brackets_in_strings_are_no_nesting() -> None:
    text = json.dumps(["[" * 1000, "]{" * 500])
    assert read_exactly(text).value == json.loads(text)
    assert read_exactly(text).remarks == ()


def test_many_brackets_side_by_side_are_quick() -> None:
    text = json.dumps([[[]] * 50_000])
    assert not nests_deeply(text)


# --- halves of surrogate pairs ----------------------------------------------------------------------------


@given(st.text(alphabet=st.sampled_from('a\\"\ud83d\ude00\ud800\udfff😀é'), max_size=8))
def test_halves_are_seen_wherever_they_stand(text: str) -> None:
    written = json.dumps({text: [text]})
    value = json.loads(written)
    half = any(0xD800 <= ord(c) < 0xE000 for c in json.loads(json.dumps(text)))
    assert holds_half(written) is half
    assert json.loads(mend_json(written)) == {mend(k): [mend(k)] for k in value}
    json.loads(mend_json(written)).__repr__().encode()
    if half:
        with pytest.raises(Doubt):
            read_quickly(written)
        reading = read_exactly(written)
        assert reading.value == value
        assert not reading.fatal
        assert {r.code for r in reading.remarks} == {"json-text"}


def test_an_escaped_backslash_is_no_surrogate() -> None:
    assert not holds_half(r'"\\ud800"')
    assert holds_half(r'"\\\ud800"')
    assert read_quickly(r'"\\ud800"') == r"\ud800"


def test_numbers_are_kept_as_they_are() -> None:
    assert read_quickly("[1.0, 1, 123456789012345678901234567890]") == [
        1.0,
        1,
        123456789012345678901234567890,
    ]
    assert math.isclose(read_quickly("1e308"), 1e308)
