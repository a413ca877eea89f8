"""The stream pass: `x-stream` becomes a proved account of what each event does to which object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from specloom.documents.spec import Landing
from specloom.ir import (
    ByTag,
    Delta,
    Kind,
    Name,
    Package,
    Record,
    Ref,
    Stream,
    StreamTarget,
    Type,
    Union,
)
from specloom.names import split_words
from specloom.pointers import tokens
from specloom.problems import Problem

ACTIONS = ("create", "refresh", "patch", "close", "set")


def read(
    package: Package, definitions: Mapping[str, Landing], deltas: tuple[Delta, ...]
) -> tuple[tuple[Stream, ...], list[Problem]]:
    """Every stream of the spec, and what is wrong with their declarations."""
    streams: list[Stream] = []
    problems: list[Problem] = []
    for name, landing in definitions.items():
        if "x-stream" not in landing.schema or name not in package.decls:
            continue
        reading = Reading(package, name, landing, {delta.delta: delta.snapshot for delta in deltas})
        stream = reading.stream()
        problems.extend(reading.problems)
        if stream is not None:
            streams.append(stream)
    return tuple(streams), problems


class Reading:
    """One `x-stream` being read."""

    def __init__(
        self, package: Package, name: str, landing: Landing, deltas: Mapping[str, str]
    ) -> None:
        self.package = package
        self.name = name
        self.landing = landing
        self.words: Any = landing.schema["x-stream"]
        self.data = self.words.get("data", "data")
        self.deltas = deltas
        self.problems: list[Problem] = []

    def refuse(self, pointer: str, fact: str, remedy: str, code: str) -> None:
        """Notes a declaration that does not hold; `pointer` leads on from the `x-stream`."""
        where = self.landing.document.where(f"{self.landing.pointer}/x-stream{pointer}")
        self.problems.append(Problem(where, fact, remedy, code))

    def stream(self) -> Stream | None:
        """The stream, or None if it cannot be read at all."""
        union = self.package.decls[self.name]
        if not isinstance(union, Union) or not isinstance(union.told, ByTag):
            fact = f"{self.name} declares a stream, but is no union of tagged events"
            self.refuse("", fact, "declare `x-stream` on the union of all events", "stream-union")
            return None
        targets = tuple(self.targets())
        outside = {word: tuple(self.words.get(word, ())) for word in ("end", "error", "ignore")}
        self.check_events({variant.tag or "" for variant in union.variants}, outside)
        return Stream(
            event=self.name,
            tag=union.told.wire,
            data=self.data,
            targets=targets,
            where=self.landing.document.where(f"{self.landing.pointer}/x-stream"),
            **outside,
        )

    def targets(self) -> Iterator[StreamTarget]:
        """The targets whose declarations hold."""
        for name, words in self.words.get("targets", {}).items():
            of = words.get("of")
            place = f"/targets/{name}"
            if not isinstance(self.package.decls.get(of), Record):
                fact = f"the target {name} holds {of!r}, which is no record of this spec"
                self.refuse(f"{place}/of", fact, "name the record it holds", "stream-of")
                continue
            if words.get("patch") and (of not in self.deltas.values() or "delta" not in words):
                fact = f"the target {name} is patched, but nothing says by what"
                remedy = f"give it a `delta` pointer, and {of} a delta with `x-delta`"
                self.refuse(f"{place}/patch", fact, remedy, "stream-patch")
                continue
            actions = {action: tuple(words.get(action, ())) for action in ACTIONS}
            self.check_pointers(name, words, actions)
            yield StreamTarget(
                name=Name(split_words(name), name),
                of=of,
                object=words.get("object", f"/{self.data}" if self.data else ""),
                id=words.get("id"),
                delta=words.get("delta"),
                grows=tuple(self.grown_by(name, of, actions["patch"], words.get("delta", ""))),
                **actions,
            )

    def grown_by(
        self, target: str, of: str, tags: tuple[str, ...], pointer: str
    ) -> Iterator[tuple[str, str]]:
        """Which delta record stands at `pointer` in each of the patch events."""
        union = self.package.decls[self.name]
        assert isinstance(union, Union)
        for variant in union.variants:
            if variant.tag not in tags:
                continue
            found = self.follow(variant.type, pointer)
            name = found.target if isinstance(found, Ref) else None
            if name is not None and self.deltas.get(name) == of:
                yield variant.tag or "", name
                continue
            fact = f"the event {variant.tag!r} holds no delta of {of} at {pointer or 'its root'!r}"
            remedy = "correct `delta`, or declare `x-delta` there"
            self.refuse(f"/targets/{target}/patch", fact, remedy, "stream-patch")

    def check_pointers(
        self, target: str, words: Any, actions: Mapping[str, tuple[str, ...]]
    ) -> None:
        """Every event of a target must hold its id, and those with the whole object that."""
        union = self.package.decls[self.name]
        assert isinstance(union, Union)
        of, id = words["of"], words.get("id")
        whole = words.get("object", f"/{self.data}" if self.data else "")
        for action, tags in actions.items():
            for variant in union.variants:
                if variant.tag not in tags:
                    continue
                found = self.follow(variant.type, id) if id is not None else None
                if id is not None and getattr(found, "kind", None) is not Kind.STRING:
                    fact = f"the event {variant.tag!r} holds no text at {id!r} that could be its id"
                    place = f"/targets/{target}/id"
                    self.refuse(place, fact, "correct `id`, or add it to the event", "stream-id")
                if action != "patch" and self.follow(variant.type, whole) != Ref(of):
                    fact = f"the event {variant.tag!r} holds no {of} at {whole or 'its root'!r}"
                    place = f"/targets/{target}/{action}"
                    self.refuse(place, fact, "correct `object`, or the event", "stream-object")

    def follow(self, type: Type, pointer: str) -> Type | None:
        """The bare type at a pointer into a type; None if there is none."""
        found: Type | None = self.package.bare(type)
        for token in tokens(pointer):
            found = self.member(found, token)
        return found

    def member(self, type: Type | None, wire: str) -> Type | None:
        """The type of a member of a record, bare; None if there is none."""
        decl = self.package.decl_of(type) if type is not None else None
        field = decl.field(wire) if isinstance(decl, Record) else None
        return None if field is None else self.package.bare(field.type)

    def check_events(
        self,
        known: set[str],
        outside: Mapping[str, tuple[str, ...]],
    ) -> None:
        """Every event must be named once, and nothing else."""
        named = Counter(tag for tags in outside.values() for tag in tags)
        for target in self.words.get("targets", {}).values():  # refused ones too: they are named
            named.update(tag for action in ACTIONS for tag in target.get(action, ()))
        for tag in sorted(known - set(named)):
            remedy = "give it to a target, or list it under `end`, `error` or `ignore`"
            self.refuse("", f"the event {tag!r} has no step", remedy, "stream-event")
        texts = set() if self.data else set(outside["end"])
        for tag in sorted(set(named) - known - texts):
            self.refuse(
                "", f"{tag!r} is no event of {self.name}", "correct the name", "stream-unknown"
            )
        for tag, count in sorted(named.items()):
            if count > 1:
                self.refuse(
                    "", f"the event {tag!r} is named {count} times", "name it once", "stream-twice"
                )
