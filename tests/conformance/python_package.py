"""The program of `template.py`, filled in for the Python package that is generated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from threads_api import (
    CODECS,
    DecodeError,
    DeltaError,
    EncodeError,
    MessageAccumulator,
    RunStepAccumulator,
    StreamAccumulator,
    events,
    iter_events,
)

from conformance.template import Gathers, Json, Package, serve

ACCUMULATORS: dict[str, Any] = {
    "MessageDelta": MessageAccumulator,
    "RunStepDelta": RunStepAccumulator,
}


class One:
    """An accumulator of one object."""

    def __init__(self, accumulator: Any) -> None:
        self._accumulator = accumulator

    def push(self, step: Json) -> None:
        """Takes a delta."""
        self._accumulator.push(step)

    def snapshot(self) -> Json:
        """The object."""
        return self._accumulator.snapshot().encode()

    def finish(self) -> None:
        """Looks for gaps."""
        self._accumulator.finish()

    def noted(self) -> Sequence[tuple[str, str]]:
        """The diagnostics."""
        return [(note.code, note.pointer) for note in self._accumulator.diagnostics]


class Whole(One):
    """An accumulator of a stream."""

    def snapshot(self) -> Json:
        """Its objects, its error and whether it ended."""
        stream = self._accumulator
        whole = {name: _plain(value) for name, value in stream.snapshots().items()}
        return whole | {"error": _plain(stream.error), "done": stream.done}


def _plain(value: Any) -> Json:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return None if value is None else value.encode()


class PythonPackage(Package):
    """The package as its users call it."""

    def begin(self, delta: str, mode: str, initial: Json | None) -> Gathers:
        """An accumulator of a message or of a run step."""
        kind, strict = ACCUMULATORS[delta], mode == "strict"
        if initial is None:
            return One(kind.empty(strict=strict))
        return One(kind(kind.model.decode(initial), strict=strict))

    def stream(self, events: str, mode: str) -> Gathers:
        """An accumulator of a stream."""
        return Whole(StreamAccumulator(strict=mode == "strict"))

    def read(self, events: str, mode: str, chunks: Iterable[bytes]) -> Iterator[Any]:
        """Typed events."""
        return iter_events(chunks, strict=mode == "strict")

    def compose(self, delta: str, deltas: Sequence[Json]) -> Json:
        """One delta for many."""
        return ACCUMULATORS[delta].compose(*deltas).encode()

    def chunk(self, delta: str, value: Json, size: int) -> list[Json]:
        """A delta in pieces."""
        return [piece.encode() for piece in ACCUMULATORS[delta].chunk(value, size)]

    def diff(self, delta: str, before: Json, after: Json) -> Json:
        """The delta between two objects."""
        kind = ACCUMULATORS[delta]
        return kind.diff(kind.model.decode(before), kind.model.decode(after)).encode()

    def events(self, delta: str, before: Json, after: Json) -> list[Json]:
        """The events of an object's life."""
        model = ACCUMULATORS[delta].model
        return [event.encode() for event in events(model.decode(before), model.decode(after))]

    def decode(self, type: str, mode: str, value: Json) -> tuple[Json, Sequence[str]]:
        """A value there and back."""
        codec = CODECS[type]
        made = codec.decode(value, strict=mode == "strict")
        pointers = [problem.pointer for problem in codec.problems(value)]
        return codec.encode(made), pointers

    def encode(self, type: str, value: Json) -> Json:
        """A value as it would be sent."""
        codec = CODECS[type]
        return codec.encode(codec.decode(value))

    def refusal(self, error: Exception) -> Json | None:
        """The errors of the package."""
        match error:
            case DeltaError():
                place = {} if error.event is None else {"delta": error.event}
                return {"error": {"code": error.code, "pointer": error.pointer} | place}
            case DecodeError() | EncodeError():
                return {"error": {}, "pointers": [problem.pointer for problem in error.problems]}
            case _:
                return None


if __name__ == "__main__":
    serve(PythonPackage())
