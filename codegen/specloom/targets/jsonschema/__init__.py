"""Target `jsonschema`: the bundle, one standard 2020-12 document for the whole package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from specloom.ir import Package
from specloom.layout import lay_out
from specloom.origin import mark
from specloom.targets.base import File, Option, OptionValue, Output
from specloom.targets.jsonschema.bundle import Reading, bundle


@dataclass(frozen=True, slots=True)
class JsonSchemaTarget:
    """Writes `<package>.schema.json`."""

    name: str = "jsonschema"
    folder: str = "jsonschema"
    summary: str = "the whole spec as one standard JSON Schema document"
    options: Sequence[Option] = (
        Option(
            "closed",
            "refuse values of choices and variants of unions that the spec does not know",
            False,
        ),
        Option("no-extra", "refuse members that the spec does not know", False),
    )

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """One file: the bundle."""
        reading = Reading(closed=bool(options["closed"]), extra=not options["no-extra"])
        document = {"$comment": mark(package, self.name)} | bundle(package, reading)
        name = "_".join(package.name.words)
        return Output([File(PurePosixPath(f"{name}.schema.json"), lay_out(document))])


TARGET = JsonSchemaTarget()
