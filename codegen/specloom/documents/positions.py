"""An exact JSON reader that remembers the line and column of every value and of every member's name.

The standard library's reader gives no positions, accepts NaN and keeps silent about repeated members. This
one is iterative (no RecursionError), linear in the text, and goes on after what it can step over, so that
one reading reports every such fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from json import JSONDecodeError, decoder
from math import isinf
from sys import get_int_max_str_digits
from typing import Any, NoReturn

from specloom.documents.places import Fault, Node, Places
from specloom.documents.wording import show

MAX_DEPTH = 100
"""How deep a spec may nest. Far more than any needs, and far less than Python's call stack holds."""

_scan_string: Any = decoder.scanstring  # type: ignore[attr-defined]  # public, and missing in typeshed
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
_WORD = re.compile(r"[0-9A-Za-z_.+-]+")
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


class JsonError(ValueError):
    """The text is not one JSON value, or says something twice. Carries every fault found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        self.line, self.column, self.fact = first.line, first.column, first.fact
        super().__init__(f"{first.line}:{first.column}: {first.fact}")


def parse(text: str, max_depth: int = MAX_DEPTH, *, repeats: bool = False) -> tuple[Any, Places]:
    """The value of a JSON text and the places of its parts; raises JsonError with every fault found.

    With `repeats` a member that is there twice is no fault but an oddity: the last one counts.
    """
    return _Reader(text, max_depth, repeats).read()


class _Reader:
    """One reading of one text."""

    def __init__(self, text: str, max_depth: int, repeats: bool) -> None:
        self.text = text
        self.max_depth = max_depth
        self.repeats = repeats
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

    def _tree(self) -> tuple[Any, Node | None, int]:
        """The outermost value, the node of its members, and the offset after it."""
        stack: list[tuple[Any, Node, str, int, int]] = []
        holder: Any = None  # the innermost open container; then its node, and the member being read
        node = Node()
        key, key_at, offset = "", 0, 0
        while True:
            value, at, offset = self._token(offset)
            inner: Node | None = None
            if value is _OBJECT or value is _LIST:
                if len(stack) >= self.max_depth:
                    self._stop(
                        at,
                        f"values nest deeper than {self.max_depth} levels",
                        "flatten them",
                        "json-depth",
                    )
                stack.append((holder, node, key, key_at, at))
                holder, node = ({} if value is _OBJECT else []), Node()
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
        self,
        holder: Any,
        node: Node,
        key: str,
        key_at: int,
        at: int,
        value: Any,
        inner: Node | None,
    ) -> None:
        if type(holder) is list:
            node.members[len(holder)] = (at, at, inner)
            holder.append(value)
            return
        if key in holder:
            fact = f"the member {show(key)} is there twice"
            (self._odd if self.repeats else self._note)(
                key_at, fact, "keep one of the two", "duplicate-key"
            )
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
                remedy = "write one that a 64-bit float can hold"
                self._odd(at, "the number is too large", remedy, "json-number")
            return number
        limit = get_int_max_str_digits()
        digits = len(text.lstrip("-"))
        if limit and digits > limit:
            fact = f"the number has {digits} digits"
            self._note(at, fact, f"write at most {limit} digits", "json-number")
            return 0
        return int(text)

    def _escaped(self, at: int) -> tuple[str, int]:
        """The string that opens at `at`, escapes and all, and the offset after it."""
        try:
            value, end = _scan_string(self.text, at + 1, True)
        except JSONDecodeError as error:
            fact, remedy = _STRING_FAULTS.get(
                error.msg.split(":")[0].removesuffix(" at"), _BROKEN_STRING
            )
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

    def _odd(self, offset: int, fact: str, remedy: str, code: str = "json-text") -> None:
        self.oddities.append(Fault(*self.places.at(offset), fact, remedy, code))

    def _stop(self, offset: int, fact: str, remedy: str, code: str = "json-syntax") -> NoReturn:
        """Give up: nothing after this point can be understood."""
        self._note(offset, fact, remedy, code)
        raise JsonError(self.faults)

    def _expect(self, offset: int, wanted: str) -> NoReturn:
        rest = self.text[offset : offset + 40]
        if not rest:
            self._stop(offset, f"the text ends where {wanted} should be", "finish the JSON value")
        if rest.startswith(("//", "/*")):
            self._stop(offset, "JSON has no comments", "put the words into a `$comment`")
        if rest[0] == "'":
            self._stop(offset, f"{wanted} should be here, found `'`", "quote with double quotes")
        word = _WORD.match(rest)
        found = show(word[0] if word else rest[0])
        self._stop(offset, f"{wanted} should be here, found {found}", "mend the JSON")
