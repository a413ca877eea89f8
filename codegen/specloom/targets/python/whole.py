"""Views of what belongs to the package as a whole: its front, codecs, operations, streams and metadata."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from specloom.ir import Const, Operation, Package, Record, Ref, Stream, Union
from specloom.render import render
from specloom.targets.python.alike import AlikeView, alike
from specloom.targets.python.literals import docstring, literal, quoted
from specloom.targets.python.names import Names
from specloom.targets.python.shapes import tuple_of


@dataclass(frozen=True, slots=True)
class Row:
    """A name and a value, both as source."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """A module and the names that are found in it, in lines."""

    module: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InitView:
    """The package itself."""

    header: str
    docs: str
    for_checkers: tuple[str, ...]
    version: str
    exports: tuple[str, ...]
    homes: tuple[HomeView, ...]


@dataclass(frozen=True, slots=True)
class CodecsView:
    """Which module has the codec of which type."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class OperationView:
    """One call: its name and the arguments that describe it."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class OperationsView:
    """All calls."""

    operations: tuple[OperationView, ...]


@dataclass(frozen=True, slots=True)
class StreamView:
    """One stream: the union of its events, where their name and data go, and data that is bare text."""

    spelled: str
    union: str
    event: str
    tag: str
    data: str
    literals: str


@dataclass(frozen=True, slots=True)
class StreamsView:
    """The functions that read events. There are overloads only where there are several streams.

    `alike` are the events of which most are made of one before them.
    """

    streams: tuple[StreamView, ...]
    alike: tuple[AlikeView, ...]
    overloads: tuple[StreamView, ...]
    parameter: str
    argument: str
    result: str


def write_init(names: Names, exports: Mapping[str, Sequence[str]], header: str) -> str:
    """The package's own module; `exports` are the names that people import, by module."""
    package = names.package
    checked = [
        f"from .{home} import {', '.join(listed)}" if home[0] == "_" else f"from .{home} import *"
        for home, listed in exports.items()
    ]
    homes = [
        HomeView(home, tuple(textwrap.wrap(" ".join(listed), 92)))
        for home, listed in exports.items()
    ]
    return render(
        "python/init.py.j2",
        InitView(
            header=header,
            docs=docstring(package.docs.text),
            for_checkers=tuple(checked),
            version=quoted(package.version),
            exports=tuple(sorted(name for listed in exports.values() for name in listed)),
            homes=tuple(homes),
        ),
    )


def write_codecs(names: Names) -> str:
    """The block that finds codecs."""
    rows = (Row(quoted(decl), quoted(home)) for decl, home in names.modules.items())
    return render("python/codecs.py.j2", CodecsView(tuple(rows)))


def write_operations(package: Package) -> str:
    """The block that lists operations."""
    views = (
        OperationView(quoted(operation.name.spelled), tuple(_rows_of(operation)))
        for operation in package.operations
    )
    return render("python/operations.py.j2", OperationsView(tuple(views)))


def _rows_of(operation: Operation) -> list[Row]:
    errors = ", ".join(f"{status}: {quoted(name)}" for status, name in operation.errors)
    headers = ", ".join(f"{quoted(name)}: {quoted(value)}" for name, value in operation.headers)
    params = [quoted(param.wire) for param in operation.params]
    always = {
        "name": quoted(operation.name.spelled),
        "title": quoted(operation.title),
        "description": quoted(operation.docs.text),
        "method": quoted(operation.method),
        "path": quoted(operation.path),
        "response": quoted(operation.response),
        "errors": f"{{{errors}}}",
        "headers": f"{{{headers}}}",
    }
    sometimes = {
        "params": tuple_of(params) if params else "",
        "query": quoted(operation.query) if operation.query else "",
        "body": quoted(operation.body) if operation.body else "",
        "body_required": "True" if operation.body_required else "",
        "events": quoted(operation.events) if operation.events else "",
        "trigger": quoted(operation.trigger) if operation.trigger else "",
        "paginated": "True" if operation.paginated else "",
        "deprecated": "True" if operation.docs.deprecated else "",
    }
    given = always | {name: value for name, value in sometimes.items() if value}
    return [Row(name, value) for name, value in given.items()]


def write_streams(names: Names) -> str:
    """The block that reads events."""
    views = tuple(_stream(stream, names) for stream in names.package.streams)
    first, several = views[0], len(views) > 1
    return render(
        "python/event_streams.py.j2",
        StreamsView(
            streams=views,
            alike=alike(names),
            overloads=views if several else (),
            parameter=f", *, event: str = {first.spelled}" if several else "",
            argument="event" if several else first.spelled,
            result=" | ".join(dict.fromkeys(view.union for view in views)),
        ),
    )


def _stream(stream: Stream, names: Names) -> StreamView:
    is_first = stream is names.package.streams[0]
    spelled = quoted(stream.event)
    return StreamView(
        spelled=spelled,
        union=names.types[stream.event],
        event=f"Literal[{spelled}]{f' = {spelled}' if is_first else ''}",
        tag=quoted(stream.tag),
        data=quoted(stream.data),
        literals=f"{{{', '.join(_literals(stream, names.package))}}}",
    )


def _literals(stream: Stream, package: Package) -> list[str]:
    """Entries for the events whose data is a constant string, and for ends that are no events: bare texts."""
    found: list[str] = []
    union = package.decls[stream.event]
    variants = union.variants if isinstance(union, Union) else ()
    if not stream.data:
        tags = {variant.tag for variant in variants}
        return [f"{quoted(text)}: {quoted(text)}" for text in stream.end if text not in tags]
    for variant in variants:
        record = package.decls[variant.type.target] if isinstance(variant.type, Ref) else None
        for field in record.fields if isinstance(record, Record) else ():
            type = package.resolve(field.type)
            if (
                field.wire == stream.data
                and isinstance(type, Const)
                and isinstance(type.value, str)
            ):
                found.append(f"{quoted(variant.tag or '')}: {literal(type.value)}")
    return found
