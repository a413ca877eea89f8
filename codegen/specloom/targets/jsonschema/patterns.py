"""Regular expressions that mean the same to every validator.

In the standard's dialect `$` is the end of the text; Python's also matches before a last newline. A
look-ahead says what is meant to both. (Road not taken: a second keyword that refuses last newlines, which
would also refuse texts that may end so.)
"""

from __future__ import annotations


def portable(pattern: str | None) -> str | None:
    """`pattern` with every `$` that is an anchor made to mean the end of the text."""
    if pattern is None or "$" not in pattern:
        return pattern
    written = []
    in_class = False
    at = 0
    while at < len(pattern):
        character = pattern[at]
        if character == "\\":
            written.append(pattern[at : at + 2])
            at += 2
            continue
        if character in "[]":
            in_class = character == "["
        written.append("$(?!\\n)" if character == "$" and not in_class else character)
        at += 1
    return "".join(written)
