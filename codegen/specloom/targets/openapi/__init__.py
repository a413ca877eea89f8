"""Target `openapi`: the calls and types of a package as one OpenAPI 3.1 document.

JSON and not YAML: every tool that reads OpenAPI takes both, JSON has one meaning in all of them, and a text
from a spec cannot become a number, a date or an anchor in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from specloom.ir import Package
from specloom.layout import lay_out
from specloom.origin import mark
from specloom.targets.base import File, Option, OptionValue, Output
from specloom.targets.jsonschema.schemas import Reading
from specloom.targets.openapi.document import describe


@dataclass(frozen=True, slots=True)
class OpenApiTarget:
    """Writes `<package>.openapi.json`."""

    name: str = "openapi"
    folder: str = "openapi"
    summary: str = "the calls and types as one OpenAPI 3.1 document"
    options: Sequence[Option] = (
        Option(
            "closed",
            "refuse values of choices and variants of unions that the spec does not know; "
            "all unions that have a tag then name it in a `discriminator`",
            False,
        ),
    )

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """One file: the document."""
        reading = Reading(closed=bool(options["closed"]))
        document = describe(package, reading, mark(package, self.name))
        name = "_".join(package.name.words)
        return Output([File(PurePosixPath(f"{name}.openapi.json"), lay_out(document))])


TARGET = OpenApiTarget()
