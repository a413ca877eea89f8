"""How the command ends."""

from __future__ import annotations

from enum import IntEnum


class Code(IntEnum):
    """Exit codes; they are part of the command's contract."""

    GOOD = 0
    FINDINGS = 1
    """Problems were found, or files differ from what would be generated."""
    USAGE = 2
    """The command line or the configuration asks for what there is not."""
    NO_SPEC = 3
    """The spec cannot be loaded."""
    INTERNAL = 4
    """A mistake of ours."""
    INTERRUPTED = 130
    BROKEN_PIPE = 141


class Stop(Exception):  # noqa: N818 - it ends a command and is no mistake
    """Ends a verb early; everything there is to say has been said."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code
