"""One payload: from its text to what there is to say of it, each with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from specloom.problems import Problem, Severity
from specloom.validate.globs import absolute
from specloom.validate.judge import Judge
from specloom.validate.knowledge import Knowledge
from specloom.validate.parsing import Doubt, Reading, Remark, read_exactly, read_quickly
from specloom.validate.telling import REMEDY, Untold, tell
from specloom.where import Where

if TYPE_CHECKING:
    from specloom.documents.places import Places
    from specloom.validate.explain import Complaint

MOST_NOTES = 10_000
"""How many different notes are given."""


class Settings(NamedTuple):
    """How to validate.

    `type` is the type of every payload, unless None; `types` maps paths (regular expressions) to types, and
    the first that fits counts. `unknown` is how much it weighs that a payload holds what the spec does not
    know. `repeats`: a member may be there twice. `all_notes`: the same note again is said again.
    """

    knowledge: Knowledge
    type: str | None = None
    types: tuple[tuple[str, str], ...] = ()
    request: bool = False
    unknown: Severity = Severity.NOTE
    repeats: bool = False
    all_notes: bool = False


class Located:
    """A payload's text in its file: `line` is where the text begins."""

    def __init__(self, file: str, line: int = 1) -> None:
        self.file = file
        self.line = line
        self.places: Places | None = None

    def place(self, pointer: str, *, at_name: bool = False) -> tuple[int, int]:
        """The line and column of a value, or of a member's name."""
        if self.places is None:
            return self.line, 1
        return self.shift(*(self.places.key if at_name else self.places.of)(pointer))

    def shift(self, line: int, column: int) -> tuple[int, int]:
        """The place in the file of a place in the text."""
        return self.line + line - 1, column

    def where(self, pointer: str, *, at_name: bool = False) -> Where:
        """The place of a value, or of a member's name."""
        return Where(self.file, pointer, *self.place(pointer, at_name=at_name))


class Checker:
    """Checks payloads, and remembers which notes it gave."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clues = settings.knowledge.clues
        self.judge = Judge(settings.knowledge, settings.unknown)
        self.mapping = [(re.compile(pattern), name) for pattern, name in settings.types]
        self.told: set[tuple[str, str]] = set()
        self.documents = 0
        self.lines = 0

    def type_of(self, path: str) -> str | None:
        """The type of all payloads in the file at `path`, if that is settled."""
        if self.settings.type is not None:
            return self.settings.type
        if not self.mapping:
            return None
        whole = absolute(path)
        return next((name for pattern, name in self.mapping if pattern.fullmatch(whole)), None)

    def text(self, text: str, located: Located, type: str | None) -> Iterable[Problem]:
        """What there is to say of a payload's JSON text."""
        try:
            value = read_quickly(text)
        except Doubt:
            return self.doubtful(text, located, type)
        if type is not None:
            self.documents += 1
            if self.judge.knows_all(type, value):
                return ()
            return self.explain(type, value, value, located, text)
        return self.untyped(value, value, located, text)

    def doubtful(self, text: str, located: Located, type: str | None) -> Iterator[Problem]:
        """As `text`, for what the quick reader gives up on."""
        reading = read_exactly(text, repeats=self.settings.repeats)
        located.places = reading.places
        yield from self.remarks(reading, located)
        if reading.fatal:
            self.documents += 1
        elif type is not None:
            yield from self.value(type, reading.value, reading.fit, located, text)
        else:
            yield from self.untyped(reading.value, reading.fit, located, text)

    def remarks(self, reading: Reading, located: Located) -> Iterator[Problem]:
        """What is to be said of the JSON itself."""
        for remark in reading.remarks:
            yield self.remark(remark, located)

    def remark(self, remark: Remark, located: Located) -> Problem:
        """One thing about the JSON itself."""
        severity = Severity.ERROR if remark.fatal else Severity.NOTE
        where = Where(located.file, "", *located.shift(remark.line, remark.column))
        return Problem(where, remark.fact, remark.remedy, remark.code, severity)

    def untyped(self, value: Any, fit: Any, located: Located, text: str) -> Iterator[Problem]:
        """What there is to say of a value that must tell its type; a list may hold many such."""
        if isinstance(value, list) and value and not self.settings.request:
            for index, item in enumerate(value):
                yield from self.one_untyped(item, fit[index], located, text, f"/{index}")
        else:
            yield from self.one_untyped(value, fit, located, text, "")

    def one_untyped(
        self, value: Any, fit: Any, located: Located, text: str, base: str
    ) -> Iterator[Problem]:
        """What there is to say of a value that must tell its type; `base` is its pointer."""
        names = tell(self.clues, value, request=self.settings.request)
        if isinstance(names, Untold):
            self.documents += 1
            self.find_places(located, text)
            where = located.where(base + names.pointer)
            yield Problem(where, names.fact, REMEDY, "untold-type")
        else:
            name = self.judge.likeliest(names, value, fit)
            yield from self.value(name, value, fit, located, text, base)

    def value(
        self, name: str, value: Any, fit: Any, located: Located, text: str, base: str = ""
    ) -> Iterator[Problem]:
        """What there is to say of a value as a `name`."""
        self.documents += 1
        if not self.judge.knows_all(name, fit):
            yield from self.explain(name, value, fit, located, text, base)

    def explain(
        self, name: str, value: Any, fit: Any, located: Located, text: str, base: str = ""
    ) -> Iterator[Problem]:
        """What there is to say of a value that is not wholly known."""
        complaints = self.fresh(self.judge.complaints(name, value, fit))
        yield from self.problems(complaints, located, text, base)

    def fresh(self, complaints: Iterable[Complaint]) -> list[Complaint]:
        """`complaints` without the notes that were given before; the judge learns the others."""
        if self.settings.all_notes:
            return list(complaints)
        return [
            complaint
            for complaint in complaints
            if complaint.severity is not Severity.NOTE or self.is_news(complaint)
        ]

    def is_news(self, note: Complaint) -> bool:
        """Whether a note has not been given before; after very many different ones, none is news."""
        key = (note.code, note.fact)
        if key in self.told or len(self.told) >= MOST_NOTES:
            return False
        self.told.add(key)
        self.judge.learn(note)
        return True

    def problems(
        self, complaints: Sequence[Complaint], located: Located, text: str, base: str = ""
    ) -> list[Problem]:
        """`complaints` with their places, in the order of the text."""
        if complaints:
            self.find_places(located, text)
        return sorted(
            (self.problem(complaint, located, base) for complaint in complaints),
            key=lambda problem: (problem.where.line, problem.where.column),
        )

    def problem(self, complaint: Complaint, located: Located, base: str = "") -> Problem:
        """A complaint with its place."""
        where = located.where(base + complaint.pointer, at_name=complaint.at_name)
        remedy = f"the spec says so at {complaint.spec}"
        return Problem(where, complaint.fact, remedy, complaint.code, complaint.severity)

    def find_places(self, located: Located, text: str) -> None:
        """Read the text again, for its places."""
        if located.places is None and text:
            located.places = read_exactly(text, repeats=True).places
