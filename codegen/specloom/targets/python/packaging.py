"""Views of a package's metadata: pyproject.toml and README.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from specloom.plaintext import neutralise, on_one_line, quote_toml
from specloom.render import render
from specloom.targets.python.names import Names
from specloom.targets.python.samples import write_sample


@dataclass(frozen=True, slots=True)
class ProjectView:
    """pyproject.toml, values as TOML strings."""

    header: str
    project: str
    package: str
    version: str
    description: str


@dataclass(frozen=True, slots=True)
class ReadmeView:
    """README.md."""

    header: str
    title: str
    description: str
    version: str
    sample: Sequence[str]
    more: str


def write_project(names: Names, header: str) -> str:
    """pyproject.toml."""
    package = names.package
    view = ProjectView(
        header=header,
        project=quote_toml(names.project_name),
        package=quote_toml(names.import_name),
        version=quote_toml(package.version),
        description=quote_toml(" ".join(package.docs.text.split())),
    )
    return render("python/pyproject.toml.j2", view)


def write_readme(names: Names, header: str) -> str:
    """README.md."""
    package = names.package
    more = [
        *(["`OPERATIONS` describes every call"] if package.operations else []),
        *(["`iter_events` reads streams of events"] if package.streams else []),
    ]
    view = ReadmeView(
        header=header.replace("--", "- -"),
        title=names.project_name,
        description=_markdown(package.docs.text),
        version=on_one_line(package.version),
        sample=write_sample(names),
        more="".join(f"; {part}" for part in more),
    )
    return render("python/readme.md.j2", view)


def _markdown(text: str) -> str:
    """`text` as prose in which nothing is markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", " ".join(neutralise(text).split()))
