"""Views of a package's metadata: package.json, tsconfig.json, README.md and what git and prettier ignore."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from specloom.plaintext import neutralise
from specloom.render import render
from specloom.targets.typescript.names import Names

TESTS = ("conformance", "examples", "streams", "runtime")


@dataclass(frozen=True, slots=True)
class PackageView:
    """package.json, values as JSON."""

    header: str
    name: str
    version: str
    description: str
    tests: str


@dataclass(frozen=True, slots=True)
class HeaderView:
    """A file that says nothing of the spec."""

    header: str


def write_package(names: Names, name: str, header: str) -> Mapping[str, str]:
    """The files at the root of the package, by path."""
    package = names.package
    view = PackageView(
        header=_json(header),
        name=_json(name or names.project),
        version=_json(package.version),
        description=_json(" ".join(package.docs.text.split())),
        tests=" ".join(f"test/{test}.test.js" for test in TESTS),
    )
    return {
        "package.json": render("typescript/package.json.j2", view),
        "tsconfig.json": render("typescript/tsconfig.json.j2", HeaderView(header)),
        ".gitignore": render("typescript/gitignore.j2", HeaderView(header)),
        ".prettierignore": render("typescript/prettierignore.j2", HeaderView(header)),
    }


def _json(text: str) -> str:
    return neutralise(json.dumps(text, ensure_ascii=False))
