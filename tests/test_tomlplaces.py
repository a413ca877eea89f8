"""Where things stand in a TOML text: `§` is where `keys` must be found, and is taken out before reading."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom.tomlplaces import Keys, find_place, read_fault

PLACES: dict[str, Keys] = {
    "§a = 1": ("a",),
    "b = 1\n  §a = 1": ("a",),
    "[x]\n§a = 1": ("x", "a"),
    "[§x]\na = 1": ("x",),
    "[x.§y]\na = 1": ("x", "y"),
    "[x . 'y.z']\n§a = 1": ("x", "y.z", "a"),
    "x.§y = 1": ("x", "y"),
    '"\\u0078".§y = 1': ("x", "y"),
    'a = "[b]\\"" # b = 1\n§b = 1': ("b",),
    'a = """\nb = 1\n\\"""\n"""\n§b = 1': ("b",),
    'a = """"""\n§b = 1': ("b",),
    'a = """x"""""\n§b = 1': ("b",),
    "a = '''\nb = 1'''\n§b = 1": ("b",),
    "a = [1, §2]": ("a", 1),
    "a = [ # ]\n  'x', # ,\n  §'y',\n]": ("a", 1),
    "a = [[1], [2, §3]]": ("a", 1, 1),
    "a = [{b = 1}, {§b = 2}]": ("a", 1, "b"),
    "a = {b = {c = 1, §d = 2}}": ("a", "b", "d"),
    "a = {}\n§b = []": ("b",),
    "a = 1979-05-27T07:32:00Z\n§b = 1": ("b",),
    "[[a]]\nb = 1\n[[a]]\n§b = 2": ("a", 1, "b"),
    "[[a]]\n[[§a]]": ("a", 1),
    "[[a]]\n[a.b]\n§c = 1": ("a", 0, "b", "c"),
    "[[a]]\n[[a.b]]\n[[a.b]]\n§c = 1": ("a", 0, "b", 1, "c"),
    "a = 1\r\n§b = 2\r\n": ("b",),
    "ä = 1".replace("ä", '"ä"') + "\n§b = 1": ("b",),
    "[§x]\na = 1 ": ("x", "nowhere", 7),
    "§a = 1 ": ("nowhere",),
}


@pytest.mark.parametrize("marked", PLACES)
def test_a_place_is_found(marked: str) -> None:
    text = marked.replace("§", "")
    tomllib.loads(text)  # an example that is not TOML shows nothing
    before = marked.partition("§")[0]
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert find_place(text, PLACES[marked]) == place


VALUES = st.recursive(
    st.integers(0, 9) | st.sampled_from(["", "]", "a = 1", "#", "'", '"', "\\", "{\n"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["a", "b c", '"', "["]), inner, max_size=3),
    max_leaves=8,
)


def write(value: Any) -> str:
    """A value as TOML."""
    match value:
        case dict():
            members = (f"{json.dumps(key)} = {write(inner)}" for key, inner in value.items())
            return f"{{{', '.join(members)}}}"
        case list():
            return f"[ # ]\n{', '.join(map(write, value))}]"
        case _:
            return json.dumps(value)


def ways(value: Any) -> Iterator[tuple[Keys, str]]:
    """The way to everything in a value, and what the text begins with there."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in members:
        yield (key,), write(key if isinstance(value, dict) else inner)
        if isinstance(inner, dict | list):
            yield from (((key, *way), text) for way, text in ways(inner))


@given(st.dictionaries(st.sampled_from(["a", "b.c", "]"]), VALUES, min_size=1))
def test_everything_in_a_document_is_found(document: dict[str, Any]) -> None:
    text = "".join(f"  {json.dumps(key)} = {write(inner)} # x\n" for key, inner in document.items())
    assert tomllib.loads(text) == document
    lines = text.split("\n")
    for way, start in ways(document):
        line, column = find_place(text, way)
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert rest.startswith(start)


@pytest.mark.parametrize(
    ("text", "line", "column"), [("a = 1\nb = \n", 2, 5), ("a = 1\nb = [1,\n", 2, 8), ("a", 1, 2)]
)
def test_a_fault_at_the_end_has_a_place(text: str, line: int, column: int) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    where, _ = read_fault(Path("x.toml"), text, str(caught.value))
    assert (where.line, where.column) == (line, column)
