"""Stream accumulators: which event does what to which object, and what people call it all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from specloom.ir import Package, Record, Stream, StreamTarget, Union
from specloom.merges import patch_constants
from specloom.pointers import tokens
from specloom.render import render
from specloom.targets.golang.literals import json_value, quoted, texts
from specloom.targets.golang.names import Names, exported_name
from specloom.targets.golang.pieces import Pieces
from specloom.targets.golang.rules import Rules


@dataclass(frozen=True, slots=True)
class ActionView:
    """An event that acts on a target."""

    tag: str
    action: str
    rules: str


@dataclass(frozen=True, slots=True)
class TargetView:
    """What a stream builds."""

    name: str
    id: str
    object: str
    delta: str
    has_id: str
    creates: str
    actions: tuple[ActionView, ...]
    accessor: str
    type: str


@dataclass(frozen=True, slots=True)
class EventsView:
    """The function that makes the events of an object's life."""

    name: str
    snapshot: str
    rules: str
    place: int


@dataclass(frozen=True, slots=True)
class PatchView:
    """A typed event whose delta may go a short way: the test that all is there, and what it acts on."""

    event: str
    test: str
    delta: str
    place: int
    tag: str
    id: str
    rules: str


@dataclass(frozen=True, slots=True)
class StreamView:
    """A stream."""

    key: str
    name: str
    make: str
    read: str
    table: str
    event: str
    tag: str
    data: str
    end: str
    errors: str
    ignore: str
    constants: tuple[tuple[str, str], ...]
    targets: tuple[TargetView, ...]
    many: tuple[TargetView, ...]
    single: tuple[TargetView, ...]
    lives: tuple[EventsView, ...]
    patches: tuple[PatchView, ...]


@dataclass(frozen=True, slots=True)
class StreamsView:
    """All streams."""

    header: str
    package: str
    streams: tuple[StreamView, ...]


@dataclass(frozen=True)
class Streams:
    """The streams of one package."""

    names: Names
    rules: Rules
    pieces: Pieces
    header: str

    @property
    def package(self) -> Package:
        """The package."""
        return self.names.package

    def write(self) -> str:
        """The stream accumulators."""
        streams = tuple(self._stream(stream) for stream in self.package.streams)
        return render(
            "go/streams.go.j2", StreamsView(self.header, self.names.package_name, streams)
        )

    def _stream(self, stream: Stream) -> StreamView:
        name = self.names.gatherers[stream.event]
        event = self.names.types[stream.event]
        single = len(self.package.streams) == 1
        taken = {
            "Push",
            "PushJSON",
            "PushEvent",
            "Finish",
            "Diagnostics",
            "Done",
            "Err",
            "SnapshotJSON",
        }
        targets = tuple(self._target(stream, target, taken) for target in stream.targets)
        return StreamView(
            key=quoted(stream.event),
            name=name,
            make=self.names.late(f"New{name}"),
            read=self.names.late(f"Read{'' if single else event}StreamEvents"),
            table=f"streamOf{event}",
            event=event,
            tag=quoted(stream.tag),
            data=quoted(stream.data),
            end=texts(stream.end),
            errors=texts(stream.error),
            ignore=texts(stream.ignore),
            constants=tuple(
                (quoted(tag), json_value(found))
                for tag, found in patch_constants(self.package, stream).items()
            ),
            targets=targets,
            many=tuple(target for target in targets if target.has_id == "true"),
            single=tuple(target for target in targets if target.has_id == "false"),
            lives=tuple(self._lives(stream)),
            patches=tuple(self._patches(stream)),
        )

    def _target(self, stream: Stream, target: StreamTarget, taken: set[str]) -> TargetView:
        accessor = exported_name(target.name.words)
        while accessor in taken:
            accessor += "_"
        taken.add(accessor)
        grows = dict(target.grows)
        actions = [
            ActionView(
                quoted(tag),
                f"{action}Action",
                self.rules.name(grows[tag], target.of) if action == "patch" else "nil",
            )
            for action in ("create", "refresh", "patch", "close", "set")
            for tag in getattr(target, action)
        ]
        return TargetView(
            name=quoted(target.name.spelled),
            id=_steps(target.id),
            object=_steps(target.object),
            delta=_steps(target.delta),
            has_id=json.dumps(target.id is not None),
            creates=json.dumps(bool(target.create)),
            actions=tuple(actions),
            accessor=accessor,
            type=self.names.types[target.of],
        )

    def _lives(self, stream: Stream) -> Iterator[EventsView]:
        for delta in self.package.deltas:
            for place, target in enumerate(stream.targets):
                if target.of == delta.snapshot and target.create and target.patch and target.close:
                    if delta.delta not in dict(target.grows).values():
                        continue
                    word = self.names.roots[delta.delta]
                    rules = self.rules.name(delta.delta, delta.snapshot)
                    name = self.names.late(f"{word}Events")
                    yield EventsView(name, self.names.types[delta.snapshot], rules, place)
                    break

    def _patches(self, stream: Stream) -> Iterator[PatchView]:
        """The events whose delta and id can be reached field by field, in their types."""
        union = self.package.decls[stream.event]
        assert isinstance(union, Union)
        records = {variant.tag: self.package.decl_of(variant.type) for variant in union.variants}
        for place, target in enumerate(stream.targets):
            for tag, delta in target.grows:
                record = records.pop(tag, None)  # the first target that knows an event has it
                if not isinstance(record, Record) or not self.pieces.ways.leads(delta):
                    continue
                grown = self.pieces.reach(record, target.delta)
                told = self.pieces.reach(record, target.id)
                if grown is None or told is None or (target.id and told.type != "string"):
                    continue
                tests = dict.fromkeys(["event != nil", *grown.tests, *told.tests])
                yield PatchView(
                    event=self.names.types[record.name.spelled],
                    test=" && ".join(tests),
                    delta=grown.field,
                    place=place,
                    tag=quoted(tag),
                    id=told.field if target.id else '""',
                    rules=self.rules.name(delta, target.of),
                )


def _steps(pointer: str | None) -> str:
    return texts(tokens(pointer or ""))
