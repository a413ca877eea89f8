"""`specloom lint`: everything there is to complain about in a spec."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from specloom.cli.codes import Code
from specloom.cli.console import Console
from specloom.cli.flags import fails_on, reads_specs
from specloom.cli.project import Project, load
from specloom.problems import Problem, Severity, weighs


@click.command(short_help="Check the spec.")
@fails_on
@reads_specs
def command(console: Console, reopen: Callable[[], Sequence[Project]], fail_on: Severity) -> int:
    """Check the spec: the dialect, the references, and whether all of it can be generated from."""
    specs = [project.spec for project in reopen()]
    code = Code.GOOD
    problems: list[Problem] = []
    for spec in specs:
        loaded = load(spec)
        problems += loaded.problems
        code = max(code, loaded.code)
    console.report(problems, result=True)
    if code is Code.GOOD and any(weighs(problem.severity, fail_on) for problem in problems):
        return Code.FINDINGS
    if not problems:
        console.praise(f"{', '.join(map(str, specs))}: nothing to complain about")
    return code
