"""Texts that differ in one string only, as most events of a stream do: the next is read without parsing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ._copying import is_list, is_object
from ._fast import SURPRISES
from ._json import parse
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
    """JSON text around one string: `head` ends and `tail` begins with its quotes.

    `value` is what the text says, with the string in `holder` under `key`.
    """

    __slots__ = ("head", "holder", "key", "least", "start", "stop", "tail", "used", "value")

    def __init__(self, head: str, tail: str, value: Any, holder: Any, key: Any) -> None:
        self.head = head
        self.tail = tail
        self.start = len(head)
        self.stop = -len(tail)
        self.least = len(head) + len(tail)
        self.value = value
        self.holder = holder
        self.key = key
        self.used = False

    def fits(self, text: str) -> bool:
        """Whether `text` is this one but for the string; then `value` is what it says."""
        if not text.startswith(self.head) or not text.endswith(self.tail):
            return False
        piece = text[self.start : self.stop]
        if '"' in piece or "\\" in piece or not piece.isprintable() or len(text) < self.least:
            return False  # the string ends earlier, or is written otherwise than it reads
        self.holder[self.key] = piece
        self.used = True
        return True


class Templates:
    """The templates of texts of several kinds: `known`, by kind. `read` makes an object of a text's value."""

    __slots__ = ("_before", "_patience", "known", "read")

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.read = read
        self._before: dict[str, str] = {}
        self.known: dict[str, Template] = {}
        self._patience = _PATIENCE

    def learn(self, kind: str, text: str, wrap: Callable[[str, Any], Any]) -> None:
        """Makes a template of a text and the one before it of its kind, if they differ in one string."""
        if not self._patience or len(text) > _LONGEST or len(self._before) > _MOST:
            return
        before, self._before[kind] = self._before.get(kind), text
        if before is None or before == text:
            return
        old = self.known.pop(kind, None)
        if old is not None:
            self._patience = _PATIENCE if old.used else self._patience - 1
        template = _make(before, text, kind, wrap)
        if template is not None and self._stands_alone(template):
            self.known[kind] = template

    def _stands_alone(self, template: Template) -> bool:
        """Whether objects made of the template's value hold no part of it: the next one changes it."""
        try:
            made = self.read(template.value)
        except SURPRISES:
            return False
        parts = {id(template.value), *(id(holder) for holder, _, _ in _items(template.value))}
        return parts.isdisjoint(_ids(made))


def _make(before: str, text: str, kind: str, wrap: Callable[[str, Any], Any]) -> Template | None:
    """What two texts have in common, if they differ in one string.

    The proof is a text with the same head and tail and another string: once it is parsed, that string must be
    a value, all by itself.
    """
    same = _common(before, text)
    start = text.rfind('"', 0, same) + 1
    rest = _common(before[same:][::-1], text[same:][::-1])
    stop = text.find('"', len(text) - rest)
    if not start or stop < start or _MARK in text:
        return None
    head, tail = text[:start], text[stop:]
    try:
        value = wrap(kind, parse(f"{head}{_MARK}{tail}"))
    except DecodeError:
        return None
    found = [(holder, key) for holder, key, item in _items(value) if item == _MARK]
    return Template(head, tail, value, *found[0]) if found else None


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
