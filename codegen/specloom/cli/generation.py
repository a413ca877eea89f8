"""What `specloom generate` does for one spec after another: choose, load, emit, put, and say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from specloom import output
from specloom.cli.choice import choose
from specloom.cli.codes import Code, Stop
from specloom.cli.console import Console
from specloom.cli.project import Project, load_package
from specloom.ir import Package
from specloom.output import Act, Change, Mode, Outcome, Tree
from specloom.problems import Problem, has_errors
from specloom.render import Sheets, TemplateMistake, overriding, read_overrides
from specloom.targets.base import OptionValue, Output, Target
from specloom.where import Where


class Wish(StrEnum):
    """What is wanted of a generation."""

    WRITE = "write"
    CHECK = "check"
    REHEARSE = "rehearse"
    LIST = "list"


_MODES = {
    Wish.WRITE: Mode.WRITE,
    Wish.CHECK: Mode.CHECK,
    Wish.REHEARSE: Mode.CHECK,
    Wish.LIST: Mode.LIST,
}


@dataclass(frozen=True, slots=True)
class Generation:
    """What the command line asks for, for whichever projects there are."""

    console: Console
    wish: Wish
    chosen: Sequence[str]
    folder: Path | None
    settings: Sequence[str]
    templates: Path | None = None

    def run(self, projects: Sequence[Project]) -> int:
        """Generate every project, also when one has errors; the worst exit code of all."""
        codes = []
        for project in projects:
            try:
                codes.append(self.run_one(project))
            except Stop as stop:
                codes.append(int(stop.code))
        return max(codes)

    def run_one(self, project: Project) -> int:
        """Generate one project. Stops when that cannot be begun."""
        console = self.console
        targets = choose(console, project, self.chosen, self.settings)
        package = load_package(console, project)
        trees = _emit(console, package, targets, self.templates or project.config.templates)
        root = self.folder or project.output
        outcome = output.put(root, trees, _MODES[self.wish], whole=not self.chosen)
        if outcome.problems:
            console.report(outcome.problems)
        if has_errors(outcome.problems):
            return Code.FINDINGS
        if self.wish is Wish.LIST:
            _print_paths(console, root, outcome)
        elif self.wish is Wish.CHECK:
            return _print_diff(console, root, outcome)
        elif self.wish is Wish.REHEARSE:
            _print_plan(console, root, outcome)
        else:
            _print_changes(console, project, root, trees, outcome)
        return Code.GOOD


def _emit(
    console: Console,
    package: Package,
    targets: Sequence[tuple[Target, dict[str, OptionValue]]],
    templates: Path | None,
) -> list[Tree]:
    """What every target makes of `package`. Stops when one finds errors."""
    sheets = _read_templates(console, templates)
    trees = []
    problems: list[Problem] = []
    with overriding(sheets):
        for target, options in targets:
            made = _emit_one(target, package, options, sheets)
            for line in made.said if not console.quiet or has_errors(made.problems) else ():
                console.warn(f"{target.name}: {line}")
            problems += made.problems
            trees.append(Tree(target.name, target.folder, made.files))
    if problems:
        console.report(problems)
    if has_errors(problems):
        raise Stop(Code.FINDINGS)
    return trees


def _read_templates(console: Console, folder: Path | None) -> Sheets | None:
    """The templates that stand before the built-in ones. Stops when there are none of these names."""
    if folder is None:
        return None
    sheets, problems = read_overrides(folder)
    if problems:
        console.report(problems)
        raise Stop(Code.USAGE)
    return sheets


def _emit_one(
    target: Target, package: Package, options: dict[str, OptionValue], sheets: Sheets | None
) -> Output:
    """What a target makes, or what is wrong with a template of somebody's that it was made with."""
    try:
        return target.emit(package, options)
    except TemplateMistake as mistake:
        return Output(
            [], [Problem(mistake.where, mistake.fact, "mend the template", "bad-template")]
        )
    except Exception as error:
        if sheets is None:
            raise
        words = " ".join(str(error).split())
        fact = (
            f"with these templates, target '{target.name}' makes what it cannot use: {words:.200}"
        )
        where = Where(str(sheets.root))
        return Output([], [Problem(where, fact, "mend or remove them", "bad-template")])


def _print_paths(console: Console, root: Path, outcome: Outcome) -> None:
    paths = sorted(change.path for change in outcome.changes)
    console.result("".join(f"{(root / path).as_posix()}\n" for path in [*paths, output.MANIFEST]))


def _print_diff(console: Console, root: Path, outcome: Outcome) -> int:
    why = output.explain(root, outcome.changes)
    if why is None:
        console.say(f"{root}: up to date, {_files(len(outcome.changes) - 1)}")
        return Code.GOOD
    label = "" if root.is_absolute() else root.as_posix()
    console.result("".join(output.diff(outcome.changes, label)))
    console.report([why])
    return Code.FINDINGS


def _print_plan(console: Console, root: Path, outcome: Outcome) -> None:
    changed = [change for change in outcome.changes if change.act is not Act.KEEP]
    console.result("".join(f"{c.act} {(root / c.path).as_posix()}\n" for c in changed))


def _print_changes(
    console: Console, project: Project, root: Path, trees: Sequence[Tree], outcome: Outcome
) -> None:
    changed = [change for change in outcome.changes if change.act is not Act.KEEP]
    for change in changed:
        console.explain(f"{change.act} {(root / change.path).as_posix()}")
    whose = f"{project.name} " if project.name else ""
    for tree in trees:
        console.say(f"{whose}{tree.target}: {_tally(outcome.changes, tree)}")
    removed = sum(change.act is Act.REMOVE for change in changed)
    if removed:
        console.say(f"{whose}removed {_files(removed)} no longer generated")


def _tally(changes: Sequence[Change], tree: Tree) -> str:
    acts = Counter(change.act for change in changes if change.target == tree.target)
    words = {Act.WRITE: "new", Act.UPDATE: "updated"}
    news = [f"{acts[act]} {word}" for act, word in words.items() if acts[act]]
    return ", ".join([_files(len(tree.files)), *(news or ["unchanged"])])


def _files(count: int) -> str:
    return f"{count} file{'s' * (count != 1)}"
