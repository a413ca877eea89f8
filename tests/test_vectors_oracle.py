"""The conformance vectors: their format, what they cover, and that the oracle agrees with every one of them.

The oracle is a second reading of tests/vectors/README.md, independent of everything that is generated. Where
it and a generated accumulator differ, one of them misreads that page.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import jsonschema
import pytest

from goldens import ROOT
from oracle.composing import chunk, compose
from oracle.diary import Diary
from oracle.differing import diff
from oracle.mistakes import wrong_deltas
from oracle.running import FILES, VECTORS, Bench, Outcome, read_vectors, same
from oracle.slots import view
from oracle.streaming import Gathering
from oracle.values import ABSENT, Json, equal, fresh
from specloom.documents import load
from specloom.ir import Delta, Package
from specloom.lower import lower
from test_streams import FOLDERS, read_events, read_final

SCHEMA = json.loads((VECTORS / "schema.json").read_text("utf-8"))
README = (VECTORS / "README.md").read_text("utf-8")
ALL = read_vectors()
ROW = re.compile(r"^\| `((?:rule|law|situation)/[a-z-]+)` \| (both|strict) \|", re.MULTILINE)
MODES = {"both": {"strict", "lenient"}, "strict": {"strict"}}
CODES = set(SCHEMA["$defs"]["code"]["enum"])
STRICT_ONLY = {"truncated", "inexpressible"}
RUNNING = ("merge", "stream")


def some(*ops: str) -> pytest.MarkDecorator:
    chosen = [vector for vector in ALL if vector["op"] in ops or not ops]
    return pytest.mark.parametrize("vector", chosen, ids=lambda vector: str(vector["id"]))


@cache
def shipped() -> Package:
    spec, problems = load(ROOT / "spec")
    assert spec is not None, problems
    package, problems = lower(spec)
    assert package is not None, problems
    return package


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(shipped())


def wanted(vector: Json) -> Outcome:
    value = vector.get("expected", ABSENT)
    if value is ABSENT and vector["op"] in ("decode", "encode"):
        value = vector["input"]
    return Outcome(
        value, vector.get("diagnostics", []), vector.get("pointers", []), vector.get("error")
    )


def agree(got: Outcome, want: Outcome) -> None:
    assert got.error == want.error
    assert list(zip(got.diagnostics, got.pointers, strict=False)) == list(
        zip(want.diagnostics, want.pointers, strict=False)
    )
    assert same(got.value, want.value), got.value


# --- the format -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_keep_to_the_schema(path: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    vectors = json.loads(path.read_text("utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(vectors)
    assert all(vector["id"].startswith(f"{path.stem}/") for vector in vectors)


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(v["id"] for v in ALL).items() if count > 1] == []


def test_there_are_enough_of_them() -> None:
    assert len(ALL) >= 150


@some()
def test_a_vector_speaks_of_the_shipped_spec(vector: Json) -> None:
    package = shipped()
    deltas = {delta.delta for delta in package.deltas}
    events = {stream.event for stream in package.streams}
    names = {"stream": events, "decode": set(package.decls), "encode": set(package.decls)}
    assert vector["type"] in names.get(vector["op"], deltas)
    assert len(vector.get("diagnostics", [])) in (0, len(vector.get("pointers", [])))
    for steps, position in (("deltas", "delta"), ("events", "event")):
        if position in vector.get("error", {}) and vector["op"] != "chunk":
            assert vector["error"][position] < len(vector[steps])


# --- what they cover ------------------------------------------------------------------------------------


def modes(vector: Json) -> set[str]:
    """The modes a vector is run in: one that succeeds in strict is run in lenient by duty."""
    twice = vector["op"] in RUNNING and "error" not in vector
    return {vector["mode"], "lenient"} if twice else {vector["mode"]}


def test_every_row_is_covered_in_its_modes() -> None:
    rows = {row: MODES[word] for row, word in ROW.findall(README)}
    assert len(rows) >= 40
    seen: dict[str, set[str]] = {}
    for vector in ALL:
        for row in vector.get("covers", []):
            seen.setdefault(row, set()).update(modes(vector))
    assert set(seen) <= set(rows)
    missing = {row: need - seen.get(row, set()) for row, need in rows.items()}
    assert {row: modes for row, modes in missing.items() if modes} == {}


def test_every_code_is_raised_in_strict_and_recorded_in_lenient() -> None:
    raised = {vector["error"]["code"] for vector in ALL if "error" in vector}
    recorded = {
        code
        for vector in ALL
        if vector["mode"] == "lenient"
        for code in vector.get("diagnostics", [])
    }
    assert raised >= CODES
    assert recorded == CODES - STRICT_ONLY | {"unknown_event"}
    assert all(f"`{code}`" in README for code in CODES)


def notices(package: Package, delta: Delta) -> bool:
    """Whether some vector tells this delta from the one that is meant."""
    bench = Bench(package)
    for vector in ALL:
        if vector["op"] == "merge" and vector["type"] == delta.delta:
            try:
                agree(bench.run(vector), wanted(vector))
            except (
                AssertionError,
                TypeError,
            ):  # a rule on a type it cannot act on may not even run
                return True
    return False


def test_a_wrong_rule_is_noticed_by_some_vector() -> None:
    package = shipped()
    tried: list[str] = []
    unnoticed: list[str] = []
    for delta in package.deltas:
        for what, wrong in wrong_deltas(package, delta):
            others = tuple(wrong if one is delta else one for one in package.deltas)
            tried.append(what)
            if not notices(replace(package, deltas=others), wrong):
                unnoticed.append(what)
    assert len(tried) > 100
    assert unnoticed == []


# --- the oracle against the vectors ---------------------------------------------------------------------


@some()
def test_the_oracle_agrees(bench: Bench, vector: Json) -> None:
    given = fresh(vector)
    got = bench.run(given)
    assert equal(given, vector), "the inputs were changed"
    if vector["op"] in ("decode", "encode"):
        want = wanted(vector)
        assert (got.error is None) == (want.error is None)
        assert Counter(got.pointers) == Counter(want.pointers)
        assert want.error is None or want.error["pointer"] in got.pointers
    else:
        agree(got, wanted(vector))


@some(*RUNNING)
def test_emptied_inputs_and_snapshots_between_change_nothing(bench: Bench, vector: Json) -> None:
    agree(bench.run(fresh(vector), empty=True), wanted(vector))
    agree(bench.run(fresh(vector), watch=True), wanted(vector))
    agree(bench.run(fresh(vector), watch=True, empty=True), wanted(vector))


@some(*RUNNING)
def test_lenient_is_total_and_equals_strict_where_strict_succeeds(
    bench: Bench, vector: Json
) -> None:
    if vector["mode"] == "lenient":
        assert "error" not in vector
        return
    got = bench.run({**vector, "mode": "lenient"})
    assert got.error is None
    if "error" not in vector:
        agree(got, wanted(vector))
    elif vector["error"]["code"] != "truncated":
        found = zip(got.diagnostics, got.pointers, strict=True)
        first = next(pair for pair in found if pair[0] != "unknown_event")
        assert first == (vector["error"]["code"], vector["error"]["pointer"])


@some("merge")
def test_composed_and_cut_deltas_do_the_same(bench: Bench, vector: Json) -> None:
    if "error" in vector or vector.get("diagnostics"):
        return
    rules, deltas = bench.rules(vector["type"]), vector["deltas"]
    for cut in range(len(deltas) + 1):
        parts = [compose(rules, deltas[:cut]), compose(rules, deltas[cut:])]
        agree(bench.run({**vector, "deltas": parts}), wanted(vector))
    agree(bench.run({**vector, "deltas": [compose(rules, deltas)]}), wanted(vector))
    if "surrogates" not in vector.get("needs", []):
        pieces = [piece for delta in deltas for piece in chunk(rules, delta, 1)]
        agree(bench.run({**vector, "deltas": pieces}), wanted(vector))


@some("merge")
def test_a_diff_of_what_was_merged_leads_there_or_is_refused(bench: Bench, vector: Json) -> None:
    """What one merge did another can do, unless keys were left open or completion shows."""
    if "initial" not in vector:
        return
    rules, before, after = bench.rules(vector["type"]), vector["initial"], vector["expected"]
    assert diff(rules, after, after) == {}
    if "error" in vector or vector.get("diagnostics"):
        return
    delta = diff(rules, before, after)
    given = fresh(before)
    slot = rules.push(given, delta, Diary(strict=True))
    assert same(view(bench.package, slot), after)


@some("diff", "events")
def test_a_diff_leads_from_one_to_the_other(bench: Bench, vector: Json) -> None:
    rules, after = bench.rules(vector["type"]), vector["after"]
    assert diff(rules, after, after) == {}
    if "error" in vector:
        return
    if vector["op"] == "diff":
        slot = rules.push(fresh(vector["before"]), vector["expected"], Diary(strict=True))
        assert same(view(bench.package, slot), after)
    else:
        name = "messages" if vector["type"] == "MessageDelta" else "steps"
        gathering = Gathering(bench.package, bench.package.streams[0], strict=True)
        for event in vector["expected"]:
            gathering.push(event)
        assert same(gathering.snapshot()[name][after["id"]], after)


@some("chunk")
def test_pieces_compose_to_the_whole(bench: Bench, vector: Json) -> None:
    if "error" not in vector:
        rules = bench.rules(vector["type"])
        whole = compose(rules, [vector["input"]])
        assert same(compose(rules, vector["expected"]), whole)


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "lenient"])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_oracle_folds_the_recordings(bench: Bench, folder: Any, strict: bool) -> None:
    final = read_final(folder)
    gathering = Gathering(bench.package, bench.package.streams[0], strict=strict)
    for event in read_events(folder):
        gathering.push(event)
    if final["done"] or not strict:
        gathering.finish()
    assert same(gathering.snapshot(), final)
