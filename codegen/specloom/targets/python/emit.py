"""A package, start to end: views, blocks, pages, files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import PurePosixPath
from typing import TypeAlias

from specloom import __version__
from specloom.ir import Module, Package, Record
from specloom.plaintext import on_one_line
from specloom.problems import Problem
from specloom.render import read_runtime
from specloom.targets.base import File, OptionValue, Output
from specloom.targets.python import whole
from specloom.targets.python.blocks import Block, finish_blocks
from specloom.targets.python.gathering import write_gathering
from specloom.targets.python.imports import (
    for_merging,
    for_models,
    for_partials,
    for_whole,
    for_wire,
)
from specloom.targets.python.literals import docstring
from specloom.targets.python.merging import write_merging
from specloom.targets.python.models import write_block
from specloom.targets.python.names import Names, exported
from specloom.targets.python.order import arrange
from specloom.targets.python.packaging import write_project, write_readme
from specloom.targets.python.pages import Page, exports_of, write_page
from specloom.targets.python.standard import refuse_standard_name
from specloom.targets.python.weaving import Weaving
from specloom.targets.python.wire import write_blocks

_CALLING = frozenset(["_operations.py"])
_NEEDED = re.compile(r"^from \.+(_\w+) import|^from \.+ import (_\w+)", re.MULTILINE)


Finish: TypeAlias = Callable[[Sequence[str], str], list[Block]]


def emit(
    package: Package, options: Mapping[str, OptionValue], finish: Finish = finish_blocks
) -> Output:
    """The files of the Python project for `package`, of blocks that were finished in one way or another."""
    names = Names(package)
    refusal = refuse_standard_name(package, names.import_name)
    if refusal:
        return Output([], refusal)
    regenerate = str(options["regenerate"])
    partials, problems = _partials(options, names)
    pages = list(_pages(names, partials))
    sources = [source for page in pages for source in page.sources]
    blocks = iter(finish(sources, f"python {package.name.spelled} {len(package.decls)}"))
    exports = dict(exported(package))
    files: dict[str, str] = {}
    for page in pages:
        finished = list(islice(blocks, len(page.sources)))
        files[page.path] = write_page(page, finished, _header(package, regenerate, page.origin))
        if page.is_public:
            exports[page.path.removesuffix(".py")] = exports_of(finished)
    header = _header(package, regenerate)
    files["__init__.py"] = whole.write_init(names, exports, header)
    files["_wire/__init__.py"] = f'{header}\n"""How the models are read and written."""\n'
    files["py.typed"] = ""
    for path, text in _runtime(package, files.values()).items():
        files[path] = f"{header}\n{text}"
    root = PurePosixPath(names.import_name)
    return Output(
        [
            File(PurePosixPath("pyproject.toml"), write_project(names, header)),
            File(PurePosixPath("README.md"), write_readme(names, header)),
            *(File(root / path, files[path]) for path in sorted(files)),
        ],
        problems,
    )


def _partials(
    options: Mapping[str, OptionValue], names: Names
) -> tuple[Weaving | None, Sequence[Problem]]:
    sources = options["partials"]
    if not isinstance(sources, list) or not sources:
        return None, ()
    from specloom.targets.python.partials import read_partials

    partials, problems = read_partials(sources, names)
    return Weaving(partials, for_partials(names), frozenset(names.modules.values())), problems


def _pages(names: Names, weaving: Weaving | None) -> Iterator[Page]:
    package = names.package
    for module in package.modules:
        yield _models(module, names, weaving)
        yield _wire(module, names)
    known = for_whole(names)
    codecs = "The codecs of all types."
    yield Page("codecs.py", docstring(codecs), (whole.write_codecs(names),), known, True)
    if package.operations:
        docs = docstring("The calls of the API, as data for whoever writes a client.")
        yield Page("operations.py", docs, (whole.write_operations(package),), known, True)
    if package.deltas:
        docs = docstring("Accumulators: objects gathered from their deltas.")
        known = for_merging(names)
        yield Page("accumulators.py", docs, tuple(write_merging(package, names)), known, True)
    if package.streams:
        docs = docstring("Stream accumulators: everything that a stream builds.")
        known = for_merging(names)
        yield Page("streams.py", docs, tuple(write_gathering(package, names)), known, True)
        known = for_whole(names)
        docs = docstring("Typed events out of the bytes of a stream of server-sent events.")
        yield Page("event_streams.py", docs, (whole.write_streams(names),), known, True)


def _models(module: Module, names: Names, weaving: Weaving | None) -> Page:
    home = names.module_of(module)
    arrangement = arrange(module, names.package)
    page = Page(
        path=f"{home}.py",
        docs=docstring(module.docs.text),
        sources=tuple(write_block(decl, names, arrangement) for decl in arrangement.decls),
        known=for_models(names, home),
        is_public=True,
        late=arrangement.classes,
        origin=module.file,
    )
    classes = {
        number: names.types[decl.name.spelled]
        for number, decl in enumerate(arrangement.decls)
        if isinstance(decl, Record)
    }
    return page if weaving is None else weaving.weave(page, classes)


def _wire(module: Module, names: Names) -> Page:
    home = names.module_of(module)
    return Page(
        path=f"_wire/{home}.py",
        docs=docstring(f"How the types of `{home}` are read and written."),
        sources=tuple(write_blocks(module, names)),
        known=for_wire(names),
        is_public=False,
        origin=module.file,
    )


def _runtime(package: Package, written: Iterable[str]) -> Mapping[str, str]:
    """The runtime files that generated modules need, directly or not, and those that people import."""
    there = read_runtime("python/runtime")
    waiting = [f"{module}.py" for module in exported(package)]
    for text in written:
        waiting += _imported(text)
    needed: dict[str, str] = {}
    while waiting:
        path = waiting.pop()
        if path not in needed and path in there:
            needed[path] = there[path]
            waiting += _imported(there[path])
    return needed


def _imported(text: str) -> list[str]:
    return [f"{found[1] or found[2]}.py" for found in _NEEDED.finditer(text)]


def _header(package: Package, regenerate: str, origin: str = "") -> str:
    """The first line of a file, in the words by which tools know generated code."""
    source = f"{origin or 'the spec'} ({package.name.spelled} {package.version})"
    line = f"Code generated by specloom {__version__} from {source}. DO NOT EDIT."
    return f"# {on_one_line(line)} Regenerate with: {on_one_line(regenerate)}"
