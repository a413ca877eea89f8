"""`specloom bundle`: the spec as one standard JSON Schema document."""

from __future__ import annotations

import click

from specloom.cli.console import Console
from specloom.cli.flags import reads_spec
from specloom.cli.lookup import require_decl
from specloom.cli.project import Project, load_package
from specloom.layout import lay_out


@click.command(short_help="Print the spec as one JSON Schema.")
@click.option(
    "--closed",
    is_flag=True,
    help="Refuse values of choices and variants of unions that the spec does not know.",
)
@click.option("--no-extra", is_flag=True, help="Refuse members that the spec does not know.")
@click.option(
    "--root", metavar="NAME", help="A schema for this definition, holding only what it needs."
)
@reads_spec
def command(
    console: Console, project: Project, closed: bool, no_extra: bool, root: str | None
) -> int:
    """Print the spec as one self-contained JSON Schema (2020-12) in standard words only."""
    from specloom.targets.jsonschema.bundle import Reading, bundle

    package = load_package(console, project)
    if root is not None:
        require_decl(package, root)
    console.result(lay_out(bundle(package, Reading(closed=closed, extra=not no_extra), root)))
    return 0
