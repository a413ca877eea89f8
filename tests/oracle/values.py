"""JSON values: what is absent, what is equal, which kind a number is, how text is joined."""

from __future__ import annotations

import copy
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
LARGEST_KEY: Final = 2**53 - 1


class Absent:
    """The type of a slot that holds nothing, not even null."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __deepcopy__(self, memo: object) -> Absent:
        return self


ABSENT: Final = Absent()


class RefusalError(Exception):
    """A unit of a delta, an event or a snapshot that the rules do not allow."""

    def __init__(self, code: str, pointer: str) -> None:
        super().__init__(f"{code} at {pointer or 'the whole'}")
        self.code = code
        self.pointer = pointer


def fresh(value: Json) -> Json:
    """A copy that shares nothing with the value."""
    return copy.deepcopy(value)


def is_number(value: Json) -> bool:
    """Whether a value is a JSON number; booleans are not, although Python counts with them."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_integer(value: Json) -> bool:
    """Whether a value is a number without a fraction, however it is written."""
    return is_number(value) and (isinstance(value, int) or value.is_integer())


def equal(left: Json, right: Json) -> bool:
    """JSON equality: member order free, list order not; 1 and 1.0 are one number, true is none."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if is_number(left) and is_number(right):
        return bool(left == right)
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(left[k], right[k]) for k in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    return type(left) is type(right) and bool(left == right)


def join(left: str, right: str) -> str:
    """Two texts in a row; surrogate halves that meet become the character they spell."""
    if left and right and "\ud800" <= left[-1] <= "\udbff" and "\udc00" <= right[0] <= "\udfff":
        met = (left[-1] + right[0]).encode("utf-16", "surrogatepass").decode("utf-16")
        return left[:-1] + met + right[1:]
    return left + right


def below(pointer: str, step: str | int) -> str:
    """The JSON pointer of a member or an item of what `pointer` names."""
    return f"{pointer}/{str(step).replace('~', '~0').replace('/', '~1')}"


def at(document: Json, pointer: str) -> Json:
    """The value at a JSON pointer of members, or ABSENT."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(document, dict) or name not in document:
            return ABSENT
        document = document[name]
    return document
