"""The program that a new language writes: it reads requests, line by line, and answers them.

What a language fills in is `Package`; the rest is the same in all of them and stays this short. Copy it into
the language, replace the methods of `Package` by calls of the generated code, and hand the program to the
judge (docs/conformance.md says how). `python_package.py` is this program filled in for Python.
"""

from __future__ import annotations

import copy
import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeAlias

Json: TypeAlias = Any


class Gathers(Protocol):
    """An accumulator of deltas, or of the events of a stream."""

    def push(self, step: Json) -> None:
        """Takes a delta, or an event."""

    def snapshot(self) -> Json:
        """What was gathered, as JSON; of a stream with `error` and `done`."""

    def finish(self) -> None:
        """Looks for gaps, and whether the stream ended."""

    def noted(self) -> Sequence[tuple[str, str]]:
        """The codes and pointers of the diagnostics so far."""


class Package(ABC):
    """What is put to the test. All values are parsed JSON; refusals are raised as the package raises them."""

    @abstractmethod
    def begin(self, delta: str, mode: str, initial: Json | None) -> Gathers:
        """An accumulator of such deltas, from an object or from nothing."""

    @abstractmethod
    def stream(self, events: str, mode: str) -> Gathers:
        """An accumulator of such events."""

    @abstractmethod
    def read(self, events: str, mode: str, chunks: Iterable[bytes]) -> Iterator[Any]:
        """The events in the bytes of a stream, as the accumulator takes them."""

    @abstractmethod
    def compose(self, delta: str, deltas: Sequence[Json]) -> Json:
        """One delta for many."""

    @abstractmethod
    def chunk(self, delta: str, value: Json, size: int) -> list[Json]:
        """A delta in pieces."""

    @abstractmethod
    def diff(self, delta: str, before: Json, after: Json) -> Json:
        """The delta from one snapshot to another."""

    @abstractmethod
    def events(self, delta: str, before: Json, after: Json) -> list[Json]:
        """The events of the life of an object."""

    @abstractmethod
    def decode(self, type: str, mode: str, value: Json) -> tuple[Json, Sequence[str]]:
        """The value read and written again, and the pointers of its problems."""

    @abstractmethod
    def encode(self, type: str, value: Json) -> Json:
        """The value read leniently and written as it would be sent."""

    @abstractmethod
    def refusal(self, error: Exception) -> Json | None:
        """An error of the package as an answer; None for any other.

        An error of merging is `{"error": {"code", "pointer"}}`; one of `compose` or `chunk` has the position
        of the `delta`, too. One of reading or writing is `{"error": {}, "pointers": [...]}`.
        """


def answer(package: Package, request: Json) -> Json:
    """What a package makes of a request."""
    given = copy.deepcopy(request)
    try:
        found: Json = ACTS[request["op"]](package, given)
    except Exception as error:
        refused = package.refusal(error)
        if refused is None:
            raise
        found = refused
    return found if given == request or request.get("empty") else found | {"changed": True}


def _merge(package: Package, request: Json) -> Json:
    gathers = package.begin(request["type"], request["mode"], request.get("initial"))
    if request.get("empty"):
        clear(request.get("initial"))
    return _gather(package, request, gathers, "delta", request["deltas"])


def _stream(package: Package, request: Json) -> Json:
    gathers = package.stream(request["type"], request["mode"])
    return _gather(package, request, gathers, "event", request["events"])


def _read(package: Package, request: Json) -> Json:
    whole, size = Path(request["file"]).read_bytes(), request["size"]
    chunks = (whole[start : start + size] for start in range(0, len(whole), size))
    gathers = package.stream(request["type"], request["mode"])
    steps = package.read(request["type"], request["mode"], chunks)
    return _gather(package, request, gathers, "event", steps)


def _gather(
    package: Package, request: Json, gathers: Gathers, position: str, steps: Iterable[Any]
) -> Json:
    """Takes step after step up to the first that is refused; then finishes, if that is asked for."""
    refused: Json = {}
    for number, step in enumerate(steps):
        refused = attempt(package, partial(gathers.push, step))
        if refused:  # which step it was is ours to say
            error = refused["error"]
            refused = {"error": {"code": error["code"], "pointer": error["pointer"]}}
            refused["error"][position] = number
            break
        if request.get("empty"):
            clear(step)
        if request.get("watch"):
            clear(gathers.snapshot())
    if request.get("finish") and not refused:
        refused = attempt(package, gathers.finish)
    noted = gathers.noted()
    found = {"value": gathers.snapshot(), "diagnostics": [code for code, _ in noted]}
    return found | {"pointers": [pointer for _, pointer in noted]} | refused


def attempt(package: Package, act: Callable[[], None]) -> Json:
    """Nothing, or how the package refused."""
    try:
        act()
    except Exception as error:
        refused = package.refusal(error)
        if refused is None:
            raise
        return refused
    return {}


def _decode(package: Package, request: Json) -> Json:
    value, pointers = package.decode(request["type"], request["mode"], request["input"])
    return {"value": value, "pointers": [*pointers]}


ACTS: dict[str, Callable[[Package, Json], Json]] = {
    "merge": _merge,
    "stream": _stream,
    "read": _read,
    "compose": lambda package, r: {"value": package.compose(r["type"], r["deltas"])},
    "chunk": lambda package, r: {"value": package.chunk(r["type"], r["input"], r["size"])},
    "diff": lambda package, r: {"value": package.diff(r["type"], r["before"], r["after"])},
    "events": lambda package, r: {"value": package.events(r["type"], r["before"], r["after"])},
    "decode": _decode,
    "encode": lambda package, r: {"value": package.encode(r["type"], r["input"])},
}


def clear(value: Any) -> None:
    """Empties a JSON value in place, all the way down."""
    if isinstance(value, dict):
        for part in value.values():
            clear(part)
        value.clear()
    elif isinstance(value, list):
        for part in value:
            clear(part)
        value.clear()


def serve(package: Package) -> None:
    """Answers the requests that come in, line by line, until there are no more."""
    for line in sys.stdin:
        # In ASCII, so that halves of surrogate pairs get through.
        sys.stdout.write(json.dumps(answer(package, json.loads(line))) + "\n")
        sys.stdout.flush()
