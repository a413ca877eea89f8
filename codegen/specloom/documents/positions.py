"""An exact JSON reader that remembers the line and column of every value and of every member's name.

The standard library's reader gives no positions, accepts NaN and keeps silent about repeated members. This one
is iterative (no RecursionError), linear in the text, and goes on after what it can step over, so that one
reading reports every such fault.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from json import JSONDecodeError
from json.decoder import scanstring
from math import isinf
from sys import get_int_max_str_digits
from typing import Any, NoReturn

from specloom.documents.wording import show

MAX_DEPTH = 100
"""How deep a spec may nest. Far more than any needs, and far less than Python's call stack holds."""

_LINE_END = re.compile(r"\r\n?|\n")
_BLANK = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
        "(?P<plain>[^"\\\x00-\x1f]*)"
      | (?P<open>[{\[])
      | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)(?![0-9A-Za-z.+_-])
      | (?P<word>true|false|null|NaN|-?Infinity)(?![0-9A-Za-z_])
      | (?P<quote>")
    )""",
    re.VERBOSE,
)
_NAME = re.compile(r'"([^"\\\x00-\x1f]*)"[ \t\r\n]*:')
_OBJECT = object()
_LIST = object()
_WORDS = {"true": True, "false": False, "null": None}
_STRING_FAULTS = {
    "Unterminated string starting": ("a string is not closed", "close it with a double quote"),
    "Invalid control character": (
        "a control character stands in a string",
        "write it as an escape (a line end is \\n)",
    ),
    "Invalid \\escape": ("a backslash begins no escape", "write \\\\ for a backslash"),
    "Invalid \\uXXXX escape": ("\\u lacks four hexadecimal digits", "write all four"),
}
_BROKEN_STRING = ("a string is broken", "mend the JSON")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a JSON text. Lines and columns count from one, columns in code points."""

    line: int
    column: int
    fact: str
    remedy: str
    code: str


class JsonError(ValueError):
    """The text is not one JSON value, or says something twice. Carries every fault found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        self.line, self.column, self.fact = first.line, first.column, first.fact
        super().__init__(f"{first.line}:{first.column}: {first.fact}")


class _Node:
    """Offsets of the members of one object or list: (name, value, inner node) by key or index."""

    __slots__ = ("members",)

    def __init__(self) -> None:
        self.members: dict[str | int, tuple[int, int, _Node | None]] = {}


class Places:
    """Where in the text each value stands. Places of what is not there are those of the nearest parent."""

    def __init__(self, text: str, start: int, root: _Node | None) -> None:
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


def tokens(pointer: str) -> list[str]:
    """The steps of a JSON pointer."""
    if "~" not in pointer:
        return pointer.split("/")[1:]
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def step(pointer: str, token: str | int) -> str:
    """The pointer to a member or item of what `pointer` points at."""
    if isinstance(token, str) and ("~" in token or "/" in token):
        token = token.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{token}"


def parse(text: str, max_depth: int = MAX_DEPTH) -> tuple[Any, Places]:
    """The value of a JSON text and the places of its parts; raises JsonError with every fault found."""
    return _Reader(text, max_depth).read()


class _Reader:
    """One reading of one text."""

    def __init__(self, text: str, max_depth: int) -> None:
        self.text = text
        self.max_depth = max_depth
        self.faults: list[Fault] = []
        self.oddities: list[Fault] = []
        self.places = Places(text, self._skip(0), None)

    def read(self) -> tuple[Any, Places]:
        """The whole text."""
        value, node, offset = self._tree()
        end = self._skip(offset)
        if end < len(self.text):
            self._stop(end, "text follows the end of the JSON value", "keep one value in the file")
        if self.faults:
            raise JsonError(self.faults)
        self.places = Places(self.text, self._skip(0), node)
        self.places.oddities = tuple(self.oddities)
        return value, self.places

    def _tree(self) -> tuple[Any, _Node | None, int]:
        """The outermost value, the node of its members, and the offset after it."""
        stack: list[tuple[Any, _Node, str, int, int]] = []
        holder: Any = None  # the innermost open container; then its node, and the member being read
        node = _Node()
        key, key_at, offset = "", 0, 0
        while True:
            value, at, offset = self._token(offset)
            inner: _Node | None = None
            if value is _OBJECT or value is _LIST:
                if len(stack) >= self.max_depth:
                    self._stop(
                        at,
                        f"values nest deeper than {self.max_depth} levels",
                        "flatten them",
                        "json-depth",
                    )
                stack.append((holder, node, key, key_at, at))
                holder, node = ({} if value is _OBJECT else []), _Node()
                closed, key, key_at, offset = self._next(holder, offset, first=True)
            elif holder is None:
                return value, None, offset
            else:
                self._store(holder, node, key, key_at, at, value, None)
                closed, key, key_at, offset = self._next(holder, offset, first=False)
            while closed:
                value, inner = holder, node
                holder, node, key, key_at, at = stack.pop()
                if holder is None:
                    return value, inner, offset
                self._store(holder, node, key, key_at, at, value, inner)
                closed, key, key_at, offset = self._next(holder, offset, first=False)

    def _store(
        self, holder: Any, node: _Node, key: str, key_at: int, at: int, value: Any, inner: _Node | None
    ) -> None:
        if type(holder) is list:
            node.members[len(holder)] = (at, at, inner)
            holder.append(value)
            return
        if key in holder:
            fact = f"the member {show(key)} is there twice"
            self._note(key_at, fact, "keep one of the two", "duplicate-key")
        node.members[key] = (key_at, at, inner)
        holder[key] = value

    def _next(self, holder: Any, offset: int, first: bool) -> tuple[bool, str, int, int]:
        """What comes in an open container: (it closes, the next member's name, where, the offset after)."""
        text = self.text
        is_list = type(holder) is list
        closer = "]" if is_list else "}"
        at = self._skip(offset)
        char = text[at : at + 1]
        if char == closer:
            return True, "", at, at + 1
        if not first:
            if char != ",":
                self._expect(at, f"a comma or `{closer}`")
            comma, at = at, self._skip(at + 1)
            if text[at : at + 1] == closer:
                self._stop(comma, f"a comma stands before `{closer}`", "take the comma out")
        if is_list:
            return False, "", at, at
        match = _NAME.match(text, at)
        if match:
            return False, match[1], at, match.end()
        if text[at : at + 1] != '"':
            self._expect(at, "a member's name in double quotes")
        key, after = self._escaped(at)
        colon = self._skip(after)
        if text[colon : colon + 1] != ":":
            self._expect(colon, "a colon after the member's name")
        return False, key, at, colon + 1

    def _token(self, offset: int) -> tuple[Any, int, int]:
        """The scalar or the opening of a container at `offset`, where it stands, and the offset after it."""
        match = _TOKEN.match(self.text, offset)
        if match is None:
            self._expect(self._skip(offset), "a value")
        kind = match.lastgroup
        at = match.start(kind or 0)
        if kind == "plain":
            return match[kind], at - 1, match.end()
        if kind == "open":
            return _OBJECT if match[kind] == "{" else _LIST, at, match.end()
        if kind == "number":
            return self._number(match[kind], at), at, match.end()
        if kind == "quote":
            value, end = self._escaped(at)
            return value, at, end
        word = match["word"]
        if word not in _WORDS:
            self._note(at, f"{word} is not JSON", "write a number or null", "json-number")
        return _WORDS.get(word), at, match.end()

    def _number(self, text: str, at: int) -> int | float:
        if not text.lstrip("-").isdigit():
            number = float(text)
            if isinf(number):
                self._odd(at, "the number is too large", "write one that a 64-bit float can hold")
            return number
        limit = get_int_max_str_digits()
        if limit and len(text) > limit:
            fact = f"the number has {len(text)} digits"
            self._note(at, fact, f"write at most {limit} digits", "json-number")
            return 0
        return int(text)

    def _escaped(self, at: int) -> tuple[str, int]:
        """The string that opens at `at`, escapes and all, and the offset after it."""
        try:
            value, end = scanstring(self.text, at + 1, True)
        except JSONDecodeError as error:
            fact, remedy = _STRING_FAULTS.get(error.msg.split(":")[0].removesuffix(" at"), _BROKEN_STRING)
            self._stop(at if "Unterminated" in error.msg else error.pos, fact, remedy)
        if _SURROGATE.search(value):
            fact = "the text holds half of a surrogate pair"
            self._odd(at, fact, "write the whole character, or both its \\u escapes")
        return value, end

    def _skip(self, offset: int) -> int:
        match = _BLANK.match(self.text, offset)
        return match.end() if match else offset

    def _note(self, offset: int, fact: str, remedy: str, code: str = "json-syntax") -> None:
        self.faults.append(Fault(*self.places.at(offset), fact, remedy, code))

    def _odd(self, offset: int, fact: str, remedy: str) -> None:
        self.oddities.append(Fault(*self.places.at(offset), fact, remedy, "json-text"))

    def _stop(self, offset: int, fact: str, remedy: str, code: str = "json-syntax") -> NoReturn:
        """Give up: nothing after this point can be understood."""
        self._note(offset, fact, remedy, code)
        raise JsonError(self.faults)

    def _expect(self, offset: int, wanted: str) -> NoReturn:
        rest = self.text[offset : offset + 2]
        if not rest:
            self._stop(offset, f"the text ends where {wanted} should be", "finish the JSON value")
        if rest in ("//", "/*"):
            self._stop(offset, "JSON has no comments", "put the words into a `$comment`")
        if rest[0] == "'":
            self._stop(offset, f"{wanted} should be here, found `'`", "quote with double quotes")
        self._stop(offset, f"{wanted} should be here, found {show(rest[0])}", "mend the JSON")
