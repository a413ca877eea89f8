"""A package, start to end: views, blocks, files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from specloom import __version__
from specloom.ir import Alias, Choice, Decl, Module, Package, Record, Union
from specloom.render import read_runtime, render
from specloom.targets.base import File, OptionValue, Output
from specloom.targets.rust.literals import doc, line_comment, markdown, toml
from specloom.targets.rust.models import Models
from specloom.targets.rust.names import Names
from specloom.targets.rust.rules import Rules
from specloom.targets.rust.shapes import Shapes
from specloom.targets.rust.streams import Streams
from specloom.targets.rust.whole import Whole, sent


@dataclass(frozen=True, slots=True)
class FileView:
    """The declarations of one spec file."""

    header: str
    docs: str
    blocks: tuple[str, ...]
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelsView:
    """The modules of the declarations."""

    header: str
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AboutView:
    """The files that people and cargo read first."""

    header: str
    crate: str
    library: str
    version: str
    title: str
    docs: str
    prose: str
    description: str
    lints: str
    exported: tuple[str, ...]
    example: str
    has_deltas: bool
    has_streams: bool


def emit(package: Package, options: Mapping[str, OptionValue]) -> Output:
    """The files of the crate for `package`."""
    files = dict(_files(package, str(options["regenerate"]), str(options["crate"])))
    return Output([File(PurePosixPath(path), text) for path, text in sorted(files.items())])


def _files(package: Package, regenerate: str, crate: str) -> Iterator[tuple[str, str]]:
    names = Names(package)
    header = _header(package, regenerate)
    rules = Rules(names)
    checked = sent(package)
    whole = Whole(names, rules, checked, header)
    models = Models(names)
    for module in package.modules:
        path = f"src/models/{names.modules[module.file]}.rs"
        yield path, _module(module, models, checked, _header(package, regenerate, module.file))
    given = tuple(sorted(names.modules.values()))
    yield "src/models/mod.rs", render("rust/models.rs.j2", ModelsView(header, given))
    yield "src/shapes.rs", Shapes(names).write(header)
    yield "src/rules.rs", rules.write(header)
    yield "src/codecs.rs", whole.write_codecs()
    yield "src/accumulators.rs", whole.write_accumulators()
    yield "src/streams.rs", Streams(names, rules, header).write()
    yield "src/operations.rs", whole.write_operations()
    view = _about(names, header, crate)
    yield "src/lib.rs", render("rust/lib.rs.j2", view)
    yield "Cargo.toml", render("rust/cargo.toml.j2", view)
    yield ".gitignore", render("rust/gitignore.j2", view)
    told = " ".join(line.removeprefix("// ") for line in header.splitlines()).replace("-->", "")
    yield "README.md", f"<!-- {told} -->\n\n{render('rust/readme.md.j2', view)}"
    for path, text in read_runtime("rust/runtime").items():
        yield path, f"{header}\n\n{text}"


def _module(module: Module, models: Models, checked: frozenset[str], header: str) -> str:
    names = models.names
    rows = []
    for decl in module.decls:
        spelled = decl.name.spelled
        if not isinstance(decl, Alias):
            mark = ", sent" if spelled in checked else ""
            rows.append(f"{names.types[spelled]} = {names.shapes[spelled]}{mark};")
    blocks = tuple(models.write(decl).rstrip("\n") for decl in module.decls)
    docs = doc(module.docs.text, mark="//!")
    return render("rust/module.rs.j2", FileView(header, docs, blocks, tuple(rows)))


def _about(names: Names, header: str, crate: str) -> AboutView:
    package = names.package
    spelled = "".join(word for decl in package.decls.values() for word in _words(decl))
    return AboutView(
        header=header,
        crate=crate or names.crate,
        library=(crate or names.crate).replace("-", "_"),
        version=toml(package.version),
        title=line_comment(f"{package.name.spelled} {package.version}"),
        docs=doc(package.docs.text, mark="//!"),
        prose=markdown(package.docs.text),
        description=toml(package.docs.text),
        lints="" if spelled.isascii() else _FOREIGN,
        exported=tuple(_exported(package)),
        example=_example(names),
        has_deltas=bool(package.deltas),
        has_streams=bool(package.streams),
    )


_FOREIGN = "#![allow(mixed_script_confusables, confusable_idents, uncommon_codepoints)] // the spec's names\n"


def _example(names: Names) -> str:
    """A type for people to begin with: the first record, if there is one."""
    decls = names.package.decls.items()
    records = [names.types[spelled] for spelled, decl in decls if isinstance(decl, Record)]
    return next(iter([*records, *names.types.values()]), "Type")


def _exported(package: Package) -> Iterator[str]:
    """The modules that have something for others."""
    if package.deltas:
        yield "accumulators"
    yield from ("codecs", "models", "operations", "runtime")
    if package.streams:
        yield "streams"


def _words(decl: Decl) -> Iterator[str]:
    """The words that become identifiers."""
    yield from decl.name.words
    match decl:
        case Record(fields=parts) | Union(variants=parts) | Choice(options=parts):
            for part in parts:
                yield from part.name.words
        case _:
            pass


def _header(package: Package, regenerate: str, origin: str = "") -> str:
    """The first lines of a file, in the words by which tools know generated code."""
    source = f"{origin or 'the spec'} ({package.name.spelled} {package.version})"
    first = line_comment(f"@generated by specloom {__version__} from {source}. DO NOT EDIT.")
    return f"// {first}\n// Regenerate with: {line_comment(regenerate)}"
