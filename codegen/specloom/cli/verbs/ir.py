"""`specloom ir`: the intermediate representation as JSON, for tools in any language."""

from __future__ import annotations

import click

from specloom.cli.console import Console
from specloom.cli.flags import reads_spec
from specloom.cli.project import Project, load_package
from specloom.layout import lay_out


@click.command(short_help="Print what the spec means as JSON.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of this form instead.")
@reads_spec
def command(console: Console, project: Project, schema: bool) -> int:
    """Print what the spec means as JSON: {"ir": 1, ...}, described by a published JSON Schema."""
    if schema:
        from specloom.ir_schema import ir_schema

        console.result(lay_out(ir_schema()))
        return 0
    from specloom.serialise import write_package

    console.result(lay_out(write_package(load_package(console, project))))
    return 0
