"""Files that speak of the package as a whole: codecs, accumulators, streams, operations, metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specloom.ir import (
    Alias,
    Const,
    Delta,
    Operation,
    Package,
    Record,
    Stream,
    StreamTarget,
    Union,
)
from specloom.names import snake
from specloom.render import render
from specloom.targets.golang.literals import comment, json_value, quoted, texts
from specloom.targets.golang.names import Names, exported_name
from specloom.targets.golang.tables import Tables
from specloom.targets.golang.types import Typing


@dataclass(frozen=True, slots=True)
class CodecView:
    """One type that can be read by name."""

    key: str
    docs: str
    strict_docs: str
    decode: str
    strict: str
    type: str
    shape: str
    reader: str
    writer: str
    sending: str


@dataclass(frozen=True, slots=True)
class CodecsView:
    """All of them."""

    header: str
    package: str
    uses_json: bool
    codecs: tuple[CodecView, ...]


@dataclass(frozen=True, slots=True)
class RootView:
    """A root delta."""

    key: str
    growth: str
    snapshot: str
    delta: str
    rules: str
    accumulator: str
    make: str
    merge: str
    compose: str
    diff: str
    chunk: str


@dataclass(frozen=True, slots=True)
class RootsView:
    """All of them."""

    header: str
    package: str
    roots: tuple[RootView, ...]


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
class StreamView:
    """A stream."""

    key: str
    name: str
    make: str
    read: str
    table: str
    event: str
    error: str
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


@dataclass(frozen=True, slots=True)
class StreamsView:
    """All streams."""

    header: str
    package: str
    streams: tuple[StreamView, ...]


@dataclass(frozen=True, slots=True)
class OperationsView:
    """The calls of the API."""

    header: str
    package: str
    operations: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Whole:
    """The files of one package that are not about one spec file."""

    names: Names
    tables: Tables
    sent: frozenset[str]
    header: str

    @property
    def package(self) -> Package:
        """The package."""
        return self.names.package

    def write_codecs(self) -> str:
        """The codecs, by the names of the spec, and the decoders."""
        codecs = tuple(self._codec(spelled) for spelled in self.package.decls)
        uses_json = any("json." in f"{codec.type} {codec.reader}" for codec in codecs)
        view = CodecsView(self.header, self.names.package_name, uses_json, codecs)
        return render("go/codecs.go.j2", view)

    def _codec(self, spelled: str) -> CodecView:
        typing, name = Typing(self.names), self.names.types[spelled]
        decl = self.package.decls[spelled]
        type = decl.type if isinstance(decl, Alias) else None
        decode, strict = self.names.decoders[spelled]
        target = self.package.decl_of(type) if type is not None else decl
        return CodecView(
            key=quoted(spelled),
            docs=comment(f"{decode} reads leniently: what does not fit is kept as it came."),
            strict_docs=comment(f"{strict} refuses what is not as the spec says, with a *DecodeError."),
            decode=decode,
            strict=strict,
            type=typing.name(type) if type is not None else name,
            shape=self.tables.shape(type) if type is not None else f"shape{name}",
            reader=typing.reader(type) if type is not None else f"decode{name}",
            writer=typing.writer(type) if type is not None else self._writer(spelled),
            sending=json.dumps(target is not None and target.name.spelled in self.sent),
        )

    def _writer(self, spelled: str) -> str:
        from specloom.ir import Ref

        return Typing(self.names).writer(Ref(spelled))

    # --- deltas ---------------------------------------------------------------------------------------

    def write_accumulators(self) -> str:
        """The accumulators and the functions on deltas."""
        roots = tuple(self._root(delta) for delta in self.package.deltas)
        return render("go/accumulators.go.j2", RootsView(self.header, self.names.package_name, roots))

    def _root(self, delta: Delta) -> RootView:
        word = self.names.roots[delta.delta]
        late = self.names.late
        return RootView(
            key=quoted(delta.delta),
            growth=f"growthOf{self.names.types[delta.delta]}",
            snapshot=self.names.types[delta.snapshot],
            delta=self.names.types[delta.delta],
            rules=self.tables.rules(delta.delta, delta.snapshot),
            accumulator=late(f"{word}Accumulator"),
            make=late(f"New{word}Accumulator"),
            merge=late(f"Merge{word}"),
            compose=late(f"Compose{word}"),
            diff=late(f"Diff{word}"),
            chunk=late(f"Chunk{word}"),
        )

    # --- streams --------------------------------------------------------------------------------------

    def write_streams(self) -> str:
        """The stream accumulators."""
        streams = tuple(self._stream(stream) for stream in self.package.streams)
        return render("go/streams.go.j2", StreamsView(self.header, self.names.package_name, streams))

    def _stream(self, stream: Stream) -> StreamView:
        name = self.names.gatherers[stream.event]
        event = self.names.types[stream.event]
        single = len(self.package.streams) == 1
        taken = {"Push", "PushJSON", "PushEvent", "Finish", "Diagnostics", "Done", "Err", "SnapshotJSON"}
        targets = tuple(self._target(stream, target, taken) for target in stream.targets)
        return StreamView(
            key=quoted(stream.event),
            name=name,
            make=self.names.late(f"New{name}"),
            read=self.names.late(f"Read{'' if single else event}StreamEvents"),
            table=f"streamOf{event}",
            event=event,
            error="",
            tag=quoted(stream.tag),
            data=quoted(stream.data),
            end=texts(stream.end),
            errors=texts(stream.error),
            ignore=texts(stream.ignore),
            constants=tuple(self._constants(stream)),
            targets=targets,
            many=tuple(target for target in targets if target.has_id == "true"),
            single=tuple(target for target in targets if target.has_id == "false"),
            lives=tuple(self._lives(stream)),
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
                self.tables.rules(grows[tag], target.of) if action == "patch" else "nil",
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
                    rules = self.tables.rules(delta.delta, delta.snapshot)
                    name = self.names.late(f"{word}Events")
                    yield EventsView(name, self.names.types[delta.snapshot], rules, place)
                    break

    def _constants(self, stream: Stream) -> Iterator[tuple[str, str]]:
        """What the record of each patch event declares as constant."""
        union = self.package.decls[stream.event]
        assert isinstance(union, Union)
        patches = {tag for target in stream.targets for tag in target.patch}
        for variant in union.variants:
            record = self.package.decl_of(variant.type)
            if variant.tag in patches and isinstance(record, Record):
                yield quoted(variant.tag), json_value(self._constants_of(record, stream.tag))

    def _constants_of(self, record: Record, tag: str) -> Mapping[str, object]:
        found: dict[str, object] = {}
        for field in record.fields:
            type = self.package.resolve(field.type)
            inner = self.package.decl_of(type)
            if isinstance(type, Const) and field.wire != tag:
                found[field.wire] = type.value
            elif isinstance(inner, Record) and field.wire == "data":
                found[field.wire] = self._constants_of(inner, "")
        return found

    # --- operations -----------------------------------------------------------------------------------

    def write_operations(self) -> str:
        """The calls of the API, as data."""
        operations = tuple(tuple(_operation(one)) for one in self.package.operations)
        view = OperationsView(self.header, self.names.package_name, operations)
        return render("go/operations.go.j2", view)


def _operation(one: Operation) -> Iterator[str]:
    yield f"Name = {quoted(snake(one.name.words) if not one.name.spelled else one.name.spelled)}"
    yield f"Title = {quoted(one.title)}"
    yield f"Description = {quoted(one.docs.text)}"
    yield f"Method = {quoted(one.method)}"
    yield f"Path = {quoted(one.path)}"
    yield f"Params = {texts(param.wire for param in one.params)}"
    yield f"Query = {quoted(one.query or '')}"
    yield f"Body = {quoted(one.body or '')}"
    yield f"Response = {quoted(one.response)}"
    yield f"Events = {quoted(one.events or '')}"
    yield f"Trigger = {quoted(one.trigger or '')}"
    errors = ", ".join(f"{status}: {quoted(name)}" for status, name in one.errors)
    yield f"Errors = map[int]string{{{errors}}}"
    headers = ", ".join(f"{quoted(name)}: {quoted(value)}" for name, value in one.headers)
    yield f"Headers = map[string]string{{{headers}}}"
    for word, is_so in (
        ("BodyRequired", one.body_required),
        ("Paginated", one.paginated),
        ("Deprecated", one.docs.deprecated),
    ):
        if is_so:
            yield f"{word} = true"


def _steps(pointer: str | None) -> str:
    steps = (pointer or "").split("/")[1:]
    return texts(step.replace("~1", "/").replace("~0", "~") for step in steps)
