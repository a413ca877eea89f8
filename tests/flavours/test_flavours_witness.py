"""Every example of the spec through every flavour: where they disagree is listed, with the reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from dialect_reading import Json, definition, definitions
from example_files import accepts, exhibits, tags_of
from flavours.judging import (
    FLAVOURS,
    Judge,
    RefusedError,
    disagreements,
    known_part,
    taken,
)

WITNESS = json.loads((Path(__file__).parent / "witness.json").read_text("utf-8"))

each_flavour = pytest.mark.parametrize("flavour", FLAVOURS)


@each_flavour
def test_a_flavour_disagrees_only_where_it_is_listed(flavour: str) -> None:
    """Each disagreement belongs to a class that is listed with its reason, and each class still occurs."""
    unlisted, stale = compare(WITNESS[flavour], disagreements(flavour))
    assert unlisted == []
    assert stale == []


def test_the_table_is_about_flavours_and_gives_reasons() -> None:
    assert set(WITNESS) == {"about", *FLAVOURS}
    assert all(e["reason"].endswith(".") for flavour in FLAVOURS for e in WITNESS[flavour])


def test_an_unlisted_and_a_stale_class_are_seen() -> None:
    entries = [{"which": ["we accept A/*"], "reason": "A."}, {"which": ["no"], "reason": "B."}]
    found = [("A/x", ["we accept A/x"]), ("B/y", ["we refuse B/y", "we refuse by shape"])]
    unlisted, stale = compare(entries, iter(found))
    assert unlisted == ["B/y: we refuse B/y or we refuse by shape"]
    assert stale == [entries[1]]


def compare(
    entries: list[Any], found: Iterator[tuple[str, list[str]]]
) -> tuple[list[str], list[Any]]:
    """(what no entry covers, the entries that cover nothing)."""
    unlisted, used = list[str](), set[int]()
    for place, classes in found:
        covering = [n for n, entry in enumerate(entries) if covers(entry, classes)]
        used.update(covering)
        if not covering:
            unlisted.append(f"{place}: {' or '.join(classes)}")
    return unlisted, [entry for n, entry in enumerate(entries) if n not in used]


def covers(entry: Json, classes: list[str]) -> bool:
    return any(fnmatch(found, pattern) for found in classes for pattern in entry["which"])


# --- what is read is written again ------------------------------------------------------------------


def test_what_pydantic_reads_it_writes_again() -> None:
    """Unknown members, variants and values too; what is absent stays absent, and null stays null."""
    cases = list(taken("pydantic"))
    assert [case for case, judge, payload in cases if rewritten(judge, payload) != payload] == []


@pytest.mark.parametrize("flavour", ["msgspec", "typeddict"])
def test_what_others_read_they_write_again_as_far_as_the_spec_knows_it(flavour: str) -> None:
    """Unknown members are read over; all else stays as it is."""
    cases = list(taken(flavour))
    known = {case: known_part({"$ref": judge.name}, payload) for case, judge, payload in cases}
    lost = [case for case, judge, payload in cases if rewritten(judge, payload) != known[case]]
    assert lost == []
    assert any(known[case] != payload for case, _, payload in cases)


def rewritten(judge: Judge, payload: Json) -> Json:
    return judge.write(judge.read(payload))


@each_flavour
def test_whole_floats_are_integers_where_reading_is_not_strict(flavour: str) -> None:
    read = [
        Judge(flavour, name).read(payload, strict=False)
        for name in exhibits()
        for case, payload in accepts(name).items()
        if case == "whole_floats"
    ]
    assert read


# --- unions discriminate ----------------------------------------------------------------------------


def unions() -> list[str]:
    return [name for name, body in definitions().items() if "x-tag" in body]


def variants(name: str) -> Iterator[tuple[str, str]]:
    """(tag, record) of a union."""
    union = definitions()[name]
    for tag, use in zip(tags_of(union), union["oneOf"], strict=True):
        body = definition(use)
        yield tag, next(n for n, other in definitions().items() if other is body)


@pytest.mark.parametrize("name", unions())
@pytest.mark.parametrize("flavour", ["pydantic", "msgspec"])
def test_a_payload_becomes_the_class_that_its_tag_names(flavour: str, name: str) -> None:
    union = definitions()[name]
    classes = {tag: Judge(flavour, record).type for tag, record in variants(name)}
    judge = Judge(flavour, name)
    for payload in accepts(name).values():
        tag = payload[union["x-tag"]]
        if tag in classes:
            assert type(judge.read(payload)) is classes[tag]
        elif flavour == "pydantic":
            value = judge.read(payload)
            assert type(value).__name__ == f"Unknown{name}"
            assert getattr(value, union["x-tag"]) == tag


@pytest.mark.parametrize("name", unions())
def test_a_known_tag_is_never_an_unknown_variant(name: str) -> None:
    """Also where all else is missing: such an object is wrong, and not merely new."""
    union = definitions()[name]
    judge = Judge("pydantic", name)
    for tag, record in variants(name):
        if len(definitions()[record].get("required", [])) > 1:
            with pytest.raises(RefusedError):
                judge.read({union["x-tag"]: tag})
    if not union.get("x-closed"):
        beside = judge.read({union["x-tag"]: f"{tags_of(union)[0]}\n", "more": [1]})
        assert judge.write(beside) == {union["x-tag"]: f"{tags_of(union)[0]}\n", "more": [1]}


@pytest.mark.parametrize("name", unions())
def test_an_error_is_about_one_variant(name: str) -> None:
    """It is found by its tag: what the other variants would have wanted is not reported."""
    union = definitions()[name]
    for tag, record in variants(name):
        if len(definitions()[record].get("required", [])) > 1:
            with pytest.raises(RefusedError) as caught:
                Judge("pydantic", name).read({union["x-tag"]: tag})
            lines = str(caught.value).replace("`", "").splitlines()[1:]
            places = [line for line in lines if not line.startswith(" ")]
            assert places
            assert [p for p in places if not is_about(p, tag, name)] == []


def is_about(place: str, tag: str, union: str) -> bool:
    """Whether a complaint is about the variant, or says that it is no unknown one."""
    return f".{tag}." in f".{place}" or place.startswith(f"Unknown{union}.")


@pytest.mark.parametrize("name", unions())
def test_structs_carry_their_tags(name: str) -> None:
    for tag, record in variants(name):
        config = Judge("msgspec", record).type.__struct_config__
        assert (config.tag_field, config.tag) == (definitions()[name]["x-tag"], tag)
