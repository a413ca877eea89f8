"""A package, start to end: views, blocks, files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from specloom import __version__
from specloom.ir import Module, Package, Ref
from specloom.render import read_runtime, render
from specloom.targets.base import File, OptionValue, Output
from specloom.targets.golang.examples import Examples
from specloom.targets.golang.literals import comment, line_comment, markdown
from specloom.targets.golang.models import Models
from specloom.targets.golang.names import Names
from specloom.targets.golang.pieces import Pieces
from specloom.targets.golang.rules import Rules
from specloom.targets.golang.shapes import Shapes
from specloom.targets.golang.streams import Streams
from specloom.targets.golang.ways import Ways
from specloom.targets.golang.whole import Whole


@dataclass(frozen=True, slots=True)
class FileView:
    """The declarations of one spec file."""

    header: str
    package: str
    uses_json: bool
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AboutView:
    """The files that people and the build tool read first."""

    header: str
    package: str
    module: str
    title: str
    docs: str
    prose: str
    has_deltas: bool
    has_streams: bool
    example: str


@dataclass(frozen=True, slots=True)
class FuzzView:
    """The decoders that are fuzzed."""

    header: str
    package: str
    decoders: tuple[tuple[str, str], ...]


def emit(package: Package, options: Mapping[str, OptionValue]) -> Output:
    """The files of the Go module for `package`."""
    files = dict(_files(package, str(options["regenerate"]), str(options["module"])))
    written = sorted((path, text) for path, text in files.items() if text)
    return Output([File(PurePosixPath(path), text) for path, text in written])


def _files(package: Package, regenerate: str, path: str) -> Iterator[tuple[str, str]]:
    names = Names(package)
    header = _header(package, regenerate)
    shapes = Shapes(names)
    rules = Rules(names, shapes)
    sent = _sent(package)
    models = Models(names, sent)
    pieces = Pieces(Ways(models))
    whole = Whole(names, shapes, rules, pieces, sent, header)
    _ = names.decoders  # names are given in one order: types, then what is made for them
    for module in package.modules:
        yield names.file_of(module), _module(module, models, names, package, regenerate)
    yield "shapes.go", shapes.write(header)
    yield "codecs.go", whole.write_codecs()
    yield "rules.go", rules.write(header)
    yield "accumulators.go", whole.write_accumulators()
    yield "pieces.go", pieces.write(header)
    yield "streams.go", Streams(names, rules, pieces, header).write()
    yield "operations.go", whole.write_operations()
    view = _about(names, header, path)
    yield "example_test.go", Examples(pieces, whole.roots, view.module, header).write()
    yield "doc.go", render("go/doc.go.j2", view)
    told = " ".join(line.removeprefix("// ") for line in header.splitlines()).replace("-->", "")
    yield "README.md", f"<!-- {told} -->\n\n{render('go/readme.md.j2', view)}"
    yield "go.mod", render("go/go.mod.j2", view)
    decoders = tuple((names.types[s], decode) for s, (decode, _) in names.decoders.items())
    yield "fuzz_test.go", render("go/fuzz_test.go.j2", FuzzView(header, view.package, decoders))
    for file, text in read_runtime("go/runtime").items():
        clause = text.replace("package specloom\n", f"package {names.package_name}\n", 1)
        path = file if file.endswith("_test.go") else f"runtime_{file}"
        yield path, f"{header}\n\n{clause}"


def _module(module: Module, models: Models, names: Names, package: Package, regenerate: str) -> str:
    blocks = tuple(models.write(decl).rstrip("\n") for decl in module.decls)
    uses_json = any("json." in line for block in blocks for line in _code(block))
    header = _header(package, regenerate, module.file)
    view = FileView(header, names.package_name, uses_json, blocks)
    return render("go/module.go.j2", view)


def _code(block: str) -> Iterator[str]:
    """The lines of a block that are no comments."""
    return (line for line in block.splitlines() if not line.lstrip().startswith("//"))


def _about(names: Names, header: str, path: str) -> AboutView:
    package = names.package
    title = f"{package.name.spelled} {package.version}"
    return AboutView(
        header=header,
        package=names.package_name,
        module=path or names.package_name,
        title=line_comment(title),
        docs=comment(f"Package {names.package_name}: {package.docs.text}"),
        prose=markdown(package.docs.text),
        has_deltas=bool(package.deltas),
        has_streams=bool(package.streams),
        example=next(iter(names.types.values()), "Type"),
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


def _header(package: Package, regenerate: str, origin: str = "") -> str:
    """The first lines of a file, in the words by which Go's tools know generated code."""
    source = f"{origin or 'the spec'} ({package.name.spelled} {package.version})"
    first = line_comment(f"Code generated by specloom {__version__} from {source}. DO NOT EDIT.")
    return f"// {first}\n// Regenerate with: {line_comment(regenerate)}"
