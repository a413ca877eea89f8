"""Target `site`: a reference that people read in a browser, static pages that need no server.

Importing this module is cheap; Jinja2 is imported when something is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from specloom.ir import Package
from specloom.origin import mark
from specloom.targets.base import File, Option, OptionValue, Output


@dataclass(frozen=True, slots=True)
class SiteTarget:
    """Writes a page for every type, operation and stream, a first page, and a search that needs no server."""

    name: str = "site"
    folder: str = "site"
    summary: str = (
        "a reference for people: static HTML with search, samples and merge rules in words"
    )
    options: Sequence[Option] = ()

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """All pages, the style sheet and the scripts."""
        return Output([File(path, text) for path, text in sorted(_files(package))])


def _files(package: Package) -> Iterator[tuple[PurePosixPath, str]]:
    from specloom.render import read_runtime, render
    from specloom.targets.reference.addresses import operation_page, stream_page, type_page
    from specloom.targets.reference.book import Book
    from specloom.targets.reference.frames import Frames
    from specloom.targets.reference.lists import Lists
    from specloom.targets.reference.pages import Pages
    from specloom.targets.reference.parts import Parts

    book = Book(package)
    frames = Frames(book)
    lists = Lists(book, Parts(book, ""), frames)
    pages = Pages(book, Parts(book, "../"), frames)
    yield PurePosixPath("index.html"), render("site/list.html.j2", lists.first_page())
    yield PurePosixPath("names.html"), render("site/list.html.j2", lists.all_names())
    for decl in package.decls.values():
        yield type_page(decl.name.spelled), render("site/type.html.j2", pages.of_type(decl))
    for operation in package.operations:
        page = operation_page(operation.name.spelled)
        yield page, render("site/operation.html.j2", pages.of_operation(operation))
    for stream in package.streams:
        page = stream_page(stream.event)
        yield page, render("site/stream.html.j2", pages.of_stream(stream))
    head = f"/* {mark(package, 'site')} */\n"
    yield PurePosixPath("search-index.js"), head + lists.search_index()
    for path, text in read_runtime("site/runtime").items():
        yield PurePosixPath(path), head + text


TARGET = SiteTarget()
