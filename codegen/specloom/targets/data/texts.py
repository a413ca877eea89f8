"""Text of a spec as the target's literals and comments: nothing in it gets out of either."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from specloom.ir import Docs, Json
from specloom.plaintext import neutralise, on_one_line
from specloom.targets.data.manifest import Comments, Literals

_ESCAPES: Mapping[str, str] = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes values and prose the way that a manifest says."""

    literals: Literals
    comments: Comments

    def text(self, value: str) -> str:
        """`value` between quotes."""
        escapes = {**_ESCAPES, **(self.literals.escapes or {})}
        inner = "".join(escapes.get(char) or self._character(char) for char in value)
        return f"{self.literals.quote}{inner}{self.literals.quote}"

    def scalar(self, value: Json) -> str | None:
        """A text, number, truth value or null as a literal; None for what holds others."""
        match value:
            case None:
                return self.literals.null
            case bool():
                return self.literals.true if value else self.literals.false
            case int() | float():
                return repr(value)
            case str():
                return self.text(value)
            case _:
                return None

    def _character(self, char: str) -> str:
        if char.isprintable() and neutralise(char) == char and char not in self.literals.quote:
            return char
        units = char.encode("utf-16-be", "surrogatepass")
        halves = [units[at : at + 2].hex() for at in range(0, len(units), 2)]
        if "{hex4}" in self.literals.character:
            return "".join(self.literals.character.replace("{hex4}", half) for half in halves)
        return self.literals.character.replace("{hex}", f"{ord(char):x}")

    def docs(self, docs: Docs) -> str:
        """What the spec says of a thing, as a comment."""
        more = [f"Since {docs.since}."] if docs.since else []
        return self.comment("\n\n".join([docs.text, *more]))

    def comment(self, text: str) -> str:
        """Prose as a comment: every line of it begins as lines of comments do."""
        lines = list(self._lines(text))
        if len(lines) == 1 and self.comments.single:
            return self.comments.single.replace("{text}", lines[0])
        body = [f"{self.comments.line}{line}".rstrip() for line in lines]
        return (
            "\n".join(filter(None, [self.comments.start, *body, self.comments.end]))
            if lines
            else ""
        )

    def phrase(self, text: str) -> str:
        """Prose on one line, to stand somewhere in a comment."""
        return self._tame(on_one_line(text))

    def _lines(self, text: str) -> Iterator[str]:
        width = self.comments.width - len(self.comments.line)
        plain: Iterator[str] = (
            " ".join(line.split()) for line in neutralise(text).strip().splitlines()
        )
        if self.comments.width:
            plain = chain.from_iterable(
                textwrap.wrap(line, max(width, 20), break_long_words=False, break_on_hyphens=False)
                or [""]
                for line in plain
            )
        return map(self._tame, plain)

    def _tame(self, line: str) -> str:
        """A line in which no comment begins or ends, nor goes on beyond its end."""
        for word, instead in (self.comments.replace or {}).items():
            line = line.replace(word, instead)
        for bracket in (self.comments.start.strip(), self.comments.end.strip()):
            if len(bracket) > 1:
                line = line.replace(bracket, " ".join(bracket))
        return f"{line} ." if line.endswith("\\") else line
