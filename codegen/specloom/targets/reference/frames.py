"""What stands around every page: the head, the ways to the other pages, and the neighbours at the side."""

from __future__ import annotations

from dataclasses import dataclass

from specloom.ir import Module
from specloom.origin import mark
from specloom.targets.reference.addresses import operation_page, stream_page, type_page
from specloom.targets.reference.book import Book
from specloom.targets.reference.html import breakable, escape
from specloom.targets.reference.views import FrameView, LinkView

_NEIGHBOURS = 40
"""Types that are listed before and after the one of a page, which must not grow with a spec."""


@dataclass(frozen=True)
class Frames:
    """Makes the frames of one site."""

    book: Book

    def top(self, title: str, summary: str) -> FrameView:
        """The frame of a page at the top of the site."""
        return self._frame("", title, summary, "", ())

    def of_type(self, spelled: str) -> FrameView:
        """The frame of a declaration's page, among those of its module."""
        module = self.book.package.homes[spelled]
        decl = self.book.package.decls[spelled]
        names = [d.name.spelled for d in module.decls]
        first = max(0, names.index(spelled) - _NEIGHBOURS)
        near = names[first : first + 2 * _NEIGHBOURS]
        side = tuple(self._link(f"../{type_page(name)}", name, spelled) for name in near)
        return self._frame("../", spelled, decl.docs.text, self._title(module), side)

    def of_operation(self, spelled: str) -> FrameView:
        """The frame of an operation's page."""
        operations = self.book.operations
        side = tuple(self._link(f"../{operation_page(o)}", o, spelled) for o in operations)
        return self._frame("../", spelled, operations[spelled].docs.text, "Operations", side)

    def of_stream(self, event: str) -> FrameView:
        """The frame of a stream's page."""
        docs = self.book.package.decls[event].docs
        side = tuple(
            self._link(f"../{stream_page(s.event)}", s.event, event)
            for s in self.book.package.streams
        )
        return self._frame("../", f"Stream of {event}", docs.text, "Streams", side)

    def _title(self, module: Module) -> str:
        return f"Types of {escape(' '.join(module.name.words))}"

    def _link(self, address: str, text: str, here: str) -> LinkView:
        return LinkView(escape(address), breakable(text), ' aria-current="page"' * (text == here))

    def _frame(
        self, root: str, title: str, summary: str, side_title: str, side: tuple[LinkView, ...]
    ) -> FrameView:
        package = self.book.package
        sections = [
            ("operations", "Operations", package.operations),
            ("streams", "Streams", package.streams),
        ]
        links = [LinkView(f"{root}index.html#{i}", text) for i, text, there in sections if there]
        links.append(LinkView(f"{root}index.html#types", "Types"))
        links.append(LinkView(f"{root}names.html", "All names"))
        return FrameView(
            mark=mark(package, "site"),
            title=escape(f"{title} · {package.name.spelled}"),
            root=root,
            brand=escape(package.name.spelled),
            version=escape(package.version),
            summary=escape(" ".join(summary.split())),
            sections=tuple(links),
            side_title=side_title,
            side=side,
        )
