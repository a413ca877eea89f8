"""Objects to JSON text: the fast way, taken by objects that hold what they should."""

from __future__ import annotations

import re
from collections.abc import Callable
from json import encoder
from typing import Any

from ._encode import encode, encode_all
from ._fast import Surprise
from ._json import dump
from ._problems import TOO_DEEP, EncodeError, Problem
from ._registry import CODECS_BY_CLASS, WRITE
from ._values import UnknownVariant

quote: Callable[[str], str] = getattr(encoder, "encode_basestring")  # noqa: B009
"""A string as JSON text. Raises TypeError for anything else."""

_HALVES = "[\ud800-\udfff]"
UNWRITTEN = (Surprise, LookupError, TypeError, AttributeError, ValueError, RecursionError)
"""What a fast writer raises for an object that is not as it should be."""


def to_json(value: Any) -> str:
    """The JSON text of anything that a model may hold; raises EncodeError if there is none."""
    try:
        text = WRITE[value.__class__](value)
    except UNWRITTEN:
        text = dump_tree(encode(value))
    return text if text.isascii() else escape_halves(text)


def dump_tree(tree: Any) -> str:
    """The JSON text of a JSON value; raises EncodeError where Python cannot write it."""
    try:
        text = dump(tree)
    except RecursionError:
        raise EncodeError([TOO_DEEP]) from None
    except ValueError as error:  # an integer with too many digits
        raise EncodeError([Problem("", "numbers that can be written", str(error))]) from None
    return text if text.isascii() else escape_halves(text)


def add_residue(record: Any, text: str) -> str:
    """The JSON text of a record, given that of its declared members, with its residue."""
    residue = record.residue
    if not CODECS_BY_CLASS[record.__class__].shape.members.keys().isdisjoint(residue):
        return rewrite(record)
    rest = _write_dict(residue)
    return rest if text == "{}" else f"{text[:-1]},{rest[1:]}" if residue else text


def rewrite(record: Any) -> str:
    """The JSON text of a record that is out of the ordinary."""
    tree, problems = encode_all(record)
    if problems:  # the pointers would begin here: have the whole looked at again
        raise Surprise
    return dump(tree)


def escape_halves(text: str) -> str:
    """Halves of surrogate pairs cannot be sent as UTF-8; they can only stand inside of JSON strings."""
    try:
        text.encode()  # finds out ten times as fast whether there are any
    except UnicodeEncodeError:
        pass
    else:
        return text
    return re.sub(_HALVES, lambda half: f"\\u{ord(half[0]):04x}", text)


def text_of_list(items: Any) -> str:
    """The JSON text of a list. Most have one item or none: a comprehension is dear for these."""
    if not items:
        return "[]"
    if len(items) == 1:
        return f"[{WRITE[items[0].__class__](items[0])}]"
    return f"[{','.join([WRITE[item.__class__](item) for item in items])}]"


class _Names(dict[str, str]):
    """Names of members, quoted and with their colon: most are the same over and over."""

    def __missing__(self, name: str) -> str:
        text = f"{quote(name)}:"
        if len(self) < _MOST_NAMES and len(name) < 64:
            self[name] = text
        return text


_MOST_NAMES = 1_000
_NAMES = _Names()


def _write_dict(members: Any) -> str:
    text = ""  # grows in place; most are small, and a comprehension is dear for those
    for name, value in members.items():
        if value.__class__ is str:
            text += f",{_NAMES[name]}{quote(value)}"
        else:
            text += f",{_NAMES[name]}{WRITE[value.__class__](value)}"
    return f"{{{text[1:]}}}"


def _write_float(number: float) -> str:
    if number - number != 0:
        raise Surprise
    return repr(number)


WRITE.update(
    {
        str: quote,
        int: int.__repr__,
        float: _write_float,
        bool: {True: "true", False: "false"}.__getitem__,
        type(None): lambda _: "null",
        list: text_of_list,
        dict: _write_dict,
        UnknownVariant: lambda unknown: WRITE[unknown.raw.__class__](unknown.raw),
    }
)
