"""The dialect gate on operations.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from marked import GOOD, SPEC, complaints, expect


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("§[]", ["bad-value"]),
        ('{"operations": §[], "description": "D."}', ["bad-value"]),
        ('§{"operations": {}}', ["no-description"]),
        ('{"description": "D.", "operations": {"get": §7}}', ["bad-value"]),
        ('{"description": "D.", "server": §"v1", "operations": {}}', ["bad-value"]),
        ('{"description": "D.", "server": §"/v1/", "operations": {}}', ["bad-value"]),
        ('{"description": "D.", "server": §"javascript:x", "operations": {}}', ["bad-value"]),
        ('{"description": "D.", "auth": §"basic", "operations": {}}', ["bad-value"]),
        ('{"description": "D.", "operations": {§"../get": §{}}}', None),
    ],
)
def test_operations_that_break_the_dialect(
    tmp_path: Path, text: str, codes: list[str] | None
) -> None:
    if codes is None:
        files = {SPEC: GOOD, "operations.json": text}
        found = {p.code for p in complaints(tmp_path, files)}
        assert found == {"bad-name", "missing-keyword", "no-description"}
    else:
        expect(tmp_path, {SPEC: GOOD, "operations.json": text}, *codes)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ('"method": §"FETCH"', ["bad-value"]),
        ('"path": §"things"', ["bad-value"]),
        ('"path": §"/a\\"b"', ["bad-value"]),
        ('"path": §"/a\\n"', ["bad-value"]),
        ('"path": §"/a/{"', ["bad-value"]),
        ('"response": §{"$ref": "x"}', ["bad-value"]),
        ('§"trigger": "stream"', ["missing-keyword+missing-keyword"]),
        ('§"bodyRequired": true', ["missing-keyword"]),
        ('"errors": {§"200": "It"}', ["bad-name"]),
        ('"errors": {"429": §7}', ["bad-value"]),
        ('"headers": {§"A b": "c"}', ["bad-name"]),
        ('"headers": {"A": §"b\\r\\nC: d"}', ["bad-value"]),
        ('"headers": {"A": §"b\\n"}', ["bad-value"]),
        ('"params": {§"id": {"type": "string"}}', ["no-description"]),
        (
            '"params": {"id": {"type": "string", "description": "D.", §"default": "a"}}',
            ["misplaced-keyword"],
        ),
        ('§"summary": "A call."', ["unknown-keyword"]),
        ('"title": §""', ["bad-value"]),
    ],
)
def test_an_operation_that_breaks_the_dialect(
    tmp_path: Path, change: str, codes: list[str]
) -> None:
    operation = {
        "title": "T.",
        "description": "D.",
        "method": "GET",
        "path": "/a",
        "response": "It",
    }
    word = change.replace("§", "").split('"')[1]
    rest = json.dumps({key: value for key, value in operation.items() if key != word})[1:-1]
    text = f'{{"description": "D.", "operations": {{"get": {{{rest},\n{change}}}}}}}'
    expect(tmp_path, {SPEC: GOOD, "operations.json": text}, *codes)
