"""A folder with a small spec of cats, for tests of `specloom validate` as people and CI jobs run it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commands import Here, Result, with_definitions

CAT = json.dumps({"object": "cat", "name": "Tom", "mood": "calm"})
CATS = with_definitions(
    Cat={
        "type": "object",
        "description": "A cat.",
        "required": ["object", "name"],
        "properties": {
            "object": {"const": "cat", "description": "Says so."},
            "name": {"type": "string", "description": "What it is called."},
            "mood": {"$ref": "#/$defs/Mood", "description": "How it feels."},
        },
    },
    Dog={
        "type": "object",
        "description": "A dog.",
        "required": ["barks"],
        "properties": {"barks": {"type": "boolean", "description": "Whether it does."}},
    },
    Mood={"type": "string", "description": "A mood.", "enum": ["calm", "wild"]},
)


def make_cats(
    here: Here, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Here:
    """The folder with the spec; a fixture once a module calls it one."""
    monkeypatch.setenv("SPECLOOM_CACHE", str(tmp_path_factory.mktemp("cache")))
    here.write_spec(CATS)
    return here


def cat(**members: Any) -> str:
    return json.dumps(json.loads(CAT) | members)


def lines(result: Result) -> list[str]:
    return result.out.splitlines()
