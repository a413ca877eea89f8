"""Findings that are known and accepted for now: they stay quiet, and new ones fail.

A finding is known by its file, code and pointer, not by its line or the value found, so that edits elsewhere
do not bring it back. In a file of many payloads one pointer occurs many times: as many as known stay quiet.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, TypeAlias

from specloom.problems import Problem
from specloom.where import Where

VERSION = 1
Key: TypeAlias = tuple[str, str, str]
"""File (relative to the baseline, with slashes), code and pointer."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is known, and how many times each."""

    path: Path
    known: Counter[Key]

    @property
    def size(self) -> int:
        """How many findings are known."""
        return self.known.total()


class Sieve:
    """Holds back what a baseline knows, finding by finding."""

    def __init__(self, baseline: Baseline) -> None:
        self.baseline = baseline
        self.left = Counter(baseline.known)
        self.held = 0

    def lets_through(self, problem: Problem) -> bool:
        """Whether `problem` is new."""
        key = key_of(problem, self.baseline.path)
        if not self.left[key]:
            return True
        self.left[key] -= 1
        self.held += 1
        return False

    @property
    def gone(self) -> int:
        """How many known findings did not occur."""
        return self.left.total()


def key_of(problem: Problem, baseline: Path) -> Key:
    """What `problem` is known by."""
    file = problem.where.file
    if not file.startswith("("):  # "(standard input)" is the same everywhere
        file = PurePath(os.path.relpath(file, baseline.parent)).as_posix()
    return file, problem.code, problem.where.pointer


def read_baseline(path: Path) -> Baseline | Problem:
    """The baseline in a file, or why there is none."""
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        fact = f"the baseline cannot be read: {(error.strerror or str(error)).lower()}"
        return Problem(Where(str(path)), fact, "make one with --write-baseline", "baseline")
    except (ValueError, RecursionError):
        return _no_baseline(path, "the baseline is no JSON")
    if not isinstance(document, dict) or document.get("baseline") != VERSION:
        return _no_baseline(path, f"this is no baseline of version {VERSION}")
    known: Counter[Key] = Counter()
    try:
        for finding in document["findings"]:
            key = (finding["file"], finding["code"], finding["pointer"])
            if not all(isinstance(part, str) for part in key):
                raise TypeError
            known[key] += int(finding["count"])
    except (KeyError, TypeError, ValueError):
        return _no_baseline(path, "the baseline does not list findings")
    return Baseline(path, known)


def write_baseline(path: Path, problems: Iterable[Problem]) -> str:
    """The text of a baseline at `path` that knows `problems`."""
    known = Counter(key_of(problem, path) for problem in problems)
    findings: list[dict[str, Any]] = [
        {"file": file, "code": code, "pointer": pointer, "count": known[file, code, pointer]}
        for file, code, pointer in sorted(known)
    ]
    document = {"baseline": VERSION, "findings": findings}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _no_baseline(path: Path, fact: str) -> Problem:
    return Problem(Where(str(path)), fact, "make one with --write-baseline", "baseline")
