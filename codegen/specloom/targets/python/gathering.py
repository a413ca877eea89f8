"""The view of streams: which event does what, and what people read off a StreamAccumulator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specloom.ir import Decl, MergeRule, Package, Record, Ref, Stream, StreamTarget, Union
from specloom.names import snake
from specloom.plaintext import on_one_line
from specloom.pointers import tokens
from specloom.render import render
from specloom.targets.python.literals import quoted
from specloom.targets.python.names import Names, function_name
from specloom.targets.python.shapes import tuple_of

ACTIONS = ("create", "refresh", "patch", "close", "set")


@dataclass(frozen=True, slots=True)
class TargetView:
    """Objects that a stream builds: a property of the accumulator and a row of its table."""

    property: str
    docs: str
    annotation: str
    reader: str
    literal: str
    model: str
    accumulator: str
    object: str
    id: str
    delta: str
    streamed: str
    creates: str


@dataclass(frozen=True, slots=True)
class ActionView:
    """What one event does: its tag, the target and the action, as literals, and the model of its delta."""

    tag: str
    target: str
    action: str
    delta: str


@dataclass(frozen=True, slots=True)
class KindView:
    """The model of one event, by its tag."""

    tag: str
    model: str


@dataclass(frozen=True, slots=True)
class PatchView:
    """A typed event that carries a delta: `delta` is an attribute of it, with dots, `id` an expression."""

    model: str
    event: str
    target: str
    delta_model: str
    look: str
    delta: str
    id: str
    prefix: str


@dataclass(frozen=True, slots=True)
class StreamView:
    """One stream of a package."""

    name: str
    event: str
    tag: str
    data: str
    targets: tuple[TargetView, ...]
    actions: tuple[ActionView, ...]
    end: str
    error: str
    ignore: str
    failure: str
    kinds: tuple[KindView, ...]
    patches: tuple[PatchView, ...]
    decoder: str
    event_type: str


def stream_class(package: Package, stream: Stream) -> str:
    """The class that gathers a stream: plain `StreamAccumulator` where there is one stream only."""
    several = len(package.streams) > 1
    return f"{stream.event if several else ''}StreamAccumulator"


def write_gathering(package: Package, names: Names) -> list[str]:
    """The blocks of the module of stream accumulators."""
    views = [_view(package, stream, names) for stream in package.streams]
    blocks = [render("python/stream.py.j2", view) for view in views]
    return [*blocks, render("python/events.py.j2", views[0])]


def _view(package: Package, stream: Stream, names: Names) -> StreamView:
    return StreamView(
        name=stream_class(package, stream),
        event=on_one_line(stream.event),
        tag=quoted(stream.tag),
        data=quoted(stream.data),
        targets=tuple(_target(package, target, names) for target in stream.targets),
        actions=tuple(
            ActionView(
                quoted(tag),
                quoted(target.name.spelled),
                quoted(action),
                names.types[dict(target.grows)[tag]] if action == "patch" else "None",
            )
            for target in stream.targets
            for action in ACTIONS
            for tag in getattr(target, action)
        ),
        end=_tags(stream.end),
        error=_tags(stream.error),
        ignore=_tags(stream.ignore),
        failure=_failure(package, stream, names),
        kinds=tuple(
            KindView(quoted(variant.tag or ""), names.types[variant.type.target])
            for variant in union_of(package, stream).variants
            if isinstance(variant.type, Ref)
        ),
        patches=tuple(_patches(package, stream, names)),
        decoder=f"CODECS[{quoted(stream.event)}].decode",
        event_type=names.types[stream.event],
    )


def _patches(package: Package, stream: Stream, names: Names) -> Iterator[PatchView]:
    """The events that carry deltas, where both can be reached attribute by attribute."""
    kinds = {variant.tag: variant.type for variant in union_of(package, stream).variants}
    for target in stream.targets:
        for tag, delta in target.grows:
            event = kinds[tag]
            assert isinstance(event, Ref)
            path = _attributes(names, event.target, target.delta)
            id = _attributes(names, event.target, target.id)
            if path and (id or target.id is None):
                yield PatchView(
                    model=names.types[event.target],
                    event=quoted(tag),
                    target=quoted(target.name.spelled),
                    delta_model=names.types[delta],
                    look=f"_look_into_{function_name(package.decls[event.target].name)}",
                    delta=path,
                    id=f"event.{id}" if id else "None",
                    prefix=quoted(target.delta or ""),
                )


def _attributes(names: Names, record: str, pointer: str | None) -> str:
    """The attributes that lead from a record to what a pointer means, with dots; empty if none do."""
    package = names.package
    attributes: list[str] = []
    decl: Decl | None = package.decls[record]
    for token in tokens(pointer or ""):
        field = None
        if isinstance(decl, Record):
            field = next((field for field in decl.fields if field.wire == token), None)
        if field is None or not isinstance(decl, Record):
            return ""
        attributes.append(names.fields(decl)[token])
        decl = package.decl_of(field.type)
    return ".".join(attributes)


def union_of(package: Package, stream: Stream) -> Union:
    """The union of a stream's events."""
    union = package.decls[stream.event]
    assert isinstance(union, Union)
    return union


def _tags(tags: tuple[str, ...]) -> str:
    return f"frozenset(({', '.join(map(quoted, tags))},))" if tags else "frozenset[str]()"


def _path(pointer: str | None) -> str:
    if pointer is None:
        return "None"
    return tuple_of(map(quoted, tokens(pointer)))


def _target(package: Package, target: StreamTarget, names: Names) -> TargetView:
    model = names.types[target.of]
    grown = bool(target.patch)
    streamed = dict.fromkeys(
        member.into
        for delta in package.deltas
        if grown and delta.snapshot == target.of
        for member in next(pair for pair in delta.records if pair.delta == delta.delta).members
        if member.into and member.rule is not MergeRule.SKIP
    )
    many = target.id is not None
    words = snake(target.name.words)
    return TargetView(
        property=words,
        docs=(
            f"Each {model} by its id, live."
            if many
            else f"The {model}, live; None until it has come."
        ),
        annotation=f"dict[str, {model}]" if many else f"{model} | None",
        reader=(
            f"self._many({quoted(target.name.spelled)})"
            if many
            else f"self._one({quoted(target.name.spelled)})"
        ),
        literal=quoted(target.name.spelled),
        model=model,
        accumulator=f"{model}Accumulator" if grown else "None",
        object=_path(target.object),
        id=_path(target.id),
        delta=_path(target.delta),
        streamed=(
            f"frozenset({{{', '.join(map(quoted, streamed))}}})" if streamed else "frozenset[str]()"
        ),
        creates=str(bool(target.create)),
    )


def _failure(package: Package, stream: Stream, names: Names) -> str:
    """The model of what an error event carries, or None."""
    for variant in union_of(package, stream).variants:
        if variant.tag in stream.error and isinstance(variant.type, Ref):
            record = package.decls[variant.type.target]
            assert isinstance(record, Record)
            for field in record.fields:
                decl = package.decl_of(field.type)
                if field.wire == (stream.data or "error") and isinstance(decl, Record):
                    return names.types[decl.name.spelled]
    return "None"
