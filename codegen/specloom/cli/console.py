"""What a verb says, and where: results on stdout, everything about them on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import NamedTuple, TextIO

from specloom.cli.report import report
from specloom.plaintext import neutralise
from specloom.problems import Problem


class Console(NamedTuple):
    """How much to say and how: the flags that every verb takes."""

    quiet: bool = False
    verbosity: int = 0
    color: str = "auto"
    format: str = "text"

    def say(self, text: str) -> None:
        """A line about what was done, unless `-q`."""
        if not self.quiet:
            sys.stdout.write(neutralise(text) + "\n")

    def praise(self, text: str) -> None:
        """A word for people when all is well; silent where another program reads."""
        if self.format == "text":
            self.say(text)

    def warn(self, text: str) -> None:
        """A line about something wrong that has no place in a file."""
        sys.stderr.write(f"specloom: {neutralise(text)}\n")

    def explain(self, text: str) -> None:
        """A line for those who asked for more (`-v`)."""
        if self.verbosity:
            sys.stderr.write(neutralise(text) + "\n")

    def result(self, text: str) -> None:
        """What was asked for, to the byte when it goes to a file or a pipe, harmless on a terminal."""
        sys.stdout.write(neutralise(text) if sys.stdout.isatty() else text)

    def report(self, problems: Iterable[Problem], *, result: bool = False) -> None:
        """All `problems`, in the format that was asked for; on stdout if they are what was asked for."""
        stream = sys.stdout if result else sys.stderr
        if not result:
            sys.stdout.flush()  # where both go to one place, they come in order
        report(problems, stream, self.format, color=self.colors(stream), quiet=self.quiet)

    def colors(self, stream: TextIO) -> bool:
        """Whether to colour what goes to `stream`."""
        if self.color != "auto":
            return self.color == "always"
        if os.environ.get("NO_COLOR"):
            return False
        return stream.isatty() and os.environ.get("TERM") != "dumb"
