"""The JSON reader: the value the standard library reads, the place of each part, and exact complaints."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom.documents.positions import JsonError, parse
from specloom.pointers import step, tokens

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=30
)


@given(
    values,
    st.sampled_from([None, 0, 3, "\t"]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_every_value_is_read_and_placed(
    value: Any, indent: int | str | None, ascii: bool, end: str
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii).replace("\n", end)
    read, places = parse(text)
    # Compared as text, since 1 == 1.0 == True, and 0.0 == -0.0.
    assert json.dumps(read) == json.dumps(value)
    lines = text.split(end)
    for pointer, part in parts("", value):
        line, column = places.of(pointer)
        rest = end.join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.dumps(json.JSONDecoder().raw_decode(rest)[0]) == json.dumps(part)
        line, column = places.key(pointer)
        rest = lines[line - 1][column - 1 :]
        holder = lookup(value, pointer.rpartition("/")[0])
        if pointer and isinstance(holder, dict):
            assert json.JSONDecoder().raw_decode(rest)[0] == tokens(pointer)[-1]


def parts(pointer: str, value: Any) -> list[tuple[str, Any]]:
    if not isinstance(value, dict | list):
        return [(pointer, value)]
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return [(pointer, value)] + [found for k, v in inner for found in parts(step(pointer, k), v)]


def lookup(value: Any, pointer: str) -> Any:
    for token in tokens(pointer):
        value = value[int(token)] if isinstance(value, list) else value[token]
    return value


@given(st.text(alphabet='{}[]:,"\\ \n\tabu0019.-+eE/null true', max_size=30))
def test_what_the_standard_library_refuses_is_refused(text: str) -> None:
    try:
        value = json.loads(text, parse_constant=lambda _: pytest.fail("no such word is drawn"))
    except ValueError:
        with pytest.raises(JsonError):
            parse(text)
        return
    assert json.dumps(parse(text, repeats=True)[0]) == json.dumps(value)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [(1, 1, "the text ends where a value should be")]),
        (" \n ", [(2, 2, "the text ends where a value should be")]),
        ("[", [(1, 2, "the text ends where a value should be")]),
        ('{"a"', [(1, 5, "the text ends where a colon after the member's name should be")]),
        ('{"a":1,}', [(1, 7, "a comma stands before `}`")]),
        ("[1,\n]", [(1, 3, "a comma stands before `]`")]),
        ("[1 2]", [(1, 4, "a comma or `]` should be here, found `2`")]),
        ("{a:1}", [(1, 2, "a member's name in double quotes should be here, found `a`")]),
        ("{'a':1}", [(1, 2, "a member's name in double quotes should be here, found `'`")]),
        ('{"a":1 // b\n}', [(1, 8, "JSON has no comments")]),
        ("/* */ 1", [(1, 1, "JSON has no comments")]),
        ('["a', [(1, 2, "a string is not closed")]),
        ('["a\nb"]', [(1, 4, "a control character stands in a string")]),
        ('["\\q"]', [(1, 3, "a backslash begins no escape")]),
        ('["\\u12"]', [(1, 4, "\\u lacks four hexadecimal digits")]),
        ("[01]", [(1, 2, "a value should be here, found `01`")]),
        ("[1.]", [(1, 2, "a value should be here, found `1.`")]),
        ("[+1]", [(1, 2, "a value should be here, found `+1`")]),
        ("[True]", [(1, 2, "a value should be here, found `True`")]),
        ("[nulll]", [(1, 2, "a value should be here, found `nulll`")]),
        ("[\0]", [(1, 2, "a value should be here, found `\\u0000`")]),
        ("1 2", [(1, 3, "text follows the end of the JSON value")]),
        (
            '{"a": NaN,\n "a": -Infinity, "\\u0061": {"b": 1, "b": 2}}',
            [
                (1, 7, "NaN is not JSON"),
                (2, 2, "the member `a` is there twice"),
                (2, 7, "-Infinity is not JSON"),
                (2, 18, "the member `a` is there twice"),
                (2, 37, "the member `b` is there twice"),
            ],
        ),
        ('{"a": 1, "a": 2, ]', [(1, 10, "the member `a` is there twice"), (1, 18, None)]),
    ],
)
def test_a_fault_is_named_at_its_place(
    text: str, faults: list[tuple[int, int, str | None]]
) -> None:
    with pytest.raises(JsonError) as caught:
        parse(text)
    found = sorted(
        (fault.line, fault.column, None if wanted[2] is None else fault.fact)
        for fault, wanted in zip(
            sorted(caught.value.faults, key=lambda f: (f.line, f.column)), faults, strict=True
        )
    )
    assert found == faults
    first = caught.value.faults[0]
    assert str(caught.value) == f"{first.line}:{first.column}: {first.fact}"


def test_depth_is_limited_and_never_overflows() -> None:
    assert parse("[" * 100 + "]" * 100)
    for text in ("[" * 101 + "]" * 101, "[" * 1_000_000, '{"a":' * 1_000_000):
        with pytest.raises(JsonError) as caught:
            parse(text)
        assert caught.value.faults[0].code == "json-depth"
    deep, _ = parse("[" * 5000 + "]" * 5000, max_depth=5000)
    for _ in range(4999):
        (deep,) = deep


def test_numbers_are_what_python_reads() -> None:
    text = "[1, -0, 1.0, 1e2, 123456789012345678901234567890, 0.1, 1E-400]"
    value, places = parse(text)
    assert [repr(number) for number in value] == [repr(number) for number in json.loads(text)]
    assert places.oddities == ()
    with pytest.raises(JsonError, match="the number has 5000 digits"):
        parse("9" * 5000)
    limit = sys.get_int_max_str_digits()
    assert parse("-" + "9" * limit)[0] < 0


def test_oddities_are_read_and_reported() -> None:
    value, places = parse('["\\ud83d", "\\ud83c\\udf88", 1e999,\n -1e999]')
    assert value == ["\ud83d", "🎈", float("inf"), float("-inf")]
    assert [(odd.line, odd.column, odd.fact) for odd in places.oddities] == [
        (1, 2, "the text holds half of a surrogate pair"),
        (1, 28, "the number is too large"),
        (2, 2, "the number is too large"),
    ]


def test_the_place_of_what_is_not_there_is_its_parents() -> None:
    _, places = parse('{"a": [1, {"b": 2}]}')
    assert places.of("/a/1/c/d") == places.of("/a/1") == (1, 11)
    assert places.of("/a/9") == places.of("/a/x") == places.of("/a") == (1, 7)
    assert places.of("/z") == places.of("") == (1, 1)
    assert places.of("/a/" + "9" * 5000) == (1, 7)
    assert places.key("/a/1/b") == (1, 12)


@given(st.lists(st.text()))
def test_pointers_go_round(names: list[str]) -> None:
    pointer = ""
    for name in names:
        pointer = step(pointer, name)
    assert tokens(pointer) == names
