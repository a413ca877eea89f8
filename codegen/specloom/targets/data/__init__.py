"""Targets that are data: a manifest, templates and runtime files, read from a folder of somebody's.

(Road not taken: a language for conditions in the manifest. Templates have one.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from specloom.ir import Package
from specloom.render import Sheets
from specloom.targets.base import Option, OptionValue, Output
from specloom.targets.data.manifest import Manifest


@dataclass(frozen=True, slots=True)
class DataTarget:
    """Fills the templates of a folder. `name` is what the project calls it."""

    name: str
    manifest: Manifest
    sheets: Sheets
    runtime: Mapping[str, str]

    @property
    def folder(self) -> str:
        """The folder of its name."""
        return self.name

    @property
    def summary(self) -> str:
        """As the manifest says."""
        return self.manifest.summary

    @property
    def options(self) -> Sequence[Option]:
        """As the manifest says."""
        return self.manifest.options

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """The files that the manifest lists, and the runtime files."""
        from specloom.targets.data.emit import emit

        return emit(self, package, options)
