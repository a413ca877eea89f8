"""The files that `specloom init` writes where there are none, by their paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources

from specloom.initialise import repository as names
from specloom.initialise.repository import Repository
from specloom.plaintext import quote_toml
from specloom.render import render


@dataclass(frozen=True, slots=True)
class Package:
    """One spec to generate from; paths as the configuration will say them."""

    name: str
    spec: str
    output: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the repository shall get."""

    packages: Sequence[Package]
    targets: Sequence[str]
    requirement: str
    github: bool = True


@dataclass(frozen=True, slots=True)
class _View:
    """What every template may name; texts are ready for the place where they stand."""

    schema: str
    rules: str
    requirements: str
    requirement: str
    targets: str
    package: Package | None
    packages: Sequence[Package]
    payloads: str
    choice: str
    hooks: str


def write_files(repository: Repository, wishes: Wishes) -> Mapping[str, str]:
    """The text of every file that belongs into `repository`, also of those that are there already."""
    view = _view(wishes)
    files = {
        names.SCHEMA: print_schema(),
        names.REQUIREMENTS: render("init/requirements.txt.j2", view),
        names.RULES: render("init/specloom.mk.j2", view),
    }
    if repository.config in (None, names.CONFIG):
        files[names.CONFIG] = render("init/specloom.toml.j2", view)
    if repository.makefile in (None, names.MAKEFILE):
        files[names.MAKEFILE] = render("init/Makefile.j2", view)
    if repository.root is None:
        files[names.HOOKS] = render("init/pre-commit-config.yaml.j2", view)
    if repository.root is None and wishes.github:
        files[names.WORKFLOW] = render("init/workflow.yml.j2", view)
    return files


def write_hooks(wishes: Wishes) -> str:
    """The entry for pre-commit, to be added to a list of repositories."""
    return _view(wishes).hooks


def print_schema() -> str:
    """The JSON Schema of the configuration."""
    place = resources.files("specloom") / "schemas" / "config.schema.json"
    return place.read_text(encoding="utf-8")


def _view(wishes: Wishes) -> _View:
    packages = [Package(p.name, quote_toml(p.spec), quote_toml(p.output)) for p in wishes.packages]
    one = packages[0] if len(packages) == 1 else None
    choice = "" if one else f" --package {packages[0].name}"
    view = _View(
        schema=names.SCHEMA,
        rules=names.RULES,
        requirements=names.REQUIREMENTS,
        requirement=wishes.requirement,
        targets=", ".join(map(quote_toml, wishes.targets)),
        package=one,
        packages=[] if one else packages,
        payloads="validate.types" if one else f"packages.{packages[0].name}.validate.types",
        choice=choice,
        hooks="",
    )
    return replace(view, hooks=render("init/hooks.yaml.j2", view).rstrip("\n"))
