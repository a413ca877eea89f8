"""Views of the functions that read and write: three a declaration, and all of them by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specloom.ir import Decl, Module
from specloom.names import camel
from specloom.render import render
from specloom.targets.typescript.layout import (
    SPACE,
    Doc,
    Group,
    Indent,
    brackets,
    call,
    lay,
    opened,
)
from specloom.targets.typescript.literals import comment, own_key
from specloom.targets.typescript.names import Names


@dataclass(frozen=True, slots=True)
class FunctionView:
    """A function of one statement; `head` is its first line, up to the brace."""

    docs: str
    head: str
    statement: str


@dataclass(frozen=True, slots=True)
class CodecsView:
    """A file of them."""

    header: str
    module: str
    functions: tuple[FunctionView, ...]


@dataclass(frozen=True, slots=True)
class RegistryView:
    """The file of all types by name."""

    header: str
    imports: tuple[str, ...]
    declaration: str


def write_codecs(module: Module, names: Names, header: str) -> str:
    """The functions for the types of one spec file."""
    functions = tuple(each for decl in module.decls for each in _functions(decl, names))
    return render("typescript/codecs.ts.j2", CodecsView(header, names.module_of(module), functions))


def _functions(decl: Decl, names: Names) -> Iterator[FunctionView]:
    name = names.types[decl.name.spelled]
    check = f"c.check{name}"
    docs = (
        f"Parsed JSON as `{name}`: the value itself. "
        "Strict throws a `DecodeError` that lists all that is wrong."
    )
    yield FunctionView(
        comment(docs),
        _head(f"decode{name}", ["value: unknown", "mode?: rt.Mode"], f"m.{name}"),
        lay(["return ", call("rt.decode", [check, "value", "mode"]), ";"], 2),
    )
    docs = f"`{name}` as plain JSON, a copy. Throws an `EncodeError` that lists all that forbids to send it."
    yield FunctionView(
        comment(docs),
        _head(f"encode{name}", [f"value: m.{name}"], "rt.Json"),
        lay(["return ", call("rt.encode", [check, "value"]), ";"], 2),
    )
    yield FunctionView(
        comment(f"All that is wrong with a value that was read as `{name}`."),
        _head(f"problems{name}", ["value: unknown"], "rt.Problem[]"),
        lay(["return ", call("rt.problems", [check, "value"]), ";"], 2),
    )


def _head(name: str, parameters: list[str], result: str) -> str:
    return lay([f"export function {name}", brackets("(", parameters, ")"), f": {result} {{"])


def write_registry(names: Names, header: str) -> str:
    """All types by name."""
    imports = []
    rows: list[Doc] = []
    for module in names.package.modules:
        local = f"{camel(module.name.words)}Checks"
        local = local if local.isidentifier() else f"n{local}"
        imports.append(f'import * as {local} from "./checks/{names.module_of(module)}.js";')
        for decl in module.decls:
            check = f"{local}.check{names.types[decl.name.spelled]}"
            rows.append(Group([f"{own_key(decl.name.spelled)}:", Indent([SPACE, check])]))
    imports.append('import * as rt from "./runtime/index.js";')
    table = ["export const CODECS: ReadonlyMap<string, rt.Codec> = rt.codecs(", opened(rows), ");"]
    return render("typescript/registry.ts.j2", RegistryView(header, tuple(imports), lay(table)))
