"""Places in a JSON text: lines and columns of values and names, by JSON pointer."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from specloom.pointers import tokens

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a JSON text. Lines and columns count from one, columns in code points."""

    line: int
    column: int
    fact: str
    remedy: str
    code: str


class Node:
    """Offsets of the members of one object or list: (name, value, inner node) by key or index."""

    __slots__ = ("members",)

    def __init__(self) -> None:
        self.members: dict[str | int, tuple[int, int, Node | None]] = {}


class Places:
    """Where in the text each value stands. Places of what is not there are those of the nearest parent."""

    def __init__(self, text: str, start: int, root: Node | None) -> None:
        self._text = text
        self._start = start
        self._root = root
        self.oddities: tuple[Fault, ...] = ()
        """What JSON allows and Python reads, and what cannot be written again: half a character, infinity."""

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self._text))]

    def at(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset into the text."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def of(self, pointer: str) -> tuple[int, int]:
        """The line and column where the value at a JSON pointer begins."""
        return self.at(self._find(pointer)[1])

    def key(self, pointer: str) -> tuple[int, int]:
        """The line and column of the member's name; of the value if it is no member of an object."""
        return self.at(self._find(pointer)[0])

    def _find(self, pointer: str) -> tuple[int, int]:
        key = value = self._start
        node = self._root
        for token in tokens(pointer):
            if node is None:
                break
            members = node.members
            found = members.get(token)
            if found is None and token.isascii() and token.isdigit() and len(token) < 20:
                found = members.get(int(token))
            if found is None:
                break
            key, value, node = found
        return key, value
