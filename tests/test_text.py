"""The text target: it says all that a package means, one line a fact, and no text of a spec forges a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

import pytest

from packages import HERE, TEXT, by_tag, member, name, package, record, zoo
from specloom.ir import (
    Alias,
    Bounds,
    Delta,
    Docs,
    Kind,
    ListOf,
    MapOf,
    MemberMerge,
    MergeRule,
    Module,
    Nullable,
    Package,
    RecordMerge,
    Ref,
    Scalar,
    Type,
    Where,
)
from specloom.prose.merges import delta_lines, merge_lines
from specloom.prose.words import type_words
from specloom.targets.text import TARGET


def pages(made: Package) -> dict[str, str]:
    return {str(file.path): file.text for file in TARGET.emit(made, {}).files}


def lines(made: Package) -> list[str]:
    return [line.strip() for page in pages(made).values() for line in page.splitlines()]


# --- what it looks like ---------------------------------------------------------------------------------


def test_one_page_a_module_and_one_for_the_operations() -> None:
    assert list(pages(zoo())) == ["animals.txt", "rest.txt", "operations.txt"]
    assert list(pages(package())) == ["zoo.txt"]


def test_a_module_called_operations_holds_the_operations_too() -> None:
    module = Module(name("operations"), Docs("Knives."), (), "operations.schema.json")
    made = pages(replace(zoo(), modules=(*zoo().modules, module)))
    assert list(made) == ["animals.txt", "rest.txt", "operations.txt"]
    assert "module operations" in made["operations.txt"]
    assert "operation createAnimal: POST /zoos/{zoo_id}/animals" in made["operations.txt"]


@pytest.mark.parametrize(
    "fact",
    [
        "module animals of zoo_api 1.2.0",
        "server https://zoo.example/v2",
        "auth bearer",
        "record Animal: open",
        "record Nest: closed",
        "member id: string (1 to 64 characters), required",
        'member code: string (matches "^[a-z]+$"), optional',
        "member legs: integer (format int32, 0 to 750), optional",
        "member tame: boolean, optional, default false",
        "member anything_or_null: anything or null, optional",
        'member names: list of string (1 to 3 items), optional, default ["Rex"]',
        "member maybe_names: list of (string or null) or null, optional",
        'member kind: always "animal", required',
        'member "odd name!": string, optional',
        "| Strange.",
        "| In two lines.",
        'since "1.1.0"',
        "deprecated",
        "rule: exactly one of tree and cliff is present",
        'rule: reason is required when mode is "big"',
        "union Home: told apart by member type, open",
        "union ClosedHome: told apart by member type, closed",
        "union When: told apart by kind of value, closed",
        'variant "den": Den',
        "variant string: string, called text",
        "choice Mood: open",
        'value "+1", called thumbs_up',
        "alias Beast: Animal",
        'alias Notes: map to string (1 to 16 members, keys of at most 64 characters, keys match "^[a-z_]+$")',
        "operation createAnimal: POST /zoos/{zoo_id}/animals",
        "title Create animal",
        "body CreateAnimal, required",
        "response Animal, one page of a list",
        "stream of Event when stream is true",
        "error 404: Failure",
        "header Zoo-Beta: v1",
        "delta AnimalDelta: grows Colony",
        "homes: merged by index or else id, index or else id must run from 0 without gaps",
        'homes[den]: DenDelta grows Den, told by type "den"',
        "homes[den].index: an address, not part of the snapshot",
        "homes[den].type: the first value stands, another is a conflict",
        "homes[den].depth: added up, goes to deep, null removes it",
        "homes[den].song: appended, the text gathered is read as json once complete",
        "stream Event",
        'builds animals: Animal, one for each "/data/id"',
        "builds colony: Colony, one",
        'grown by "grew"',
        'ends on "done"',
        'does nothing on "noise"',
    ],
)
def test_fact(fact: str) -> None:
    assert fact in lines(zoo())


@pytest.mark.parametrize(
    ("type", "words"),
    [
        (TEXT, "string"),
        (Scalar(Kind.STRING, None, Bounds(min_length=1)), "string (at least 1 character)"),
        (Scalar(Kind.STRING, None, Bounds(max_length=2)), "string (at most 2 characters)"),
        (Scalar(Kind.STRING, None, Bounds(2, min_length=3, max_length=3)), None),
        (Scalar(Kind.NUMBER, None, Bounds(minimum=0.5)), "number (at least 0.5)"),
        (Scalar(Kind.NUMBER, None, Bounds(0, 0)), "number (exactly 0)"),
        (Scalar(Kind.INTEGER, None, Bounds(exclusive_minimum=1)), "integer (more than 1)"),
        (ListOf(ListOf(Ref("X")), 2, 2), "list of list of X (exactly 2 items)"),
        (
            MapOf(Nullable(TEXT), key_max_length=1),
            "map to (string or null) (keys of at most 1 character)",
        ),
        (Nullable(Ref("a b")), '"a b" or null'),
    ],
)
def test_words_of_a_type(type: Type, words: str | None) -> None:
    assert type_words(type) == (words or "string (exactly 3 characters, at least 2)")


# --- it says everything ---------------------------------------------------------------------------------

FOLLOWS = re.compile(
    r".*name\.words(\.\d+)?|modules\.\d+\.file"  # words follow from what is spelled, files from the module
    r"|.*(fields|options|variants|params)\.\d+\.name\.spelled"  # said by the wire name or the value
    r"|.*variants\.[012]\.kind"  # follows from the type
    r"|.*records\.[12]\.members\.(0\.rule|\d+\.dense)"  # an address has no rule; what has no key, no gaps
)
"""Paths of what need not be said, because something else that is said settles it."""


def changes(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Copies of `value`, each with one leaf changed or one item less, and where; places are left alone."""
    if isinstance(value, Where):
        return
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            for at, inner in changes(getattr(value, field.name), f"{path}.{field.name}"):
                yield at, replace(value, **{field.name: inner})
    elif isinstance(value, tuple):
        if value and not path[-1].isdigit():  # a row has all its columns
            yield f"{path}.0", value[1:]
        for number, item in enumerate(value):
            for at, inner in changes(item, f"{path}.{number}"):
                yield at, (*value[:number], inner, *value[number + 1 :])
    elif isinstance(value, bool):
        yield path, not value
    elif isinstance(value, StrEnum):
        yield path, next((other for other in type(value) if other is not value), None)
    elif isinstance(value, int | float | str):
        yield path, value + ("x" if isinstance(value, str) else 2)  # type: ignore[operator]


def test_every_change_of_meaning_moves_a_page() -> None:
    before = pages(zoo())
    silent, count = [], 0
    for path, changed in changes(zoo()):
        count += 1
        try:
            moved = pages(changed) != before
        except KeyError:  # a name that a delta or a stream hangs on is gone
            moved = True
        if not moved and not FOLLOWS.fullmatch(path.removeprefix(".")):
            silent.append(path)
    assert silent == []
    assert count > 800


def test_places_move_nothing() -> None:
    def moved(value: Any) -> Any:
        if isinstance(value, Where):
            return Where("elsewhere.json", "/x", 99, 7)
        if isinstance(value, tuple):
            return tuple(moved(item) for item in value)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{f.name: moved(getattr(value, f.name)) for f in fields(value)})
        return value

    assert moved(zoo()) != zoo()
    assert pages(moved(zoo())) == pages(zoo())


# --- deltas ---------------------------------------------------------------------------------------------


def merges(*members: MemberMerge) -> list[str]:
    delta = Delta("D", "S", (RecordMerge("D", "S", members),), (), HERE)
    made = replace(package(record("D", member("x", TEXT)), record("S")), deltas=(delta,))
    return [line.strip() for line in delta_lines(made, delta)][1:]


@pytest.mark.parametrize(
    ("merge", "words"),
    [
        (MemberMerge("x", "x", MergeRule.APPEND, HERE), "appended"),
        (MemberMerge("x", "x", MergeRule.REPLACE, HERE), "the last value stands"),
        (MemberMerge("x", "x", MergeRule.SKIP, HERE), "left out"),
        (MemberMerge("x", "x", MergeRule.MERGE, HERE), "merged member by member"),
        (MemberMerge("x", "x", MergeRule.MERGE, HERE, ("k",)), "merged by k, k may have gaps"),
        (MemberMerge("x", "y", MergeRule.SUM, HERE), "added up, goes to y"),
        (
            MemberMerge("x", "", MergeRule.REPLACE, HERE, at="/a/{i}"),
            'the last value stands, acts at "/a/{i}"',
        ),
    ],
)
def test_a_merge_rule_reads_in_plain_words(merge: MemberMerge, words: str) -> None:
    assert merges(merge) == [f"x: {words}"]


def recursive() -> Package:
    """A delta whose records hold themselves."""
    return replace(
        package(
            record("NodeDelta", member("index", TEXT), member("kids", ListOf(Ref("NodeDelta")))),
            record("Node", member("kids", ListOf(Ref("Node")))),
        ),
        deltas=(
            Delta(
                "NodeDelta",
                "Node",
                (
                    RecordMerge(
                        "NodeDelta",
                        "Node",
                        (
                            MemberMerge("index", "", MergeRule.SKIP, HERE),
                            MemberMerge("kids", "kids", MergeRule.MERGE, HERE, ("index",), True),
                        ),
                    ),
                ),
                (),
                HERE,
            ),
        ),
    )


def test_a_delta_that_holds_itself_comes_to_an_end() -> None:
    assert lines(recursive())[-3:] == [
        "index: an address, not part of the snapshot",
        "kids: merged by index, index must run from 0 without gaps",
        "kids[]: and so on, as at (root)",
    ]


def test_pairs_that_no_member_leads_to_are_said_all_the_same() -> None:
    lonely = RecordMerge("Den", "Nest", (MemberMerge("eggs", "eggs", MergeRule.SUM, HERE),))
    (delta,) = zoo().deltas
    changed = replace(zoo(), deltas=(replace(delta, records=(*delta.records, lonely)),))
    assert "eggs: added up" in lines(changed)


def test_a_part_of_a_delta_can_be_asked_for() -> None:
    assert merge_lines(zoo(), "NestDelta") == [
        [
            "delta NestDelta: grows Nest",
            "  index: an address, not part of the snapshot",
            "  type: the first value stands, another is a conflict",
        ]
    ]
    assert merge_lines(zoo(), "Mood") == []


# --- nothing can be forged ------------------------------------------------------------------------------

HOSTILE = [
    "line one\nrecord Forged: open",
    "\r\nrecord Forged: open",
    "x\x1b[2Jgone",
    "\u202egnirts",
    "\x00",
    "\ud800",
    "record Forged: open",
    "",
    "a\u2028record Forged: open",
    '", required',
]


def everywhere(text: str) -> Package:
    """A package with `text` wherever a spec may have free text."""
    field = member(text, Scalar(Kind.STRING, text, Bounds(pattern=text)), docs=Docs(text, text))
    field = replace(field, default=text, has_default=True)
    decls = (
        record("Safe", field, member("list", MapOf(TEXT, key_pattern=text))),
        by_tag("Choices", text, {text: "Safe"}),
        Alias(name("Named"), Ref("Safe"), Docs(text), HERE),
    )
    operation = replace(zoo().operations[0], title=text, path=text, headers=((text, text),))
    return replace(package(*decls), docs=Docs(text), operations=(operation,))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_forges_no_line_and_steers_no_terminal(text: str) -> None:
    for page in pages(everywhere(text)).values():
        page.encode()
        assert page.isascii() or "\u202e" not in page
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028]", page)
        assert not [line for line in page.split("\n") if line.startswith("record Forged")]
        assert not re.search(r"^ *(?!\|)\S*record Forged", page, re.MULTILINE)


def test_hostile_text_adds_no_line_but_after_a_bar() -> None:
    def frame(text: str) -> list[str]:
        shown = [page.split("\n") for page in pages(everywhere(text)).values()]
        return [
            line.split()[0]
            for page in shown
            for line in page
            if line.strip(" |") and "|" not in line
        ]

    assert frame("harmless") == frame("line one\nrecord Forged: open")
