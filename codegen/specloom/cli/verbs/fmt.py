"""`specloom fmt`: the canonical layout of spec files."""

from __future__ import annotations

from pathlib import Path

import click

from specloom import output
from specloom.cli.codes import Code
from specloom.cli.console import Console
from specloom.cli.flags import SomePath, reads_spec
from specloom.cli.project import Project
from specloom.cli.report import counted
from specloom.layout import in_dialect_order, lay_out
from specloom.output import Act, Mode
from specloom.problems import has_errors


@click.command(short_help="Lay spec files out.")
@click.argument("paths", nargs=-1, type=SomePath())
@click.option(
    "--check", is_flag=True, help="Write nothing; print what differs as a diff and exit with 1."
)
@reads_spec
def command(console: Console, project: Project, paths: tuple[Path, ...], check: bool) -> int:
    """Lay spec files out: the words of a schema in the order of the dialect, two spaces, 100 columns.

    PATHS are spec folders or files; default: the spec. Names and data keep their order. Files that cannot be
    read as JSON are reported, and then nothing is written.
    """
    from specloom.documents.files import read_spec

    texts: dict[Path, str] = {}
    problems = []
    for path in paths or (project.spec,):
        found = read_spec(path)
        problems += found.problems
        for document in (*found.documents, *([found.operations] if found.operations else [])):
            file = path / document.name if path.is_dir() else path
            texts[file] = lay_out(in_dialect_order(document.data))
    if problems:
        console.report(problems)
    if has_errors(problems):
        return Code.NO_SPEC
    outcome = output.rewrite(texts, Mode.CHECK if check else Mode.WRITE)
    if outcome.problems:
        console.report(outcome.problems)
        return Code.FINDINGS
    changed = [change for change in outcome.changes if change.act is not Act.KEEP]
    if check and changed:
        console.result("".join(output.diff(changed, "")))
        return Code.FINDINGS
    for change in changed:
        console.say(f"laid out {change.path}")
    console.say(f"{counted(len(texts), 'file')}, {len(changed) or 'none'} changed")
    return Code.GOOD
