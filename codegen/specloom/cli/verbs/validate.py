"""`specloom validate`: payloads held against the spec."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from specloom.cli.codes import Code, Stop
from specloom.cli.console import Console
from specloom.cli.findings import report_all, speaking, summarise
from specloom.cli.flags import SomePath, fails_on, reads_spec
from specloom.cli.project import Project, load
from specloom.problems import Problem, Severity, weighs

if TYPE_CHECKING:
    from specloom.validate.baseline import Sieve
    from specloom.validate.inputs import Source
    from specloom.validate.knowledge import Knowledge
    from specloom.validate.session import Session

MOST_ERRORS = 1000


class _Baseline(NamedTuple):
    """What the command line says of known findings."""

    path: Path | None
    write: bool


@click.command(
    short_help="Check payloads against the spec.",
    epilog="Exit codes: 0 good; 1 findings; 2 usage; 3 the spec cannot be loaded; 4 internal error.",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--type",
    "type",
    default="auto",
    metavar="NAME|auto",
    help="The type of the payloads. auto (the default) tells it from the configuration ([validate.types]), "
    "or else from the payload's `event` or `object`.",
)
@click.option("--request", is_flag=True, help="The payloads are bodies to send, not responses.")
@click.option(
    "--closed",
    is_flag=True,
    help="Members, variants and values that the spec does not know are errors, not notes.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["json", "jsonl", "sse"]),
    help="How to read standard input, and files whose names do not say. Default: as they begin.",
)
@click.option(
    "--allow-duplicate-keys",
    "repeats",
    is_flag=True,
    help="A member that is there twice is a note; the last one counts.",
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="How many processes work.")
@click.option(
    "--max-errors",
    type=click.IntRange(0),
    default=MOST_ERRORS,
    show_default=True,
    metavar="N",
    help="Stop after that many errors; 0 for never.",
)
@click.option(
    "--baseline",
    type=SomePath(),
    metavar="FILE",
    help="Keep quiet about the findings listed in FILE.",
)
@click.option(
    "--write-baseline", is_flag=True, help="List all findings in the --baseline FILE; exit with 0."
)
@fails_on
@reads_spec
def command(
    console: Console,
    project: Project,
    fail_on: Severity,
    paths: tuple[str, ...],
    type: str,
    request: bool,
    closed: bool,
    form: str | None,
    repeats: bool,
    jobs: int | None,
    max_errors: int,
    baseline: Path | None,
    write_baseline: bool,
) -> int:
    """Check payloads against the spec and say what is wrong with them, and where.

    PATH is a file, a folder, a glob, or `-` for standard input: `.json` (one payload), `.jsonl` or `.ndjson`
    (one a line), `.sse` (a recorded stream), each also packed as `.gz` or `.zst`.
    """
    from specloom.validate.check import Settings
    from specloom.validate.inputs import Form, find_sources
    from specloom.validate.session import Session

    if write_baseline and baseline is None:
        raise click.UsageError("--write-baseline needs --baseline FILE")
    sieve = None if baseline is None or write_baseline else _sieve(console, baseline)
    knowledge = _know(console, project.spec)
    unknown = Severity.ERROR if closed else Severity.WARNING if request else Severity.NOTE
    settings = Settings(
        knowledge,
        _check_type(knowledge, type),
        _mapping(console, project, knowledge),
        request=request,
        unknown=unknown,
        repeats=repeats,
        all_notes=console.verbosity > 0,
    )
    sources, missing = find_sources(paths, Form(form or ""))
    limit = None if not max_errors or write_baseline else max_errors
    session = Session(settings, limit, jobs, sieve)
    return _run(console, session, sources, missing, fail_on, _Baseline(baseline, write_baseline))


def _run(
    console: Console,
    session: Session,
    sources: Sequence[Source],
    missing: Sequence[Problem],
    fail_on: Severity,
    baseline: _Baseline,
) -> int:
    shown = [p for p in missing if session.sieve is None or session.sieve.lets_through(p)]
    with speaking(console, session, sources, silent=baseline.write) as speak:
        speak(shown)
        result = session.run(sources)
    result.problems[:0] = shown
    if baseline.write and baseline.path is not None:
        return _write_baseline(console, baseline.path, result.problems)
    if console.format != "text":
        report_all(console, sources, result)
    summarise(console, session, result)
    failed = any(weighs(problem.severity, fail_on) for problem in result.problems)
    return Code.FINDINGS if failed else Code.GOOD


# --- what is known ---------------------------------------------------------------------------------------


def _know(console: Console, spec: Path) -> Knowledge:
    """What the spec says: as an earlier run kept it, or read now. Stops when it cannot be."""
    from specloom.validate.memory import Memory

    memory = Memory(spec)
    knowledge = memory.recall()
    if knowledge is not None:
        return knowledge
    loaded = load(spec)
    if loaded.problems:
        console.report(loaded.problems)
    if loaded.package is None:
        raise Stop(Code.NO_SPEC)
    from specloom.validate.knowledge import know

    knowledge = know(loaded.package)
    if not loaded.problems:  # those are to be said each time
        memory.remember(knowledge)
    return knowledge


def _check_type(knowledge: Knowledge, name: str) -> str | None:
    names: Sequence[str] = knowledge.clues["names"]
    if name == "auto":
        return None
    if name not in names:
        from specloom.suggest import nearest

        remedy = nearest(name, names, otherwise="`specloom ir` lists all there are")
        raise click.UsageError(f"the spec does not define '{name}'; {remedy}")
    return name


def _mapping(
    console: Console, project: Project, knowledge: Knowledge
) -> tuple[tuple[str, str], ...]:
    """The types of files by pattern. Stops when the configuration names what the spec does not define."""
    from specloom.validate.globs import anchor

    types, names = project.config.types, knowledge.clues["names"]
    where = project.config.where
    for glob, name in types.items():
        if name not in names:
            from specloom.suggest import nearest

            remedy = nearest(name, names, otherwise="`specloom ir` lists all there are")
            fact = f"the spec does not define '{name}', the type of '{glob}'"
            console.report([Problem(where, fact, remedy, "unknown-type")])
            raise Stop(Code.USAGE)
    folder = Path(where.file).parent
    return tuple((anchor(glob, folder), name) for glob, name in types.items())


def _sieve(console: Console, path: Path) -> Sieve:
    from specloom.validate.baseline import Sieve, read_baseline

    known = read_baseline(path)
    if isinstance(known, Problem):
        console.report([known])
        raise Stop(Code.USAGE)
    return Sieve(known)


def _write_baseline(console: Console, path: Path, problems: Sequence[Problem]) -> int:
    from specloom.output.single import write_files
    from specloom.validate.baseline import write_baseline
    from specloom.validate.wording import count

    failure = write_files(path.parent, {path.name: write_baseline(path, problems)})
    if failure is not None:
        console.report([failure])
        return Code.USAGE
    console.say(f"{path}: {count(len(problems), 'known finding')}")
    return Code.GOOD
