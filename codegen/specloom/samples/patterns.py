"""Texts that match a pattern, of those that the dialect allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

_COUNT = re.compile(r"\{([0-9]+)(,([0-9]*))?\}")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_EXTRAS = (0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
_CHOICES = 3
_FAMILIAR = "axA0_- " + "".join(map(chr, range(0x21, 0x7F))) + "é\u4e00"


@dataclass(frozen=True, slots=True)
class _OneOf:
    """Characters, or (`excluded`) all others."""

    ranges: tuple[tuple[str, str], ...]
    excluded: bool = False

    def character(self, turn: int) -> str:
        """A familiar one of them, another at each turn while there are some."""
        some = _familiar(self)
        return some[turn % len(some)]

    def has(self, character: str) -> bool:
        """Whether `character` is one of them."""
        return any(low <= character <= high for low, high in self.ranges) is not self.excluded


@cache
def _familiar(wanted: _OneOf) -> str:
    """The familiar ones of the characters `wanted`; if none is, any."""
    return "".join(filter(wanted.has, _FAMILIAR)) or wanted.ranges[0][0]


@dataclass(frozen=True, slots=True)
class _Repeat:
    node: _Node
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class _Group:
    """Alternatives, each a sequence."""

    alternatives: tuple[tuple[_Node, ...], ...]


_Node: TypeAlias = "_OneOf | _Repeat | _Group"


def texts(pattern: str, turns: int = 1) -> Iterator[str]:
    """Texts that probably match `pattern`, the shortest first; whoever takes one asks the validator.

    With more `turns` there are more of each length, of other characters.
    """
    root = _Reader(pattern).group()
    for extra in _EXTRAS:
        for choice in range(_CHOICES):
            for turn in range(turns):
                yield _write(root, extra, choice, turn)


def _write(node: _Node, extra: int, choice: int, turn: int) -> str:
    """A text for `node`, with so many more repeats than needed, and that one of its alternatives."""
    match node:
        case _OneOf():
            return node.character(turn)
        case _Repeat():
            times = node.least + extra
            if node.most is not None:
                times = min(times, node.most)
            return _write(node.node, extra if times < 2 else 0, choice, turn) * times
        case _Group():
            chosen = node.alternatives[choice % len(node.alternatives)]
            return "".join(_write(inner, extra, choice, turn) for inner in chosen)


class _Reader:
    """Reads a pattern that lowering has accepted."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def group(self) -> _Group:
        """Alternatives up to the end or a closing parenthesis."""
        alternatives: list[tuple[_Node, ...]] = []
        sequence: list[_Node] = []
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            char = self.take()
            if char == "|":
                alternatives.append(tuple(sequence))
                sequence = []
            elif char not in "^$":
                sequence.append(self.quantified(self.atom(char)))
        return _Group((*alternatives, tuple(sequence)))

    def take(self) -> str:
        """The next character."""
        self.at += 1
        return self.pattern[self.at - 1]

    def atom(self, char: str) -> _Node:
        """What begins with `char`."""
        if char == "(":
            self.at += 2 if self.pattern.startswith("?:", self.at) else 0
            group = self.group()
            self.at += 1
            return group
        if char == "[":
            return self.character_class()
        if char == "\\":
            char = self.escaped()
        return _OneOf(((char, char),))

    def escaped(self) -> str:
        """The character that an escape means, its backslash read."""
        char = self.take()
        return _CONTROLS.get(char, char)

    def character_class(self) -> _OneOf:
        """A class, its opening bracket read."""
        excluded = self.pattern.startswith("^", self.at)
        self.at += excluded
        ranges: list[tuple[str, str]] = []
        while (char := self.take()) != "]":
            low = self.escaped() if char == "\\" else char
            high = low
            if self.pattern.startswith("-", self.at) and not self.pattern.startswith("-]", self.at):
                self.at += 1
                char = self.take()
                high = self.escaped() if char == "\\" else char
            ranges.append((low, high))
        return _OneOf(tuple(ranges), excluded)

    def quantified(self, node: _Node) -> _Node:
        """`node`, and how often it stands there."""
        rest = self.pattern[self.at : self.at + 1]
        if rest == "{":
            count = _COUNT.match(self.pattern, self.at)
            assert count is not None, "lowering refuses a brace that is no count"
            self.at = count.end()
            most = count[3] if count[2] else count[1]
            return _Repeat(node, int(count[1]), int(most) if most else None)
        if rest and rest in "*+?":
            self.at += 1
            return _Repeat(node, int(rest == "+"), 1 if rest == "?" else None)
        return node
