"""The spec and the settings that a verb works with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from specloom.cli.codes import Code, Stop
from specloom.cli.console import Console
from specloom.config import EMPTY, OUTPUT, SHIPPED, Config, find_config, read_config
from specloom.problems import Problem, has_errors
from specloom.shipped import find_shipped
from specloom.suggest import nearest
from specloom.where import Where

if TYPE_CHECKING:
    from specloom.ir import Package


class Project(NamedTuple):
    """Where the spec is, and what the configuration says.

    `name` is what the configuration calls it, where it has several.
    """

    spec: Path
    config: Config
    name: str = ""

    @property
    def output(self) -> Path:
        """The folder that is generated into, unless the command line names one."""
        return self.config.output or Path(OUTPUT)


class Loaded(NamedTuple):
    """What became of a spec: the package if it could be made, all problems, and the exit code they mean."""

    package: Package | None
    problems: Sequence[Problem]
    code: Code


def open_project(
    console: Console, spec: Path | None, config_path: Path | None, package: str | None = None
) -> Project:
    """The one project that the flags and the current folder mean. Stops when there are several."""
    projects = open_projects(console, spec, config_path, package)
    if len(projects) > 1:
        names = ", ".join(project.name for project in projects)
        fact = f"the configuration names {len(projects)} specs"
        remedy = f"choose one with --package, of {names}; or name a spec with --spec"
        _complain(console, projects[0].config.where, fact, remedy, "several-packages")
        raise Stop(Code.USAGE)
    return projects[0]


def open_projects(
    console: Console, spec: Path | None, config_path: Path | None, package: str | None = None
) -> Sequence[Project]:
    """Every project that the flags and the current folder mean. Stops when the configuration is wrong."""
    path = config_path or find_config(Path.cwd())
    config = EMPTY
    if path is not None:
        config, problems = read_config(shown(path))
        if problems:
            console.report(problems)
            raise Stop(Code.USAGE)
        console.explain(f"configuration: {config.where.file}")
    named = {} if spec is not None else config.packages
    if package is not None:
        named = {package: _choose(console, config, package)}
    chosen = named or {"": config}
    return [_open_one(console, spec, name, settings) for name, settings in chosen.items()]


def find_spec(given: Path | None, config: Config) -> Path | None:
    """The spec: as given, as configured, ./spec, or the one that came with the tool."""
    named = given or config.spec
    if named is not None and named != Path(SHIPPED):
        return named
    here = Path("spec")
    return here if named is None and here.is_dir() else find_shipped("spec")


def _open_one(console: Console, spec: Path | None, name: str, config: Config) -> Project:
    found = find_spec(spec, config)
    if found is None:
        fact = "there is no spec: no ./spec here, and none came with this installation"
        _complain(console, Where("."), fact, "name one with --spec", "no-spec")
        raise Stop(Code.NO_SPEC)
    console.explain(f"spec: {found}")
    return Project(found, config, name)


def _choose(console: Console, config: Config, package: str) -> Config:
    if package not in config.packages:
        names = config.packages
        other = f"it has {', '.join(names)}" if names else "it names no packages"
        remedy = nearest(package, names, otherwise=other)
        fact = f"the configuration has no package '{package}'"
        _complain(console, config.where, fact, remedy, "unknown-package")
        raise Stop(Code.USAGE)
    return config.packages[package]


def load(spec: Path) -> Loaded:
    """Read `spec` and lower it, gathering every problem."""
    from specloom import documents
    from specloom.lower import lower

    read, problems = documents.load(spec)
    unloadable = read is None or has_errors(problems)
    package = None
    if read is not None:  # what can be read is lowered even so: all complaints come at once
        package, more = lower(read)
        problems = [*problems, *more]
    if unloadable:
        return Loaded(None, problems, Code.NO_SPEC)
    if package is None or has_errors(problems):
        return Loaded(None, problems, Code.FINDINGS)
    return Loaded(package, problems, Code.GOOD)


def load_package(console: Console, project: Project) -> Package:
    """The package of `project`, its problems reported. Stops when there are errors."""
    package, _ = load_and_report(console, project)
    return package


def load_and_report(console: Console, project: Project) -> tuple[Package, Sequence[Problem]]:
    """The package of `project` and what was reported of it. Stops when there are errors."""
    loaded = load(project.spec)
    if loaded.problems:
        console.report(loaded.problems)
    if loaded.package is None:
        raise Stop(loaded.code)
    return loaded.package, loaded.problems


def options_of(config: Config, given: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
    """Options by target: the configuration's, overridden by TARGET.NAME=VALUE texts."""
    options = {target: dict(settings) for target, settings in config.options.items()}
    for text in given:
        name, _, value = text.partition("=")
        target, _, option = name.partition(".")
        options.setdefault(target, {})[option] = value
    return options


def shown(path: Path) -> Path:
    """`path` as a person in the current folder would write it."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def _complain(console: Console, where: Where, fact: str, remedy: str, code: str) -> None:
    console.report([Problem(where, fact, remedy, code)])
