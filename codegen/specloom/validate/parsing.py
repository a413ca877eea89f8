"""JSON payloads as values: quick for what is in order, exact about what is not.

The quick reader is the standard library's, made strict: members said twice, NaN, numbers beyond a float and
texts that nest too deeply make it give up, and the exact reader with places says what is wrong.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from specloom.validate.surrogates import holds_half, mend_json

if TYPE_CHECKING:
    from specloom.documents.places import Places

MAX_DEPTH = 200
"""How deep a payload may nest: far more than any needs, and safe for every reader of any platform."""

_BLANK = " \t\r\n"
_ONE_BRACKET = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(sorted(set(range(256)) - set(b"[]{}")))


class Doubt(ValueError):  # noqa: N818 - it is no error: the exact reader decides
    """The quick reader gives up."""


class Remark(NamedTuple):
    """One thing wrong or odd with the JSON itself."""

    line: int
    column: int
    fact: str
    remedy: str
    code: str
    fatal: bool


class Reading(NamedTuple):
    """What the exact reader makes of a text; `fit` is its value as the validator can take it."""

    remarks: tuple[Remark, ...]
    value: Any = None
    fit: Any = None
    places: Places | None = None

    @property
    def fatal(self) -> bool:
        """Whether the text has no value to look at."""
        return any(remark.fatal for remark in self.remarks)


def read_quickly(text: str) -> Any:
    """The value of `text`; raises Doubt about everything that is not plainly right."""
    if text.count("[") + text.count("{") > MAX_DEPTH and nests_deeply(text):
        raise Doubt
    if holds_half(text):
        raise Doubt
    text = text.strip(_BLANK)
    try:
        value, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError) as error:
        raise Doubt from error
    if end != len(text):
        raise Doubt
    return value


def read_exactly(text: str, *, repeats: bool = False) -> Reading:
    """What there is to say of `text`; `repeats`: a member may be there twice, the last one counts."""
    from specloom.documents.positions import JsonError, parse

    try:
        value, places = parse(text, MAX_DEPTH, repeats=repeats)
    except JsonError as error:
        faults = sorted(error.faults, key=lambda fault: (fault.line, fault.column))
        return Reading(
            tuple(Remark(f.line, f.column, f.fact, f.remedy, f.code, True) for f in faults)
        )
    remarks = [
        Remark(odd.line, odd.column, odd.fact, odd.remedy, odd.code, odd.code == "json-number")
        for odd in places.oddities
    ]
    fit = json.loads(mend_json(text)) if holds_half(text) else value
    return Reading(tuple(remarks), value, fit, places)


def nests_deeply(text: str) -> bool:
    """Whether values may nest deeper than allowed; wrongly yes only if strings hold very many brackets.

    Brackets alone are kept, and those that close at once are taken away again and again: as often as deep.
    """
    brackets = text.encode("utf-8", "surrogatepass").translate(_ONE_BRACKET, _NO_BRACKETS)
    depth = 0
    while brackets and depth <= MAX_DEPTH:
        fewer = brackets.replace(b"[]", b"")
        if len(fewer) == len(brackets):
            break  # what is left stands in strings, or around such strings
        brackets = fewer
        depth += 1
    return depth + len(brackets) > MAX_DEPTH


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Doubt
    return members


def _number(text: str) -> float:
    number = float(text)
    if number - number != 0:  # infinite, and quicker to tell so than by a call
        raise Doubt
    return number


def _refuse(_word: str) -> NoReturn:
    raise Doubt


_DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_float=_number, parse_constant=_refuse)
