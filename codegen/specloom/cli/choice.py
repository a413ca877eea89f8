"""Which targets a generation is of, each with its options settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from specloom.cli.codes import Code, Stop
from specloom.cli.console import Console
from specloom.cli.project import Project, options_of
from specloom.cli.sources import ARGUMENTS, read_sources
from specloom.ir import Where
from specloom.problems import Problem
from specloom.targets import registry
from specloom.targets.base import OptionValue, Target

Chosen = tuple[Target, dict[str, OptionValue]]


def choose(
    console: Console, project: Project, chosen: Sequence[str], settings: Sequence[str]
) -> list[Chosen]:
    """The targets to generate and their options. Stops when there is no such target or option."""
    options = options_of(project.config, settings)
    names = list(dict.fromkeys(chosen or project.config.targets or registry.names()))
    opened, problems = _open(project, names, chosen)
    found = []
    said = _Said(project, chosen, settings)
    for name in dict.fromkeys([*opened, *options]):
        target = opened.get(name)
        where = said.where(name)
        if target is None and name in project.config.plugs:
            continue  # not chosen: what its options are, only it could say
        if target is None and name not in opened:
            target, wrong = registry.open_target(name, where, {}, Path())
            problems += wrong
        if target is None:
            continue
        settled, wrong = registry.settle(target, options.get(name, {}), where)
        problems += wrong
        if name in opened:
            settled, unread = read_sources(target, settled, project.config.where, said.typed)
            problems += unread
            found.append((target, settled))
    if problems:
        console.report(problems)
        raise Stop(Code.USAGE)
    return found


class _Said:
    """Who says what: the command line or the configuration."""

    def __init__(self, project: Project, chosen: Sequence[str], settings: Sequence[str]) -> None:
        self.config = project.config.where
        self.typed = {text.partition("=")[0] for text in settings}
        self.arguments = {*chosen, *(text.partition(".")[0] for text in settings)}

    def where(self, name: str) -> Where:
        """Where the target `name` is spoken of."""
        return ARGUMENTS if name in self.arguments else self.config


def _open(
    project: Project, names: Sequence[str], chosen: Sequence[str]
) -> tuple[Mapping[str, Target | None], list[Problem]]:
    """The targets by what they are called, None for what cannot be opened; and what is wrong."""
    config = project.config
    opened: dict[str, Target | None] = {}
    problems: list[Problem] = []
    for name in names:
        where = ARGUMENTS if name in chosen else config.where
        folder = Path() if name in chosen else Path(config.where.file).parent
        target, wrong = registry.open_target(name, where, config.plugs, folder)
        problems += wrong
        called = name if target is None else target.name
        if called in opened:
            fact = f"two of the targets are called '{called}'"
            remedy = (
                "name one of them otherwise: [targets.NAME] with its path, in the configuration"
            )
            problems.append(Problem(where, fact, remedy, "target-clash"))
        opened[called] = target
    return opened, problems
