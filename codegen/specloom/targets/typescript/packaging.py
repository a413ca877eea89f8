"""Views of a package's metadata: package.json, tsconfig.json, README.md and what git and prettier ignore."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from specloom.plaintext import neutralise, on_one_line
from specloom.render import render
from specloom.targets.typescript.names import Names
from specloom.targets.typescript.samples import write_samples

TESTS = ("conformance", "examples", "streams", "runtime")
REPORTERS = ("spec", "./test/report.js")


@dataclass(frozen=True, slots=True)
class PackageView:
    """package.json, values as JSON."""

    header: str
    name: str
    version: str
    description: str
    reporters: str
    tests: str


@dataclass(frozen=True, slots=True)
class ReadmeView:
    """README.md."""

    header: str
    title: str
    description: str
    version: str
    samples: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeaderView:
    """A file that says nothing of the spec."""

    header: str


def write_package(names: Names, name: str, header: str) -> Mapping[str, str]:
    """The files at the root of the package, by path."""
    package = names.package
    name = name or names.project
    view = PackageView(
        header=_json(header),
        name=_json(name),
        version=_json(package.version),
        description=_json(" ".join(package.docs.text.split())),
        reporters=" ".join(
            f"--test-reporter={name} --test-reporter-destination=stdout" for name in REPORTERS
        ),
        tests=" ".join(f"test/{test}.test.js" for test in TESTS),
    )
    return {
        "package.json": render("typescript/package.json.j2", view),
        "tsconfig.json": render("typescript/tsconfig.json.j2", HeaderView(header)),
        "README.md": render("typescript/readme.md.j2", _readme(names, name, header)),
        ".npmrc": render("typescript/npmrc.j2", HeaderView(header)),
        ".gitignore": render("typescript/gitignore.j2", HeaderView(header)),
        ".prettierignore": render("typescript/prettierignore.j2", HeaderView(header)),
    }


def _readme(names: Names, name: str, header: str) -> ReadmeView:
    package = names.package
    notes = [
        *(
            ["`OPERATIONS` describes every call, `pathOf` fills its path in."]
            if package.operations
            else []
        ),
        *(
            ["`ACCUMULATORS` has the accumulators by the name of their delta."]
            if package.deltas
            else []
        ),
        *(["`STREAMS` has the classes of streams by their events."] if package.streams else []),
    ]
    return ReadmeView(
        header=header.replace("--", "- -"),
        title=_markdown(name),
        description=_markdown(package.docs.text),
        version=on_one_line(package.version),
        samples=write_samples(names, name),
        notes=tuple(notes),
    )


def _markdown(text: str) -> str:
    """`text` as prose in which nothing is markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", " ".join(neutralise(text).split()))


def _json(text: str) -> str:
    return neutralise(json.dumps(text, ensure_ascii=False))
