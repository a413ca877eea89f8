"""Drawn input: the TypeScript package does what the oracle does, and its verdict is that of the bundle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.running import Bench
from oracle.values import ABSENT, fresh
from python.deltas import values
from specloom.ir import Package
from specloom.targets.jsonschema.bundle import bundle
from toolchains import find, run, say

HERE = Path(__file__).resolve().parent
MODES = st.sampled_from(["strict", "lenient"])
PAIRS = (("MessageDelta", "Message"), ("RunStepDelta", "RunStep"))
EVENTS = "AssistantStreamEvent"


def tame_or_wild(name: str) -> st.SearchStrategy[Any]:
    return st.one_of(values(name), values(name, wild=True))


def merges() -> st.SearchStrategy[Any]:
    drawn: list[st.SearchStrategy[Any]] = []
    for delta, snapshot in PAIRS:
        objects = tame_or_wild(snapshot).filter(lambda each: isinstance(each, dict))
        words: dict[str, st.SearchStrategy[Any]] = {
            "op": st.just("merge"),
            "type": st.just(delta),
            "mode": MODES,
            "deltas": st.lists(tame_or_wild(delta), max_size=4),
            "finish": st.booleans(),
        }
        drawn.append(st.fixed_dictionaries(words, optional={"initial": objects}))
    return st.one_of(drawn)


def algebra() -> st.SearchStrategy[Any]:
    strict = {"mode": st.just("strict")}
    drawn: list[st.SearchStrategy[Any]] = []
    for delta, snapshot in PAIRS:
        type = {"type": st.just(delta)}
        deltas = {"op": st.just("compose"), "deltas": st.lists(tame_or_wild(delta), max_size=3)}
        drawn.append(st.fixed_dictionaries(type | strict | deltas))
        piece = {"op": st.just("chunk"), "input": tame_or_wild(delta), "size": st.integers(1, 3)}
        drawn.append(st.fixed_dictionaries(type | strict | piece))
        ends = {"op": st.just("diff"), "before": values(snapshot), "after": values(snapshot)}
        drawn.append(st.fixed_dictionaries(type | strict | ends))
    return st.one_of(drawn)


def streams() -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {
            "op": st.just("stream"),
            "type": st.just(EVENTS),
            "mode": MODES,
            "events": st.lists(st.one_of(values(EVENTS), tame_or_wild(EVENTS)), max_size=6),
            "finish": st.booleans(),
        }
    )


def draw(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """Examples of a strategy. What is done with them is done to all at once, in one process."""
    found: list[Any] = []

    @settings(max_examples=count, database=None)
    @given(strategy)
    def gather(example: Any) -> None:
        found.append(example)

    gather()
    return found


def test_drawn_vectors_agree_with_the_oracle(
    shipped: Package, package: Path, tmp_path: Path
) -> None:
    """With all duties of the runner: snapshots between, emptied inputs, composed and cut deltas."""
    bench = Bench(shipped)
    vectors = draw(merges(), 150) + draw(algebra(), 150) + draw(streams(), 100)
    for number, vector in enumerate(vectors):
        outcome = bench.run(fresh(vector))
        vector |= {"id": f"drawn/{number}", "title": json.dumps(vector)[:2000]}
        if outcome.error is not None:
            vector["error"] = outcome.error
        if outcome.value is not ABSENT:
            vector["expected"] = outcome.value
        if outcome.diagnostics:
            vector |= {"diagnostics": outcome.diagnostics, "pointers": outcome.pointers}
    (tmp_path / "drawn.json").write_text(json.dumps(vectors), encoding="utf-8")
    done = run(
        [find("node"), "--test", "test/conformance.test.js"], package, SPECLOOM_VECTORS=tmp_path
    )
    assert done.returncode == 0, say(done)
    assert f"tests {len(vectors)}\n" in done.stdout


def test_strict_reading_agrees_with_the_bundle(
    shipped: Package, package: Path, tmp_path: Path
) -> None:
    names = sorted(shipped.decls)
    drawn = draw(
        st.sampled_from(names).flatmap(lambda name: st.tuples(st.just(name), tame_or_wild(name))),
        600,
    )
    judges = {name: jsonschema_rs.validator_for(bundle(shipped, root=name)) for name in names}
    wanted = [judges[name].is_valid(value) for name, value in drawn]
    lines = [json.dumps({"type": name, "value": value}) for name, value in drawn]
    path = tmp_path / "drawn.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    done = run([find("node"), str(HERE / "verdicts.mjs"), str(package), str(path)], package)
    assert done.returncode == 0, say(done)
    found = json.loads(done.stdout)
    assert [
        line for line, one, other in zip(lines, found, wanted, strict=True) if one != other
    ] == []
    assert {True, False} <= set(wanted)
