"""What an accumulator keeps while deltas come in: a journal to undo by, and what there is to tell."""

from __future__ import annotations

from typing import Any

from ._delta_error import At, DeltaCode, DeltaError, Diagnostic, pointer_of
from ._keyed import Keyed
from ._registry import CODECS_BY_CLASS
from ._shapes import RecordShape

Record = Any


class FoldState:
    """One accumulator's working state while deltas come in."""

    __slots__ = (
        "appended",
        "created",
        "depth",
        "diagnostics",
        "event",
        "frozen",
        "journal",
        "keyed",
        "prefix",
        "strict",
        "target",
        "unsettled",
    )

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.diagnostics: list[Diagnostic] = []
        self.journal: list[tuple[Any, ...]] = []
        self.keyed: dict[int, Keyed] = {}
        self.unsettled: list[Keyed] = []
        self.frozen: dict[int, tuple[Any, Any]] = {}
        self.appended: list[tuple[At, str]] = []
        self.created: list[At] = []
        self.depth = 0
        self.prefix = ""
        self.target: str | None = None
        self.event: int | None = None

    # --- faults and undoing -----------------------------------------------------------------------------

    def error(self, code: DeltaCode, at: At, message: str) -> DeltaError:
        """A DeltaError that knows the target and the event being applied."""
        return DeltaError(code, self.prefix + pointer_of(at), message, self.target, self.event)

    def report(self, error: DeltaError) -> None:
        """Notes what lenient reading leaves out."""
        self.diagnostics.append(
            Diagnostic(error.code, error.pointer, error.message, error.target, error.event)
        )

    def fault(self, code: DeltaCode, at: At, message: str) -> None:
        """Strict: raises. Lenient: notes it, and the caller skips the unit."""
        error = self.error(code, at, message)
        if self.strict:
            raise error
        self.report(error)

    def clash(self, code: DeltaCode, at: At, message: str) -> None:
        """A fault that spoils the list entry it stands in, if it stands in one."""
        if self.depth:
            raise self.error(code, at, message)
        self.fault(code, at, message)

    def rollback(self, mark: int) -> None:
        """Undoes everything after `mark` entries of the journal."""
        journal = self.journal
        while len(journal) > mark:
            entry = journal.pop()
            entry[0](*entry[1:])

    def store(self, x: Record, attr: str, value: Any) -> None:
        """Sets an attribute, undoably."""
        self.journal.append((setattr, x, attr, getattr(x, attr)))
        setattr(x, attr, value)

    def parse_raw(self) -> None:
        """Parses what was gathered as raw text; only deltas with addresses gather any."""

    def raw_texts(self) -> dict[str, str]:
        """What was gathered as raw text, by pointer into the snapshot."""
        return {}

    def touch(self, x: Any) -> None:
        """Forgets the frozen copy of something about to change."""
        self.frozen.pop(id(x), None)


def shape_of(x: Record) -> RecordShape:
    """The shape of a model object: its members by wire name."""
    shape: RecordShape = CODECS_BY_CLASS[x.__class__].shape
    return shape
