"""The pages of the site that lie one folder down: one a type, one an operation, one a stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from specloom.graphs.graph import Node, Sort
from specloom.graphs.svg import draw_svg
from specloom.ir import Choice, Decl, Operation, Param, Record, Ref, Stream, StreamTarget, Union
from specloom.prose.decls import rule_words
from specloom.prose.uses import Place, Use
from specloom.targets.base import Usage
from specloom.targets.reference.addresses import (
    member_anchor,
    operation_page,
    stream_page,
    target_anchor,
    type_page,
)
from specloom.targets.reference.book import Book, nature, openness, say_status
from specloom.targets.reference.calls import address_of, headers_of
from specloom.targets.reference.following import Step, say_action
from specloom.targets.reference.frames import Frames
from specloom.targets.reference.html import code, escape, inline, link, name, prose, type_html
from specloom.targets.reference.parts import Parts
from specloom.targets.reference.views import (
    MemberView,
    OperationPageView,
    PartView,
    StreamPageView,
    TargetView,
    TypePageView,
)


@dataclass(frozen=True)
class Pages:
    """Makes the pages that lie one folder below the top of the site."""

    book: Book
    parts: Parts
    frames: Frames

    # --- types ------------------------------------------------------------------------------------------

    def of_type(self, decl: Decl) -> TypePageView:
        """The page of a declaration."""
        spelled = decl.name.spelled
        book, parts = self.book, self.parts
        pairs = [pair for pair in book.pairs if spelled in (pair.sent, pair.received)]
        events = book.occurrences.get(spelled, ())
        return TypePageView(
            frame=self.frames.of_type(spelled),
            name=escape(spelled),
            nature=nature(decl),
            status=tuple(map(escape, say_status(decl.docs))),
            docs=prose(decl.docs.text, parts.address),
            meaning=parts.meaning(decl),
            openness=openness(decl),
            members=parts.members(decl) if isinstance(decl, Record) else (),
            rules=self._rules(decl),
            variants=parts.variants(decl) if isinstance(decl, Union) else (),
            values=parts.values(decl) if isinstance(decl, Choice) else (),
            merges=tuple(parts.merge(d, s) for d, s in book.merges if d == spelled),
            grown_by=tuple(name(d, parts.address) for d, s in book.merges if s == spelled),
            pairs=tuple(map(parts.pair, pairs)),
            events=tuple(
                parts.event(stream.event, step, is_nested=True) for stream, step in events
            ),
            streams=tuple(self._streams(spelled)),
            samples=parts.samples(partial(_sample_type, decl, book)),
            graph=self._graph(spelled),
            uses=tuple(dict.fromkeys(map(self._use, book.uses(spelled)))),
        )

    def _rules(self, decl: Decl) -> tuple[str, ...]:
        rules = decl.rules if isinstance(decl, Record) else ()
        return tuple(escape(rule_words(rule)) for rule in rules)

    def _streams(self, spelled: str) -> Iterator[str]:
        """The streams whose events a union lists."""
        for stream in self.book.package.streams:
            if stream.event == spelled:
                yield f"../{stream_page(spelled)}"

    def _use(self, use: Use) -> str:
        address = {
            Place.TYPE: f"{type_page(use.by)}#{member_anchor(use.label)}",
            Place.OPERATION: f"{operation_page(use.by)}",
            Place.STREAM: f"{stream_page(use.by)}#{target_anchor(use.label)}",
        }[use.place]
        if use.place is Place.TYPE and not isinstance(self.book.package.decls[use.by], Record):
            address = f"{type_page(use.by)}"
        kind = "" if use.place is Place.TYPE else f"{use.place} "
        return f"{escape(use.role)} of {kind}{link(f'../{address}', code(use.by))}"

    def _graph(self, spelled: str) -> str:
        graph = self.book.references.around(spelled)
        return draw_svg(graph, self._node_address, "") if graph.edges else ""

    def _node_address(self, node: Node) -> str:
        page = {Sort.OPERATION: operation_page, Sort.STREAM: stream_page}.get(node.sort, type_page)
        return f"../{page(node.name)}"

    # --- operations -------------------------------------------------------------------------------------

    def of_operation(self, operation: Operation) -> OperationPageView:
        """The page of an operation."""
        spelled = operation.name.spelled
        package = self.book.package
        return OperationPageView(
            frame=self.frames.of_operation(spelled),
            title=escape(operation.title),
            name=code(spelled),
            method=escape(operation.method),
            address=escape(address_of(operation, package)),
            status=tuple(map(escape, say_status(operation.docs))),
            docs=prose(operation.docs.text, self.parts.address),
            params=tuple(map(self._param, operation.params)),
            parts=tuple(self._operation_parts(operation)),
            headers=tuple((code(w), code(text)) for w, text in headers_of(operation, package)),
            samples=self.parts.samples(partial(_sample_call, operation)),
        )

    def _param(self, param: Param) -> MemberView:
        return MemberView(
            anchor=f' id="{member_anchor(param.wire)}"',
            name=code(param.wire),
            type=type_html(param.type, self.parts.address),
            presence="required",
            docs=prose(param.docs.text, self.parts.address),
            notes=(),
            choices_title="",
            choices=(),
        )

    def _operation_parts(self, operation: Operation) -> Iterator[PartView]:
        if operation.query is not None:
            yield self._part("Query", operation.query)
        if operation.body is not None:
            title = "Body" if operation.body_required else "Body, optional"
            yield self._part(title, operation.body)
        title = "Response, one page of a list" if operation.paginated else "Response"
        yield self._part(title, operation.response)
        if operation.events is not None:
            asked = operation.trigger
            title = "Stream" if asked is None else f"Stream, when {code(asked)} is true"
            is_stream = operation.events in self.book.steps
            page = f"../{stream_page(operation.events)}" if is_stream else None
            yield self._part(title, operation.events, page)
        for status, error in operation.errors:
            yield self._part(f"Error {status}", error)

    def _part(self, title: str, spelled: str, address: str | None = None) -> PartView:
        decl = self.book.package.decl_of(Ref(spelled))
        more = "" if address is None else f" ({link(address, 'which event does what')})"
        return PartView(
            title=title,
            type=name(spelled, self.parts.address) + more,
            docs=inline(self.book.package.decls[spelled].docs.text, self.parts.address),
            members=self.parts.members(decl, is_nested=True) if isinstance(decl, Record) else (),
            choices=(
                self.parts.variants(decl, is_nested=True)
                if isinstance(decl, Union) and address is None
                else ()
            ),
        )

    # --- streams ----------------------------------------------------------------------------------------

    def of_stream(self, stream: Stream) -> StreamPageView:
        """The page of a stream."""
        steps = self.book.steps[stream.event]
        carries = f"carries {code(stream.data)}" if stream.data else "is itself what is sent"
        return StreamPageView(
            frame=self.frames.of_stream(stream.event),
            name=name(stream.event, self.parts.address),
            docs=prose(self.book.package.decls[stream.event].docs.text, self.parts.address),
            wire=f"An event is named by its member {code(stream.tag)} and {carries}.",
            targets=tuple(self._target(stream, target, steps) for target in stream.targets),
            rows=tuple(
                (
                    link(self.parts.event_address(stream.event, step.tag), code(step.tag)),
                    inline(say_action(step), self.parts.address),
                )
                for step in steps
            ),
            events=tuple(self.parts.event(stream.event, step) for step in steps),
            samples=self.parts.samples(partial(_sample_stream, stream)),
        )

    def _target(self, stream: Stream, target: StreamTarget, steps: tuple[Step, ...]) -> TargetView:
        number = "One" if target.id is None else f"For each value of {code(target.id)}, one"
        rows = tuple(self.parts.life(stream.event, target, steps))
        return TargetView(
            anchor=f' id="{target_anchor(target.name.spelled)}"',
            name=code(target.name.spelled),
            docs=f"{number} {name(target.of, self.parts.address)}.",
            rows=rows,
        )


def _sample_type(decl: Decl, book: Book, usage: Usage) -> str:
    for delta in book.package.deltas:
        if decl.name.spelled == delta.delta:
            return usage.grow(delta)
    return usage.read(decl.name.spelled)


def _sample_call(operation: Operation, usage: Usage) -> str:
    return usage.call(operation)


def _sample_stream(stream: Stream, usage: Usage) -> str:
    return usage.follow(stream)
