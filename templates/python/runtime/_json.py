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
    try:
        if loads is not None:
            return loads(text)
        if not isinstance(text, str):
            text = str(text, "utf-8")
        return _scan(text)
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


def _scan(text: str) -> Any:
    try:
        value, end = _decoder.raw_decode(text)
    except (
        json.JSONDecodeError
    ):  # perhaps only for white space or a byte order mark before the value
        return _decoder.decode(text.removeprefix("\ufeff"))
    return value if end == len(text) else _decoder.decode(text)


def _finite(digits: str) -> float:
    number = float(digits)
    if number - number != 0:
        raise ValueError(f"the number {digits[:40]} is out of range")
    return number


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


_decoder = json.JSONDecoder(parse_float=_finite, parse_constant=_refuse)

dump = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
"""The JSON text of a JSON value, as short as can be."""
