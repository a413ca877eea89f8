"""Parts of pages: members, variants, merge rules, events, samples, as the templates print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from specloom.ir import (
    Alias,
    Choice,
    Decl,
    Field,
    ListOf,
    MapOf,
    Nullable,
    Presence,
    Record,
    Ref,
    StreamTarget,
    Type,
    Union,
    Variant,
)
from specloom.prose.merges import Row, merge_rows
from specloom.prose.words import type_words, value
from specloom.targets.reference.addresses import (
    event_anchor,
    member_anchor,
    operation_page,
    stream_page,
    target_anchor,
    type_page,
)
from specloom.targets.reference.book import Book, Sampled, say_status
from specloom.targets.reference.comparison import Pair, compare, received_only
from specloom.targets.reference.following import (
    AFTER,
    BEFALLS,
    Step,
    Verb,
    follow,
    say_action,
)
from specloom.targets.reference.html import code, escape, inline, link, name, prose, type_html
from specloom.targets.reference.views import (
    ComparedView,
    EventView,
    MemberView,
    MergeView,
    PairView,
    RuleView,
    SampleView,
    VariantView,
)


@dataclass(frozen=True)
class Parts:
    """Makes the parts of pages that lie `root` below the top of the site."""

    book: Book
    root: str

    def address(self, spelled: str) -> str | None:
        """Where a name leads: a declaration, else an event, else an operation."""
        if spelled in self.book.package.decls:
            return f"{self.root}{type_page(spelled)}"
        if spelled in self.book.events:
            return self.event_address(self.book.events[spelled][0], spelled)
        if spelled in self.book.operations:
            return f"{self.root}{operation_page(spelled)}"
        return None

    def event_address(self, stream: str, tag: str) -> str:
        """Where an event is explained."""
        return f"{self.root}{stream_page(stream)}#{event_anchor(tag)}"

    # --- members and variants ---------------------------------------------------------------------------

    def members(self, record: Record, *, is_nested: bool = False) -> tuple[MemberView, ...]:
        """The members of a record. Nested ones have no anchors, and their unions stay closed."""
        return tuple(self._member(field, is_nested) for field in record.fields)

    def _member(self, field: Field, is_nested: bool) -> MemberView:
        notes = [escape(text) for text in say_status(field.docs)]
        if field.has_default:
            notes.append(f"Taken as {code(value(field.default))} if absent.")
        union = None if is_nested else self._union_in(field.type)
        return MemberView(
            anchor="" if is_nested else f' id="{member_anchor(field.wire)}"',
            name=code(field.wire),
            type=type_html(field.type, self.address),
            presence="required" if field.presence is Presence.REQUIRED else "optional",
            docs=prose(field.docs.text, self.address),
            notes=tuple(notes),
            choices_title="" if union is None else _count(union),
            choices=() if union is None else self.variants(union, is_nested=True),
        )

    def _union_in(self, type: Type) -> Union | None:
        """The union that a member holds one or many of."""
        type = self.book.package.resolve(type)
        match type:
            case ListOf(item=inner) | MapOf(value=inner) | Nullable(inner=inner):
                return self._union_in(inner)
            case Ref(target=target):
                decl = self.book.package.decls[target]
                return decl if isinstance(decl, Union) else None
            case _:
                return None

    def variants(self, union: Union, *, is_nested: bool = False) -> tuple[VariantView, ...]:
        """The variants of a union; nested ones have no anchors."""
        return tuple(self._variant(variant, is_nested) for variant in union.variants)

    def _variant(self, variant: Variant, is_nested: bool) -> VariantView:
        label = variant.tag if variant.tag is not None else str(variant.kind)
        decl = self.book.package.decl_of(variant.type)
        return VariantView(
            anchor="" if is_nested else f' id="{event_anchor(label)}"',
            title=code(label),
            hint=escape(type_words(variant.type)),
            type=type_html(variant.type, self.address),
            docs="" if decl is None else prose(decl.docs.text, self.address),
            members=self.members(decl, is_nested=True) if isinstance(decl, Record) else (),
        )

    def values(self, choice: Choice) -> tuple[str, ...]:
        """The values of a choice."""
        return tuple(code(value(option.value)) for option in choice.options)

    def meaning(self, decl: Decl) -> str:
        """What a second name stands for."""
        return type_html(decl.type, self.address) if isinstance(decl, Alias) else ""

    # --- merging ----------------------------------------------------------------------------------------

    def merge(self, delta: str, snapshot: str) -> MergeView:
        """Every rule by which a delta grows a snapshot, from there inwards."""
        rows = merge_rows(self.book.package, delta, snapshot)
        return MergeView(
            delta=name(delta, self.address),
            snapshot=name(snapshot, self.address),
            rules=tuple(self._rule(row) for row in rows),
        )

    def _rule(self, row: Row) -> RuleView:
        if row.member is None:
            type, into = name(row.delta, self.address), name(row.snapshot, self.address)
            return RuleView(code(row.path or "(root)"), type, into, escape(row.words[-1]), "")
        field = self.book.package.record(row.delta).field(row.member.member)
        grown = self.book.package.record(row.snapshot).field(row.member.into)
        return RuleView(
            path=code(row.path),
            type="" if field is None else type_html(field.type, self.address),
            into="not part of it" if grown is None else self._typed(grown),
            rule=escape("; ".join(row.words)),
            docs="" if field is None else inline(field.docs.text, self.address),
        )

    def _typed(self, field: Field) -> str:
        return f"{code(field.wire)}: {type_html(field.type, self.address)}"

    # --- what is sent and received ----------------------------------------------------------------------

    def pair(self, pair: Pair) -> PairView:
        """A record that is sent beside the one that is received."""
        rows = compare(self.book.package, pair)
        return PairView(
            sent=name(pair.sent, self.address),
            received=name(pair.received, self.address),
            more=", ".join(map(code, received_only(self.book.package, pair))),
            rows=tuple(
                ComparedView(code(r.wire), escape(r.sent), escape(r.received)) for r in rows
            ),
        )

    # --- streams ----------------------------------------------------------------------------------------

    def event(self, stream: str, step: Step, *, is_nested: bool = False) -> EventView:
        """An event: what it does, and what may follow. A nested one has no anchor."""
        steps = self.book.steps[stream]
        found = follow(step, steps)
        decl = None if step.event is None else self.book.package.decls[step.event]
        others = [
            f"{link(self._target_address(stream, target.name.spelled), code(target.name.spelled))}: "
            + self._links(stream, acts)
            for target, acts in found.others
        ]
        return EventView(
            anchor="" if is_nested else f' id="{event_anchor(step.tag)}"',
            tag=code(step.tag),
            title="" if step.event is None else name(step.event, self.address),
            docs="" if decl is None else prose(decl.docs.text, self.address),
            action=inline(say_action(step), self.address),
            same_title=self._same_title(stream, step),
            same=tuple(self._by_verb(stream, found.same)) if step.verb is not Verb.SET else (),
            others=tuple(others),
            whole=tuple(self._by_verb(stream, found.whole)),
        )

    def life(
        self, stream: str, target: StreamTarget, steps: Sequence[Step]
    ) -> Iterator[tuple[str, str, str]]:
        """The life of what a stream builds: which events do what to it, and what may befall it next."""
        mine = [step for step in steps if step.target == target]
        for verb in dict.fromkeys(step.verb for step in mine):
            after = [BEFALLS[v] for v in AFTER[verb] if any(step.verb is v for step in mine)]
            next = ", or ".join(after) or "nothing: it is final"
            links = self._links(stream, [step for step in mine if step.verb is verb])
            yield links, BEFALLS[verb], "what the descriptions say" if verb is Verb.SET else next

    def _same_title(self, stream: str, step: Step) -> str:
        if step.target is None:
            return ""
        if step.verb is Verb.CLOSE:
            return "Nothing for this object: it is final."
        object = code(step.target.name.spelled)
        if step.verb is Verb.SET:
            named = self.book.named(stream, step)
            if named:
                return f"The description names {self._links(stream, named)}."
            address = self._target_address(stream, step.target.name.spelled)
            return f"Any of {link(address, f'the events that set {object}')}."
        return f"For {object}:" if step.target.id is None else f"For the same one of {object}:"

    def _by_verb(self, stream: str, steps: Sequence[Step]) -> Iterator[str]:
        for verb in Verb:
            chosen = [step for step in steps if step.verb is verb]
            if chosen:
                yield f"{self._links(stream, chosen)} {BEFALLS[verb]}"

    def _links(self, stream: str, steps: Sequence[Step]) -> str:
        return ", ".join(
            link(self.event_address(stream, step.tag), code(step.tag)) for step in steps
        )

    def _target_address(self, stream: str, target: str) -> str:
        return f"{self.root}{stream_page(stream)}#{target_anchor(target)}"

    # --- samples ----------------------------------------------------------------------------------------

    def samples(self, sampled: Sampled) -> tuple[SampleView, ...]:
        """A sample in each language, the first one open."""
        views = [
            SampleView(language.title, language.fence, escape(text.rstrip("\n")), "")
            for language, text in self.book.samples(sampled)
        ]
        return tuple(replace(v, open="" if number else " open") for number, v in enumerate(views))


def _count(union: Union) -> str:
    return "1 variant" if len(union.variants) == 1 else f"{len(union.variants)} variants"
