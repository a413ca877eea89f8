"""The reference as Markdown: a chapter for each spec file, for the operations and for the streams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from specloom.graphs.mermaid import draw_mermaid
from specloom.ir import (
    Alias,
    Choice,
    Decl,
    Field,
    Module,
    Operation,
    Presence,
    Record,
    Stream,
    Union,
)
from specloom.prose.decls import rule_words
from specloom.prose.merges import Row, merge_rows
from specloom.prose.words import value
from specloom.targets.base import Usage
from specloom.targets.reference.addresses import chapter_page, event_anchor
from specloom.targets.reference.book import (
    Book,
    Sampled,
    first_sentence,
    nature,
    openness,
    say_status,
)
from specloom.targets.reference.calls import address_of, headers_of, say_access
from specloom.targets.reference.comparison import Pair, compare, received_only
from specloom.targets.reference.following import BEFALLS, Step, Verb, follow, say_action
from specloom.targets.reference.marked import (
    code,
    escape,
    fenced,
    folded,
    inline,
    name,
    prose,
    table,
    type_text,
)


@dataclass(frozen=True)
class Chapters:
    """Writes the chapters of one package, as blocks that empty lines part."""

    book: Book
    is_below: bool

    def address(self, spelled: str) -> str | None:
        """Where a name leads: a declaration, else an event, else an operation."""
        if spelled in self.book.package.homes:
            page = chapter_page(self.book.package.homes[spelled])
            return f"{page.name if self.is_below else page}#{spelled}"
        top = "../" if self.is_below else ""
        if spelled in self.book.events:
            return f"{top}streams.md#{event_anchor(spelled)}"
        return f"{top}operations.md#{spelled}" if spelled in self.book.operations else None

    def contents(self) -> Iterator[str]:
        """The first page: what there is, by subject."""
        package = self.book.package
        yield f"# {escape(package.name.spelled)} {escape(package.version)}"
        yield from prose(package.docs.text, self.address)
        if package.operations:
            yield "## Operations"
            yield from prose(say_access(package), self.address)
            rows = [
                (self._name(o.name.spelled), code(f"{o.method} {o.path}"), self._line(o.docs.text))
                for o in package.operations
            ]
            yield table(("Operation", "Call", ""), rows)
        if package.streams:
            yield "## Streams"
            names = [f"- [{code(s.event)}](streams.md#stream.{s.event})" for s in package.streams]
            yield "\n".join(names)
        for module in package.modules:
            yield f"## Types of {escape(' '.join(module.name.words))}"
            yield from prose(module.docs.text, self.address)
            rows = [
                (self._name(d.name.spelled), nature(d), self._line(d.docs.text))
                for d in module.decls
            ]
            yield table(("Type", "", ""), rows)

    def of_module(self, module: Module) -> Iterator[str]:
        """The declarations of a spec file."""
        yield f"# Types of {escape(' '.join(module.name.words))}"
        yield from prose(module.docs.text, self.address)
        for decl in module.decls:
            yield from self._decl(decl)

    def _decl(self, decl: Decl) -> Iterator[str]:
        spelled = decl.name.spelled
        yield f'<a id="{spelled}"></a>'
        yield f"## {escape(spelled)}"
        yield f"*{nature(decl)}*"
        yield from map(escape, say_status(decl.docs))
        yield from prose(decl.docs.text, self.address)
        match decl:
            case Record():
                yield table(("Member", "", "Type", "Meaning"), map(self._member, decl.fields))
                yield from (f"- {escape(rule_words(rule))}" for rule in decl.rules)
            case Union():
                rows = [
                    (code(v.tag if v.tag is not None else v.kind), type_text(v.type, self.address))
                    for v in decl.variants
                ]
                yield table(("Variant", "Type"), rows)
            case Choice():
                yield "\n".join(f"- {code(value(option.value))}" for option in decl.options)
            case Alias():
                yield f"Another name for {type_text(decl.type, self.address)}."
        if openness(decl):
            yield openness(decl)
        for delta, snapshot in self.book.merges:
            if delta == spelled:
                yield f"### How {code(delta)} merges into {self._name(snapshot)}"
                rules = map(self._rule, merge_rows(self.book.package, delta, snapshot))
                yield table(("In the delta", "In what it grows", "What happens"), rules)
        for pair in self.book.pairs:
            if spelled in (pair.sent, pair.received):
                yield from self._pair(pair)
        graph = self.book.references.around(spelled)
        if graph.edges:
            yield folded("References", fenced(draw_mermaid(graph), "mermaid"))

    def _member(self, field: Field) -> tuple[str, str, str, str]:
        notes = [escape(text) for text in say_status(field.docs)]
        if field.has_default:
            notes.append(f"Taken as {code(value(field.default))} if absent.")
        return (
            code(field.wire),
            "**required**" if field.presence is Presence.REQUIRED else "optional",
            type_text(field.type, self.address),
            " ".join([inline(field.docs.text, self.address), *notes]),
        )

    def _rule(self, row: Row) -> tuple[str, str, str]:
        if row.member is None:
            return code(row.path or "(root)"), self._name(row.snapshot), escape(row.words[-1])
        into = code(row.member.into) if row.member.into else "not part of it"
        return code(row.path), into, escape("; ".join(row.words))

    def _pair(self, pair: Pair) -> Iterator[str]:
        yield f"{self._name(pair.sent)} is sent where {self._name(pair.received)} is received:"
        rows = compare(self.book.package, pair)
        heads = ("Member", "When it is sent", "When it is received")
        yield table(heads, ((code(r.wire), r.sent, r.received) for r in rows))
        more = received_only(self.book.package, pair)
        if more:
            yield f"Received only: {', '.join(map(code, more))}."

    def of_operations(self) -> Iterator[str]:
        """The calls of the API."""
        yield "# Operations"
        yield from prose(say_access(self.book.package), self.address)
        for operation in self.book.package.operations:
            yield from self._operation(operation)

    def _operation(self, operation: Operation) -> Iterator[str]:
        yield f'<a id="{operation.name.spelled}"></a>'
        yield f"## {escape(operation.title)}"
        yield code(f"{operation.method} {address_of(operation, self.book.package)}")
        yield from map(escape, say_status(operation.docs))
        yield from prose(operation.docs.text, self.address)
        yield table(("", "Type", ""), self._operation_rows(operation))
        yield from self._samples(lambda usage: usage.call(operation))

    def _operation_rows(self, operation: Operation) -> Iterator[tuple[str, str, str]]:
        for param in operation.params:
            docs = inline(param.docs.text, self.address)
            yield f"path, {code(param.wire)}", type_text(param.type, self.address), docs
        if operation.query is not None:
            yield "query", self._name(operation.query), ""
        if operation.body is not None:
            needed = "" if operation.body_required else "optional"
            yield "body", self._name(operation.body), needed
        page = "one page of a list" if operation.paginated else ""
        yield "response", self._name(operation.response), page
        if operation.events is not None:
            asked = operation.trigger
            when = "" if asked is None else f"when {code(asked)} is true"
            yield "stream", self._name(operation.events), when
        for status, error in operation.errors:
            yield f"error {status}", self._name(error), ""
        for wire, text in headers_of(operation, self.book.package):
            yield "header", f"{code(wire)}: {code(text)}", ""

    def of_streams(self) -> Iterator[str]:
        """The streams, event by event."""
        yield "# Streams"
        for stream in self.book.package.streams:
            yield f'<a id="stream.{stream.event}"></a>'
            yield f"## Stream of {self._name(stream.event)}"
            yield from prose(self.book.package.decls[stream.event].docs.text, self.address)
            yield from self._samples(partial(_follow, stream))
            for step in self.book.steps[stream.event]:
                yield from self._event(stream, step)

    def _event(self, stream: Stream, step: Step) -> Iterator[str]:
        yield f'<a id="{event_anchor(step.tag)}"></a>'
        yield f"### {code(step.tag)}"
        if step.event is not None:
            yield from prose(self.book.package.decls[step.event].docs.text, self.address)
        yield inline(say_action(step), self.address)
        found = follow(step, self.book.steps[stream.event])
        lines = [
            f"- {', '.join(self._name(s.tag) for s in steps)} {BEFALLS[verb]}"
            for verb in Verb
            if verb is not Verb.SET
            and (steps := [s for s in (*found.same, *found.whole) if s.verb is verb])
        ]
        if step.target is not None and step.verb is Verb.SET:
            named = self.book.named(stream.event, step)
            names = ", ".join(self._name(other.tag) for other in named)
            setting = f"any of the events that set {code(step.target.name.spelled)}"
            lines.insert(0, f"- the description names {names}" if named else f"- {setting}")
        if found.others:
            others = " and ".join(code(target.name.spelled) for target, _ in found.others)
            lines.append(f"- in between, events of other objects: {others}")
        if lines:
            yield "What may follow:"
            yield "\n".join(lines)

    def _samples(self, sampled: Sampled) -> Iterator[str]:
        for language, text in self.book.samples(sampled):
            yield folded(language.title, fenced(text, language.fence))

    def _name(self, spelled: str) -> str:
        return name(spelled, self.address)

    def _line(self, text: str) -> str:
        return inline(first_sentence(text), self.address)


def _follow(stream: Stream, usage: Usage) -> str:
    return usage.follow(stream)
