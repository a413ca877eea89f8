"""The pages that list others: the first page, all names, and the index that the search reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from specloom.ir import Module, Record
from specloom.targets.reference.addresses import (
    event_anchor,
    member_anchor,
    operation_page,
    stream_page,
    type_page,
)
from specloom.targets.reference.book import Book, first_sentence, nature
from specloom.targets.reference.calls import say_access
from specloom.targets.reference.frames import Frames
from specloom.targets.reference.html import code, escape, inline, link, name, prose
from specloom.targets.reference.parts import Parts
from specloom.targets.reference.views import EntryView, ListPageView, SectionView


@dataclass(frozen=True)
class Lists:
    """Makes the pages at the top of the site."""

    book: Book
    parts: Parts
    frames: Frames

    def first_page(self) -> ListPageView:
        """The first page: what there is, by subject."""
        package = self.book.package
        title = escape(f"{package.name.spelled} {package.version}")
        return ListPageView(
            frame=self.frames.top("Reference", package.docs.text),
            title=title,
            docs=prose(package.docs.text, self.parts.address),
            sections=tuple(section for section in self._sections() if section.entries),
        )

    def _sections(self) -> Iterator[SectionView]:
        package = self.book.package
        operations = tuple(
            EntryView(
                link(str(operation_page(o.name.spelled)), code(o.name.spelled)),
                escape(f"{o.method} {o.path}"),
                self._line(o.docs.text),
            )
            for o in package.operations
        )
        access = inline(say_access(package), self.parts.address)
        yield SectionView("operations", "Operations", access, operations)
        streams = tuple(
            EntryView(
                link(str(stream_page(s.event)), code(s.event)),
                f"{len(self.book.steps[s.event])} events",
                self._line(package.decls[s.event].docs.text),
            )
            for s in package.streams
        )
        yield SectionView(
            "streams", "Streams", "Which event does what, and what may follow it.", streams
        )
        deltas = tuple(
            EntryView(
                name(d.delta, self.parts.address),
                f"grows {name(d.snapshot, self.parts.address)}",
                self._line(package.decls[d.delta].docs.text),
            )
            for d in package.deltas
        )
        yield SectionView("deltas", "Deltas", "What is streamed, and how it merges.", deltas)
        for number, module in enumerate(package.modules):
            yield self._module(module, "types" if number == 0 else "")

    def _module(self, module: Module, anchor: str) -> SectionView:
        words = " ".join(module.name.words)
        entries = tuple(
            EntryView(
                name(decl.name.spelled, self.parts.address),
                nature(decl),
                self._line(decl.docs.text),
            )
            for decl in module.decls
        )
        docs = inline(module.docs.text, self.parts.address)
        return SectionView(
            anchor or f"types-{'-'.join(module.name.words)}",
            f"Types of {escape(words)}",
            docs,
            entries,
        )

    def _line(self, text: str) -> str:
        return inline(first_sentence(text), self.parts.address)

    def all_names(self) -> ListPageView:
        """Every type, operation and event, by name."""
        entries: dict[str, list[EntryView]] = {}
        for spelled, hint, address in sorted(self._names(), key=lambda entry: entry[0].casefold()):
            entry = EntryView(link(address, code(spelled)), hint, "")
            entries.setdefault(spelled[:1].upper(), []).append(entry)
        sections = tuple(
            SectionView(f"names-{ord(letter):x}", escape(letter), "", tuple(found))
            for letter, found in entries.items()
        )
        return ListPageView(
            frame=self.frames.top("All names", "Every type, operation and event, by name."),
            title="All names",
            docs="<p>Every type, operation and event, by name.</p>",
            sections=sections,
        )

    def _names(self) -> Iterator[tuple[str, str, str]]:
        """What has an address: its name, what it is, and where."""
        package = self.book.package
        for spelled, decl in package.decls.items():
            yield spelled, nature(decl), str(type_page(spelled))
        for operation in package.operations:
            spelled = operation.name.spelled
            yield spelled, "operation", str(operation_page(spelled))
        for stream, steps in self.book.steps.items():
            for step in steps:
                yield step.tag, "event", f"{stream_page(stream)}#{event_anchor(step.tag)}"

    def search_index(self) -> str:
        """What the search looks through, as a script: pages of files may not fetch other files."""
        rows = [list(row) for row in self._names()]
        for spelled, decl in self.book.package.decls.items():
            if isinstance(decl, Record):
                page = type_page(spelled)
                rows += [
                    [f"{spelled}.{f.wire}", "member", f"{page}#{member_anchor(f.wire)}"]
                    for f in decl.fields
                ]
        lines = ",\n".join(json.dumps(row) for row in rows)
        return f"window.searchIndex = [\n{lines}\n];\n"
