"""Patterns of a spec as Python reads them."""

from __future__ import annotations

import re

from specloom.targets.python.literals import quoted

_STEP = re.compile(r"\\.|.", re.DOTALL)


def pattern_literal(pattern: str) -> str:
    """`pattern` as the literal that `re.search` takes.

    The dialect leaves one difference: Python's `$` also matches before a last line end.
    """
    written: list[str] = []
    inside = False
    for step in _STEP.findall(pattern):
        if step == "$" and not inside:
            step = "\\Z"
        elif step in "[]":
            inside = step == "["
        written.append(step)
    return quoted("".join(written))
