"""Running conformance vectors on the oracle, with every duty that the contract gives a runner."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oracle.composing import chunk, compose
from oracle.diary import Diary
from oracle.differing import diff, events
from oracle.gaps import gaps
from oracle.merging import Rules
from oracle.reading import complaints
from oracle.slots import Grown, view
from oracle.streaming import Gathering
from oracle.values import ABSENT, Json, RefusalError, equal, fresh
from specloom.ir import Package, Ref, Stream

VECTORS = Path(__file__).resolve().parent.parent / "vectors"
FILES = sorted(path for path in VECTORS.glob("*.json") if path.name != "schema.json")


def read_vectors() -> list[Json]:
    """Every vector of every file."""
    return [vector for path in FILES for vector in json.loads(path.read_text("utf-8"))]


@dataclass
class Outcome:
    """What came of a vector."""

    value: Any = ABSENT
    diagnostics: list[str] = field(default_factory=list)
    pointers: list[str] = field(default_factory=list)
    error: Json = None

    def write(self, refusals: list[RefusalError]) -> None:
        """Takes over what a diary holds."""
        self.diagnostics = [refusal.code for refusal in refusals]
        self.pointers = [refusal.pointer for refusal in refusals]

    def fail(self, refusal: RefusalError, **where: int) -> None:
        """Takes over what was raised."""
        self.error = {"code": refusal.code, "pointer": refusal.pointer, **where}


@dataclass(frozen=True)
class Bench:
    """The spec that vectors speak of."""

    package: Package

    def rules(self, delta: str) -> Rules:
        """The rules of a root delta."""
        return Rules(self.package, next(d for d in self.package.deltas if d.delta == delta))

    def stream(self, event: str) -> Stream:
        """A stream by its union of events."""
        return next(s for s in self.package.streams if s.event == event)

    def run(self, vector: Json, *, watch: bool = False, empty: bool = False) -> Outcome:
        """What comes of a vector. `watch` looks at a snapshot after each step; `empty` empties each input
        once it was taken.
        """
        outcome: Outcome = getattr(self, f"run_{vector['op']}")(vector, watch, empty)
        return outcome

    # --- merging --------------------------------------------------------------------------------------

    def run_merge(self, vector: Json, watch: bool, empty: bool) -> Outcome:
        """Deltas pushed onto a snapshot."""
        rules, outcome = self.rules(vector["type"]), Outcome()
        diary = Diary(vector["mode"] == "strict")
        slot: Any = Grown({}, rules.delta.snapshot)
        if "initial" in vector:
            slot = fresh(vector["initial"])
        if empty:
            clear(vector.get("initial"))
        for position, delta in enumerate(vector["deltas"]):
            try:
                slot = rules.push(slot, delta, diary)
            except RefusalError as refusal:
                outcome.fail(refusal, delta=position)
                break
            if empty:
                clear(delta)
            if watch:
                clear(view(self.package, slot))
        if vector.get("finish") and outcome.error is None:
            try:
                for pointer in gaps(rules, slot):
                    diary.note(RefusalError("index_gap", pointer))
            except RefusalError as refusal:
                outcome.fail(refusal)
        outcome.write(diary.entries)
        outcome.value = view(self.package, slot)
        return outcome

    def run_stream(self, vector: Json, watch: bool, empty: bool) -> Outcome:
        """Events folded into objects."""
        strict, outcome = vector["mode"] == "strict", Outcome()
        gathering = Gathering(self.package, self.stream(vector["type"]), strict=strict)
        for position, event in enumerate(vector["events"]):
            try:
                gathering.push(event)
            except RefusalError as refusal:
                outcome.fail(refusal, event=position)
                break
            if empty:
                clear(event)
            if watch:
                clear(gathering.snapshot())
        if vector.get("finish") and outcome.error is None:
            try:
                gathering.finish()
            except RefusalError as refusal:
                outcome.fail(refusal)
        outcome.write(gathering.diary.entries)
        outcome.value = gathering.snapshot()
        return outcome

    # --- functions ------------------------------------------------------------------------------------

    def run_compose(self, vector: Json, watch: bool, empty: bool) -> Outcome:
        """Deltas composed into one."""
        outcome = Outcome()
        try:
            outcome.value = compose(self.rules(vector["type"]), vector["deltas"])
        except RefusalError as refusal:
            outcome.fail(refusal, delta=int(refusal.__notes__[0]))
        return outcome

    def run_diff(self, vector: Json, watch: bool, empty: bool) -> Outcome:
        """The delta between two snapshots."""
        outcome = Outcome()
        try:
            outcome.value = diff(self.rules(vector["type"]), vector["before"], vector["after"])
        except RefusalError as refusal:
            outcome.fail(refusal)
        return outcome

    def run_chunk(self, vector: Json, watch: bool, empty: bool) -> Outcome:
        """A delta cut into pieces."""
        outcome = Outcome()
        try:
            outcome.value = chunk(self.rules(vector["type"]), vector["input"], vector["size"])
        except RefusalError as refusal:
            outcome.fail(refusal, delta=int(refusal.__notes__[0]))
        return outcome

    def run_events(self, vector: Json, watch: bool, empty: bool) -> Outcome:
        """The events of an object's life."""
        outcome = Outcome()
        stream = self.package.streams[0]
        try:
            rules = self.rules(vector["type"])
            outcome.value = events(rules, stream, vector["before"], vector["after"])
        except RefusalError as refusal:
            outcome.fail(refusal)
        return outcome

    # --- reading and writing --------------------------------------------------------------------------

    def run_decode(self, vector: Json, watch: bool, empty: bool) -> Outcome:
        """A value read and written again."""
        found = complaints(self.package, Ref(vector["type"]), vector["input"])
        outcome = Outcome(value=vector["input"], pointers=list(found))
        if vector.get("mode", "strict") == "strict" and outcome.pointers:
            outcome.error = {"code": f"{vector['op']}_error", "pointer": outcome.pointers[0]}
        return outcome

    run_encode = run_decode


def clear(value: Json) -> None:
    """Empties a value in place, all the way down."""
    if isinstance(value, dict):
        for part in value.values():
            clear(part)
        value.clear()
    elif isinstance(value, list):
        for part in value:
            clear(part)
        value.clear()


def same(left: Any, right: Any) -> bool:
    """Equality of outcomes' values, absent ones included."""
    return left is right or equal(left, right)
