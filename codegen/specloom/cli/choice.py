"""Which targets a generation is of, each with its options settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from specloom.cli.codes import Code, Stop
from specloom.cli.console import Console
from specloom.cli.project import Project, options_of
from specloom.cli.sources import ARGUMENTS, read_sources
from specloom.problems import Problem
from specloom.targets import registry
from specloom.targets.base import OptionValue, Target
from specloom.where import Where

Chosen = tuple[Target, dict[str, OptionValue]]


def choose(
    console: Console, project: Project, chosen: Sequence[str], settings: Sequence[str]
) -> list[Chosen]:
    """The targets to generate and their options. Stops when there is no such target or option."""
    config = project.config
    names = list(dict.fromkeys(chosen or config.targets or registry.names()))
    opened, problems = _open(project, names, chosen)
    options = _by_own_names(options_of(config, settings), opened)
    said = _Said(project, chosen, settings)
    found = []
    for target in filter(None, opened.values()):
        settled, wrong = registry.settle(
            target, options.get(target.name, {}), said.where(target.name)
        )
        read, unread = read_sources(target, settled, config.where, said.typed)
        problems += [*wrong, *unread]
        found.append((target, read))
    # Options of targets that are not chosen count too, but for those that nobody opens without need.
    made = {target.name for target, _ in found}
    for name in options.keys() - made - opened.keys() - config.plugs.keys():
        other, wrong = registry.open_target(name, said.where(name), {}, Path())
        problems += wrong
        if other is not None:
            problems += registry.settle(other, options[name], said.where(name))[1]
    if problems:
        console.report(problems)
        raise Stop(Code.USAGE)
    return found


def _by_own_names(
    options: Mapping[str, Mapping[str, object]], opened: Mapping[str, Target | None]
) -> Mapping[str, Mapping[str, object]]:
    """Options by what targets are called, also of those that are named by their paths."""
    called = {name: target.name for name, target in opened.items() if target is not None}
    settled: dict[str, dict[str, object]] = {}
    for name, values in options.items():
        settled.setdefault(called.get(name, name), {}).update(values)
    return settled


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
    """The targets by what stands for them, None for what cannot be opened; and what is wrong."""
    config = project.config
    opened: dict[str, Target | None] = {}
    called: set[str] = set()
    problems: list[Problem] = []
    for name in names:
        where = ARGUMENTS if name in chosen else config.where
        folder = Path() if name in chosen else Path(config.where.file).parent
        target, wrong = registry.open_target(name, where, config.plugs, folder)
        problems += wrong
        opened[name] = target
        if target is not None and target.name in called:
            fact = f"two of the targets are called '{target.name}'"
            remedy = "name one otherwise: [targets.NAME] with its path, in the configuration"
            problems.append(Problem(where, fact, remedy, "target-clash"))
        called |= {target.name} if target is not None else set()
    return opened, problems
