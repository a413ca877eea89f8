r"""The regular expressions that every language reads alike, and nothing else.

Left out on purpose: `.` (languages differ on line ends), `\d`, `\w`, `\s`, `\b` (on Unicode), references
back, looking around, lazy and possessive quantifiers, flags, named groups, and brackets inside classes (set
operations).
"""

from __future__ import annotations

import re

_LONGEST = 1000
_DEEPEST = 20
_MOST_REPEATS = 1000  # where RE2 draws its line, multiplied over nested groups
_ESCAPES = frozenset("^$\\.*+?()[]{}|/")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_COUNT = re.compile(r"\{([0-9]{1,9})(,([0-9]{0,9}))?\}")
_INSTEAD = {
    "d": "write [0-9]",
    "w": "write [A-Za-z0-9_]",
    "s": "write the blanks meant, such as [ \\t\\n]",
    "D": "write [^0-9]",
    "W": "write [^A-Za-z0-9_]",
    "S": "write the blanks meant, such as [^ \\t\\n]",
    "b": "write what stands around the word",
}

Fault = tuple[str, str]


def find_fault(pattern: str) -> Fault | None:
    """What keeps `pattern` from meaning the same everywhere, and what to write instead; None if nothing."""
    if len(pattern) > _LONGEST:
        return f"there are {len(pattern)} characters", f"keep to {_LONGEST}"
    reader = _PatternReader(pattern)
    fault = reader.read()
    if fault is None:
        try:  # no pattern is known that gets here and does not compile; a traceback would be worse
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            return f"something is wrong: {error}", "correct it"
    return fault


def end_at_end(pattern: str) -> str:
    """A portable pattern for Python, whose `$` also matches before a final line end, so that it does not."""
    pieces = re.split(r"(\\.|\[\^?\\?.(?:\\.|[^\]\\])*\])", pattern, flags=re.DOTALL)
    # Every second piece is an escape or a character class, in which `$` is a character.
    pieces[::2] = [piece.replace("$", r"\Z") for piece in pieces[::2]]
    return "".join(pieces)


class _PatternReader:
    """One reading of one pattern, left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        # For each open group, and last for the one just read: how often its parts repeat at most.
        self.groups: list[int] = [1]

    def read(self) -> Fault | None:
        """The first fault."""
        quantifiable = 0  # repeats inside what was just read; 0 if nothing that can be repeated
        pattern = self.pattern
        while self.at < len(pattern):
            char = pattern[self.at]
            self.at += 1
            if char in "*+?{":
                fault, repeats = self._quantifier(char, quantifiable)
                if fault:
                    return fault
                self.groups[-1] = max(self.groups[-1], repeats)
                quantifiable = 0
                continue
            if char == "(":
                if pattern.startswith("?", self.at) and not pattern.startswith("?:", self.at):
                    return "a group begins with `(?`", "write ( or (?: only"
                self.at += 2 if pattern.startswith("?:", self.at) else 0
                self.groups.append(1)
                if len(self.groups) > _DEEPEST:
                    return f"groups nest deeper than {_DEEPEST}", "write it flatter"
                quantifiable = 0
            elif char == ")":
                if len(self.groups) == 1:
                    return "a group is closed that was not opened", "take out `)`, or write \\)"
                quantifiable = self.groups.pop()
                self.groups[-1] = max(self.groups[-1], quantifiable)
            elif char in "|^$":
                quantifiable = 0
            else:
                fault = self._atom(char)
                if fault:
                    return fault
                quantifiable = 1
        if len(self.groups) > 1:
            return "a group is not closed", "add `)`, or write \\( for the character"
        return None

    def _atom(self, char: str) -> Fault | None:
        if char == ".":
            return "there is a `.`, on whose line ends languages differ", "write [^\\n], or \\."
        if char in "]}":
            return f"`{char}` stands alone", f"write \\{char}"
        if char == "\\":
            return self._escape(_ESCAPES)
        return self._class() if char == "[" else None

    def _escape(self, allowed: frozenset[str]) -> Fault | None:
        char = self.pattern[self.at : self.at + 1]
        self.at += 1
        if not char:
            return "there is a backslash at the end", "write \\\\ for the character"
        if char in allowed or char in _CONTROLS:
            return None
        shown = f"\\{char}" if char.isprintable() else "a backslash"
        otherwise = "write the character itself"
        return f"{shown} means different things to languages", _INSTEAD.get(char, otherwise)

    def _class(self) -> Fault | None:
        """A character class, its opening bracket read."""
        pattern = self.pattern
        self.at += pattern.startswith("^", self.at)
        first = self.at
        low: str | None = None  # what a range may begin with
        while self.at < len(pattern):
            char = pattern[self.at]
            self.at += 1
            if char == "]":
                if self.at - 1 == first:
                    return "a character class is empty", "put characters in, or write \\]"
                return None
            if char == "-" and pattern.startswith("-", self.at):
                return "`--` stands in a character class", "write \\-"
            if char == "-" and self.at - 1 != first and not pattern.startswith("]", self.at):
                fault = self._range(low)
                if fault:
                    return fault
                low = None
                continue
            if char == "[" or (char in "&~" and pattern.startswith(char, self.at)):
                return f"`{char}` stands in a character class", "write \\[, or the characters once"
            if char == "\\":
                fault = self._escape(_ESCAPES | {"-"})
                if fault:
                    return fault
                char = _CONTROLS.get(pattern[self.at - 1], pattern[self.at - 1])
            low = char
        return "a character class is not closed", "add `]`, or write \\[ for the character"

    def _range(self, low: str | None) -> Fault | None:
        """The upper end of a range in a class, the hyphen read."""
        if low is None:
            return "a `-` in a character class joins nothing", "write \\-"
        high = self.pattern[self.at : self.at + 1]
        self.at += 1
        if high == "\\":
            fault = self._escape(_ESCAPES | {"-"})
            if fault:
                return fault
            high = _CONTROLS.get(self.pattern[self.at - 1], self.pattern[self.at - 1])
        elif high in ("[", "-", ""):
            return "a range in a character class has no end", "write \\-"
        if high < low:
            return "a range in a character class runs backwards", "turn it round"
        return None

    def _quantifier(self, char: str, inside: int) -> tuple[Fault | None, int]:
        """The fault of a quantifier, its first character read, and how often its parts repeat at most."""
        repeats = 1
        if char == "{":
            match = _COUNT.match(self.pattern, self.at - 1)
            if match is None:
                return ("a `{` begins no count", "write \\{ for the character"), 0
            self.at = match.end()
            low, high = int(match[1]), int(match[3] or match[1])
            if high < low:
                return ("a count runs backwards", "turn it round"), 0
            repeats = max(1, high)
        if not inside:
            return (f"`{char}` repeats nothing", f"write \\{char} for the character"), 0
        if self.pattern[self.at : self.at + 1] in ("?", "+", "*", "{"):
            return ("a quantifier follows a quantifier", "keep one"), 0
        if repeats * inside > _MOST_REPEATS:
            remedy = f"keep the counts to {_MOST_REPEATS}, multiplied where groups nest"
            return (f"something repeats {repeats * inside} times", remedy), 0
        return None, repeats * inside
