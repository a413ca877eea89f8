"""The laws of merging (design: merge.md) as properties of the generated accumulators."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from threads_api import DeltaError

from python.deltas import scraps, values
from python.test_vectors import ACCUMULATORS, empty_out, same

ROOTS = sorted(ACCUMULATORS)
roots = pytest.mark.parametrize("root", ROOTS)


def model_of(root: str) -> Any:
    return ACCUMULATORS[root].model


def snapshots(root: str) -> st.SearchStrategy[Any]:
    return values(model_of(root).__name__)


def outcome(root: str, snapshot: Any, deltas: list[Any], strict: bool = True) -> Any:
    """("made", JSON) or ("refused", code); pushing onto a fresh accumulator."""
    accumulator = ACCUMULATORS[root](model_of(root).decode(copy.deepcopy(snapshot)), strict)
    try:
        for delta in deltas:
            accumulator.push(delta)
    except DeltaError as error:
        return "refused", error.code
    return "made", accumulator.snapshot().encode()


def composed(root: str, *deltas: Any) -> Any:
    """The composition as JSON, or None where there is none."""
    try:
        return ACCUMULATORS[root].compose(*deltas).encode()
    except DeltaError:
        return None


@roots
@given(data=st.data())
def test_identity(root: str, data: st.DataObject) -> None:
    snapshot = data.draw(snapshots(root))
    made = outcome(root, snapshot, [])
    assert made == ("made", snapshot)
    member = {"MessageDelta": {"content": []}, "RunStepDelta": {"step_details": {}}}[root]
    assert same(outcome(root, snapshot, [{}, member]), made)


@roots
@given(data=st.data())
def test_action(root: str, data: st.DataObject) -> None:
    """One after the other is as composed, and one side fails exactly when the other does."""
    snapshot = data.draw(snapshots(root))
    one, two = data.draw(values(root)), data.draw(values(root))
    apart = outcome(root, snapshot, [one, two])
    together = composed(root, one, two)
    if together is None:
        assert apart[0] == "refused"
        return
    joined = outcome(root, snapshot, [together])
    assert joined[0] == apart[0]
    if apart[0] == "made":
        assert same(joined[1], apart[1])


@roots
@given(data=st.data())
def test_associativity(root: str, data: st.DataObject) -> None:
    one, two, three = (data.draw(values(root)) for _ in range(3))
    left = composed(root, one, two)
    left = None if left is None else composed(root, left, three)
    right = composed(root, two, three)
    right = None if right is None else composed(root, one, right)
    assert same(left, right)
    assert same(left, composed(root, one, two, three))


def keyed_delta(root: str, key: int) -> st.SearchStrategy[Any]:
    """Deltas that touch one entry only."""
    if root == "MessageDelta":
        return values("MessageContentDelta").map(
            lambda entry: {"content": [{**entry, "index": key}]}
        )
    return values("ToolCallDelta").map(
        lambda entry: {
            "step_details": {"type": "tool_calls", "tool_calls": [{**entry, "index": key}]}
        }
    )


@roots
@given(data=st.data())
def test_distinct_keys_commute(root: str, data: st.DataObject) -> None:
    snapshot = data.draw(snapshots(root))
    one, two = data.draw(keyed_delta(root, 4)), data.draw(keyed_delta(root, 7))
    assert same(outcome(root, snapshot, [one, two]), outcome(root, snapshot, [two, one]))


@roots
@given(data=st.data())
def test_atomicity(root: str, data: st.DataObject) -> None:
    """A refused delta leaves everything as it was, what accumulates later included."""
    snapshot = data.draw(snapshots(root))
    kind = ACCUMULATORS[root]
    accumulator = kind(model_of(root).decode(snapshot), strict=True)
    twin = kind(model_of(root).decode(snapshot), strict=True)
    for delta in data.draw(st.lists(values(root, True), max_size=4)):
        before = accumulator.snapshot().encode()
        try:
            accumulator.push(delta)
        except DeltaError:
            assert same(accumulator.snapshot().encode(), before)
            assert same(accumulator.current.encode(), before)
        else:
            twin.push(delta)
    assert same(accumulator.snapshot().encode(), twin.snapshot().encode())


@roots
@given(data=st.data())
def test_purity(root: str, data: st.DataObject) -> None:
    """Inputs stay as they are, and nothing is shared with them."""
    snapshot = data.draw(snapshots(root))
    deltas = data.draw(st.lists(values(root), max_size=3))
    given_snapshot, given_deltas = copy.deepcopy(snapshot), copy.deepcopy(deltas)
    model = model_of(root).decode(given_snapshot)
    accumulator = ACCUMULATORS[root](model, strict=False)
    for delta in given_deltas:
        accumulator.push(delta)
    assert same(given_deltas, deltas)
    assert same(model.encode(), snapshot)
    made = accumulator.snapshot()
    want = made.encode()
    empty_out(given_deltas)
    empty_out(given_snapshot)
    assert same(accumulator.snapshot().encode(), want)
    assert same(made.encode(), want)


@roots
@given(data=st.data())
def test_lenient_is_total(root: str, data: st.DataObject) -> None:
    """Lenient never fails, does what strict does where that succeeds, and notes first what strict raises."""
    snapshot = data.draw(snapshots(root))
    deltas = data.draw(st.lists(values(root, True) | scraps, max_size=4))
    lenient = ACCUMULATORS[root](model_of(root).decode(snapshot), strict=False)
    for delta in deltas:
        lenient.push(delta)
    strict = outcome(root, snapshot, deltas)
    if strict[0] == "made":
        assert same(lenient.snapshot().encode(), strict[1])
        assert lenient.diagnostics == []
    else:
        assert lenient.diagnostics[0].code == strict[1]
    lenient.finish()


@roots
@given(data=st.data())
def test_diff(root: str, data: st.DataObject) -> None:
    """The difference of a snapshot and what it grew to leads there; between equals it is empty."""
    kind, model = ACCUMULATORS[root], model_of(root)
    before = data.draw(snapshots(root))
    made, after = outcome(root, before, data.draw(st.lists(values(root), max_size=3)), strict=False)
    assert made == "made"
    assert kind.diff(model.decode(after), model.decode(after)).encode() == {}
    try:
        delta = kind.diff(model.decode(before), model.decode(after))
    except DeltaError as error:
        refused: str | None = error.code
    else:
        refused = None
        assert same(outcome(root, before, [delta]), ("made", after))
    assert refused in (None, "inexpressible")


@roots
@given(data=st.data())
def test_compaction(root: str, data: st.DataObject) -> None:
    """One compacted delta is all that were pushed, gaps and odd keys included."""
    snapshot = data.draw(snapshots(root))
    deltas = data.draw(st.lists(values(root), max_size=4))
    accumulator = ACCUMULATORS[root](model_of(root).decode(snapshot), strict=False)
    for delta in deltas:
        accumulator.push(delta)
    if not accumulator.diagnostics:
        compact = accumulator.compact().encode()
        assert same(outcome(root, snapshot, [compact]), ("made", accumulator.snapshot().encode()))


@roots
@given(data=st.data(), size=st.integers(1, 3))
def test_cutting(root: str, data: st.DataObject, size: int) -> None:
    """Any cut of the texts gives the same result."""
    snapshot, delta = data.draw(snapshots(root)), data.draw(values(root))
    whole = outcome(root, snapshot, [delta])
    try:
        pieces = ACCUMULATORS[root].chunk(delta, size)
    except DeltaError:
        assert whole[0] == "refused"
        return
    assert same(outcome(root, snapshot, pieces), whole) or whole[0] == "refused"


@roots
@given(data=st.data())
def test_a_look_changes_nothing(root: str, data: st.DataObject) -> None:
    snapshot = data.draw(snapshots(root))
    kind, model = ACCUMULATORS[root], model_of(root)
    seen, unseen = kind(model.decode(snapshot)), kind(model.decode(snapshot))
    for delta in data.draw(st.lists(values(root, True), max_size=4)):
        seen.push(delta)
        unseen.push(delta)
        taken = seen.snapshot()
        assert taken.encode() == seen.current.encode()
        assert seen.snapshot() == taken
    assert same(seen.snapshot().encode(), unseen.snapshot().encode())
    assert seen.diagnostics == unseen.diagnostics


@roots
@given(data=st.data())
def test_idempotence(root: str, data: st.DataObject) -> None:
    """Without appending, twice is once."""

    def quiet(value: Any) -> Any:
        if isinstance(value, dict):
            grown = ("value", "refusal", "arguments", "input", "logs")
            return {
                k: quiet(v) for k, v in value.items() if k not in grown or not isinstance(v, str)
            }
        return [quiet(item) for item in value] if isinstance(value, list) else value

    snapshot, delta = data.draw(snapshots(root)), quiet(data.draw(values(root)))
    once, twice = (outcome(root, snapshot, [delta] * times) for times in (1, 2))
    assert same(once, twice)
