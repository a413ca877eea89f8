"""What makes findings of two runs the same: file, kind and place in the value, not the line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from specloom.problems import Problem


def fingerprints(problems: Sequence[Problem]) -> list[str]:
    """A text for each problem: no two alike, and the same in the next run though lines may have moved."""
    seen: Counter[tuple[str, str, str]] = Counter()
    made = []
    for problem in problems:
        identity = (problem.where.file, problem.code, problem.where.pointer)
        seen[identity] += 1
        parts = "\0".join([*identity, str(seen[identity])])
        digest = hashlib.sha256(parts.encode("utf-8", "surrogatepass"))
        made.append(digest.hexdigest()[:32])
    return made
