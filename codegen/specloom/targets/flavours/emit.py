"""A flavoured package, start to end: reading, models, the package around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from specloom import __version__
from specloom.ir import Package, Record, Where
from specloom.plaintext import neutralise, on_one_line, quote, quote_toml
from specloom.problems import Problem, Severity
from specloom.render import render
from specloom.targets.base import File, Output
from specloom.targets.flavours.flavour import Flavour
from specloom.targets.flavours.models import FlavourError, bound_by, write_models
from specloom.targets.flavours.reading import FlavouredReading
from specloom.targets.python.literals import docstring


@dataclass(frozen=True, slots=True)
class ProjectView:
    """pyproject.toml, values as TOML."""

    header: str
    project: str
    package: str
    version: str
    description: str
    requires: str


@dataclass(frozen=True, slots=True)
class InitView:
    """The package's own module. `seconds` are (further name, name) of a record."""

    header: str
    docs: str
    names: Sequence[str]
    seconds: Sequence[tuple[str, str]]
    exports: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReadmeView:
    """README.md. `example` is a class of the package."""

    header: str
    title: str
    package: str
    plain: str
    description: str
    version: str
    example: str


def emit(package: Package, flavour: Flavour, regenerate: str) -> Output:
    """The files of the project that holds `package` in one flavour."""
    reading = FlavouredReading(package, flavour)
    header = _header(package, regenerate)
    title = f"{reading.names.project_name}-{flavour.word}"
    name = f"{reading.names.import_name}_{flavour.word}"
    docs = docstring(package.docs.text)
    try:
        models = write_models(reading, f"{header}\n{docs}")
    except FlavourError as error:
        return Output([], [_refusal(package, flavour, on_one_line(str(error)))])
    lost = sorted(set(reading.exports) - set(bound_by(models)))
    if lost:
        return Output([], [_refusal(package, flavour, f"it did not make {', '.join(lost)}")])
    seconds = sorted(reading.second_names.items())
    init = InitView(
        header=header,
        docs=docs,
        names=sorted(reading.exports),
        seconds=seconds,
        exports=sorted([*reading.exports, *reading.second_names]),
    )
    project = ProjectView(
        header=header,
        project=quote_toml(title),
        package=quote_toml(name),
        version=quote_toml(package.version),
        description=quote_toml(" ".join(package.docs.text.split())),
        requires=", ".join(map(quote_toml, flavour.requires)),
    )
    readme = ReadmeView(
        header=header.replace("--", "- -"),
        title=title,
        package=name,
        plain=reading.names.import_name,
        description=_markdown(package.docs.text),
        version=on_one_line(package.version),
        example=_example(reading),
    )
    root = PurePosixPath(name)
    return Output(
        [
            File(PurePosixPath("pyproject.toml"), render("flavours/pyproject.toml.j2", project)),
            File(PurePosixPath("README.md"), render(f"flavours/{flavour.word}.md.j2", readme)),
            File(root / "__init__.py", render("flavours/init.py.j2", init)),
            File(root / "models.py", models),
            File(root / "py.typed", ""),
        ],
        list(_loose(reading)),
    )


def _example(reading: FlavouredReading) -> str:
    """A class to show: what a call gives back, else the first there is."""
    package = reading.package
    names = [*(operation.response for operation in package.operations), *package.decls]
    records = [name for name in names if isinstance(package.decls[name], Record)]
    return reading.types[(records or names)[0]]


def _refusal(package: Package, flavour: Flavour, fact: str) -> Problem:
    file = package.modules[0].file if package.modules else ""
    return Problem(
        Where(file),
        f"datamodel-code-generator cannot write {flavour.name} models of this spec: {fact}",
        f"leave the target out: targets other than {flavour.name} are not concerned",
        "flavour-refused",
    )


def _loose(reading: FlavouredReading) -> Iterator[Problem]:
    """A warning for each declaration that becomes a map of anything."""
    for spelled in sorted(reading.loose):
        yield Problem(
            reading.package.decls[spelled].where,
            f"{reading.flavour.name} has no way to name some member of {quote(spelled)}",
            "it is read as a map of anything there; other targets are not concerned",
            "flavour-loose",
            Severity.WARNING,
        )


def _markdown(text: str) -> str:
    """`text` as prose in which nothing is markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", " ".join(neutralise(text).split()))


def _header(package: Package, regenerate: str) -> str:
    """The first line of a file, in the words by which tools know generated code."""
    source = f"the spec ({package.name.spelled} {package.version})"
    line = f"Code generated by specloom {__version__} from {source}. DO NOT EDIT."
    return f"# {on_one_line(line)} Regenerate with: {on_one_line(regenerate)}"
