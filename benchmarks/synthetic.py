"""A spec as large as one likes: records that refer to each other, choices, unions, lists and maps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]

A_FILE = 100
"""How many types stand in one file."""


def write_spec(folder: Path, types: int) -> None:
    """Writes a spec of so many types."""
    folder.mkdir(parents=True)
    files: dict[str, Json] = {}
    for number in range(types):
        definitions = files.setdefault(_file(number), {})
        definitions[_name(number)] = _definition(number)
    for name, definitions in files.items():
        document: Json = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "description": f"What is kept in {name}.",
            "$defs": definitions,
        }
        if name == _file(0):
            document["x-package"] = {"name": "synthetic_api", "version": "1.0.0"}
        (folder / name).write_text(json.dumps(document, indent=2), "utf-8")
    operations: Json = {"description": "No calls.", "operations": {}}
    (folder / "operations.json").write_text(json.dumps(operations), "utf-8")


def _definition(number: int) -> Json:
    """By tens: seven records, a choice, and a union of the two records before it, which are tagged."""
    match number % 10:
        case 7:
            return {
                "description": f"How number {number} may be.",
                "type": "string",
                "enum": [f"way_{way}" for way in range(6)],
            }
        case 6:
            return {
                "description": f"One of several kinds of number {number}.",
                "oneOf": [_to(number - 2, number), _to(number - 1, number)],
                "x-tag": "kind",
            }
        case _:
            return _record(number)


def _record(number: int) -> Json:
    members: Json = {
        "id": {"description": "Tells it from others.", "type": "string"},
        "count": {"description": "How many there are.", "type": "integer", "minimum": 0},
        "share": {"description": "Which part of all it is.", "type": ["number", "null"]},
        "names": {
            "description": "What it is called.",
            "type": "array",
            "items": {"type": "string"},
        },
        "notes": {
            "description": "What people said of it.",
            "type": "object",
            "additionalProperties": {"type": "string"},
        },
    }
    required = ["id", "share"]
    if number % 10 in (4, 5):
        members["kind"] = {"description": "Tag of this kind.", "const": f"kind_{number}"}
        required.append("kind")
    else:
        for step in (1, 3, 10):
            if number >= step:
                use = _to(number - step, number)
                members[f"other_{step}"] = {"description": f"What stood {step} before."} | use
    return {
        "description": f"A thing of sort {number}.",
        "type": "object",
        "required": required,
        "properties": members,
    }


def _to(number: int, home: int) -> Json:
    file = "" if _file(number) == _file(home) else _file(number)
    return {"$ref": f"{file}#/$defs/{_name(number)}"}


def _file(number: int) -> str:
    return f"part_{number // A_FILE}.schema.json"


def _name(number: int) -> str:
    return f"Thing{number}"
