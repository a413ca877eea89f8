"""Target `java`: a Maven project for Java 17, with jackson-databind as its only dependency.

Importing this module is cheap; Jinja2 is imported when something is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from specloom.ir import Package
from specloom.targets.base import Option, OptionValue, Output


@dataclass(frozen=True, slots=True)
class JavaTarget:
    """Writes a Maven project that builds and tests itself."""

    name: str = "java"
    folder: str = "java"
    summary: str = "a typed Java package: records, decoders, encoders, accumulators, events"
    options: Sequence[Option] = (
        Option("regenerate", "the command that the first lines of each file name", "make generate"),
        Option("package", "the Java package (empty: the name of the spec's package)", ""),
        Option("group", "the group id in pom.xml (empty: the Java package)", ""),
    )

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """All files of the project."""
        from specloom.targets.java.emit import emit

        return emit(package, options)


TARGET = JavaTarget()
