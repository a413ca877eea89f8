"""Stream accumulators: what people call the objects that a stream builds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from specloom.ir import Delta, Nullable, Package, Record, Stream, StreamTarget, Type
from specloom.merges import events_of
from specloom.pointers import tokens
from specloom.render import render
from specloom.targets.java.continuing import Continuing
from specloom.targets.java.layout import Call, extending, lay
from specloom.targets.java.literals import WIDTH, javadoc, quoted
from specloom.targets.java.names import Names, member_name
from specloom.targets.java.rules import Rules
from specloom.targets.java.types import Typing


@dataclass(frozen=True, slots=True)
class TargetView:
    """What a stream builds."""

    docs: str
    header: str
    body: str


@dataclass(frozen=True, slots=True)
class LifeView:
    """The method that makes the events of an object's life."""

    header: str
    body: str


@dataclass(frozen=True, slots=True)
class ContinuedView:
    """An event that may do no more than continue texts: the head of an `if`, and what is done then."""

    condition: str
    call: str


@dataclass(frozen=True, slots=True)
class StreamView:
    """The accumulator of a stream."""

    docs: str
    name: str
    header: str
    event: str
    codec: str
    continued: tuple[ContinuedView, ...]
    targets: tuple[TargetView, ...]
    lives: tuple[LifeView, ...]


@dataclass(frozen=True)
class Streams:
    """The streams of one package."""

    names: Names
    rules: Rules

    @property
    def package(self) -> Package:
        """The package."""
        return self.names.package

    @property
    def typing(self) -> Typing:
        """The types of the package."""
        return self.rules.typing

    def write(self) -> Iterator[tuple[str, str]]:
        """The accumulator of every stream: its name and its file."""
        for stream in self.package.streams:
            view = self._stream(stream)
            yield view.name, render("java/stream.java.j2", view)

    def _stream(self, stream: Stream) -> StreamView:
        name, event = self.names.gatherers[stream.event], self.names.types[stream.event]
        taken = self.names.gatherer_methods()
        return StreamView(
            docs=javadoc([f"Folds a stream of {{@link {event}}} into the objects that it builds."]),
            name=name,
            header=extending(name, f"StreamFolder<{event}>"),
            event=event,
            codec=f"Codecs.{self.names.codecs[stream.event]}",
            continued=tuple(self._continued(stream)),
            targets=tuple(self._target(target, taken) for target in stream.targets),
            lives=tuple(self._lives(stream, taken)),
        )

    # --- the short way --------------------------------------------------------------------------------

    def _continued(self, stream: Stream) -> Iterator[ContinuedView]:
        """The events whose deltas have a short way, if it leads there by members that are records."""
        events = events_of(self.package, stream)
        for target in stream.targets:
            for tag, grown in target.grows:
                delta = self._delta(grown, target.of)
                start = "" if delta is None else Continuing(self.names, self.rules, delta).start
                to_delta = self._accessors(events[tag], target.delta)
                to_id = ['""'] if target.id is None else self._accessors(events[tag], target.id)
                if start and to_delta and to_id:
                    type = self.typing.boxed(events[tag])
                    known = [
                        f"{one} != null" for one in dict.fromkeys(to_id[1:-1] + to_delta[1:-1])
                    ]
                    tagged = f"event instanceof {type} one"
                    arguments = [quoted(tag), quoted(target.name.spelled), to_id[-1], to_delta[-1]]
                    way = f"{self.names.roots[grown]}::{start}"
                    call = Call("continued", [*arguments, way])
                    yield ContinuedView(_head([tagged, *known]), lay(call, 6, "return ", ";"))

    def _delta(self, delta: str, snapshot: str) -> Delta | None:
        pairs = {(one.delta, one.snapshot): one for one in self.package.deltas}
        return pairs.get((delta, snapshot))

    def _accessors(self, type: Type, pointer: str | None) -> list[str]:
        """What leads from an event to a place in it, step by step; empty if a step may be null or absent."""
        found = ["one"]
        for step in tokens(pointer or ""):
            record = self.package.decl_of(type)
            field = record.field(step) if isinstance(record, Record) else None
            if field is None or isinstance(self.typing.resolved(field.type), Nullable):
                return []
            assert isinstance(record, Record)
            found.append(f"{found[-1]}.{self.names.components(record)[step]}()")
            type = field.type
        return found

    # --- what people call -----------------------------------------------------------------------------

    def _target(self, target: StreamTarget, taken: set[str]) -> TargetView:
        type, name = self.names.types[target.of], member_name(target.name.words, taken)
        codec = f"Codecs.{self.names.codecs[target.of]}"
        arguments = [quoted(target.name.spelled), codec]
        if target.id is None:
            said, result, method = "The object so far.", f"Optional<{type}>", "single"
        else:
            said, result, method = "The objects so far, by id.", f"Gathered<{type}>", "many"
        return TargetView(
            docs=javadoc([said], indent=2),
            header=f"public {result} {name}() {{",
            body=lay(Call(method, arguments), 4, "return ", ";"),
        )

    def _lives(self, stream: Stream, taken: set[str]) -> Iterator[LifeView]:
        for delta in self.package.deltas:
            for target in stream.targets:
                is_whole = target.create and target.patch and target.close
                is_grown = delta.delta in dict(target.grows).values()
                if target.of == delta.snapshot and is_whole and is_grown:
                    yield self._life(stream, target, taken)
                    break

    def _life(self, stream: Stream, target: StreamTarget, taken: set[str]) -> LifeView:
        type, event = self.names.types[target.of], self.names.types[stream.event]
        name = member_name((*target.name.words, "events"), taken)
        head = Call(f"public static List<{event}> {name}", [f"{type} before", f"{type} after"])
        made = Call(
            "events",
            [
                "Codecs::schema",
                f"Codecs.{self.names.codecs[stream.event]}",
                quoted(target.name.spelled),
                f"Codecs.{self.names.codecs[target.of]}",
                "before",
                "after",
            ],
        )
        return LifeView(lay(head, 2, "", " {"), lay(made, 4, "return ", ";"))


def _head(conditions: Sequence[str]) -> str:
    line = f"if ({' && '.join(conditions)}) {{"
    if len(line) + 4 <= WIDTH:
        return line
    pad = "\n" + " " * 8
    return f"if ({f'{pad}&& '.join(conditions)}) {{"
