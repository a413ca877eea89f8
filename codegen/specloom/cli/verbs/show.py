"""`specloom show`: one definition, and who refers to it."""

from __future__ import annotations

import click

from specloom.cli.console import Console
from specloom.cli.flags import reads_spec
from specloom.cli.lookup import complete_decl, require_decl
from specloom.cli.project import Project, load_package
from specloom.ir import Package
from specloom.prose.decls import decl_lines
from specloom.prose.merges import merge_lines, stream_lines
from specloom.prose.uses import index_uses
from specloom.prose.words import indent


@click.command(short_help="Say what one definition means.")
@click.argument("name", shell_complete=complete_decl)
@click.option(
    "--graph",
    type=click.Choice(["mermaid", "svg"]),
    is_flag=False,
    flag_value="mermaid",
    help="Draw the references around NAME instead: as Mermaid unless `svg` is asked for.",
)
@click.option(
    "--depth",
    type=click.IntRange(1, 9),
    default=1,
    show_default=True,
    metavar="N",
    help="How many references forwards a graph goes.",
)
@reads_spec
def command(console: Console, project: Project, name: str, graph: str | None, depth: int) -> int:
    """Say what the definition NAME means, and what refers to it."""
    package = load_package(console, project)
    decl = require_decl(package, name)
    if graph is not None:
        console.result(_draw(package, name, graph, depth))
        return 0
    blocks = [[f"{decl.where}", *decl_lines(decl)]]
    blocks += merge_lines(package, name)
    blocks += [stream_lines(s) for s in package.streams if s.event == name]
    users = list(dict.fromkeys(use.words() for use in index_uses(package).get(name, ())))
    blocks.append(["used by", *indent(users)] if users else ["used by nothing"])
    console.result("\n\n".join("\n".join(lines) for lines in blocks) + "\n")
    return 0


def _draw(package: Package, name: str, form: str, depth: int) -> str:
    from specloom.graphs.graph import read_references
    from specloom.graphs.mermaid import draw_mermaid
    from specloom.graphs.svg import draw_svg

    graph = read_references(package).around(name, depth)
    return draw_svg(graph) if form == "svg" else draw_mermaid(graph)
