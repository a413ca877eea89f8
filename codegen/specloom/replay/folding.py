"""What a recording comes to, event by event, with every finding at its line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from specloom.ir import Stream, Where
from specloom.problems import Problem, Severity
from specloom.replay.recording import read_recording


class Replay:
    """One recording being folded: `name` is its accumulator; `write` takes results, `report` findings."""

    def __init__(
        self,
        shown: str,
        live: Any,
        stream: Stream,
        name: str,
        strict: bool,
        write: Callable[[str], None],
        report: Callable[[list[Problem]], None],
    ) -> None:
        self.shown = shown
        self.write = write
        self.report = report
        self.live = live
        self.stream = stream
        self.strict = strict
        self.gatherer = getattr(live.streams, name)(strict=strict)
        self.lines: list[int] = []
        self.findings = 0
        self.told = 0

    def run(self, chunks: Iterable[bytes], each: bool) -> bool:
        """Folds everything and prints what came of it; says whether nothing was wrong."""
        for recorded in read_recording(chunks, self.stream, self.live):
            self.lines.append(recorded.line)
            if recorded.fault:
                self.find(recorded.line, recorded.fault, "not-json")
                if self.strict:
                    return False
            if not self.push(recorded.event):
                return False
            if each:
                self.write(json.dumps(self.snapshot(), ensure_ascii=True) + "\n")
        complete = self.finish()
        if not each:
            self.write(json.dumps(self.snapshot(), indent=2, ensure_ascii=True) + "\n")
        return complete and not self.findings

    def push(self, event: Any) -> bool:
        """Takes one event; False if that ends a strict replay."""
        try:
            self.gatherer.push(event)
        except self.live.DeltaError as error:
            self.find(
                self.lines[-1], f"{error.pointer or 'the event'}: {error.message}", error.code
            )
            return False
        self.tell()
        return True

    def finish(self) -> bool:
        """Checks the end; False if something is wrong with it."""
        last = self.lines[-1] if self.lines else 1
        try:
            self.gatherer.finish()
        except self.live.DeltaError as error:
            self.find(last, f"{error.pointer or 'the stream'}: {error.message}", error.code)
            return False
        self.tell()
        return True

    def tell(self) -> None:
        """Reports what was noted since the last time; unknown events are no fault of the stream's."""
        notes = self.gatherer.diagnostics[self.told :]
        self.told += len(notes)
        for note in notes:
            number = note.event if note.event is not None else len(self.lines) - 1
            line = self.lines[number] if self.lines else 1
            known = note.code != "unknown_event"
            self.find(line, f"{note.pointer or 'the event'}: {note.message}", note.code, known)

    def find(self, line: int, fact: str, code: str, counts: bool = True) -> None:
        """Reports one finding at its line."""
        self.findings += counts
        severity = Severity.ERROR if counts else Severity.NOTE
        remedy = (
            "see merge rules in the spec" if counts else "nothing to do: newer servers send more"
        )
        problem = Problem(
            Where(self.shown, "", line, 1), fact, remedy, code.replace("_", "-"), severity
        )
        self.report([problem])

    def snapshot(self) -> Any:
        """Everything gathered, as JSON."""
        whole = {name: plain(value) for name, value in self.gatherer.snapshots().items()}
        return {**whole, "error": plain(self.gatherer.error), "done": self.gatherer.done}


def plain(value: Any) -> Any:
    """Models, and maps of them, as JSON."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value.encode() if hasattr(value, "encode") and not isinstance(value, str) else value
