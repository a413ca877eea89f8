"""What a recording comes to, event by event, with every finding at its line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from specloom.ir import Stream, Where
from specloom.problems import Problem, Severity
from specloom.replay.recording import Recorded, read_recording

REMEDY = "compare it with the merge rules in the spec (`specloom show`)"
REMEDIES = {
    "not-json": "record the stream again, byte for byte",
    "truncated": "record the stream to its end, or leave out --strict",
    "unknown_target": "record the stream from its beginning",
}


class Replay:
    """One recording being folded: `name` is its accumulator, `write` takes results.

    `problems` are all findings so far, notes included; `findings` counts those that are faults.
    """

    def __init__(
        self,
        shown: str,
        live: Any,
        stream: Stream,
        name: str,
        strict: bool,
        write: Callable[[str], None],
    ) -> None:
        self.shown = shown
        self.write = write
        self.live = live
        self.stream = stream
        self.strict = strict
        self.gatherer = getattr(live.streams, name)(strict=strict)
        self.lines: list[int] = []
        self.problems: list[Problem] = []
        self.findings = 0
        self.told = 0

    def run(self, chunks: Iterable[bytes], each: bool) -> bool:
        """Folds everything and prints what came of it; says whether nothing was wrong.

        Strict replays stop at the first fault and print no final objects.
        """
        for recorded in read_recording(chunks, self.stream, self.live):
            self.lines.append(recorded.line)
            if not self.push(recorded):
                return False
            if each:
                self.write(json.dumps(self.snapshot(), ensure_ascii=True) + "\n")
        if not self.lines:
            remedy = "name a file of server-sent events, or of one JSON event a line"
            self.find(1, "there is no event in it", "no-events", remedy)
            return False
        complete = self.finish()
        if not each:
            self.write(json.dumps(self.snapshot(), indent=2, ensure_ascii=True) + "\n")
        return complete and not self.findings

    def push(self, recorded: Recorded) -> bool:
        """Takes one event; False if that ends a strict replay."""
        try:
            self.gatherer.push(recorded.event)
        except self.live.DeltaError as error:
            self.complain(recorded.line, error, "the event", recorded.fault)
            return False
        self.tell(recorded.fault)
        return True

    def finish(self) -> bool:
        """Checks the end; False if something is wrong with it."""
        try:
            self.gatherer.finish()
        except self.live.DeltaError as error:
            self.complain(self.lines[-1], error, "the stream")
            return False
        self.tell()
        return True

    def tell(self, fault: str = "") -> None:
        """Notes what the accumulator has noted since the last time."""
        notes = self.gatherer.diagnostics[self.told :]
        self.told += len(notes)
        for note in notes:
            number = note.event if note.event is not None else len(self.lines) - 1
            self.complain(self.lines[number], note, "the event", fault)

    def complain(self, line: int, found: Any, whole: str, fault: str = "") -> None:
        """Notes what an accumulator raised or noted; `fault` says why what it got is no object."""
        message, code = found.message, found.code
        if fault and code == "invalid_type":
            message, code = fault, "not-json"
        fact = f"{found.pointer or whole}: {message}"
        if code == "unknown_event":  # no fault of the stream's
            remedy = "nothing to do: newer servers send more"
            self.find(line, fact, code, remedy, Severity.NOTE)
        else:
            self.find(line, fact, code, REMEDIES.get(code, REMEDY))

    def find(
        self, line: int, fact: str, code: str, remedy: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Notes one finding at its line."""
        self.findings += severity is Severity.ERROR
        where = Where(self.shown, "", line, 1)
        self.problems.append(Problem(where, fact, remedy, code.replace("_", "-"), severity))

    def snapshot(self) -> Any:
        """Everything gathered, as JSON."""
        whole = {name: plain(value) for name, value in self.gatherer.snapshots().items()}
        return {**whole, "error": plain(self.gatherer.error), "done": self.gatherer.done}


def plain(value: Any) -> Any:
    """Models, and maps of them, as JSON."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value.encode() if hasattr(value, "encode") and not isinstance(value, str) else value
