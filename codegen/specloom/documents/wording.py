"""How complaints quote and list what hostile or long specs say, always on one line."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from specloom.suggest import nearest

_LONGEST = 60
_NEIGHBOURS = 15


def show(value: Any) -> str:
    """A JSON value as one short line, all but numbers and words in backquotes, escaped where unprintable."""
    if isinstance(value, str):
        inner = shorten(value)
        return f"`{inner}`" if inner else "an empty text"
    return show_as_json(value)


def show_as_json(value: Any) -> str:
    """A JSON value as one short line, texts in quotes, so that `"0"` is not taken for 0."""
    text = shorten(json.dumps(value, ensure_ascii=False))
    return f"`{text}`" if isinstance(value, str | dict | list) else text


def shorten(text: str) -> str:
    """The text without line ends and other unprintable characters, cut in the middle when long."""
    if len(text) > _LONGEST:
        text = f"{text[:40]}...{text[-15:]}"
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    return json.dumps(char)[1:-1]


def one_of(words: Iterable[str], last: str = "or") -> str:
    """`a`, `b` or `c`."""
    shown = [show(word) for word in words]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def near(word: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy: what `word` was probably meant to be, or `otherwise`.

    A slip leaves the beginning or the end of a word as it was. So only its neighbours in the order of the
    beginnings and of the ends are compared: a spec with thousands of dangling references to thousands of
    definitions must not take minutes to be refused.
    """
    forwards, backwards = _orders(frozenset(known))
    folded = word.casefold()
    found = _neighbours(folded, forwards) | _neighbours(folded[::-1], backwards)
    alike = sorted(name for name in found if abs(len(name) - len(word)) <= 3)
    return nearest(word, alike, otherwise=otherwise)


_Order = list[tuple[str, str]]


@lru_cache(maxsize=8)
def _orders(known: frozenset[str]) -> tuple[_Order, _Order]:
    """The names that may be suggested, in the order of their beginnings and of their ends."""
    names = [name for name in known if len(name) <= _LONGEST and name.isprintable()]
    folded = [(name.casefold(), name) for name in names]
    return sorted(folded), sorted((key[::-1], name) for key, name in folded)


def _neighbours(key: str, order: _Order) -> set[str]:
    at = bisect_left(order, (key, ""))
    return {name for _, name in order[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]}
