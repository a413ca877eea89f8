"""`specloom init`: make a repository one that generates."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from specloom import __version__, output
from specloom.cli.codes import Code, Stop
from specloom.cli.console import Console
from specloom.cli.flags import SomePath, speaks
from specloom.cli.lookup import complete_target
from specloom.cli.project import find_spec, load, shown
from specloom.config import EMPTY, OUTPUT, SHIPPED, read_config
from specloom.initialise import Package, Repository, Wishes, advise, look, print_schema, write_files
from specloom.output import Act, Change
from specloom.targets import registry
from specloom.where import Where


def _check_requirement(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise click.BadParameter("it is not one line that pip could read")
    return value.strip()


@click.command(short_help="Set a repository up to generate code.")
@click.option(
    "--dir",
    "folder",
    type=SomePath(exists=True, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="The folder to set up. Default: this one.",
)
@click.option(
    "--spec",
    "specs",
    multiple=True,
    type=SomePath(),
    metavar="PATH",
    help="A spec: a folder, one file, or @shipped; may be repeated. Default: ./spec, else @shipped.",
)
@click.option(
    "-t",
    "--target",
    "targets",
    multiple=True,
    metavar="TARGET",
    shell_complete=complete_target,
    help="Generate this; may be repeated. Default: the languages that the repository is written in.",
)
@click.option(
    "--requirement",
    default=f"specloom=={__version__}",
    metavar="TEXT",
    callback=_check_requirement,
    help="How pip gets specloom: a pinned version, a path or a URL. Default: this version.",
)
@click.option("--no-ci", is_flag=True, help="Write no workflow for GitHub.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be written.")
@click.option(
    "--print-schema",
    "schema",
    is_flag=True,
    help="Print the JSON Schema of the configuration, and do nothing else.",
)
@speaks
def command(
    console: Console,
    folder: Path,
    specs: tuple[Path, ...],
    targets: tuple[str, ...],
    requirement: str,
    no_ci: bool,
    dry_run: bool,
    schema: bool,
) -> int:
    """Set a repository up: configuration, make rules, hooks for pre-commit, a workflow for GitHub.

    Nothing that is there is touched, and nothing is asked. What belongs into a file of yours is printed, for
    you to add.
    """
    if schema:
        console.result(print_schema())
        return Code.GOOD
    repository = look(folder)
    wishes = Wishes(
        _packages(console, repository, specs),
        _targets(console, repository, targets),
        requirement,
        github=not no_ci,
    )
    changes, problems = output.add(folder, write_files(repository, wishes), rehearse=dry_run)
    if problems:
        console.report(problems)
        return Code.FINDINGS
    _tell(console, repository, wishes, changes, rehearsal=dry_run)
    return Code.GOOD


def _packages(console: Console, repository: Repository, specs: Sequence[Path]) -> Sequence[Package]:
    """What to generate from: as the configuration says if there is one, as asked for, or as found."""
    if repository.config is not None:
        config, problems = read_config(shown(repository.folder / repository.config))
        if problems:
            console.report(problems)
            raise Stop(Code.USAGE)
        return [Package(name, "", "") for name in config.packages] or [Package("", "", "")]
    if not specs:
        found = repository.has_spec
        specs = (repository.folder / "spec",) if found else (Path(SHIPPED),)
        if not found:
            what = "there are no *.schema.json files in 'spec', so the spec that comes with specloom is used"
            console.say(f"{what}; --spec names another one")
    if len(specs) == 1:
        return [Package("", _written(repository, specs[0]), OUTPUT)]
    packages = []
    for spec in specs:
        name = _name_of(console, spec)
        packages.append(Package(name, _written(repository, spec), f"{OUTPUT}/{name}"))
    if len({package.name for package in packages}) < len(packages):
        raise click.UsageError("two of the specs describe one package")
    return packages


def _written(repository: Repository, spec: Path) -> str:
    """`spec` as the configuration will say it: from the folder it stands in, with forward slashes."""
    if spec == Path(SHIPPED):
        return SHIPPED
    if not spec.exists():
        raise click.UsageError(f"there is no spec at '{spec}'")
    try:
        text = Path(os.path.relpath(spec, repository.folder)).as_posix()
    except ValueError:  # on another drive
        text = spec.absolute().as_posix()
    if not text.isprintable():
        raise click.UsageError(f"a configuration cannot say {text!r}; give the folder another name")
    return text


def _name_of(console: Console, spec: Path) -> str:
    """What the spec calls its package."""
    found = find_spec(spec, EMPTY)
    loaded = load(found) if found else None
    if loaded is not None and loaded.package is not None:
        return loaded.package.name.spelled
    if loaded is not None:
        console.report(loaded.problems)
    raise Stop(loaded.code if loaded else Code.NO_SPEC)


def _targets(console: Console, repository: Repository, chosen: Sequence[str]) -> Sequence[str]:
    """What to generate: as asked for, or the languages that the repository is written in."""
    where = Where("(command line)")
    problems = [p for name in chosen if (p := registry.unknown(name, where)) is not None]
    if problems:
        console.report(problems)
        raise Stop(Code.USAGE)
    spoken = [name for name in registry.names() if name in repository.languages]
    return list(dict.fromkeys(chosen)) or spoken or ["python"]


def _tell(
    console: Console,
    repository: Repository,
    wishes: Wishes,
    changes: Sequence[Change],
    *,
    rehearsal: bool,
) -> None:
    wrote = "would write" if rehearsal else "wrote"
    news = [change for change in changes if change.act is Act.WRITE]
    for change in changes:
        path = (repository.folder / change.path).as_posix()
        console.say(f"{wrote} {path}" if change in news else f"{path} is there already")
    left = list(advise(repository, wishes))
    for advice in left:
        console.say("\n".join([advice.text, *(f"    {line}" for line in advice.lines)]))
    if not news and not left:
        console.say("everything is there already")
    elif news and not rehearsal:
        console.say("next: make generate, and commit what it writes")
