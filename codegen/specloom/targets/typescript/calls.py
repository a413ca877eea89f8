"""Views of the calls of an API: their types, and what a client needs to make them."""

from __future__ import annotations

from dataclasses import dataclass

from specloom.ir import Operation
from specloom.render import render
from specloom.targets.typescript.layout import SPACE, Doc, Group, Indent, array, lay, record, shape
from specloom.targets.typescript.literals import key, own_key, quoted
from specloom.targets.typescript.models import documented
from specloom.targets.typescript.names import Names
from specloom.targets.typescript.types import Writing


@dataclass(frozen=True, slots=True)
class CallView:
    """One call: the members of its type, and the rows of its description."""

    docs: str
    name: str
    own_name: str
    types: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """The file of calls."""

    header: str
    calls: tuple[CallView, ...]


def write_calls(names: Names, header: str) -> str:
    """All calls of a package."""
    calls = tuple(_view(operation, names) for operation in names.package.operations)
    return render("typescript/operations.ts.j2", PageView(header, calls))


def _view(operation: Operation, names: Names) -> CallView:
    return CallView(
        docs=documented(operation.docs, indent=2),
        name=key(operation.name.spelled),
        own_name=own_key(operation.name.spelled),
        types=tuple(_types(operation, names)),
        rows=tuple(_rows(operation)),
    )


def _types(operation: Operation, names: Names) -> list[str]:
    writing = Writing(names)
    params = [[f"{key(param.wire)}: ", writing.type(param.type)] for param in operation.params]
    members: list[tuple[str, Doc]] = [("params", shape(params or ["[name: string]: never"]))]
    if operation.query is not None:
        members.append(("query?", writing.name(operation.query)))
    if operation.body is not None:
        members.append(
            ("body" if operation.body_required else "body?", writing.name(operation.body))
        )
    members.append(("response", writing.name(operation.response)))
    if operation.events is not None:
        members.append(("events", writing.name(operation.events)))
    return [lay([f"{name}: ", type, ";"], 4) for name, type in members]


def _rows(operation: Operation) -> list[str]:
    errors = record([f"{status}: {quoted(name)}" for status, name in operation.errors])
    headers = record([f"{own_key(name)}: {quoted(value)}" for name, value in operation.headers])
    rows: list[tuple[str, Doc]] = [
        ("name", quoted(operation.name.spelled)),
        ("title", quoted(operation.title)),
        ("method", quoted(operation.method)),
        ("path", quoted(operation.path)),
        ("params", array([quoted(param.wire) for param in operation.params])),
        ("query", _named(operation.query)),
        ("body", _named(operation.body)),
        ("isBodyRequired", "true" * operation.body_required),
        ("response", quoted(operation.response)),
        ("events", _named(operation.events)),
        ("trigger", _named(operation.trigger)),
        ("errors", errors),
        ("headers", headers),
        ("isPaginated", "true" * operation.paginated),
        ("isDeprecated", "true" * operation.docs.deprecated),
    ]
    return [lay([_row(name, value), ","], 4) for name, value in rows if value]


def _row(name: str, value: Doc) -> Doc:
    """A member; prettier puts text that does not fit beside its name below it."""
    if isinstance(value, str):
        return Group([f"{name}:", Indent([SPACE, value])])
    return [f"{name}: ", value]


def _named(name: str | None) -> str:
    return "" if name is None else quoted(name)
