"""A package, start to end: views, files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from specloom import __version__
from specloom.ir import Alias, Module, Package, Ref, Where
from specloom.problems import Problem
from specloom.render import read_runtime, render
from specloom.targets.base import File, OptionValue, Output
from specloom.targets.java.layout import finish
from specloom.targets.java.literals import javadoc, line_comment, markdown, prose, xml
from specloom.targets.java.models import Models
from specloom.targets.java.names import RUNTIME, Names, is_package
from specloom.targets.java.streams import Streams
from specloom.targets.java.views import FileView
from specloom.targets.java.whole import Whole

_LIBRARY = {
    "InputStream": "java.io.InputStream",
    "JsonCreator": "com.fasterxml.jackson.annotation.JsonCreator",
    "JsonNode": "com.fasterxml.jackson.databind.JsonNode",
    "JsonValue": "com.fasterxml.jackson.annotation.JsonValue",
    "LinkedHashMap": "java.util.LinkedHashMap",
    "Collections": "java.util.Collections",
    "List": "java.util.List",
    "Map": "java.util.Map",
    "Objects": "java.util.Objects",
    "Optional": "java.util.Optional",
    "Set": "java.util.Set",
    "Stream": "java.util.stream.Stream",
}
_NAME = re.compile(r"(?<![\w.\"])[A-Z]\w*")
_UNSEEN = re.compile(r"\"(?:\\.|[^\"\\])*\"|^\s*(?:/?\*|//).*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class AboutView:
    """The files that people and the build tool read first."""

    told: str
    package: str
    group: str
    artifact: str
    version: str
    title: str
    prose: str
    has_deltas: bool
    has_streams: bool
    example: str


def emit(package: Package, options: Mapping[str, OptionValue]) -> Output:
    """The files of the Maven project for `package`."""
    names = Names(package)
    chosen = str(options["package"])
    if chosen and not is_package(chosen):
        fact = f"option 'java.package' cannot be '{chosen}'"
        remedy = "give words joined by points, such as com.example.api; no keywords of Java"
        return Output((), [Problem(Where("java"), fact, remedy, "bad-option")])
    home = chosen or names.package_name
    group = str(options["group"]) or home
    project = Project(names, home, group, str(options["regenerate"]))
    return Output([File(PurePosixPath(path), text) for path, text in sorted(project.files())])


@dataclass(frozen=True)
class Project:
    """A Maven project: where its files go, and what stands above them."""

    names: Names
    home: str
    group: str
    regenerate: str

    @property
    def package(self) -> Package:
        """The package."""
        return self.names.package

    def files(self) -> Iterator[tuple[str, str]]:
        """Every file by its path."""
        sent = _sent(self.package)
        whole, models = Whole(self.names, sent), Models(self.names, sent)
        for module in self.package.modules:
            for decl in module.decls:
                if not isinstance(decl, Alias):
                    name = self.names.types[decl.name.spelled]
                    yield self._java(name, models.write(decl), module)
        yield self._java("Codecs", whole.codecs())
        yield self._java("Operations", whole.operations())
        for name, body in (*whole.accumulators(), *Streams(self.names, whole.rules).write()):
            yield self._java(name, body)
        yield self._java("Subjects", whole.subjects(), tree="test")
        yield f"{self._folder('main', 'resources')}/schema.json", whole.table(
            " ".join(self._told())
        )
        yield from self._runtime()
        view = self._about()
        yield "README.md", render("java/readme.md.j2", view)
        yield "pom.xml", render("java/pom.xml.j2", view)
        yield f"{self._folder('main')}/package-info.java", self._package_info()

    def _folder(self, tree: str, kind: str = "java") -> str:
        return f"src/{tree}/{kind}/{self.home.replace('.', '/')}"

    def _java(
        self, name: str, body: str, module: Module | None = None, tree: str = "main"
    ) -> tuple[str, str]:
        view = FileView(
            header=self._header(module.file if module else ""),
            package=self.home,
            imports=tuple(sorted(self._imports(body))),
            body=body.rstrip("\n"),
        )
        return f"{self._folder(tree)}/{name}.java", finish(render("java/file.java.j2", view))

    def _imports(self, body: str) -> Iterator[str]:
        """What a file needs of elsewhere: no type of the spec has a name of those."""
        for name in set(_NAME.findall(_UNSEEN.sub("", body))):
            if name in RUNTIME or name == "Subject":
                yield f"{self.home}.runtime.{name}"
            elif name in _LIBRARY:
                yield _LIBRARY[name]

    def _runtime(self) -> Iterator[tuple[str, str]]:
        for file, text in read_runtime("java/runtime").items():
            tree = "test" if file.startswith("test/") else "main"
            stem = file.removeprefix("test/")
            placed = text.replace("package specloom.runtime;", f"package {self.home}.runtime;", 1)
            placed = placed.replace("import specloom.", f"import {self.home}.")
            yield f"{self._folder(tree)}/runtime/{stem}", f"{self._header()}\n\n{placed}"

    def _told(self, origin: str = "") -> tuple[str, str]:
        source = f"{origin or 'the spec'} ({self.package.name.spelled} {self.package.version})"
        first = f"Code generated by specloom {__version__} from {source}. DO NOT EDIT."
        return line_comment(first), f"Regenerate with: {line_comment(self.regenerate)}"

    def _header(self, origin: str = "") -> str:
        return "\n".join(f"// {line}" for line in self._told(origin))

    def _package_info(self) -> str:
        about = javadoc([prose(self.package.docs.text)])
        return f"{self._header()}\n\n{about}\npackage {self.home};\n"

    def _about(self) -> AboutView:
        package = self.package
        return AboutView(
            told=" ".join(self._told()).replace("--", "- -"),
            package=self.home,
            group=xml(self.group),
            artifact=xml("-".join(package.name.words)),
            version=xml(package.version),
            title=markdown(f"{package.name.spelled} {package.version}"),
            prose=markdown(package.docs.text),
            has_deltas=bool(package.deltas),
            has_streams=bool(package.streams),
            example=next(iter(self.names.types.values()), "Type"),
        )


def _sent(package: Package) -> frozenset[str]:
    """The types that are checked before they are sent: bodies and queries of operations."""
    found: set[str] = set()
    for operation in package.operations:
        for name in (operation.body, operation.query):
            if name is not None:
                decl = package.decl_of(Ref(name))
                found |= {name} if decl is None else {name, decl.name.spelled}
    return frozenset(found)
