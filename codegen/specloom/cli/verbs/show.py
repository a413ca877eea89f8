"""`specloom show`: one definition, and who refers to it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from specloom.cli.console import Console
from specloom.cli.flags import reads_spec
from specloom.cli.lookup import complete_decl, require_decl
from specloom.cli.project import Project, load_package
from specloom.ir import Alias, Choice, Decl, Operation, Package, Record, Ref, Type, Union, parts
from specloom.targets.text.decls import decl_lines
from specloom.targets.text.merges import merge_lines, stream_lines
from specloom.targets.text.words import indent, symbol


@click.command(short_help="Say what one definition means.")
@click.argument("name", shell_complete=complete_decl)
@reads_spec
def command(console: Console, project: Project, name: str) -> int:
    """Say what the definition NAME means, and what refers to it."""
    package = load_package(console, project)
    decl = require_decl(package, name)
    blocks = [[f"{decl.where}", *decl_lines(decl)]]
    blocks += merge_lines(package, name)
    blocks += [stream_lines(s) for s in package.streams if s.event == name]
    users = list(dict.fromkeys(users_of(package, name)))
    blocks.append(["used by", *indent(users)] if users else ["used by nothing"])
    console.result("\n\n".join("\n".join(lines) for lines in blocks) + "\n")
    return 0


def users_of(package: Package, name: str) -> Iterator[str]:
    """What refers to `name`, in words: members, variants, aliases, operations and streams."""
    for decl in package.decls.values():
        yield from (f"{role} of {symbol(decl.name.spelled)}" for role in _roles(decl, name))
    for operation in package.operations:
        called = symbol(operation.name.spelled)
        yield from (f"{role} of operation {called}" for role in _operation_roles(operation, name))
    for stream in package.streams:
        for target in stream.targets:
            if target.of == name:
                yield f"object {symbol(target.name.spelled)} of stream {symbol(stream.event)}"


def _roles(decl: Decl, name: str) -> Iterator[str]:
    match decl:
        case Record():
            yield from (f"member {symbol(f.wire)}" for f in decl.fields if _mentions(f.type, name))
        case Union():
            yield from (
                f"variant {symbol(v.tag if v.tag is not None else v.kind)}"
                for v in decl.variants
                if _mentions(v.type, name)
            )
        case Alias():
            if _mentions(decl.type, name):
                yield "meaning"
        case Choice():
            pass


def _operation_roles(operation: Operation, name: str) -> Iterator[str]:
    roles = {
        "query": operation.query,
        "body": operation.body,
        "response": operation.response,
        "events": operation.events,
    }
    yield from (role for role, used in roles.items() if used == name)
    yield from (f"error {status}" for status, used in operation.errors if used == name)
    for param in operation.params:
        if _mentions(param.type, name):
            yield f"parameter {symbol(param.wire)}"


def _mentions(type: Type, name: str) -> bool:
    return any(isinstance(part, Ref) and part.target == name for part in parts(type))
