"""A recorded stream: each event as a payload, and all of them as a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from specloom.pointers import step
from specloom.problems import Problem, Severity
from specloom.validate.check import Checker, Located
from specloom.validate.inputs import Source
from specloom.validate.parsing import Doubt, read_exactly, read_quickly
from specloom.validate.sse import NAMELESS, Event, read_events
from specloom.validate.stream import Rule, rules_for
from specloom.where import Where


class _LocatedEvent(Located):
    """An event in its file. `prefix` is the pointer to what its data says, within the whole event."""

    def __init__(self, file: str, event: Event, prefix: str, tag: str) -> None:
        super().__init__(file, event.line)
        self.event = event
        self.prefix = prefix
        self.tag = tag

    def place(self, pointer: str, *, at_name: bool = False) -> tuple[int, int]:
        """The line and column of a value, or of a member's name."""
        event = self.event
        if self.prefix and pointer == self.tag and event.name_at[0]:
            return event.name_at
        if self.prefix and pointer != self.prefix and not pointer.startswith(f"{self.prefix}/"):
            return event.line, 1
        inner = pointer.removeprefix(self.prefix)
        if self.places is None:
            return event.starts[0] if event.starts else (event.line, 1)
        return self.shift(*(self.places.key if at_name else self.places.of)(inner))

    def shift(self, line: int, column: int) -> tuple[int, int]:
        """The place in the file of a place in the data."""
        at_line, at_column = self.event.starts[line - 1]
        return at_line, at_column + column - 1


def check_stream(checker: Checker, source: Source, parts: Iterator[bytes]) -> Iterator[Problem]:
    """What there is to say of a recorded stream."""
    recording = _Recording(checker, source)
    last = None
    for event in read_events(parts):
        last = event
        if not event.whole:
            checker.documents += 1
            yield recording.cut_off(event)
        else:
            yield from recording.event(event)
    if last is None:
        fact, remedy = "the stream has no events", "record it anew, or remove the file"
        yield Problem(Where(source.shown), fact, remedy, "empty")
    elif last.whole:
        yield from recording.finish(last)


class _Recording:
    """One stream being read."""

    def __init__(self, checker: Checker, source: Source) -> None:
        self.checker = checker
        self.file = source.shown
        self.type = checker.type_of(source.path)
        self.streams: Sequence[dict[str, Any]] = checker.clues["streams"]
        self.kind: dict[str, Any] | None = None
        self.rules: list[Rule] = []
        self.begun = False

    def begin(self, name: str) -> Iterator[Problem]:
        """Settle, by the first event, which stream of the spec this is."""
        self.begun = True
        fitting = [s for s in self.streams if self.type in (None, s["event"])]
        if not fitting:
            return
        self.kind = next((s for s in fitting if name in s["tags"]), fitting[0])
        package = self.checker.settings.knowledge.package
        stream = next(s for s in package.streams if s.event == self.kind["event"])
        self.rules, hindrance = rules_for(package, stream)
        if hindrance:
            fact = f"deltas are not folded here: {hindrance}"
            remedy = "mend the spec, so that Python can be generated from it"
            yield Problem(Where(self.file), fact, remedy, "not-folded", Severity.NOTE)

    def event(self, event: Event) -> Iterator[Problem]:
        """What there is to say of the next event."""
        try:
            name, text = event.name.decode() or NAMELESS, event.text.decode()
        except UnicodeDecodeError:
            self.checker.documents += 1
            fact = "the event is not UTF-8"
            yield self.problem(event, fact, "record it as UTF-8", "not-utf-8")
            return
        if not self.begun:
            yield from self.begin(name)
        if self.kind is None:
            located = _LocatedEvent(self.file, event, "", "")
            yield from self.checker.text(text, located, self.type)
            return
        apart = self.kind["apart"]
        prefix = step("", self.kind["data"]) if apart else ""
        located = _LocatedEvent(self.file, event, prefix, step("", self.kind["tag"]))
        value: Any = text
        fit: Any = text
        if name not in self.kind["raw"] and not self.is_unknown_text(name, text):
            try:
                value = fit = read_quickly(text)
            except Doubt:
                reading = read_exactly(text, repeats=self.checker.settings.repeats)
                located.places = reading.places
                yield from self.checker.remarks(reading, located)
                if reading.fatal:
                    self.checker.documents += 1
                    return
                value, fit = reading.value, reading.fit
        if apart:
            tag, data = self.kind["tag"], self.kind["data"]
            value, fit = {tag: name, data: value}, {tag: name, data: fit}
        source_text = "" if name in self.kind["raw"] else text
        found = list(self.checker.value(self.kind["event"], value, fit, located, source_text))
        yield from found
        wrong = {problem.where.pointer for problem in found if problem.severity is Severity.ERROR}
        for rule in self.rules:
            complaints = [c for c in rule.push(value) if c.pointer not in wrong]
            yield from self.checker.problems(complaints, located, source_text)

    def is_unknown_text(self, name: str, text: str) -> bool:
        """Whether this is an event that the spec does not know, with data that is no JSON."""
        assert self.kind is not None, "the stream has begun"
        if name in self.kind["tags"] or not self.kind["apart"]:
            return False
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return True
        return False

    def cut_off(self, event: Event) -> Problem:
        """The complaint about an event that the end of the file cuts off."""
        fact = "the recording breaks off inside this event"
        return self.problem(event, fact, "record the stream to its end", "truncated")

    def finish(self, last: Event) -> Iterator[Problem]:
        """What is wrong with the stream ending here."""
        located = Located(self.file, last.line)
        for rule in self.rules:
            for complaint in rule.finish():
                yield self.checker.problem(complaint, located)

    def problem(self, event: Event, fact: str, remedy: str, code: str) -> Problem:
        """A complaint about a whole event."""
        where = Where(self.file, "", event.line, 1)
        return Problem(where, fact, remedy, code, Severity.ERROR)
