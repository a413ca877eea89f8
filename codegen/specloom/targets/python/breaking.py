"""Long lines of readers and writers, broken as black would break them: it then has nothing to do twice.

Black keeps the last word. What is not broken here, or not as it would, it lays out as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from specloom.targets.python.limits import LINE_LENGTH

_ITEM = " " * 12
"""Where the pieces of a writer begin."""
_BODY = " " * 4
"""Where the statements of a reader begin."""
_CHOICE = re.compile(r"( *)([\w.]+) = (v) (if .+) (else no\(\))")


def broken_up_item(line: str, parts: tuple[str, ...]) -> str:
    """A piece of a writer, a comma to follow: `line` if it is short enough, else its `parts` in brackets."""
    if len(_ITEM) + len(line) < LINE_LENGTH:
        return line
    listed = "".join(f"{_ITEM}    {part}\n" for part in parts)
    return f"(\n{listed}{_ITEM})"


def broken_up(lines: Iterable[str]) -> Iterator[str]:
    """The statements of a reader, those that check a value in brackets where they are too long."""
    for line in lines:
        found = _CHOICE.fullmatch(line) if len(_BODY) + len(line) > LINE_LENGTH else None
        yield from (line,) if found is None else _in_brackets(line, found)


def _in_brackets(line: str, found: re.Match[str]) -> tuple[str, ...]:
    indent, target, *parts = found.groups()
    room = LINE_LENGTH - len(_BODY) - len(indent) - 4
    whole = " ".join(parts)
    inside = (whole,) if len(whole) <= room else tuple(parts)
    if any(len(part) > room for part in inside) or whole.count(" else ") > 1:
        return (line,)
    return (f"{indent}{target} = (", *(f"{indent}    {part}" for part in inside), f"{indent})")
