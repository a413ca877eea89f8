"""Accepted payloads, broken or bent in small ways: what a server could send by mistake, or next year."""

from __future__ import annotations

import copy
import string
from collections.abc import Iterator
from random import Random
from typing import Any

from dialect_reading import Json
from example_files import accepts, exhibits

SCRAPS: tuple[Json, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    255,
    256,
    4097,
    2**53,
    2**63,
    0.5,
    1.0,
    300.0,
    -0.5,
    1e300,
    "",
    "x",
    "auto",
    "text",
    "x" * 65,
    "x" * 513,
    "ä",
    "a b",
    "name\n",
    "😀" * 33,
    [],
    {},
    [None],
    ["x"],
    [[]],
    [{}],
    {"x": None},
    {"type": "text"},
    {"type": "unheard_of", "more": [1]},
    {"type": 1},
    {f"k{number}": "v" for number in range(17)},
)
"""Values of every kind, near the bounds that the spec knows."""


class Mutator:
    """Makes mutants of one type's accepted payloads; what it draws from `random` decides all."""

    def __init__(self, name: str, random: Random) -> None:
        self.random = random
        self.payload = copy.deepcopy(random.choice([*accepts(name).values()]))
        self.parts = [part for payload in accepts(name).values() for _, part in walk(payload)]

    def mutant(self) -> Json:
        """A payload that was changed in one place or a few; some changes do no harm."""
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            places = [(holder, key) for holder, key, _ in holders(self.payload)]
            if not places or self.random.random() < 0.02:
                self.payload = copy.deepcopy(self.random.choice(SCRAPS))
                continue
            holder, key = self.random.choice(places)
            self.change(holder, key)
        return self.payload

    def change(self, holder: Json, key: Any) -> None:
        """Changes one value where it stands."""
        match self.random.randrange(10):
            case 0 | 1 | 2:
                holder[key] = copy.deepcopy(self.random.choice(SCRAPS))
            case 3 | 4:
                del holder[key]
            case 5:
                holder[key] = copy.deepcopy(self.random.choice(self.parts))
            case 6 if isinstance(holder, dict):
                holder[self.word()] = copy.deepcopy(self.random.choice(SCRAPS))
            case 7 if isinstance(holder, dict):
                holder[self.word()] = holder.pop(key)
            case 8 if isinstance(holder, list):
                holder.insert(key, copy.deepcopy(holder[key]))
            case _:
                holder[key] = self.bent(holder[key])

    def bent(self, value: Json) -> Json:
        """A value much like another."""
        if isinstance(value, bool) or value is None:
            return self.random.choice((True, False, None))
        if isinstance(value, int):
            return self.random.choice((float(value), value + 0.5, -value, str(value), value * 1000))
        if isinstance(value, float):
            return self.random.choice((-value, value + 1, int(value), value * 3))
        if isinstance(value, str):
            return self.random.choice((value + "x", value[:-1], value.upper(), [value], value * 70))
        if isinstance(value, list):
            return self.random.choice((value * 2, value[:1], value * 21, {"0": value}, [value]))
        return self.random.choice(([value], dict(reversed(value.items())), {**value, "x": 1}))

    def word(self) -> str:
        """A member's name, known somewhere or nowhere."""
        names = [key for part in self.parts if isinstance(part, dict) for key in part]
        letters = "".join(self.random.choices(string.ascii_lowercase, k=3))
        return self.random.choice([*names, letters]) if names else letters


def mutants(count: int, part: int, parts: int) -> Iterator[tuple[str, Json]]:
    """Every `parts`-th of `count` mutants, beginning with number `part`: (type, payload)."""
    names = [name for name in exhibits() if accepts(name)]
    for number in range(part, count, parts):
        name = names[number % len(names)]
        yield name, Mutator(name, Random(f"mutant {number}")).mutant()


def walk(value: Json) -> Iterator[tuple[str | int, Json]]:
    """A value and all that stands in it, each with its key."""
    yield "", value
    for _, key, item in holders(value):
        yield key, item


def holders(value: Json) -> Iterator[tuple[Any, Any, Json]]:
    """Whatever stands in a value, as (what holds it, under which key, itself)."""
    pairs: list[tuple[Any, Any]] = [*value.items()] if isinstance(value, dict) else []
    pairs += enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield value, key, item
        yield from holders(item)
