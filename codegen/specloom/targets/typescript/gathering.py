"""Views of streams: the classes that gather them, and the functions that read their events."""

from __future__ import annotations

from dataclasses import dataclass

from specloom.ir import Const, Presence, Record, Stream, StreamTarget, Union
from specloom.names import camel
from specloom.plaintext import on_one_line
from specloom.render import render
from specloom.targets.typescript.accumulators import path, roots_name
from specloom.targets.typescript.layout import Doc, array, brackets, call, lay, opened, record, rows
from specloom.targets.typescript.literals import comment, key, own_key, quoted
from specloom.targets.typescript.names import Names, constant_name

ACTIONS = ("create", "refresh", "patch", "close", "set")

_MEMBERS = frozenset(
    [
        "closed",
        "constructor",
        "diagnostics",
        "done",
        "error",
        "finish",
        "prototype",
        "push",
        "snapshot",
        "check",
        "failure",
        "many",
        "manySnapshots",
        "one",
        "oneSnapshot",
        "rawTexts",
    ]
)
"""Members of the classes that gather streams."""


@dataclass(frozen=True, slots=True)
class TargetView:
    """Objects that a stream builds: a getter of the class, and a member of its snapshot."""

    docs: str
    getter: str
    live: str
    declaration: str
    copied: str


@dataclass(frozen=True, slots=True)
class StreamView:
    """One stream."""

    event: str
    constants: tuple[str, ...]
    name: str
    plan: str
    gathered: str
    targets: tuple[TargetView, ...]
    error: str
    read: str
    read_statement: str
    reader: str
    reader_head: str
    wire: str


@dataclass(frozen=True, slots=True)
class PageView:
    """The file of streams."""

    header: str
    imports: tuple[str, ...]
    streams: tuple[str, ...]
    registry: str


def write_gathering(names: Names, header: str) -> str:
    """All streams of a package."""
    streams = names.package.streams
    roots = sorted(
        {roots_name(names, t.of) for s in streams for t in s.targets if _grows(t, names)}
    )
    homes: dict[str, list[str]] = {names.modules[stream.event]: [] for stream in streams}
    for stream in streams:
        homes[names.modules[stream.event]].append(f"check{names.types[stream.event]}")
    imports = [
        lay(["import ", record(sorted(checks)), f' from "./checks/{home}.js";'])
        for home, checks in sorted(homes.items())
    ]
    if roots:
        imports.insert(0, lay(["import ", record(roots), ' from "./accumulators.js";']))
    listed: list[Doc] = [
        array(
            [
                quoted(stream.event),
                record(
                    [
                        f"gatherer: {names.gatherers[stream.event]}",
                        f"reader: {names.event_readers[stream.event]}",
                    ]
                ),
            ]
        )
        for stream in streams
    ]
    declared = "export const STREAMS: ReadonlyMap<string, rt.StreamClasses> = new Map("
    view = PageView(
        header=header,
        imports=tuple(imports),
        streams=tuple(render("typescript/stream.ts.j2", _view(s, names)) for s in streams),
        registry=lay([declared, rows(listed), ");"]),
    )
    return render("typescript/streams.ts.j2", view)


def _grows(target: StreamTarget, names: Names) -> bool:
    return bool(target.patch) and target.of in names.accumulators


def _view(stream: Stream, names: Names) -> StreamView:
    decl = names.package.decls[stream.event]
    union = names.types[stream.event]
    prefix = decl.name if len(names.package.streams) > 1 else None
    plan = constant_name(prefix, "PLAN") if prefix else "PLAN"
    wire = constant_name(prefix, "WIRE") if prefix else "WIRE"
    constants = [_target(stream, target, names) for target in stream.targets]
    constants.append(lay([f"const {plan}: rt.Plan = ", _plan(stream, names), ";"]))
    constants.append(lay([f"const {wire}: rt.Wire = ", _wire(stream, names), ";"]))
    event = f"m.{union}"
    if not stream.data and stream.end:
        texts = [tag for tag in stream.end if tag not in _tags(stream, names)]
        event = " | ".join([event, *map(quoted, texts)])
    body = "rt.ByteStream | AsyncIterable<Uint8Array> | Iterable<Uint8Array>"
    result = f"AsyncGenerator<{event}, void, undefined>"
    return StreamView(
        event=on_one_line(stream.event),
        constants=tuple(constants),
        name=names.gatherers[stream.event],
        plan=plan,
        gathered=names.gathered[stream.event],
        targets=tuple(_target_view(target, names) for target in stream.targets),
        error=_error(stream, names),
        read=lay(
            [
                f"export function {names.readers[stream.event]}",
                brackets("(", [f"body: {body}", "mode?: rt.Mode"], ")"),
                f": {result} {{",
            ]
        ),
        read_statement=lay([call("return rt.readTyped", [wire, "body", "mode"]), ";"], 2),
        reader=names.event_readers[stream.event],
        reader_head=lay(
            [f"export class {names.event_readers[stream.event]} extends rt.EventReader<{event}> {{"]
        ),
        wire=wire,
    )


def _constant(stream: Stream, target: StreamTarget, names: Names) -> str:
    constant = constant_name(target.name, "TARGET")
    if len(names.package.streams) > 1:
        constant = f"{constant_name(names.package.decls[stream.event].name, '')}{constant}"
    return constant


def _target(stream: Stream, target: StreamTarget, names: Names) -> str:
    words: list[Doc] = [f"name: {quoted(target.name.spelled)}", ["object: ", path(target.object)]]
    if target.id is not None:
        words.append(["id: ", path(target.id)])
    if target.delta is not None:
        words.append(["delta: ", path(target.delta)])
    if _grows(target, names):
        words.append(f"roots: {roots_name(names, target.of)}")
    return lay([f"const {_constant(stream, target, names)}: rt.Target = ", opened(words), ";"])


def _plan(stream: Stream, names: Names) -> Doc:
    kinds_of = {tag: kind for target in stream.targets for tag, kind in target.grows}
    steps: list[Doc] = []
    for target in stream.targets:
        for action in ACTIONS:
            for tag in getattr(target, action):
                words = [f"target: {_constant(stream, target, names)}", f'action: "{action}"']
                if tag in kinds_of:
                    words.append(f"kind: {quoted(kinds_of[tag])}")
                steps.append(array([quoted(tag), record(words)]))
    targets = array([_constant(stream, target, names) for target in stream.targets])
    return opened(
        [
            f"tag: {quoted(stream.tag)}",
            f"data: {quoted(stream.data)}",
            ["targets: ", targets],
            ["steps: new Map<string, rt.Step>(", rows(steps), ")"],
            ["end: new Set(", array([quoted(tag) for tag in stream.end]), ")"],
            ["error: new Set(", array([quoted(tag) for tag in stream.error]), ")"],
            ["ignore: new Set(", array([quoted(tag) for tag in stream.ignore]), ")"],
        ]
    )


def _tags(stream: Stream, names: Names) -> list[str]:
    union = names.package.decls[stream.event]
    assert isinstance(union, Union)
    return [variant.tag or "" for variant in union.variants]


def _wire(stream: Stream, names: Names) -> Doc:
    ends = [] if stream.data else [tag for tag in stream.end if tag not in _tags(stream, names)]
    return opened(
        [
            f"check: check{names.types[stream.event]}",
            f"tag: {quoted(stream.tag)}",
            f"data: {quoted(stream.data)}",
            ["literals: new Map<string, string>(", rows(_literals(stream, names)), ")"],
            ["ends: new Set<string>(", array([quoted(text) for text in ends]), ")"],
        ]
    )


def _literals(stream: Stream, names: Names) -> list[Doc]:
    """The bare texts that events have for data, by the name of the event."""
    union = names.package.decls[stream.event]
    assert isinstance(union, Union)
    found: list[Doc] = []
    for variant in union.variants:
        event = names.package.decl_of(variant.type)
        assert isinstance(event, Record)
        data = event.field(stream.data) if stream.data else None
        type = names.package.bare(data.type) if data is not None else None
        if isinstance(type, Const) and isinstance(type.value, str):
            found.append(array([quoted(variant.tag or ""), quoted(type.value)]))
    return found


def _target_view(target: StreamTarget, names: Names) -> TargetView:
    type = f"m.{names.types[target.of]}"
    many = target.id is not None
    spelled = quoted(target.name.spelled)
    shown = f"ReadonlyMap<string, {type}>" if many else f"{type} | null"
    getter = camel(target.name.words)
    getter = getter if getter.isidentifier() else f"n{getter}"
    getter = f"{getter}_" if getter in _MEMBERS else getter
    docs = (
        f"Each `{type[2:]}` by its id, live."
        if many
        else f"The `{type[2:]}`, live; null until it has come."
    )
    one, copy = ("many", "manySnapshots") if many else ("one", "oneSnapshot")
    return TargetView(
        docs=comment(docs, indent=2),
        getter=f"get {getter}(): {shown}",
        live=lay([call(f"return this.{one}", [spelled]), ";"], 4),
        declaration=f"readonly {key(target.name.spelled)}: {shown};",
        copied=lay([f"{own_key(target.name.spelled)}: ", call(f"this.{copy}", [spelled]), ","], 6),
    )


def _error(stream: Stream, names: Names) -> str:
    """The type of what error events carry."""
    union = names.package.decls[stream.event]
    assert isinstance(union, Union)
    for variant in union.variants:
        if variant.tag not in stream.error:
            continue
        event = names.package.decl_of(variant.type)
        if stream.data and isinstance(event, Record):
            data = event.field(stream.data)
            event = names.package.decl_of(data.type) if data is not None else None
        inner = event.field("error") if isinstance(event, Record) else None
        wrapped = names.package.decl_of(inner.type) if inner is not None else None
        if (
            isinstance(wrapped, Record)
            and inner is not None
            and inner.presence is Presence.REQUIRED
        ):
            event = wrapped
        if isinstance(event, Record):
            return f"m.{names.types[event.name.spelled]} | null"
    return "unknown"
