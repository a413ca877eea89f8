"""Target `typescript`: an ES module of interfaces, decoders, encoders, accumulators and readers of events.

Importing this module is cheap; Jinja2 is imported when something is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from specloom.ir import Package
from specloom.targets.base import Option, OptionValue, Output


@dataclass(frozen=True, slots=True)
class TypeScriptTarget:
    """Writes a package that npm builds and tests by itself."""

    name: str = "typescript"
    folder: str = "typescript"
    summary: str = (
        "a typed ES module without dependencies: interfaces, decoders, accumulators, events"
    )
    options: Sequence[Option] = (
        Option("regenerate", "the command that the first line of each file names", "make generate"),
        Option("package", "the name that npm knows the package by; empty: made of the spec's", ""),
    )

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """All files of the package."""
        from specloom.targets.typescript.emit import emit

        return emit(package, options)


TARGET = TypeScriptTarget()
