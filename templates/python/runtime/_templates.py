"""Texts that differ in one string only, as most events of a stream do: the next is read without parsing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from ._copying import is_list, is_object
from ._fast import SURPRISES
from ._json import NO_VALUE, scan
from ._record import Record
from ._values import UnknownVariant

Alike: TypeAlias = Mapping[type[Any], Sequence[Callable[[Any, str], Any]]]
"""By the class of an object, functions that make another one with another string in its place."""

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

    __slots__ = ("_from", "_head", "_make", "_tail", "used")

    def __init__(self, head: str, tail: str, make: Callable[[str], Any]) -> None:
        self._head = head
        self._tail = tail
        self._from = len(head) - 1
        self._make = make
        self.used = False

    def read(self, line: str) -> Any:
        """The object that `line` means, if it is this one but for the string; else None."""
        if not line.startswith(self._head):
            return None
        try:
            piece, end = scan(line, self._from)
            if line[end - 1 :] != self._tail:
                return None
            made = self._make(piece)
        except (*NO_VALUE, *SURPRISES):
            return None
        self.used = True
        return made


class Templates:
    """The templates of texts of several kinds, by their names and by the lines that give events these names.

    `read` makes an object of a text's value; `alike` makes the next object of the last one.
    """

    __slots__ = ("_alike", "_before", "_patience", "_read", "by_line", "by_name")

    def __init__(self, read: Callable[[Any], Any], alike: Alike) -> None:
        self._read = read
        self._alike = alike
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
        read = self._read
        try:
            whole, end = scan(f"{head}{_MARK}{tail}", 0)
            value = wrap(kind, whole)
            made = read(value)
        except (*NO_VALUE, *SURPRISES):
            return None
        if end != len(head) + len(_MARK) + len(tail):
            return None
        found = [(holder, key) for holder, key, item in _items(value) if item == _MARK]
        if not found or not _parts(value).isdisjoint(_parts(made)):
            return None
        [(holder, key)] = found

        def reread(piece: str) -> Any:
            holder[key] = piece
            return read(value)

        for twin in self._alike.get(made.__class__, ()):
            if _is_proved(twin, made, reread):
                return partial(twin, made)
        return reread


def _is_proved(twin: Callable[[Any, str], Any], made: Any, reread: Callable[[str], Any]) -> bool:
    """Whether `twin` makes of `made` what would be read, with nothing in it that both could change.

    It does with two strings that are no others: so with any, since it looks at none.
    """
    try:
        twins = [(twin(made, piece), reread(piece)) for piece in ("", "any")]
    except (*SURPRISES, ValueError):
        return False
    return all(one == other and _parts(one).isdisjoint(_parts(made)) for one, other in twins)


def _line_of(kind: str) -> str:
    return f"event: {kind}"


def _cut(before: str, text: str) -> tuple[str, str] | None:
    """What comes before and after the one string in which two texts differ, with its quotes."""
    start = text.rfind('"', 0, _common(before, text))
    if start < 0 or _MARK in text:
        return None
    try:
        _, stop = scan(before, start)
        _, end = scan(text, start)
    except NO_VALUE:
        return None
    head, tail = text[: start + 1], text[end - 1 :]
    return (head, tail) if before[stop - 1 :] == tail else None


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


def _parts(made: Any) -> set[int]:
    """The ids of all that can change in a model or a JSON value, itself included."""
    found: set[int] = set()
    waiting = [made]
    while waiting:
        part = waiting.pop()
        if is_object(part):
            waiting.extend(part.values())
        elif is_list(part):
            waiting.extend(part)
        elif part.__class__ is UnknownVariant:
            waiting.append(part.raw)
        elif issubclass(part.__class__, Record):
            waiting.extend(getattr(part, name) for name in part.__slots__)
        else:
            continue
        found.add(id(part))
    return found
