"""Running the command in this process, in a folder with a small spec of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from specloom.cli.run import run

DOCUMENT: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "description": "A small spec.",
    "x-package": {"name": "small_api", "version": "1.0.0"},
    "$defs": {
        "Cat": {
            "type": "object",
            "description": "A cat.",
            "properties": {
                "name": {"type": "string", "description": "What it is called."},
                "mood": {"$ref": "#/$defs/Mood", "description": "How it feels."},
            },
            "required": ["name"],
        },
        "Mood": {"type": "string", "description": "A mood.", "enum": ["calm", "wild"]},
    },
}


@dataclass(frozen=True)
class Result:
    """How a run ended and what it said."""

    code: int
    out: str
    err: str


class Here:
    """The current folder, and the command in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def run(self, *arguments: str) -> Result:
        """Run `specloom` with `arguments`."""
        self._capsys.readouterr()
        code = run(arguments)
        out, err = self._capsys.readouterr()
        return Result(code, out, err)

    def write(self, path: str, text: str) -> Path:
        """A file in the folder."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def write_spec(self, document: object = DOCUMENT, path: str = "spec/small.schema.json") -> Path:
        """A spec in the folder; text is written as it is."""
        text = document if isinstance(document, str) else json.dumps(document)
        return self.write(path, text)

    def files(self, path: str = "generated") -> dict[str, str]:
        """Every file below a folder."""
        root = self.folder / path
        found = (file for file in root.rglob("*") if file.is_file())
        return {file.relative_to(root).as_posix(): file.read_text() for file in found}


def with_definitions(**definitions: object) -> dict[str, Any]:
    """The small spec with other definitions."""
    return {**DOCUMENT, "$defs": definitions}


def make_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Here:
    """The fixture `here`: an empty folder with the small spec, entered."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SPECLOOM_DEBUG", raising=False)
    (tmp_path / ".git").mkdir()  # so that no configuration further up is found
    place = Here(tmp_path, capsys)
    place.write_spec()
    return place
