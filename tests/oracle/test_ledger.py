"""The oracle on a spec of another domain: sums, renames, text keys and nulls, foreign to Threads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from oracle.composing import chunk, compose
from oracle.diary import Diary
from oracle.differing import diff
from oracle.gaps import gaps
from oracle.merging import Rules
from oracle.slots import Grown, view
from oracle.values import Json, RefusalError, equal, fresh
from specloom.documents import load
from specloom.lower import lower

TEXT = {"type": "string", "description": "Text."}
COUNT = {"type": "integer", "description": "A count."}
PROPERTIES: dict[str, Json] = {
    "total": {**COUNT, "x-merge": "sum"},
    "noise": {**TEXT, "x-merge": "skip"},
    "state": {"type": ["string", "null"], "description": "Set.", "x-merge": {"null": "set"}},
    "owner": {"type": ["string", "null"], "description": "Removed.", "x-merge": {"null": "remove"}},
    "tags": {
        "type": "array",
        "items": {"type": "string"},
        "description": "Tags.",
        "x-merge": "append",
    },
    "marks": {
        "type": "object",
        "additionalProperties": {"type": "integer"},
        "description": "Marks.",
    },
}


def of(kind: str, properties: dict[str, Json], *required: str, **more: Json) -> Json:
    return {
        "type": "object",
        "description": kind,
        "properties": properties,
        "required": list(required),
        **more,
    }


def ref(name: str, **more: Json) -> Json:
    return {"$ref": f"#/$defs/{name}", "description": "One.", **more}


def many(name: str, **merge: Json) -> Json:
    words = {"x-merge": {"rule": "merge", **merge}} if merge else {}
    items = {"$ref": f"#/$defs/{name}"}
    return {"type": "array", "items": items, "description": "Several.", **words}


def without_words(properties: dict[str, Json]) -> dict[str, Json]:
    return {
        name: {word: part for word, part in schema.items() if word != "x-merge"}
        for name, schema in properties.items()
    }


LEDGER: Json = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "description": "A ledger that grows.",
    "x-package": {"name": "ledger_api", "version": "1.0.0"},
    "$defs": {
        "Ledger": of(
            "A ledger.",
            {
                **without_words(PROPERTIES),
                "note": TEXT,
                "lines": many("Line"),
                "accounts": many("Account"),
                "pages": many("Page"),
            },
        ),
        "LedgerDelta": of(
            "A delta of a ledger.",
            {
                **PROPERTIES,
                "remark": {**TEXT, "x-merge": {"rule": "append", "to": "note"}},
                "rows": many("LineDelta", key="number", to="lines"),
                "accounts": many("AccountDelta", key="name"),
                "pages": many("PageDelta", key="index", dense=False),
            },
            **{"x-delta": {"of": "Ledger"}},
        ),
        "Line": of("A line.", {"number": COUNT, "text": TEXT}, "number", "text"),
        "LineDelta": of(
            "A delta of a line.", {"number": COUNT, "text": {**TEXT, "x-merge": "append"}}, "number"
        ),
        "Account": of("An account.", {"name": TEXT, "balance": COUNT, "heading": ref("Heading")}),
        "AccountDelta": of(
            "A delta of an account.",
            {"name": TEXT, "balance": {**COUNT, "x-merge": "sum"}, "heading": ref("HeadingDelta")},
            "name",
        ),
        "Heading": of("A heading.", {"title": TEXT, "rank": COUNT}, "title", "rank"),
        "HeadingDelta": of(
            "A delta of a heading.",
            {"title": {**TEXT, "x-merge": "append"}, "rank": {**COUNT, "x-merge": "once"}},
        ),
        "Page": of("A page.", {"text": TEXT}),
        "PageDelta": of("A delta of a page.", {"index": COUNT, "text": TEXT}, "index"),
    },
}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Rules:
    folder: Path = tmp_path_factory.mktemp("ledger")
    (folder / "ledger.schema.json").write_text(json.dumps(LEDGER), "utf-8")
    spec, problems = load(folder)
    assert spec is not None, problems
    package, problems = lower(spec)
    assert package is not None, [str(problem) for problem in problems]
    return Rules(package, package.deltas[0])


def merged(rules: Rules, before: Json, *deltas: Json) -> Json:
    slot: Any = fresh(before)
    for delta in deltas:
        slot = rules.push(slot, delta, Diary(strict=True))
    return view(rules.package, slot)


CASES: dict[str, tuple[Json, list[Json], Json]] = {
    "numbers are summed where the spec says so": (
        {"total": 1},
        [{"total": 2}, {"total": 3}],
        {"total": 6},
    ),
    "a sum begins at zero": ({}, [{"total": 2}, {"total": -2}], {"total": 0}),
    "zero begins a sum": ({}, [{"total": 0}], {"total": 0}),
    "what is skipped leaves no trace": ({}, [{"noise": "x"}, {"noise": 5}], {}),
    "null is set": ({"state": "open"}, [{"state": None}], {"state": None}),
    "what is set after null stands": ({}, [{"state": None}, {"state": "open"}], {"state": "open"}),
    "null removes": ({"owner": "a"}, [{"owner": None}], {}),
    "lists are appended": (
        {"tags": ["a"]},
        [{"tags": ["b", "a"]}, {"tags": []}],
        {"tags": ["a", "b", "a"]},
    ),
    "open objects are merged by replacing": (
        {"marks": {"a": 1}},
        [{"marks": {"b": 2, "a": 3}}],
        {"marks": {"a": 3, "b": 2}},
    ),
    "a renamed member": ({"note": "x"}, [{"remark": "y"}], {"note": "xy"}),
    "an undeclared member has no place under a grown name": (
        {"note": "x"},
        [{"note": 5}],
        {"note": "x"},
    ),
    "keys that the snapshot declares stay in it": (
        {},
        [
            {
                "rows": [
                    {"number": 7, "text": "a"},
                    {"number": 3, "text": "b"},
                    {"number": 7, "text": "c"},
                ]
            }
        ],
        {"lines": [{"number": 3, "text": "b"}, {"number": 7, "text": "ac"}]},
    ),
    "given items are found by the key they declare": (
        {"lines": [{"number": 3, "text": "b"}, {"number": 7, "text": "a"}]},
        [{"rows": [{"number": 7, "text": "c"}]}],
        {"lines": [{"number": 3, "text": "b"}, {"number": 7, "text": "ac"}]},
    ),
    "given items out of order are found by position": (
        {"lines": [{"number": 7, "text": "a"}, {"number": 3, "text": "b"}]},
        [{"rows": [{"number": 1, "text": "c"}]}],
        {"lines": [{"number": 7, "text": "a"}, {"number": 1, "text": "bc"}]},
    ),
    "text keys come in the order they came": (
        {},
        [
            {"accounts": [{"name": "z", "balance": 1}, {"name": "a", "balance": 2}]},
            {"accounts": [{"name": "z", "balance": 5}]},
        ],
        {"accounts": [{"name": "z", "balance": 6}, {"name": "a", "balance": 2}]},
    ),
    "an object is made only when a member has an effect": (
        {"accounts": [{"name": "a"}]},
        [{"accounts": [{"name": "a", "heading": {"title": ""}}]}],
        {"accounts": [{"name": "a"}]},
    ),
    "an object that is made is completed as far as it can be": (
        {"accounts": [{"name": "a"}]},
        [{"accounts": [{"name": "a", "heading": {"rank": 1}}]}],
        {"accounts": [{"name": "a", "heading": {"rank": 1, "title": ""}}]},
    ),
    "lists that are not dense may have gaps": (
        {},
        [{"pages": [{"index": 9, "text": "x"}]}],
        {"pages": [{"text": "x"}]},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_merging(rules: Rules, case: tuple[Json, list[Json], Json]) -> None:
    before, deltas, after = case
    assert equal(merged(rules, before, *deltas), after)
    assert equal(merged(rules, before, compose(rules, deltas)), after)


@pytest.mark.parametrize(
    ("delta", "code", "pointer"),
    [
        ({"total": "x"}, "invalid_type", "/total"),
        ({"marks": {"b": 1, "a": "x"}}, "invalid_type", "/marks/a"),
        ({"rows": [{"text": "x"}]}, "missing_key", "/rows/0/number"),
        ({"accounts": [{"name": 5}]}, "bad_key", "/accounts/0/name"),
        ({"rows": [{"number": "5"}]}, "bad_key", "/rows/0/number"),
    ],
)
def test_refusals(rules: Rules, delta: Json, code: str, pointer: str) -> None:
    with pytest.raises(RefusalError) as caught:
        merged(rules, {}, delta)
    assert (caught.value.code, caught.value.pointer) == (code, pointer)


def test_a_bad_member_of_an_open_object_is_a_unit_of_its_own(rules: Rules) -> None:
    diary = Diary(strict=False)
    slot = rules.push({}, {"marks": {"b": 1, "a": "x"}, "total": 1}, diary)
    assert view(rules.package, slot) == {"marks": {"b": 1}, "total": 1}
    assert [entry.pointer for entry in diary.entries] == ["/marks/a"]


def test_a_conflict_inside_an_entry_drops_the_entry(rules: Rules) -> None:
    diary = Diary(strict=False)
    slot: Any = {"accounts": [{"name": "a", "heading": {"title": "x", "rank": 1}}]}
    delta = {"accounts": [{"name": "a", "balance": 9, "heading": {"title": "y", "rank": 2}}]}
    slot = rules.push(slot, delta, diary)
    assert view(rules.package, slot)["accounts"] == [
        {"name": "a", "heading": {"title": "x", "rank": 1}}
    ]
    assert [entry.code for entry in diary.entries] == ["conflict"]


def test_gaps_are_asked_of_dense_lists_only(rules: Rules) -> None:
    delta = {"pages": [{"index": 9}], "rows": [{"number": 9}]}
    assert gaps(rules, rules.push(Grown({}, None), delta, Diary(strict=True))) == []


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_diffs(rules: Rules, case: tuple[Json, list[Json], Json]) -> None:
    before, _, after = case
    try:
        delta = diff(rules, before, after)
    except RefusalError as refusal:
        delta = refusal.code
    if delta == "inexpressible":
        assert set(before) - set(after) or "lines" in after
    else:
        assert equal(merged(rules, before, delta), after)


def test_a_diff_tells_entries_by_their_own_keys(rules: Rules) -> None:
    three, five, seven = ({"number": n, "text": t} for n, t in ((3, "a"), (5, "x"), (7, "b")))
    before = {"lines": [three, seven]}
    after = {"lines": [three, five, {"number": 7, "text": "by"}]}
    said = {"rows": [five, {"number": 7, "text": "y"}]}
    assert diff(rules, before, after) == said
    with pytest.raises(RefusalError) as caught:
        diff(rules, before, {"lines": [seven]})
    assert (caught.value.code, caught.value.pointer) == ("inexpressible", "/lines/0")


def test_renamed_texts_are_cut_under_the_name_of_the_delta(rules: Rules) -> None:
    assert chunk(rules, {"remark": "abc", "total": 1}, 2) == [
        {"remark": "ab", "total": 1},
        {"remark": "c"},
    ]
