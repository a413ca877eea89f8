"""Target `markdown`: the reference for repositories, read where the code is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from specloom.ir import Package
from specloom.origin import mark
from specloom.targets.base import File, Option, OptionValue, Output


@dataclass(frozen=True, slots=True)
class MarkdownTarget:
    """Writes a first page and a chapter for each spec file, for the operations and for the streams."""

    name: str = "markdown"
    folder: str = "markdown"
    summary: str = "a reference for people, as Markdown that repositories show"
    options: Sequence[Option] = ()

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """All chapters."""
        head = f"<!-- {mark(package, self.name)} -->"
        return Output([File(p, _join(head, blocks)) for p, blocks in sorted(_chapters(package))])


def _chapters(package: Package) -> Iterator[tuple[PurePosixPath, list[str]]]:
    from specloom.targets.reference.addresses import chapter_page
    from specloom.targets.reference.book import Book
    from specloom.targets.reference.chapters import Chapters

    book = Book(package)
    top, below = Chapters(book, is_below=False), Chapters(book, is_below=True)
    yield PurePosixPath("README.md"), list(top.contents())
    if package.operations:
        yield PurePosixPath("operations.md"), list(top.of_operations())
    if package.streams:
        yield PurePosixPath("streams.md"), list(top.of_streams())
    for module in package.modules:
        yield chapter_page(module), list(below.of_module(module))


def _join(head: str, blocks: Iterable[str]) -> str:
    return "\n\n".join([head, *blocks]) + "\n"


TARGET = MarkdownTarget()
