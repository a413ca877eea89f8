"""Made-up payloads: what is called good is taken by the validator, what is called bad is refused as said."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import Here, with_definitions
from goldens import ROOT
from packages import zoo
from specloom import documents
from specloom.ir import Package
from specloom.lower import lower
from specloom.lower.patterns import find_fault
from specloom.samples import Mutant, Sample, mutants_of, samples_of
from specloom.samples.patterns import texts
from specloom.validate.explain import explain
from specloom.validate.judge import UNKNOWN, Judge
from specloom.validate.knowledge import know
from specloom.validate.scalars import matches
from validate.shipped import OTHER, SPEC, package_of


def lowered(path: Path) -> Package:
    read, _ = documents.load(path)
    assert read is not None
    package, problems = lower(read)
    assert package is not None, problems
    return package


CASES = sorted(
    path
    for path in (ROOT / "tests" / "cases").glob("*/spec.json")
    if not path.parent.name.startswith("refuses")
)
PACKAGES = {
    "shipped": package_of(SPEC),
    "other": package_of(OTHER),
    "zoo": zoo(),
    **{path.parent.name: lowered(path) for path in CASES},
}
each_package = pytest.mark.parametrize("which", PACKAGES)


@cache
def made(which: str) -> tuple[Package, dict[str, list[Sample]], dict[str, list[Mutant]]]:
    """A package with all its samples, good and bad."""
    package = PACKAGES[which]
    good = {name: samples_of(package, name) for name in package.decls}
    return package, good, {name: mutants_of(package, name) for name in package.decls}


@each_package
def test_good_samples_are_good_and_bad_ones_are_bad(which: str) -> None:
    package, good, bad = made(which)
    judge = Judge(know(package))
    for sample in chain(*good.values()):
        assert judge.accepts(sample.type, sample.payload), sample
    for mutant in chain(*bad.values()):
        assert not judge.accepts(mutant.type, mutant.payload), mutant
        found = explain(package, mutant.type, mutant.payload)
        (error,) = (complaint for complaint in found if complaint.code not in UNKNOWN)
        assert (mutant.pointer, mutant.why) == (error.pointer, error.fact)


@each_package
def test_every_type_has_good_samples_and_bad_ones_unless_it_takes_anything(which: str) -> None:
    package, good, bad = made(which)
    judge = Judge(know(package))
    values: list[Any] = [None, 5, "x", [], {}]
    for name in package.decls:
        assert good[name], name
        assert bool(bad[name]) is not all(judge.accepts(name, value) for value in values), name


@each_package
def test_samples_are_the_same_every_time_and_differ_from_each_other(which: str) -> None:
    package, good, bad = made(which)
    for name in package.decls:
        texts = [json.dumps(sample.payload) for sample in good[name]]
        assert len(set(texts)) == len(texts)
        cases = [s.case for s in good[name]] + [m.case for m in bad[name]]
        assert len(set(cases)) == len(cases)
        assert all(re.fullmatch(r"[a-z0-9_]+", case) for case in cases), cases
    for name in list(package.decls)[:20]:
        assert good[name] == samples_of(package, name)
        assert bad[name] == mutants_of(package, name)


def cases(package: Package, name: str) -> tuple[set[str], set[str]]:
    return {s.case for s in samples_of(package, name)}, {m.case for m in mutants_of(package, name)}


def test_records_have_everything_that_can_be_so() -> None:
    good, bad = cases(zoo(), "Animal")
    assert good >= {
        "minimal",
        "full",
        "null_home",
        "null_maybe_names",
        "null_notes",
        "unknown_member",
    }
    assert good >= {"shortest_id", "longest_id", "minimum_legs", "maximum_legs"}
    assert bad >= {
        "wrong",
        "null",
        "without_id",
        "null_id",
        "wrong_id",
        "too_short_id",
        "too_long_id",
    }
    assert bad >= {
        "not_matching_code",
        "too_small_legs",
        "too_large_legs",
        "not_above_weight",
        "no_multiple_pairs",
    }
    assert bad >= {
        "too_few_names",
        "too_many_names",
        "wrong_item_names",
        "wrong_entry_notes",
        "wrong_name_notes",
    }
    assert bad >= {"wrong_value_kind", "unknown_value_size", "without_type_home", "wrong_type_home"}
    assert "unknown_value_mood" not in bad
    assert "null_home" not in bad


def test_unions_choices_and_rules_have_theirs() -> None:
    good, bad = cases(zoo(), "Home")
    assert good >= {"variant_den", "variant_nest", "minimal_den", "unknown_variant"}
    assert bad >= {
        "without_type",
        "null_type",
        "wrong_type",
        "den_wrong_depth",
        "nest_neither",
        "nest_both",
    }
    good, bad = cases(zoo(), "ClosedHome")
    assert "unknown_variant" in bad - good
    good, bad = cases(zoo(), "Mood")
    assert good == {"value_calm", "value_thumbs_up", "unknown_value"}
    good, bad = cases(zoo(), "Size")
    assert "unknown_value" in bad - good
    good, bad = cases(zoo(), "Nest")
    assert good >= {"minimal", "full", "with_cliff"}
    assert bad >= {"neither", "both", "unknown_member", "wrong_cliff"}
    good, bad = cases(zoo(), "CreateAnimal")
    assert "without_reason" in bad
    assert "minimal" in good
    good, bad = cases(zoo(), "When")
    assert good >= {"variant_text", "variant_number", "variant_den"}
    assert bad >= {"null", "wrong", "den_without_type"} - {"den_without_type"}


def test_full_samples_hold_every_member() -> None:
    package = package_of()
    for name in ("Message", "Run", "RunStep", "Thread", "CreateRunRequest"):
        (full,) = (s.payload for s in samples_of(package, name) if s.case == "full")
        assert list(full) == [field.wire for field in package.decls[name].fields]  # type: ignore[union-attr]
        (least,) = (s.payload for s in samples_of(package, name) if s.case == "minimal")
        required = [f.wire for f in package.decls[name].fields if f.presence == "required"]  # type: ignore[union-attr]
        assert list(least) == required


# --- patterns ---------------------------------------------------------------------------------------------

ATOMS = st.sampled_from(
    ["a", "Z", "9", "_", r"\.", r"\t", "[a-z]", "[^a-z]", "[0-9_-]", r"[\]\\]", "é", "-"]
)


def patterns() -> st.SearchStrategy[str]:
    quantifiers = st.sampled_from(["", "", "*", "+", "?", "{2}", "{1,}", "{2,4}", "{0,1}"])
    atoms = st.tuples(ATOMS, quantifiers).map("".join)

    def grouped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        body = st.lists(inner, min_size=1, max_size=3).map("|".join)
        return st.tuples(st.sampled_from(["(", "(?:"]), body, st.just(")"), quantifiers).map(
            "".join
        )

    sequences = st.lists(st.recursive(atoms, grouped, max_leaves=6), min_size=1, max_size=4).map(
        "".join
    )
    return st.tuples(st.sampled_from(["", "^"]), sequences, st.sampled_from(["", "$"])).map("".join)


@given(patterns())
def test_a_text_can_be_made_up_for_every_pattern(pattern: str) -> None:
    assert find_fault(pattern) is None
    assert any(matches(pattern, text) for text in texts(pattern)), pattern


@pytest.mark.parametrize(
    "pattern",
    [
        r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$",
        "^[a-z]{2,64}$",
        "^a|b$",
        "(x|yy)+",
        "[^ -~]",
        "^$",
        "a{0}",
    ],
)
def test_texts_match_and_grow(pattern: str) -> None:
    found = [text for text in texts(pattern) if matches(pattern, text)]
    assert found


# --- the command ------------------------------------------------------------------------------------------


def printed(here: Here, *arguments: str) -> list[dict[str, Any]]:
    result = here.run("samples", *arguments)
    assert result.code == 0, result.err
    return [json.loads(line) for line in result.out.splitlines()]


def test_samples_are_printed_one_a_line(here: Here) -> None:
    assert printed(here, "--type", "Mood") == [
        {"type": "Mood", "case": "value_calm", "payload": "calm"},
        {"type": "Mood", "case": "value_wild", "payload": "wild"},
        {"type": "Mood", "case": "unknown_value", "payload": "of_tomorrow"},
    ]
    mutant, *_ = [
        s for s in printed(here, "--type", "Cat", "--mutate") if s["case"] == "wrong_mood"
    ]
    assert mutant == {
        "type": "Cat",
        "case": "wrong_mood",
        "why": "expected a string, found 7",
        "pointer": "/mood",
        "payload": {"name": "name", "mood": 7},
    }
    assert {s["type"] for s in printed(here)} == {"Cat", "Mood"}


def test_samples_are_written_as_examples_lie(here: Here) -> None:
    result = here.run("samples", "--mutate", "-o", "made")
    assert result.code == 0
    files = here.files("made")
    assert json.loads(files["Mood/accept/value_calm.json"]) == "calm"
    assert json.loads(files["Cat/reject/without_name.json"]) == {
        "why": "missing, and Cat requires it",
        "pointer": "/name",
        "payload": {"mood": "calm"},
    }
    assert result.out == f"made: {len(files)} samples of 2 types\n"
    assert here.run("samples", "--mutate", "-o", "made").code == 0
    assert here.files("made") == files


def test_samples_that_were_written_validate(here: Here) -> None:
    here.run("samples", "-o", "made")
    assert here.run("validate", "made/Cat/accept", "--type", "Cat", "-q").code == 0


def test_a_type_that_is_not_there_is_a_usage_error(here: Here) -> None:
    result = here.run("samples", "--type", "Cta")
    assert (result.code, "did you mean 'Cat'?" in result.err) == (2, True)
    here.write("made", "")
    assert here.run("samples", "-o", "made").code == 2


def test_what_cannot_be_made_up_is_said(here: Here) -> None:
    number = {
        "type": "integer",
        "description": "Few.",
        "minimum": 8,
        "maximum": 9,
        "multipleOf": 7919,
    }
    here.write_spec(
        with_definitions(
            Odd=number,
            Cat={
                "type": "object",
                "description": "A cat.",
                "properties": {"odd": {"$ref": "#/$defs/Odd", "description": "Odd."}},
            },
        )
    )
    result = here.run("samples")
    assert result.code == 0
    assert "no sample of Odd could be made up" in result.err
    assert [json.loads(row)["type"] for row in result.out.splitlines()] == ["Cat", "Cat"]
