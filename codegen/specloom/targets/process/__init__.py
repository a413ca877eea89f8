"""Targets that are programs: the IR on standard input, files and diagnostics on standard output, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from specloom.ir import Package
from specloom.plugins.plug import Plug
from specloom.targets.base import Option, OptionValue, Output


@dataclass(frozen=True, slots=True)
class ProcessTarget:
    """Runs a program, and takes nothing it says on trust. `name` is what the project calls it."""

    name: str
    summary: str
    options: Sequence[Option]
    plug: Plug
    command: Sequence[str]

    @property
    def folder(self) -> str:
        """The folder of its name."""
        return self.name

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """The files that the program makes."""
        from specloom.targets.process.asking import ask_for_files

        return ask_for_files(self, package, options)
