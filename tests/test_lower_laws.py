"""Whatever a spec says, reading it ends in complaints or in a package, and never in a traceback."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from goldens import ROOT
from specloom import documents
from specloom.lower import lower
from specloom.problems import Problem, has_errors

WORDS = [
    "allOf",
    "if",
    "then",
    "oneOf",
    "enum",
    "const",
    "x-name",
    "x-tag",
    "x-closed",
    "required",
    "properties",
]
VALUES: list[Any] = [
    None, 7, -1, True, False, "x", "", "class", "a\0b", [], {}, 1e300, ["string", "null"], {"type": "null"},
    "#/$defs/Zed", {"$ref": "#/$defs/It"}, {"type": "string", "description": "A text."},
]  # fmt: skip


def small_specs() -> list[Path]:
    """The cases that are quickly read, and are JSON."""
    paths = sorted((ROOT / "tests" / "cases").glob("*/spec.json"))
    return [path for path in paths if path.stat().st_size < 9000 and "json_that" not in str(path)]


def steps(document: Any) -> list[list[Any]]:
    """The path of every member and item of a document."""
    found: list[list[Any]] = []
    waiting: list[tuple[list[Any], Any]] = [([], document)]
    while waiting:
        path, node = waiting.pop()
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            found.append([*path, key])
            if isinstance(value, dict | list):
                waiting.append(([*path, key], value))
    return found


def mutate(document: Any, chance: random.Random) -> None:
    """Changes one thing in a document: drops, renames, replaces it, or puts another part in its place."""
    paths = steps(document)
    *path, last = chance.choice(paths)
    holder = document
    for key in path:
        holder = holder[key]
    how = chance.randrange(4)
    if how == 0:
        del holder[last]
    elif how == 1:
        holder[last] = chance.choice(VALUES)
    elif how == 2:
        other = document
        for key in chance.choice(paths):
            other = other[key]
        holder[last] = copy.deepcopy(other)
    elif isinstance(holder, dict):
        names = [path[-1] for path in paths if isinstance(path[-1], str)]
        holder[chance.choice([*WORDS, *names])] = holder.pop(last)


@pytest.mark.parametrize("path", small_specs(), ids=lambda path: path.parent.name)
def test_a_spec_with_changes_is_read_or_refused(path: Path, tmp_path: Path) -> None:
    chance = random.Random(path.parent.name)
    original = json.loads(path.read_text("utf-8"))
    file = tmp_path / "spec.json"
    for _ in range(40):
        document = copy.deepcopy(original)
        for _ in range(chance.choice([1, 1, 2, 4])):
            if steps(document):
                mutate(document, chance)
        file.write_text(json.dumps(document))
        spec, problems = documents.load(file)
        assert spec is not None
        package, more = lower(spec)
        assert (package is None) == has_errors([*problems, *more])
        for problem in [*problems, *more]:
            check_problem(problem)


def check_problem(problem: Problem) -> None:
    assert str(problem).isprintable()
    assert len(str(problem)) < 1000
    assert problem.fact
    assert problem.remedy
    assert problem.where.line > 0
    assert problem.where.column > 0
