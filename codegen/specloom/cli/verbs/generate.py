"""`specloom generate`: from the spec to files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from specloom import output
from specloom.cli.codes import Code, Stop
from specloom.cli.console import Console
from specloom.cli.flags import reads_spec
from specloom.cli.project import Project, load_package, options_of
from specloom.ir import Package, Where
from specloom.output import Act, Change, Mode, Outcome, Tree
from specloom.problems import Problem, has_errors
from specloom.targets import registry
from specloom.targets.base import OptionValue, Target

_ARGUMENTS = Where("(command line)")


def _complete_target(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    return [name for name in registry.names() if name.startswith(incomplete)]


def _check_option(
    _context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    for text in value:
        name, equals, _ = text.partition("=")
        if not equals or "." not in name.strip("."):
            raise click.BadParameter(f"{text!r} is not TARGET.NAME=VALUE")
    return value


@click.command(short_help="Write code and documents from the spec.")
@click.option(
    "-t",
    "--target",
    "chosen",
    multiple=True,
    metavar="TARGET",
    shell_complete=_complete_target,
    help="Generate this target only; may be repeated. Default: as configured, else all.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to generate into. Default: as configured, else ./generated.",
)
@click.option(
    "--option",
    "settings",
    multiple=True,
    metavar="TARGET.NAME=VALUE",
    callback=_check_option,
    help="Set an option of a target (`specloom targets` lists them); may be repeated.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; print what differs as a diff and exit with 1."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; list what would change.")
@click.option(
    "--list-files", is_flag=True, help="Write nothing; list the files that belong to the output."
)
@reads_spec
def command(
    console: Console,
    project: Project,
    chosen: tuple[str, ...],
    folder: Path | None,
    settings: tuple[str, ...],
    check: bool,
    dry_run: bool,
    list_files: bool,
) -> int:
    """Write models, decoders and merge helpers from the spec.

    Only files whose content changes are touched. Files that specloom wrote before and no longer writes are
    removed; anybody else's file is never touched. What was written is listed in FILES in the output folder.
    """
    if check + dry_run + list_files > 1:
        raise click.UsageError("--check, --dry-run and --list-files exclude one another")
    targets = _choose(console, project, chosen, settings)
    package = load_package(console, project)
    trees = emit(console, package, targets)
    root = folder or project.output
    mode = Mode.LIST if list_files else Mode.CHECK if check or dry_run else Mode.WRITE
    outcome = output.put(root, trees, mode, whole=not chosen)
    if outcome.problems:
        console.report(outcome.problems)
    if has_errors(outcome.problems):
        return Code.FINDINGS
    if list_files:
        _print_paths(console, root, outcome)
    elif check:
        return _print_diff(console, root, outcome)
    else:
        _print_changes(console, root, trees, outcome, rehearsal=dry_run)
    return Code.GOOD


def _choose(
    console: Console, project: Project, chosen: Sequence[str], settings: Sequence[str]
) -> list[tuple[Target, dict[str, OptionValue]]]:
    """The targets to generate and their options. Stops when there is no such target or option."""
    config = project.config
    options = options_of(config, settings)
    names = list(dict.fromkeys(chosen or config.targets or registry.names()))
    said = dict.fromkeys(chosen, _ARGUMENTS) | {
        text.partition(".")[0]: _ARGUMENTS for text in settings
    }
    problems: list[Problem] = []
    found = []
    for name in dict.fromkeys([*names, *options]):
        where = said.get(name, config.where)
        missing = registry.unknown(name, where)
        if missing is not None:
            problems.append(missing)
            continue
        target = registry.find(name)
        settled, wrong = registry.settle(target, options.get(name, {}), where)
        problems += wrong
        if name in names:
            found.append((target, settled))
    if problems:
        console.report(problems)
        raise Stop(Code.USAGE)
    return found


def emit(
    console: Console, package: Package, targets: Sequence[tuple[Target, dict[str, OptionValue]]]
) -> list[Tree]:
    """What every target makes of `package`. Stops when one finds errors."""
    trees = []
    problems: list[Problem] = []
    for target, options in targets:
        made = target.emit(package, options)
        problems += made.problems
        trees.append(Tree(target.name, target.folder, made.files))
    if problems:
        console.report(problems)
    if has_errors(problems):
        raise Stop(Code.FINDINGS)
    return trees


def _print_paths(console: Console, root: Path, outcome: Outcome) -> None:
    paths = sorted(change.path for change in outcome.changes)
    console.result("".join(f"{(root / path).as_posix()}\n" for path in [*paths, output.MANIFEST]))


def _print_diff(console: Console, root: Path, outcome: Outcome) -> int:
    if not outcome.drift:
        console.say(f"{root}: up to date, {_files(len(outcome.changes) - 1)}")
        return Code.GOOD
    label = "" if root.is_absolute() else root.as_posix()
    console.result("".join(output.diff(outcome.changes, label)))
    return Code.FINDINGS


def _print_changes(
    console: Console, root: Path, trees: Sequence[Tree], outcome: Outcome, *, rehearsal: bool
) -> None:
    changed = [change for change in outcome.changes if change.act is not Act.KEEP]
    if rehearsal:
        console.result("".join(f"{c.act} {(root / c.path).as_posix()}\n" for c in changed))
    else:
        for change in changed:
            console.explain(f"{change.act} {(root / change.path).as_posix()}")
        for tree in trees:
            console.say(f"{tree.target}: {_tally(outcome.changes, tree)}")
        removed = sum(change.act is Act.REMOVE for change in changed)
        if removed:
            console.say(f"removed {_files(removed)} no longer generated")


def _tally(changes: Sequence[Change], tree: Tree) -> str:
    acts = Counter(change.act for change in changes if change.target == tree.target)
    words = {Act.WRITE: "new", Act.UPDATE: "updated"}
    news = [f"{acts[act]} {word}" for act, word in words.items() if acts[act]]
    return ", ".join([_files(len(tree.files)), *(news or ["unchanged"])])


def _files(count: int) -> str:
    return f"{count} file{'s' * (count != 1)}"
