"""`specloom lint`: everything there is to complain about in a spec."""

from __future__ import annotations

import click

from specloom.cli.codes import Code
from specloom.cli.console import Console
from specloom.cli.flags import fails_on, reads_spec
from specloom.cli.project import Project, load
from specloom.problems import Severity, weighs


@click.command(short_help="Check the spec.")
@fails_on
@reads_spec
def command(console: Console, project: Project, fail_on: Severity) -> int:
    """Check the spec: the dialect, the references, and whether all of it can be generated from."""
    loaded = load(project.spec)
    console.report(loaded.problems, result=True)
    if loaded.code is not Code.GOOD:
        return loaded.code
    if any(weighs(problem.severity, fail_on) for problem in loaded.problems):
        return Code.FINDINGS
    if not loaded.problems:
        console.praise(f"{project.spec}: nothing to complain about")
    return Code.GOOD
