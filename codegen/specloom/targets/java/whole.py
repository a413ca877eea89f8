"""Files that speak of the package as a whole: codecs, accumulators, operations, the table of the spec."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from specloom.ir import Alias, Delta, Operation, Package
from specloom.render import render
from specloom.targets.java.continuing import Continuing, WayView
from specloom.targets.java.layout import Call, assign, extending, lay
from specloom.targets.java.literals import javadoc, prose, quoted
from specloom.targets.java.names import Names
from specloom.targets.java.rules import Rules
from specloom.targets.java.shapes import Shapes
from specloom.targets.java.types import Typing


@dataclass(frozen=True, slots=True)
class CodecsView:
    """The codec of every type."""

    codecs: tuple[tuple[str, str], ...]
    listed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RootView:
    """The accumulator of a root delta."""

    docs: str
    name: str
    header: str
    snapshot: str
    delta: str
    growth: str
    start: str
    ways: tuple[WayView, ...]


@dataclass(frozen=True, slots=True)
class OperationsView:
    """The calls of the API."""

    operations: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Whole:
    """The files of one package that are not about one declaration."""

    names: Names
    sent: frozenset[str]

    @property
    def package(self) -> Package:
        """The package."""
        return self.names.package

    @property
    def typing(self) -> Typing:
        """The types of the package."""
        return Typing(self.names)

    @property
    def rules(self) -> Rules:
        """The rules of the package."""
        return Rules(self.typing, Shapes(self.typing))

    # --- codecs ---------------------------------------------------------------------------------------

    def codecs(self) -> str:
        """The codecs, by the names of the spec."""
        names = list(self.package.decls)
        return render(
            "java/codecs.java.j2",
            CodecsView(
                codecs=tuple((self._codec_docs(name), self._codec(name)) for name in names),
                listed=tuple(f"add(all, {self.names.codecs[name]});" for name in names),
            ),
        )

    def _type_of(self, spelled: str) -> str:
        decl = self.package.decls[spelled]
        return (
            self.typing.boxed(decl.type) if isinstance(decl, Alias) else self.names.types[spelled]
        )

    def _codec_docs(self, spelled: str) -> str:
        return javadoc([f"Reads and writes <code>{prose(spelled)}</code>."], indent=2)

    def _codec(self, spelled: str) -> str:
        decl = self.package.decls[spelled]
        if isinstance(decl, Alias):
            target = self.package.decl_of(decl.type)
            reader, writer = self.typing.reader(decl.type), self.typing.writer(decl.type)
            is_sent = target is not None and target.name.spelled in self.sent
        else:
            name = self.names.types[spelled]
            is_plain = not hasattr(decl, "told")
            reader = f"{name}::{'read' if is_plain else 'fromJson'}"
            writer = f"{name}::{'write' if is_plain else 'toJson'}"
            is_sent = spelled in self.sent
        made = Call(
            "new Codec<>",
            ["Codecs::schema", quoted(spelled), reader, writer, json.dumps(is_sent)],
        )
        declared = (
            f"public static final Codec<{self._type_of(spelled)}> {self.names.codecs[spelled]}"
        )
        return assign(declared, made, 2)

    # --- accumulators ---------------------------------------------------------------------------------

    def accumulators(self) -> Iterator[tuple[str, str]]:
        """The accumulator of every root delta: its name and its file."""
        for delta in self.package.deltas:
            view = self._root(delta)
            yield view.name, render("java/accumulator.java.j2", view)

    def _root(self, delta: Delta) -> RootView:
        name = self.names.roots[delta.delta]
        snapshot, change = self.names.types[delta.snapshot], self.names.types[delta.delta]
        continuing = Continuing(self.names, self.rules, delta)
        growth = Call(
            "new Growth<>",
            [
                "Codecs::schema",
                f"Codecs.{self.names.codecs[delta.snapshot]}",
                f"Codecs.{self.names.codecs[delta.delta]}",
            ],
        )
        return RootView(
            docs=javadoc([f"Gathers a {{@link {snapshot}}} from its deltas."]),
            name=name,
            header=extending(name, f"Accumulator<{snapshot}, {change}>"),
            snapshot=snapshot,
            delta=change,
            growth=assign(f"public static final Growth<{snapshot}, {change}> GROWTH", growth, 2),
            start=continuing.start,
            ways=tuple(continuing.ways()),
        )

    # --- operations -----------------------------------------------------------------------------------

    def operations(self) -> str:
        """The calls of the API, by name."""
        found = tuple(
            (self._operation_docs(one), self._operation(one)) for one in self.package.operations
        )
        return render("java/operations.java.j2", OperationsView(found))

    def _operation_docs(self, one: Operation) -> str:
        call = f"<code>{prose(one.method)} {prose(one.path)}</code>"
        gone = ["The API asks not to use it any more."] if one.docs.deprecated else []
        return javadoc([prose(one.docs.text), call, *gone], indent=2)

    def _operation(self, one: Operation) -> str:
        constant = self.names.operations[one.name.spelled]
        made = Call("named", [quoted(one.name.spelled)])
        return assign(f"public static final Operation {constant}", made, 2)

    # --- the table ------------------------------------------------------------------------------------

    def table(self, told: str) -> str:
        """What the run-time goes by."""
        rules = self.rules
        table = {
            "about": told,
            "types": rules.shapes.all(),
            "roots": rules.roots(),
            "records": rules.records(),
            "unions": rules.unions(),
            "streams": rules.streams(),
            "operations": [_told(one) for one in self.package.operations],
        }
        return _lines(table)

    def subjects(self) -> str:
        """What the conformance tests find by name."""
        deltas, streams = [], []
        for delta in self.package.deltas:
            name = self.names.roots[delta.delta]
            made = Call("new Subject<>", [f"{name}.GROWTH", f"{name}::new", f"{name}::new"])
            deltas.append(lay(Call("deltas.put", [quoted(delta.delta), made]), 4, "", ";"))
        for stream in self.package.streams:
            begin = f"{self.names.gatherers[stream.event]}::new"
            streams.append(lay(Call("streams.put", [quoted(stream.event), begin]), 4, "", ";"))
        return render("java/subjects.java.j2", SubjectsView(tuple(deltas), tuple(streams)))


@dataclass(frozen=True, slots=True)
class SubjectsView:
    """How deltas and streams are put to the test, as statements."""

    deltas: tuple[str, ...]
    streams: tuple[str, ...]


def _told(one: Operation) -> Mapping[str, Any]:
    told = {
        "name": one.name.spelled,
        "title": one.title,
        "description": one.docs.text,
        "method": one.method,
        "path": one.path,
        "params": [param.wire for param in one.params],
        "query": one.query,
        "body": one.body,
        "bodyRequired": one.body_required,
        "response": one.response,
        "events": one.events,
        "trigger": one.trigger,
        "errors": {str(status): name for status, name in one.errors},
        "paginated": one.paginated,
        "headers": dict(one.headers),
        "deprecated": one.docs.deprecated,
    }
    return {word: value for word, value in told.items() if value is not None}


def _lines(table: Mapping[str, Any]) -> str:
    """JSON with a line for each member of a part, so that changes are read line by line."""
    parts = []
    for name, part in table.items():
        if isinstance(part, str) or not part:
            parts.append(f"{json.dumps(name)}: {json.dumps(part)}")
        elif isinstance(part, list):
            items = ",\n".join(json.dumps(item) for item in part)
            parts.append(f"{json.dumps(name)}: [\n{items}\n]")
        else:
            items = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in part.items())
            parts.append(f"{json.dumps(name)}: {{\n{items}\n}}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
