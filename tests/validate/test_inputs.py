"""What paths, folders and globs come to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from specloom.problems import Severity
from specloom.validate.inputs import Form, Packing, Source, classify, find_sources


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for path in ("b.json", "a.jsonl", "sub/deep/c.sse", "sub/d.ndjson.gz", "sub/e.txt", "x/f.JSON"):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("{}")
    return tmp_path


def found(*paths: str) -> list[str]:
    sources, problems = find_sources(paths)
    return [source.path for source in sources] + [f"! {p.where.file}: {p.code}" for p in problems]


@pytest.mark.parametrize(
    ("name", "form", "packing"),
    [
        ("a.json", Form.JSON, Packing.PLAIN),
        ("a.JSONL", Form.LINES, Packing.PLAIN),
        ("a.ndjson.gz", Form.LINES, Packing.GZIP),
        ("a.b.sse.zst", Form.STREAM, Packing.ZSTD),
        ("a.txt.gz", Form.UNTOLD, Packing.GZIP),
        ("json", Form.UNTOLD, Packing.PLAIN),
        (".json", Form.UNTOLD, Packing.PLAIN),
    ],
)
def test_names_say_form_and_packing(name: str, form: Form, packing: Packing) -> None:
    assert classify(name) == (form, packing)


def test_folders_give_all_payloads_below_them_in_order() -> None:
    assert found(".") == ["a.jsonl", "b.json", "sub/d.ndjson.gz", "sub/deep/c.sse", "x/f.JSON"]
    assert found("sub") == ["sub/d.ndjson.gz", "sub/deep/c.sse"]


def test_a_file_that_is_named_is_taken_whatever_its_name_and_once() -> None:
    assert found("sub/e.txt", "./b.json", "b.json", "sub/../b.json", "-") == [
        "sub/e.txt",
        "b.json",
        "-",
    ]


def test_globs_are_expanded_and_names_with_brackets_are_not(here: Path) -> None:
    assert found("**/*.j*") == ["a.jsonl", "b.json", "x/f.JSON"][:2]
    assert found("sub/**/*.sse") == ["sub/deep/c.sse"]
    (here / "[odd].json").write_text("{}")
    assert found("[odd].json") == ["[odd].json"]


def test_what_is_not_there_is_said_and_the_others_are_taken() -> None:
    assert found("gone.json", "*.nothing", "b.json", "b.json/below", "a\0b") == [
        "b.json",
        "! gone.json: no-such-path",
        "! *.nothing: no-such-path",
        "! b.json/below: unreadable",
        "! a\0b: unreadable",
    ]


def test_a_folder_without_payloads_is_no_success(here: Path) -> None:
    (here / "none").mkdir()
    (here / "none" / "notes.txt").write_text("")
    assert found("none") == ["! none: empty-folder"]


def test_links_are_followed_and_circles_are_not(here: Path) -> None:
    (here / "sub" / "loop").symlink_to("..")
    (here / "sub" / "other").symlink_to("../x")
    (here / "sub" / "dangling.json").symlink_to("gone.json")
    (here / "sub" / "self.json").symlink_to("self.json")
    assert found("sub") == [
        "sub/d.ndjson.gz",
        "sub/deep/c.sse",
        "sub/loop/a.jsonl",
        "sub/loop/b.json",
        "sub/loop/x/f.JSON",
        "! sub/dangling.json: no-such-path",
        "! sub/self.json: unreadable",
        "! sub/loop/sub: link-loop",
        "! sub/other: link-loop",
    ]
    _, problems = find_sources(["sub"])
    assert [p.severity for p in problems if p.code == "link-loop"] == [Severity.NOTE] * 2


def test_devices_and_pipes_that_lie_about_are_nobodys_payloads(here: Path) -> None:
    os.mkfifo(here / "pipe.json")
    assert "pipe.json" not in found(".")
    assert found("pipe.json") == ["pipe.json"]  # named, it is what a shell's <(...) is
    assert found("/dev/null") == ["! /dev/null: not-a-file"]


def test_the_flag_says_how_to_read_what_has_no_form() -> None:
    sources, _ = find_sources(["-", "sub/e.txt", "b.json"], Form.LINES)
    assert [source.form for source in sources] == [Form.LINES, Form.LINES, Form.JSON]
    assert sources[0] == Source("-", Form.LINES)
    assert sources[0].shown == "(standard input)"
