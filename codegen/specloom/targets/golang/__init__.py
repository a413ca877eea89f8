"""Target `go`: a module of one package, standard library only.

Importing this module is cheap; Jinja2 is imported when something is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from specloom.ir import Package
from specloom.targets.base import Option, OptionValue, Output


@dataclass(frozen=True, slots=True)
class GoTarget:
    """Writes a Go module that builds and tests itself."""

    name: str = "go"
    folder: str = "go"
    summary: str = "a typed Go package: structs, decoders, encoders, accumulators, events"
    options: Sequence[Option] = (
        Option("regenerate", "the command that the first lines of each file name", "make generate"),
        Option("module", "the module path in go.mod (empty: the name of the package)", ""),
    )

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """All files of the module."""
        from specloom.targets.golang.emit import emit

        return emit(package, options)


TARGET = GoTarget()
