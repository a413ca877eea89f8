"""Where complaints go, and which unit they belong to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from oracle.values import RefusalError, below


@dataclass
class Diary:
    """What was skipped; strict raises instead of writing."""

    strict: bool
    entries: list[RefusalError] = field(default_factory=list)

    def note(self, refusal: RefusalError) -> None:
        """Raises in strict mode, writes down in lenient mode."""
        if self.strict:
            raise refusal
        self.entries.append(refusal)

    def unit(self, slot: Any, act: Callable[[], Any], spare: tuple[str, ...] = ()) -> Any:
        """What `act` returns; in lenient mode the slot as it was where `act` is refused.

        Refusals with a code in `spare` are left to a larger unit around this one.
        """
        try:
            return act()
        except RefusalError as refusal:
            if refusal.code in spare:
                raise
            self.note(refusal)
            return slot


@dataclass(frozen=True)
class Spot:
    """A place in a delta: its pointer, whether a list entry lies around it, and where to write complaints."""

    pointer: str
    in_entry: bool
    diary: Diary

    def below(self, step: str | int) -> Spot:
        """The place of a member or an item."""
        return replace(self, pointer=below(self.pointer, step))

    def refuse(self, code: str, *steps: str) -> RefusalError:
        """A refusal here, or at a member."""
        pointer = self.pointer
        for step in steps:
            pointer = below(pointer, step)
        return RefusalError(code, pointer)
