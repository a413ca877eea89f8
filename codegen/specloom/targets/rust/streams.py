"""Stream accumulators: which event does what to which object, and what people call it all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specloom.ir import Package, Record, Stream, StreamTarget
from specloom.merges import Constants, events_of, patch_constants
from specloom.names import snake
from specloom.pointers import tokens
from specloom.render import render
from specloom.targets.rust.literals import doc, quoted, texts
from specloom.targets.rust.names import Names, Scope, field_name, raw, static_name
from specloom.targets.rust.rules import Rules
from specloom.targets.rust.shapes import literal_of

# fmt: off
_METHODS = (
    "new", "push", "push_value", "push_event", "finish", "is_done", "error", "diagnostics", "value",
    "event_of", "events",
)
# fmt: on
"""What a stream accumulator can do whatever it gathers."""


@dataclass(frozen=True, slots=True)
class TargetView:
    """What a stream builds."""

    name: str
    id: str
    object: str
    delta: str
    creates: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StreamView:
    """A stream: its rules, and the accumulator that people see."""

    key: str
    docs: str
    name: str
    event: str
    rules: str
    tag: str
    data: str
    end: str
    error: str
    ignore: str
    constants: tuple[str, ...]
    targets: tuple[TargetView, ...]
    accessors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StreamsView:
    """All streams."""

    header: str
    streams: tuple[StreamView, ...]


@dataclass(frozen=True)
class Streams:
    """The streams of one package."""

    names: Names
    rules: Rules
    header: str

    @property
    def package(self) -> Package:
        """The package."""
        return self.names.package

    def write(self) -> str:
        """The stream accumulators."""
        scope = Scope()
        streams = tuple(self._stream(stream, scope) for stream in self.package.streams)
        return render("rust/streams.rs.j2", StreamsView(self.header, streams))

    def _stream(self, stream: Stream, scope: Scope) -> StreamView:
        event = self.names.types[stream.event]
        return StreamView(
            key=quoted(stream.event),
            docs=doc(f"Folds a stream of `{event}` into the objects that it builds.", indent=4),
            name=self.names.gatherers[stream.event],
            event=event,
            rules=scope.take(f"{static_name(self.package.decls[stream.event].name.words)}_RULES"),
            tag=quoted(stream.tag),
            data=quoted(stream.data),
            end=texts(stream.end),
            error=texts(stream.error),
            ignore=texts(stream.ignore),
            constants=tuple(self._constants(stream)),
            targets=tuple(self._target(target) for target in stream.targets),
            accessors=tuple(self._accessors(stream)),
        )

    def _target(self, target: StreamTarget) -> TargetView:
        grows = dict(target.grows)
        actions = []
        for action in ("create", "refresh", "patch", "close", "set"):
            for tag in getattr(target, action):
                word = f"Action::{action.capitalize()}"
                if action == "patch":
                    word += f"(&rules::{self.rules.name(grows[tag], target.of)})"
                actions.append(f"({quoted(tag)}, {word}),")
        return TargetView(
            name=quoted(target.name.spelled),
            id="None" if target.id is None else f"Some({_steps(target.id)})",
            object=_steps(target.object),
            delta=_steps(target.delta),
            creates=json.dumps(bool(target.create)),
            actions=tuple(actions),
        )

    def _accessors(self, stream: Stream) -> Iterator[str]:
        scope = Scope(_METHODS)
        for place, target in enumerate(stream.targets):
            name = raw(scope.take(field_name(target.name.words)))
            how = "one" if target.id is None else "many"
            yield f"{how} {name}: {self.names.types[target.of]} = {place};"
        for delta in self.package.deltas:
            for place, target in enumerate(stream.targets):
                whole = target.create and target.patch and target.close
                if (
                    target.of == delta.snapshot
                    and whole
                    and delta.delta in dict(target.grows).values()
                ):
                    words = self.package.decls[delta.snapshot].name.words
                    name = raw(scope.take(field_name((*snake(words).split("_"), "events"))))
                    yield f"life {name}: {self.names.types[delta.snapshot]} = {place};"
                    break

    def _constants(self, stream: Stream) -> Iterator[str]:
        """What the record of each patch event declares as constant."""
        for tag, constants in patch_constants(self.package, stream).items():
            yield f"({quoted(tag)}, &[{', '.join(_flat(constants, ()))}]),"


def _flat(constants: Constants, around: tuple[str, ...]) -> Iterator[str]:
    """The constants with the places where they stand."""
    for name, value in constants.items():
        steps = (*around, name)
        if isinstance(value, Mapping):
            yield from _flat(value, steps)
        else:
            yield f"({texts(steps)}, {literal_of(value)})"


def bringing(package: Package, stream: Stream) -> Iterator[str]:
    """The records from the events of a stream down to the deltas that they bring."""
    events = events_of(package, stream)
    for target in stream.targets:
        for tag in target.patch:
            record = package.decl_of(events[tag])
            for step in (*tokens(target.delta or ""), ""):
                if not isinstance(record, Record):
                    break
                yield record.name.spelled
                field = record.field(step)
                record = None if field is None else package.decl_of(field.type)


def _steps(pointer: str | None) -> str:
    return texts(tokens(pointer or ""))
