"""Target `rust`: a crate that needs serde and serde_json.

Importing this module is cheap; Jinja2 is imported when something is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from specloom.ir import Package
from specloom.targets.base import Option, OptionValue, Output


@dataclass(frozen=True, slots=True)
class RustTarget:
    """Writes a crate that builds and tests itself."""

    name: str = "rust"
    folder: str = "rust"
    summary: str = "a typed Rust crate: structs, decoders, encoders, accumulators, events"
    options: Sequence[Option] = (
        Option("regenerate", "the command that the first lines of each file name", "make generate"),
        Option("crate", "the name of the crate (empty: made of the spec's)", ""),
    )

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """All files of the crate."""
        from specloom.targets.rust.emit import emit

        return emit(package, options)


TARGET = RustTarget()
