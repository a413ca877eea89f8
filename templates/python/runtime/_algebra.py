"""Merging without an accumulator at hand: functions from models to models."""

from __future__ import annotations

from importlib import import_module
from typing import Any, TypeVar

from ._accumulate import BY_MODEL, Accumulator

S = TypeVar("S")
D = TypeVar("D")


def merge(snapshot: S, *deltas: Any, strict: bool = True) -> S:
    """A new object: `snapshot` with the deltas (models or parsed JSON) applied in order.

    Raises DeltaError if strict and a delta is illegal.
    """
    accumulator = _accumulator_of(snapshot)(snapshot, strict)
    for delta in deltas:
        accumulator.push(delta)
    return accumulator.snapshot()  # type: ignore[no-any-return]


def compose(first: D, *deltas: D) -> D:
    """The one delta that does what all of these do, in order; raises DeltaError where pushing them would."""
    return _accumulator_of(first).compose(first, *deltas)  # type: ignore[no-any-return]


def diff(before: S, after: S) -> Any:
    """The smallest delta from one snapshot to another; raises DeltaError where there is none."""
    return _accumulator_of(before).diff(before, after)


def chunk(delta: D, size: int) -> list[D]:
    """Deltas that together do what `delta` does, with appended texts of at most `size` code points."""
    return _accumulator_of(delta).chunk(delta, size)


def _accumulator_of(x: object) -> type[Accumulator[Any, Any]]:
    import_module(f"{__package__}.accumulators")  # its classes make themselves known
    found = BY_MODEL.get(x.__class__)
    if found is None:
        raise TypeError(f"{x.__class__.__name__} is neither grown by deltas nor a delta")
    return found
