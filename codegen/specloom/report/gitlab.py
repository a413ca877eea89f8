"""GitLab's code quality report: a list of Code Climate's issues, shown in merge requests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath

from specloom.plaintext import neutralise
from specloom.problems import Problem, Severity
from specloom.report.fingerprints import fingerprints

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def write_gitlab(problems: Sequence[Problem]) -> str:
    """The report."""
    issues = [
        {
            "type": "issue",
            "check_name": problem.code,
            "description": _describe(problem),
            "categories": ["Bug Risk"],
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[problem.severity],
            "location": {
                "path": PurePath(problem.where.file).as_posix(),
                "lines": {"begin": problem.where.line, "end": problem.where.line},
            },
        }
        for problem, fingerprint in zip(problems, fingerprints(problems), strict=True)
    ]
    return neutralise(json.dumps(issues, indent=2, ensure_ascii=False))


def _describe(problem: Problem) -> str:
    pointer = f"{problem.where.pointer}: " if problem.where.pointer else ""
    return f"{pointer}{problem.fact}; {problem.remedy}"
