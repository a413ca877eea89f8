"""The dialect is a schema, and the gate that judges node by node agrees with it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from goldens import ROOT
from marked import SPEC
from specloom import documents
from specloom.documents.dialect import VISITED


def test_the_dialect_is_a_schema_and_says_what_it_wants() -> None:
    schema = json.loads((ROOT / "spec" / "dialect.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    used = set()
    for node in schemas_in(schema):
        if "$ref" in node:
            used.add(node["$ref"].removeprefix("#/$defs/"))
        elif {"type", "const", "enum", "pattern"} & set(node) and node != {"const": True}:
            assert node.get("description") or set(node) <= {"type", "required", "properties"}, node
    assert used | {"operations", "definition"} >= set(schema["$defs"]), "shapes that nothing uses"
    assert used >= VISITED - {"definition", "property"}


def schemas_in(schema: Any) -> list[dict[str, Any]]:
    """Every subschema that says something, the schema itself included."""
    found: list[dict[str, Any]] = []
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, dict):
            continue
        found.append(node)
        for word in ("properties", "$defs"):
            waiting += node.get(word, {}).values()
        for word in ("anyOf", "allOf", "prefixItems"):
            waiting += node.get(word, [])
        for word in ("items", "additionalProperties", "propertyNames"):
            waiting.append(node.get(word))
    return found


def shipped_documents() -> list[Path]:
    return [p for p in (ROOT / "spec").glob("*.schema.json") if p.name != "dialect.schema.json"]


@pytest.mark.parametrize("path", shipped_documents(), ids=lambda path: path.name)
def test_the_gate_and_the_dialect_give_one_verdict(tmp_path: Path, path: Path) -> None:
    """The gate judges node by node; a validator that reads dialect.schema.json whole must agree with it.

    It is another one than the gate asks, and far quicker.
    """
    dialect = json.loads((ROOT / "spec" / "dialect.schema.json").read_text("utf-8"))
    whole = jsonschema_rs.validator_for(dialect)
    document = json.loads(path.read_text("utf-8"))
    document.setdefault("x-package", {"name": "test", "version": "1.0.0"})
    assert whole.is_valid(document)
    verdicts = []
    for mutant in mutations(document, 60):
        (tmp_path / SPEC).write_text(json.dumps(mutant))
        _, problems = documents.load(tmp_path)
        refused = [
            p for p in problems if p.code not in ("dangling-ref", "no-package", "cyclic-alias")
        ]
        assert whole.is_valid(mutant) == (not refused), (refused, mutant)
        verdicts.append(bool(refused))
    assert sum(verdicts) > 10, "mutants that are refused"


def mutations(document: Any, count: int) -> Iterator[Any]:
    """Copies of the document, each with one member or item gone or become something else."""
    steps: list[list[str | int]] = []
    waiting: list[tuple[list[str | int], Any]] = [([], document)]
    while waiting:
        path, node = waiting.pop()
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            steps.append([*path, key])
            if isinstance(value, dict | list):
                waiting.append(([*path, key], value))
    for number, (*path, last) in enumerate(steps[:: max(1, len(steps) // count)]):
        mutant = copy.deepcopy(document)
        holder = mutant
        for key in path:
            holder = holder[key]
        if number % 2 or isinstance(holder, list):
            holder[last] = (None, 7, True, "x", [], {}, ["string", "null"])[number % 7]
        elif number % 3:
            del holder[last]
        else:
            holder[f"{last}x"] = holder.pop(last)
        yield mutant
