"""Target `python`: a package of dataclasses with decoders, encoders and readers of events.

Importing this module is cheap; Jinja2, libcst and black are imported when something is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from specloom.ir import Package
from specloom.targets.base import Option, OptionValue, Output


@dataclass(frozen=True, slots=True)
class PythonTarget:
    """Writes a project that installs by itself."""

    name: str = "python"
    folder: str = "python"
    summary: str = "a typed Python package: dataclasses, decoders, encoders, events"
    options: Sequence[Option] = (
        Option("regenerate", "the command that the first line of each file names", "make generate"),
        Option(
            "partials",
            "Python files with methods to weave into the generated classes",
            [],
            reads=True,
        ),
    )

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """All files of the project."""
        from specloom.targets.python.emit import emit

        return emit(package, options)


TARGET = PythonTarget()
