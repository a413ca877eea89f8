"""What `specloom generate` does for one spec after another: choose, load, emit, put, and say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from specloom import output
from specloom.cli.codes import Code, Stop
from specloom.cli.console import Console
from specloom.cli.project import Project, load_and_report
from specloom.cli.stamp import Stamp
from specloom.output import Act, Change, Mode, Outcome, Tree
from specloom.problems import Problem, has_errors
from specloom.where import Where

if TYPE_CHECKING:
    from specloom.ir import Package
    from specloom.render import Sheets
    from specloom.targets.base import OptionValue, Output, Target


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
        root = self.folder or project.output
        stamp = Stamp(project, root, self.chosen, self.settings, self.templates)
        key = stamp.key()
        made = None if self.wish is Wish.LIST else stamp.recall(key)
        if made is None:
            return self._make(project, root, stamp, key)
        if self.wish is Wish.CHECK:
            _say_fresh(self.console, root, sum(made.values()))
        elif self.wish is Wish.WRITE:
            for target, count in made.items():
                _say_tally(self.console, project, target, [_files(count), "unchanged"])
        return Code.GOOD

    def _make(self, project: Project, root: Path, stamp: Stamp, key: str) -> int:
        """Generate one project from nothing."""
        from specloom.cli.choice import choose

        console = self.console
        targets = choose(console, project, self.chosen, self.settings)
        package, problems = load_and_report(console, project)
        templates = self.templates or project.config.templates
        trees, silent = _emit(console, package, targets, templates)
        outcome = output.put(root, trees, _MODES[self.wish], whole=not self.chosen)
        if outcome.problems:
            console.report(outcome.problems)
        if has_errors(outcome.problems):
            return Code.FINDINGS
        done = self.wish is Wish.WRITE or (self.wish is not Wish.LIST and not outcome.drift)
        if done and silent and not problems and not outcome.problems:
            stamp.remember(key, targets, trees, outcome.changes)
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
) -> tuple[list[Tree], bool]:
    """What every target makes of `package`, and whether none had anything to say. Stops at errors."""
    from specloom.render import overriding

    sheets = _read_templates(console, templates)
    trees = []
    problems: list[Problem] = []
    silent = True
    with overriding(sheets):
        for target, options in targets:
            made = _emit_one(target, package, options, sheets)
            for line in made.said if not console.quiet or has_errors(made.problems) else ():
                console.warn(f"{target.name}: {line}")
            problems += made.problems
            silent = silent and not made.said and not made.problems
            trees.append(Tree(target.name, target.folder, made.files))
    if problems:
        console.report(problems)
    if has_errors(problems):
        raise Stop(Code.FINDINGS)
    return trees, silent


def _read_templates(console: Console, folder: Path | None) -> Sheets | None:
    """The templates that stand before the built-in ones. Stops when there are none of these names."""
    if folder is None:
        return None
    from specloom.render import read_overrides

    sheets, problems = read_overrides(folder)
    if problems:
        console.report(problems)
        raise Stop(Code.USAGE)
    return sheets


def _emit_one(
    target: Target, package: Package, options: dict[str, OptionValue], sheets: Sheets | None
) -> Output:
    """What a target makes, or what is wrong with a template of somebody's that it was made with."""
    from specloom.render import TemplateMistake
    from specloom.targets.base import Output

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
        _say_fresh(console, root, len(outcome.changes) - 1)
        return Code.GOOD
    label = "" if root.is_absolute() else root.as_posix()
    console.result("".join(output.diff(outcome.changes, label)))
    console.report([why])
    return Code.FINDINGS


def _say_fresh(console: Console, root: Path, count: int) -> None:
    console.say(f"{root}: up to date, {_files(count)}")


def _print_plan(console: Console, root: Path, outcome: Outcome) -> None:
    changed = [change for change in outcome.changes if change.act is not Act.KEEP]
    console.result("".join(f"{c.act} {(root / c.path).as_posix()}\n" for c in changed))


def _print_changes(
    console: Console, project: Project, root: Path, trees: Sequence[Tree], outcome: Outcome
) -> None:
    changed = [change for change in outcome.changes if change.act is not Act.KEEP]
    for change in changed:
        console.explain(f"{change.act} {(root / change.path).as_posix()}")
    for tree in trees:
        _say_tally(console, project, tree.target, _tally(outcome.changes, tree))
    removed = sum(change.act is Act.REMOVE for change in changed)
    if removed:
        console.say(f"{_whose(project)}removed {_files(removed)} no longer generated")


def _say_tally(console: Console, project: Project, target: str, tally: Sequence[str]) -> None:
    console.say(f"{_whose(project)}{target}: {', '.join(tally)}")


def _whose(project: Project) -> str:
    return f"{project.name} " if project.name else ""


def _tally(changes: Sequence[Change], tree: Tree) -> list[str]:
    acts = Counter(change.act for change in changes if change.target == tree.target)
    words = {Act.WRITE: "new", Act.UPDATE: "updated"}
    news = [f"{acts[act]} {word}" for act, word in words.items() if acts[act]]
    return [_files(len(tree.files)), *(news or ["unchanged"])]


def _files(count: int) -> str:
    return f"{count} file{'s' * (count != 1)}"
