"""Where in a TOML text each key and each item of a list stands: the standard library's reader does not say.

The text has been read by that reader before, so nothing is checked here.
(Road not taken: a reader with places of our own. Two readers would not agree on what is TOML.)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from specloom.pointers import escape
from specloom.where import Where

Keys: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of tables, and numbers of items."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r'[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
_PLAIN = re.compile(r"[^,\]}#\n]*")
_TEXTS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"""(?!")', re.DOTALL),
    re.compile(r"'''.*?'''(?!')", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


def find_place(text: str, keys: Keys) -> tuple[int, int]:
    """Line and column, from one, of what `keys` lead to in `text`, or of the nearest thing around it."""
    scanner = _Scanner(text)
    scanner.scan()
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    known = (keys[:length] for length in range(len(keys), 0, -1))
    at = next((scanner.places[way] for way in known if way in scanner.places), 0)
    line = bisect_right(starts, at)
    return line, at - starts[line - 1] + 1


def where_is(path: Path, text: str, keys: Keys) -> Where:
    """The place of what `keys` lead to in `text`, which is in the file `path`."""
    pointer = "".join(f"/{escape(str(key))}" for key in keys)
    return Where(str(path), pointer, *find_place(text, keys))


def read_fault(path: Path, text: str, message: str) -> tuple[Where, str]:
    """The place and the fact in a message of the standard library's reader about `text`."""
    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    fact = message[: found.start()] if found else message
    line, column = (found[1], found[2]) if found else ("1", "1")
    if line is None:  # the end, which it does not count out
        lines = text.rstrip("\n").split("\n")
        line, column = str(len(lines)), str(len(lines[-1]) + 1)
    where = Where(str(path), "", int(line), int(column))
    return where, f"{fact[:1].lower()}{fact[1:]}"


@dataclass(slots=True)
class _Scanner:
    text: str
    at: int = 0
    key: int = 0
    places: dict[Keys, int] = field(default_factory=dict)
    lists: dict[Keys, int] = field(default_factory=dict)

    def scan(self) -> None:
        table: Keys = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            before = self.at
            if self.text.startswith("[", self.at):
                table = self.header()
            else:
                self.member(table)
            self.skip(_BLANK)
            if self.at == before:  # not TOML after all
                return

    def header(self) -> Keys:
        """The table that `[...]` or `[[...]]` opens."""
        is_item = self.text.startswith("[[", self.at)
        self.at += 1 + is_item
        way = self.keys((), self.lists)
        if is_item:
            self.lists[way] = self.lists.get(way, -1) + 1
            way = (*way, self.lists[way])
            self.places[way] = self.key
        elif way in self.lists:
            way = (*way, self.lists[way])
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end
        return way

    def member(self, table: Keys) -> None:
        way = self.keys(table, {})
        self.at += 1  # the equals sign
        self.value(way)

    def keys(self, above: Keys, lists: Mapping[Keys, int]) -> Keys:
        """A dotted key, each part noted where it stands; parts that are lists mean their last items."""
        way = above
        while True:
            self.skip(_SPACE)
            found = _KEY.match(self.text, self.at)
            if found is None:
                return way
            if way in lists:
                way = (*way, lists[way])
            way = (*way, _name(found[0]))
            self.key = self.at
            self.places.setdefault(way, self.key)
            self.at = found.end()
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return way
            self.at += 1

    def value(self, way: Keys) -> None:
        self.skip(_SPACE)
        match self.text[self.at : self.at + 1]:
            case "[":
                self.items(way)
            case "{":
                self.members(way)
            case '"' | "'":
                matches = (text.match(self.text, self.at) for text in _TEXTS)
                found = next(filter(None, matches), None)
                self.at = found.end() if found else len(self.text)
            case _:
                self.skip(_PLAIN)

    def items(self, way: Keys) -> None:
        self.at += 1
        number = 0
        while not self.closes("]"):
            self.places[(*way, number)] = self.at
            self.value((*way, number))
            number += 1

    def members(self, way: Keys) -> None:
        self.at += 1
        while not self.closes("}"):
            self.member(way)

    def closes(self, bracket: str) -> bool:
        """Skip to the next item, or past the closing bracket."""
        self.skip(_BLANK)
        if self.text.startswith(",", self.at):
            self.at += 1
            self.skip(_BLANK)
        if self.at >= len(self.text) or self.text[self.at] == bracket:
            self.at += 1
            return True
        return False

    def skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at


def _name(key: str) -> str:
    """A key without its quotes; its escapes are those of JSON, but for one."""
    if key[0] == "'":
        return key[1:-1]
    if key[0] != '"':
        return key
    import tomllib

    return next(iter(tomllib.loads(f"{key} = 1")))
