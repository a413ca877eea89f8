"""The view of streams: which event does what, and what people read off a StreamAccumulator."""

from __future__ import annotations

from dataclasses import dataclass

from specloom import names
from specloom.ir import MergeRule, Package, Record, Ref, Stream, StreamTarget, Union
from specloom.targets.python.merging import Spelling

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


@dataclass(frozen=True, slots=True)
class ActionView:
    """What one event does: its tag, the target and the action, as literals."""

    tag: str
    target: str
    action: str


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


def view_stream(package: Package, stream: Stream, spelling: Spelling) -> StreamView:
    """The view of one stream; the first of a package is its `StreamAccumulator`."""
    several = len(package.streams) > 1
    prefix = names.pascal(package.decls[stream.event].name.words) if several else ""
    return StreamView(
        name=f"{prefix}StreamAccumulator",
        event=stream.event,
        tag=repr(stream.tag),
        data=repr(stream.data),
        targets=tuple(_target(package, target, spelling) for target in stream.targets),
        actions=tuple(
            ActionView(repr(tag), repr(target.name.spelled), repr(action))
            for target in stream.targets
            for action in ACTIONS
            for tag in getattr(target, action)
        ),
        end=_tags(stream.end),
        error=_tags(stream.error),
        ignore=_tags(stream.ignore),
        failure=_failure(package, stream, spelling),
    )


def _tags(tags: tuple[str, ...]) -> str:
    return f"frozenset(({', '.join(map(repr, tags))},))" if tags else "frozenset()"


def _path(pointer: str | None) -> str:
    if pointer is None:
        return "None"
    tokens = [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
    return repr(tuple(tokens))


def _target(package: Package, target: StreamTarget, spelling: Spelling) -> TargetView:
    model = spelling.class_of(target.of)
    merges = next((delta for delta in package.deltas if delta.snapshot == target.of), None)
    grown = bool(target.patch) and merges is not None
    streamed: list[str] = []
    if grown and merges is not None:
        root = next(pair for pair in merges.records if pair.delta == merges.delta)
        streamed = [
            member.into
            for member in root.members
            if member.into and member.rule is not MergeRule.SKIP
        ]
    many = target.id is not None
    words = names.snake(target.name.words)
    return TargetView(
        property=words,
        docs=(
            f"Each {model} by its id, live."
            if many
            else f"The {model}, live; None until it has come."
        ),
        annotation=f"dict[str, {model}]" if many else f"{model} | None",
        reader=(
            f"self._many({target.name.spelled!r})"
            if many
            else f"self._one({target.name.spelled!r})"
        ),
        literal=repr(target.name.spelled),
        model=model,
        accumulator=f"{model}Accumulator" if grown else "None",
        object=_path(target.object),
        id=_path(target.id),
        delta=_path(target.delta),
        streamed=f"frozenset({{{', '.join(map(repr, streamed))}}})" if streamed else "frozenset()",
    )


def _failure(package: Package, stream: Stream, spelling: Spelling) -> str:
    """The model of what an error event carries, or None."""
    union = package.decls[stream.event]
    assert isinstance(union, Union)
    for variant in union.variants:
        if variant.tag in stream.error and isinstance(variant.type, Ref):
            record = package.decls[variant.type.target]
            assert isinstance(record, Record)
            for field in record.fields:
                decl = package.decl_of(field.type)
                if field.wire == stream.data and isinstance(decl, Record):
                    return spelling.class_of(decl.name.spelled)
    return "None"
