"""SARIF 2.1.0, the interchange form of static analysis tools."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from specloom import __version__
from specloom.plaintext import neutralise
from specloom.problems import Problem
from specloom.report.fingerprints import fingerprints

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def write_sarif(problems: Sequence[Problem]) -> str:
    """The log of one run."""
    codes = sorted({problem.code for problem in problems})
    results = [
        _result(problem, codes.index(problem.code), fingerprint)
        for problem, fingerprint in zip(problems, fingerprints(problems), strict=True)
    ]
    driver = {"name": "specloom", "version": __version__, "rules": [_rule(code) for code in codes]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return neutralise(json.dumps(log, indent=2, ensure_ascii=False))


def _rule(code: str) -> dict[str, Any]:
    return {"id": code, "shortDescription": {"text": code.replace("-", " ")}}


def _result(problem: Problem, rule: int, fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": str(problem.severity),
        "message": {"text": f"{problem.fact}; {problem.remedy}"},
        "partialFingerprints": {"specloomFinding/v1": fingerprint},
    }
    location: dict[str, Any] = {}
    where = problem.where
    if not where.file.startswith("("):  # "(standard input)" is nowhere
        location["physicalLocation"] = {
            "artifactLocation": {"uri": _uri(where.file)},
            "region": {"startLine": where.line, "startColumn": where.column},
        }
    if where.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": where.pointer, "kind": "value"}]
    if location:
        result["locations"] = [location]
    return result


def _uri(file: str) -> str:
    path = PurePath(file)
    if path.is_absolute():
        return Path(file).as_uri()
    return quote(path.as_posix(), errors="surrogatepass")
