"""Views of the accumulators: one class for each snapshot that grows."""

from __future__ import annotations

from dataclasses import dataclass

from specloom.ir import Const, Delta, Package, Record, Ref, Stream, StreamTarget, Type, Union
from specloom.plaintext import on_one_line
from specloom.pointers import tokens
from specloom.render import render
from specloom.targets.typescript.layout import (
    Doc,
    array,
    brackets,
    call,
    lay,
    opened,
    rows,
    type_arguments,
)
from specloom.targets.typescript.literals import comment, literal, member, quoted
from specloom.targets.typescript.merging import Weaving
from specloom.targets.typescript.names import Names, constant_name


@dataclass(frozen=True, slots=True)
class MethodView:
    """A method of one statement; `head` goes up to its brace."""

    docs: str
    head: str
    statement: str


@dataclass(frozen=True, slots=True)
class AccumulatorView:
    """A class with the constants it needs: the rules of its deltas, and the events of its life."""

    docs: str
    constants: tuple[str, ...]
    head: str
    constructor: str
    begin: str
    overloads: tuple[str, ...]
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """The file of accumulators."""

    header: str
    pairs: tuple[str, ...]
    classes: tuple[str, ...]
    registry: str


def write_accumulators(names: Names, header: str) -> str:
    """All accumulators of a package, and the pairs they merge by."""
    weaving = Weaving(names)
    pairs = weaving.write()
    classes = [_Class(weaving, snapshot).write() for snapshot in names.accumulators]
    listed: list[Doc] = [
        array([quoted(delta.delta), names.accumulators[delta.snapshot]])
        for delta in names.package.deltas
    ]
    registry = ["export const ACCUMULATORS = rt.accumulators(", rows(listed), ");"]
    view = PageView(header, tuple(pairs), tuple(classes), lay(registry))
    return render("typescript/accumulators.ts.j2", view)


def roots_name(names: Names, snapshot: str) -> str:
    """The constant that holds the rules of a snapshot's deltas."""
    return constant_name(names.package.decls[snapshot].name, "ROOTS")


class _Class:
    """One accumulator on its way into the template."""

    def __init__(self, weaving: Weaving, snapshot: str) -> None:
        self.weaving = weaving
        self.names = weaving.names
        self.package: Package = weaving.package
        self.snapshot = snapshot
        self.roots: list[Delta] = weaving.roots(snapshot)
        self.name = self.names.accumulators[snapshot]
        self.type = f"m.{self.names.types[snapshot]}"
        self.delta = " | ".join(f"m.{self.names.types[root.delta]}" for root in self.roots)
        self.constant = roots_name(self.names, snapshot)

    def write(self) -> str:
        """The class as text."""
        life = self._life()
        constants = [self._roots()]
        if life is not None:
            constants.append(lay(["const ", self._life_name(), ": rt.LifeEvents = ", life[0], ";"]))
        heritage = type_arguments("rt.Accumulator", [self.type, self.delta])
        methods = [self._empty(), *self._carriers()]
        if self.weaving.is_composable(self.snapshot):
            methods += self._algebra()
        if life is not None:
            methods.append(self._events(life[1]))
        view = AccumulatorView(
            docs=comment(f"Gathers a `{on_one_line(self.snapshot)}` from its deltas."),
            constants=tuple(constants),
            head=lay([f"export class {self.name} extends ", heritage, " {"]),
            constructor=self._head("constructor", [f"initial?: {self.type}", "mode?: rt.Mode"], ""),
            begin=lay([call("super", [self.constant, "initial", "mode"]), ";"], 4),
            overloads=tuple(self._overloads()),
            methods=tuple(methods),
        )
        return render("typescript/accumulator.ts.j2", view)

    def _head(self, name: str, parameters: list[str], result: str) -> str:
        end = f": {result} {{" if result else " {"
        return lay([name, brackets("(", parameters, ")"), end], 2)

    def _roots(self) -> str:
        pairs: list[Doc] = [
            array([quoted(root.delta), self.weaving.pairs[root.delta, root.snapshot]])
            for root in self.roots
        ]
        return lay([f"export const {self.constant}: rt.Roots = new Map(", rows(pairs), ");"])

    def _overloads(self) -> list[str]:
        """The ways to push where deltas are of several kinds: the first kind need not be named."""
        if len(self.roots) == 1:
            return []
        heads = []
        for number, root in enumerate(self.roots):
            kind = f"kind{'' if number else '?'}: {quoted(root.delta)}"
            parameters = [f"delta: m.{self.names.types[root.delta]}", kind]
            heads.append(lay(["override push", brackets("(", parameters, ")"), ": void;"], 2))
        parameters = [f"delta: {self.delta}", "kind?: string"]
        heads.append(self._head("override push", parameters, "void"))
        return heads

    # --- methods ----------------------------------------------------------------------------------------

    def _empty(self) -> MethodView:
        return MethodView(
            comment("Begins with nothing: only what has a neutral value is there.", indent=2),
            self._head("static empty", ["mode?: rt.Mode"], self.name),
            lay([call(f"return new {self.name}", ["undefined", "mode"]), ";"], 4),
        )

    def _carriers(self) -> list[MethodView]:
        """A method for records that carry the delta, if all do so in one member."""
        if len(self.roots) > 1:
            return []
        delta = Ref(self.roots[0].delta)
        found = [
            (record.name.spelled, field.wire)
            for record in self.package.decls.values()
            if isinstance(record, Record)
            for field in record.fields
            if field.presence == "required" and self.package.resolve(field.type) == delta
        ]
        if not found or len({wire for _, wire in found}) > 1:
            return []
        events = " | ".join(f"m.{self.names.types[name]}" for name, _ in found)
        carried = member("event", found[0][1])
        return [
            MethodView(
                comment(
                    "Merges the delta that an event carries, whatever object it speaks of.",
                    indent=2,
                ),
                self._head("pushEvent", [f"event: {events}"], "void"),
                lay([call("this.push", [carried]), ";"], 4),
            )
        ]

    def _algebra(self) -> list[MethodView]:
        one, several = f"delta: {self.delta}", f"...deltas: readonly {self.delta}[]"
        snapshots = [f"before: {self.type}", f"after: {self.type}"]

        def method(
            docs: str, name: str, parameters: list[str], result: str, *given: str
        ) -> MethodView:
            return MethodView(
                comment(docs, indent=2),
                self._head(f"static {name}", parameters, result),
                lay([call(f"return rt.{given[0]}", [self.constant, *given[1:]]), ";"], 4),
            )

        return [
            method(
                "A snapshot with deltas merged into it, strictly.",
                "merge",
                [f"initial: {self.type}", several],
                self.type,
                "merged",
                "initial",
                "deltas",
            ),
            method(
                "The one delta that does what all of these do, in order.",
                "compose",
                [several],
                self.delta,
                "composed",
                "deltas",
            ),
            method(
                "The smallest delta that leads from one snapshot to another; throws where there is none.",
                "diff",
                snapshots,
                self.delta,
                "difference",
                "before",
                "after",
            ),
            method(
                "Deltas that do in a row what one does, with at most `size` code points of a text in each.",
                "chunk",
                [one, "size: number"],
                f"{self.delta}[]",
                "pieces",
                "delta",
                "size",
            ),
        ]

    # --- events -----------------------------------------------------------------------------------------

    def _life_name(self) -> str:
        return constant_name(self.package.decls[self.snapshot].name, "LIFE")

    def _events(self, union: str) -> MethodView:
        docs = (
            "What a server would send for an object that grows: the event that creates it, one with the "
            "delta if it grew, and the one that closes it: the first of its kind, or that named `close`."
        )
        parameters = [f"before: {self.type}", f"after: {self.type}", "close?: string"]
        arguments = [self.constant, self._life_name(), "before", "after", "close"]
        return MethodView(
            comment(docs, indent=2),
            self._head("static events", parameters, f"m.{self.names.types[union]}[]"),
            lay([call("return rt.eventsOf", arguments), ";"], 4),
        )

    def _life(self) -> tuple[Doc, str] | None:
        """The events of the first target that has a whole life, with the name of their union."""
        if not self.weaving.is_composable(self.snapshot):
            return None
        for stream in self.package.streams:
            for target in stream.targets:
                if target.of == self.snapshot and target.patch and target.create and target.close:
                    return self._events_of(stream, target), stream.event
        return None

    def _events_of(self, stream: Stream, target: StreamTarget) -> Doc:
        words: list[Doc] = [
            f"tag: {quoted(stream.tag)}",
            f"create: {quoted(target.create[0])}",
            f"patch: {quoted(target.patch[0])}",
            ["close: ", array([quoted(tag) for tag in target.close])],
            ["object: ", path(target.object)],
            ["delta: ", path(target.delta or "")],
        ]
        if target.id is not None and target.id.startswith(f"{target.object}/"):
            words.insert(5, ["id: ", path(target.id)])
        constants = self._constants(stream, target.patch[0])
        words.append(["constants: ", rows(constants)])
        return opened(words)

    def _constants(self, stream: Stream, tag: str) -> list[Doc]:
        """The constants that the data of a patch event declares, and where they stand."""
        union = self.package.decls[stream.event]
        assert isinstance(union, Union)
        event: Type = next(variant.type for variant in union.variants if variant.tag == tag)
        pointer = ""
        record = self.package.decl_of(event)
        if stream.data and isinstance(record, Record):
            pointer = f"/{stream.data}"
            data = record.field(stream.data)
            record = self.package.decl_of(data.type) if data is not None else None
        found: list[Doc] = []
        for field in record.fields if isinstance(record, Record) else ():
            type = self.package.bare(field.type)
            if isinstance(type, Const):
                place = array([*(quoted(s) for s in tokens(pointer)), quoted(field.wire)])
                found.append(array([place, literal(type.value)]))
        return found


def path(pointer: str) -> Doc:
    """A JSON pointer as an array of names."""
    return array([quoted(step) for step in tokens(pointer)])
