"""How findings speak of values: short, on one line, in words that fit into a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from specloom.plaintext import on_one_line

_LONGEST = 60
_MOST = 6


def show(value: Any) -> str:
    """A JSON value as it would be written, cut in the middle when long; objects and lists by their kind."""
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**_LONGEST:
        return "a very large number" if value > 0 else "a very small number"
    return _shorten(on_one_line(json.dumps(value, ensure_ascii=False)))


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:40]}...{text[-15:]}"


def either(words: Iterable[str], last: str = "or") -> str:
    """`a`, `a or b`, `a, b or c`."""
    *rest, final = words
    return f"{', '.join(rest)} {last} {final}" if rest else final


def one_of(values: Iterable[str]) -> str:
    """`one of "a", "b" or "c"`; of many values some."""
    shown = [show(value) for value in values]
    if len(shown) == 1:
        return shown[0]
    if len(shown) > _MOST:
        return f"one of {', '.join(shown[: _MOST - 1])} and {len(shown) - _MOST + 1} others"
    return f"one of {either(shown)}"


def count(number: int, noun: str) -> str:
    """`1 item`, `2 items`."""
    return f"{number} {noun}{'s' * (number != 1)}"


def meant(word: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?` if some known word is so close that `word` looks like a slip, else nothing.

    What a newer server sends is often named much like what there is: only a likeness of letters counts.
    """
    return _meant(word, tuple(sorted(known)))


@lru_cache(maxsize=4096)
def _meant(word: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    if len(word) > _LONGEST:
        return ""
    close = get_close_matches(word, known, n=1, cutoff=0.85)
    return f"; did you mean {show(close[0])}?" if close else ""
