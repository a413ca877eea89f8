"""Places, in a module of their own: who complains needs them, and mostly nothing else of the IR.

Making the classes of the IR takes a tenth of a short run; whoever only names a place is spared that.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a spec: file name as the user wrote it, JSON pointer, one-based line and column."""

    file: str
    pointer: str = ""
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
