"""Texts that differ in one string only, as most events of a stream do: the next is read without parsing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ._copying import is_list, is_object
from ._fast import SURPRISES
from ._json import NO_VALUE, parse, scan
from ._problems import DecodeError
from ._record import Record
from ._values import UnknownVariant

_MARK = "\ue000 any text \ue000"
"""Stands for the string while a template is put to the proof."""

_LONGEST = 2_000
"""How long a text may be that is worth a template: long ones differ in more than a string."""

_PATIENCE = 16
"""How many templates are made that fit nothing before no more are."""

_MOST = 64
"""How many kinds of texts are remembered."""


class Template:
    """A line of data around one string: `head` ends and `tail` begins with its quotes.

    `make` gives the object that the line means with another string in it.
    """

    __slots__ = ("_from", "_head", "_make", "_rest", "_tail", "used")

    def __init__(self, head: str, tail: str, make: Callable[[str], Any]) -> None:
        self._head = head
        self._tail = tail
        self._from = len(head) - 1
        self._rest = len(tail) - 1
        self._make = make
        self.used = False

    def read(self, line: str) -> Any:
        """The object that `line` means, if it is this one but for the string; else None."""
        if not line.startswith(self._head) or not line.endswith(self._tail):
            return None
        try:
            piece, end = scan(line, self._from)
            if end != len(line) - self._rest:
                return None  # the string ends earlier: what comes then only looks like the tail
            made = self._make(piece)
        except (*NO_VALUE, *SURPRISES):
            return None
        self.used = True
        return made


class Templates:
    """The templates of texts of several kinds, by their names and by the lines that give events these names.

    `read` makes an object of a text's value.
    """

    __slots__ = ("_before", "_patience", "_read", "by_line", "by_name")

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self._read = read
        self._before: dict[str, str] = {}
        self._patience = _PATIENCE
        self.by_line: dict[str, Template] = {}
        self.by_name: dict[str, Template] = {}

    def learn(self, kind: str, text: str, wrap: Callable[[str, Any], Any]) -> None:
        """Makes a template of a text and the one before it of its kind, if they differ in one string."""
        if not self._patience or len(text) > _LONGEST or len(self._before) > _MOST:
            return
        before, self._before[kind] = self._before.get(kind), text
        if before is None or before == text:
            return
        old = self.by_name.pop(kind, None)
        if old is not None:
            self._patience = _PATIENCE if old.used else self._patience - 1
            del self.by_line[_line_of(kind)]
        parts = _cut(before, text)
        make = None if parts is None else self._maker(*parts, kind, wrap)
        if parts is not None and make is not None:
            template = Template(f"data: {parts[0]}", parts[1], make)
            self.by_name[kind] = self.by_line[_line_of(kind)] = template

    def _maker(
        self, head: str, tail: str, kind: str, wrap: Callable[[str, Any], Any]
    ) -> Callable[[str], Any] | None:
        """What makes an object of the string between `head` and `tail`; None if there is no telling.

        The proof is the text with another string: once it is parsed, that string must be a value, all by
        itself, and no part of the value may be found in the object: the next one changes it.
        """
        try:
            value = wrap(kind, parse(f"{head}{_MARK}{tail}"))
            made = self._read(value)
        except (DecodeError, *SURPRISES):
            return None
        found = [(holder, key) for holder, key, item in _items(value) if item == _MARK]
        parts = {id(value), *(id(holder) for holder, _, _ in _items(value))}
        if not found or not parts.isdisjoint(_ids(made)):
            return None
        [(holder, key)] = found
        read = self._read

        def make(piece: str) -> Any:
            holder[key] = piece
            return read(value)

        return make


def _line_of(kind: str) -> str:
    return f"event: {kind}"


def _cut(before: str, text: str) -> tuple[str, str] | None:
    """What comes before and after the one string in which two texts differ, with its quotes."""
    same = _common(before, text)
    start = text.rfind('"', 0, same) + 1
    rest = _common(before[same:][::-1], text[same:][::-1])
    stop = text.find('"', len(text) - rest)
    return None if not start or stop < start or _MARK in text else (text[:start], text[stop:])


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with that are the same."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[:middle] == other[:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _items(value: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Everything in a JSON value: what holds it, under which key, itself."""
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        pairs: list[tuple[Any, Any]] = []
        if is_object(holder):
            pairs = [*holder.items()]
        elif is_list(holder):
            pairs = [*enumerate(holder)]
        for key, item in pairs:
            yield holder, key, item
            waiting.append(item)


def _ids(made: Any) -> Iterator[int]:
    """The ids of all that a model holds."""
    waiting = [made]
    while waiting:
        part = waiting.pop()
        yield id(part)
        if is_object(part):
            waiting.extend(part.values())
        elif is_list(part):
            waiting.extend(part)
        elif part.__class__ is UnknownVariant:
            waiting.append(part.raw)
        elif issubclass(part.__class__, Record):
            waiting.extend(getattr(part, name) for name in part.__slots__)
