"""Targets that are data: what is said of a folder that is none."""

from __future__ import annotations

import os

import pytest

from commands import Here
from plugins.small_target import TARGET, write_target

PLACES = {
    'nam = "x"': ("1", "`nam` means nothing here; did you mean 'name' or 'names'?"),
    "[names]\ntypes = 'Pascal'": ("2:1", '`names.types` is `"Pascal"`; write `pascal`, `camel`'),
    "[names]\nreserved = ['a',\n  7]": ("3:3", "`names.reserved[1]` is 7; write a text"),
    "[names]\nescape = '_'": ("2:1", "holds {name}"),
    '[literals]\nescapes = { "ab" = "x" }': ("2:13", "`ab` cannot be a name"),
    "[comments]\nwidth = -1": ("2:1", "`comments.width` is -1"),
    "[[files]]\ntemplate = 'no.j2'\npath = 'x'": ("2:1", "there is no template 'no.j2'"),
    "[[files]]\ntemplate = 'all.txt.j2'\npath = '{type}'": ("3:1", "'{type}' means nothing"),
    "[options.path]\nhelp = 'x'\ndefault = 1": ("1:10", "no option can be called 'path'"),
    "[options.x]\nhelp = 'x'": ("1:10", "`options.x.default` is missing"),
    "[commands]\nbuild = 'make'": ("2:1", '`commands.build` is `"make"`; write a list'),
}


@pytest.mark.parametrize("more", PLACES)
def test_a_mistake_has_its_line_and_column(here: Here, more: str) -> None:
    place, words = PLACES[more]
    first = TARGET.count("\n") + 1
    if place == "1":  # before any table
        text, line, column = f"{more}\n{TARGET}", 1, 1
    else:
        text = f"{TARGET}{more}\n"
        line, column = first + int(place[0]) - 1, int(place.split(":")[1])
    here.write("my/target/target.toml", text)
    here.write("my/target/templates/all.txt.j2", "")
    result = here.run("generate", "-t", "my/target")
    assert result.code == 2
    assert f"my/target/target.toml:{line}:{column}: error: " in result.err
    assert words in result.err
    assert "1 error" in result.err
    assert not (here.folder / "generated").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"format = 1\nname = ", "my/target/target.toml:2:8: error: it is not TOML"),
        (b"\xff", "it is not UTF-8 (byte 0)"),
        (b"x = " + b"[" * 9999 + b"]" * 9999, "it is nested too deeply"),
        (b"", "`name` is missing"),
        (TARGET.replace("format = 1", "format = 2").encode(), "`format` is 2; write 1"),
        (TARGET.replace('"small"', '"../x"').encode(), "`name` is"),
    ],
)
def test_a_manifest_that_is_none_is_refused(here: Here, text: bytes, words: str) -> None:
    write_target(here)
    (here.folder / "my/target/target.toml").write_bytes(text)
    result = here.run("generate", "-t", "my/target")
    assert result.code == 2
    assert words in result.err


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("a\n{% if %}", 2, "expected"),
        ("a\nb\n{{ package.nam }}", 3, "has no attribute 'nam'"),
        ("{{ nobody }}", 1, "'nobody' is undefined"),
        ("\n{% include 'other.j2' %}", 2, "it asks for the template 'other.j2'"),
        ("{% include 'all.txt.j2' %}", 1, "includes itself without end"),
        ("\n{{ package.__class__.__mro__[1].__subclasses__() }}", 2, "unsafe"),
        ("\n{{ 1 / 0 }}", 2, "division by zero"),
        ("\n{{ lipsum() }}", 2, "'lipsum' is undefined"),
        ("\n{{ ir.modules | random }}", 2, "no filter named 'random'"),
        ("{{ package.name | nofilter }}", 1, "no filter named 'nofilter'"),
        ("{% include '../../../spec/small.schema.json' %}", 1, "it asks for the template"),
    ],
)
def test_a_template_that_cannot_be_filled_is_told(
    here: Here, template: str, line: int, words: str
) -> None:
    write_target(here, template=template)
    result = here.run("generate", "-t", "my/target")
    assert result.code == 1
    assert f"my/target/templates/all.txt.j2:{line}:1: error: " in result.err
    assert words in result.err
    assert "[bad-template]" in result.err
    assert not (here.folder / "generated").exists()


@pytest.mark.parametrize(
    "path", ["../x", "/x", "nul", "a\\\\b", "con.txt", "a/../b", "x:y", ".git/x"]
)
def test_a_path_that_leaves_the_output_is_refused(here: Here, path: str) -> None:
    more = f'[[files]]\ntemplate = "all.txt.j2"\npath = "{path}"\n'
    write_target(here, more)
    result = here.run("generate", "-t", "my/target")
    assert result.code == 1
    assert "[bad-path]" in result.err
    assert not (here.folder / "generated").exists()


def test_two_files_of_one_path_are_refused(here: Here) -> None:
    write_target(here, '[[files]]\ntemplate = "all.txt.j2"\npath = "SMALL_api.txt"\n')
    result = here.run("generate", "-t", "my/target")
    assert result.code == 1
    assert "[path-clash]" in result.err


def test_a_template_that_is_no_text_is_told(here: Here) -> None:
    write_target(here)
    (here.folder / "my/target/templates/odd.j2").write_bytes(b"\xff")
    result = here.run("generate", "-t", "my/target")
    assert result.code == 2
    assert "not UTF-8" in result.err


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leads_away_is_not_followed(here: Here) -> None:
    write_target(here, template="{% include 'away' %}")
    secret = here.write("secret", "mine")
    (here.folder / "my/target/templates/away").symlink_to(secret)
    result = here.run("generate", "-t", "my/target")
    assert result.code == 2
    assert "'away' is a link that leads out of this folder" in result.err
