"""JSON text, in and out. What Python's own module accepts or emits beyond the standard is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

from ._problems import TOO_DEEP, DecodeError, Problem

Text: TypeAlias = str | bytes | bytearray | memoryview
Loads: TypeAlias = Callable[[Any], Any]


def parse(text: Text, loads: Loads | None = None) -> Any:
    """The value of a JSON text; raises DecodeError if it is none. `loads` parses in our place."""
    if loads is None:
        try:
            whole: Any = text.decode() if type(text) is bytes else text
            value, end = scan(whole, 0)
            if end == len(whole):
                return value
        except NO_VALUE:
            pass  # white space, a byte order mark, another kind of bytes, or no JSON: the careful way tells
    return _parse_carefully(text, loads or _loads)


def _parse_carefully(text: Text, loads: Loads) -> Any:
    try:
        return loads(text)
    except json.JSONDecodeError as error:
        found = (
            f"{error.msg[:1].lower()}{error.msg[1:]} at line {error.lineno} column {error.colno}"
        )
    except UnicodeDecodeError as error:
        found = f"{error.reason} at byte {error.start}"
    except ValueError as error:
        found = str(error)
    except RecursionError:
        raise DecodeError([TOO_DEEP]) from None
    raise DecodeError([Problem("", "JSON text", found)])


def _loads(text: Text) -> Any:
    whole = text if isinstance(text, str) else str(text, "utf-8")
    return _decoder.decode(whole.removeprefix("\ufeff"))


class _Numbers(dict[str, float]):
    """Numbers that are not whole, by their digits: looking one up refuses what is out of range.

    The parser calls for each of them, and most are the same few over and over (0.7, 1.0): those that are
    known need no function of Python's.
    """

    def __missing__(self, digits: str) -> float:
        number = float(digits)
        if number - number != 0.0:
            raise ValueError(f"the number {digits[:40]} is out of range")
        if len(self) < _MOST_NUMBERS and len(digits) < 32:
            self[digits] = number
        return number


_MOST_NUMBERS = 1_000


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


_decoder: Any = json.JSONDecoder(parse_float=_Numbers().__getitem__, parse_constant=_refuse)

scan: Callable[[str, int], tuple[Any, int]] = _decoder.scan_once
"""The value at an index of a JSON text and where it ends; one of NO_VALUE if there is none."""

NO_VALUE = (StopIteration, ValueError, TypeError, RecursionError)

dump = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
"""The JSON text of a JSON value, as short as can be."""
