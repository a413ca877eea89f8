"""What a terminal is shown: colors where they are wanted, and nothing that steers it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest

from cli.processes import on_a_terminal
from cli.specs import BAD, HOSTILE
from commands import Here, with_definitions


@pytest.mark.parametrize(
    ("flag", "environment", "colored"),
    [
        ("auto", {}, False),  # not a terminal
        ("always", {}, True),
        ("always", {"NO_COLOR": "1"}, True),  # asked for in person
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_color(
    here: Here,
    flag: str,
    environment: dict[str, str],
    colored: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    here.write_spec(BAD)
    assert ("\x1b[" in here.run("lint", "--color", flag).out) is colored


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo terminal")
@pytest.mark.parametrize(
    ("environment", "colored"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_color_on_a_terminal(here: Here, environment: dict[str, str], colored: bool) -> None:
    here.write_spec(BAD)
    shown = on_a_terminal("lint", environment=environment)
    assert "Nowhere" in shown
    assert ("\x1b[" in shown) is colored


def test_hostile_text_steers_no_terminal(here: Here) -> None:
    here.write_spec(
        with_definitions(
            Cat={"type": "string", "description": f"A cat. {HOSTILE}"},
            **{f"Bad{HOSTILE}": {"type": "string", "description": "x", HOSTILE: 1}},
        )
    )
    for arguments in (
        ["lint"],
        ["generate"],
        ["lint", "--format", "github"],
        ["lint", "--format", "json"],
    ):
        result = here.run(*arguments)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", result.out + result.err)
    for name in (f"Ca{HOSTILE}", "\ud800"):
        result = here.run("show", name)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", result.out + result.err)


@pytest.mark.parametrize("verb", [["show", "Cat"], ["ir"], ["bundle"]])
def test_hostile_text_is_printed_harmlessly(here: Here, verb: list[str]) -> None:
    here.write_spec(with_definitions(Cat={"type": "string", "description": f"A cat. {HOSTILE}"}))
    result = here.run(*verb)
    assert result.code == 0
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", result.out)
    if verb != ["show", "Cat"]:
        assert HOSTILE in json.dumps(json.loads(result.out), ensure_ascii=False) or HOSTILE in str(
            list(_texts(json.loads(result.out)))
        ).encode().decode("unicode_escape")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
