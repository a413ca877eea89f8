"""Stream accumulators: what people call the objects that a stream builds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specloom.ir import Package, Stream, StreamTarget
from specloom.render import render
from specloom.targets.java.layout import Call, extending, lay
from specloom.targets.java.literals import javadoc, quoted
from specloom.targets.java.names import Names, member_name


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
class StreamView:
    """The accumulator of a stream."""

    docs: str
    name: str
    header: str
    event: str
    codec: str
    targets: tuple[TargetView, ...]
    lives: tuple[LifeView, ...]


@dataclass(frozen=True)
class Streams:
    """The streams of one package."""

    names: Names

    @property
    def package(self) -> Package:
        """The package."""
        return self.names.package

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
            targets=tuple(self._target(target, taken) for target in stream.targets),
            lives=tuple(self._lives(stream, taken)),
        )

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
