"""Claims: small statements that the facts and the spec both make, so that they can be laid side by side.

A claim is a value under a key (member, aspect); the member is "" for the type itself. Both readers
(`reference` for the facts, `contract` for the spec) speak this one language, so that the comparison needs to
know of neither.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

Json: TypeAlias = Any
"""Parsed JSON: the facts and the spec are read as they are."""

HERE = Path(__file__).parent


class Key(NamedTuple):
    """What a claim is about: a member ("" for the type as a whole) and an aspect of it."""

    member: str
    aspect: str


Claims: TypeAlias = dict[Key, Json]


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A claim on which facts and spec do not agree."""

    type: str
    field: str
    what: str


def read_json(path: Path) -> Json:
    return json.loads(path.read_text(encoding="utf-8"))


def compare(type: str, facts: Mapping[Key, Json], spec: Mapping[Key, Json]) -> Iterator[Difference]:
    """Every claim that one side makes and the other does not make in the same words.

    A member that one side does not have at all is one difference, not one for each of its aspects.
    """
    here, there = ({key.member for key in side} for side in (facts, spec))
    for member in sorted((here ^ there) - {""}):
        yield Difference(
            type, member, f"member: only in the {'facts' if member in here else 'spec'}"
        )
    for key in sorted(facts.keys() | spec.keys()):
        told, written = facts.get(key), spec.get(key)
        same = told == written and isinstance(told, bool) == isinstance(written, bool)
        if not same and (key.member == "" or key.member in here & there):
            what = f"{key.aspect}: {show(told)} in the facts, {show(written)} in the spec"
            yield Difference(type, key.member, what)


def show(value: Json) -> str:
    """The value as text; a long list as its length and a digest that tells it from any other."""
    if value is None:
        return "none"
    text = json.dumps(value)
    if isinstance(value, list) and len(text) > 200:
        return f"{len(value)} values (#{hashlib.sha256(text.encode()).hexdigest()[:8]})"
    return text


BOUNDS = (
    "minimum",
    "maximum",
    "pattern",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "maxProperties",
)
"""Keywords that mean the same in the facts and in the spec."""
