"""From a spec that keeps to the dialect to what it means: passes, each data in, data and problems out.

gather (definitions by name) -> shape (each by itself) -> prove (unions can be told) -> review (all together)
-> order (recursion, modules) -> deltas and streams (what grows what).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from specloom.documents import Document, Spec
from specloom.ir import Decl, Docs, Module, Name, Package, Where
from specloom.lower import deltas, streams
from specloom.lower.gather import Gathered, gather
from specloom.lower.naming import refuse_folding
from specloom.lower.operations import read_access, read_operations
from specloom.lower.order import mark_recursion
from specloom.lower.prove import prove
from specloom.lower.review import review
from specloom.lower.shape import shape
from specloom.names import split_words
from specloom.problems import Problem, has_errors, in_order

__all__ = ["Gathered", "lower"]


def lower(spec: Spec) -> tuple[Package | None, list[Problem]]:
    """What `spec` means, and every problem in it that reading alone does not show.

    None when there is an error, here or in a definition that broke the dialect.
    """
    gathered, problems = gather(spec)
    shaped, found = shape(gathered)
    problems += found
    unions, found = prove(gathered, shaped)
    problems += found
    everything: Mapping[str, Decl] = {**shaped, **unions}
    decls = {name: everything[name] for name in gathered.definitions}
    problems += review(gathered, decls)
    operations, found = read_operations(gathered, decls)
    problems += found
    modules, found = _modules(gathered, mark_recursion(decls))
    problems += found
    package = _package(spec, modules)
    if package is None or gathered.broken:
        return None, in_order(problems)
    server, auth = read_access(gathered)
    package = replace(package, operations=operations, server=server, auth=auth)
    if not has_errors(problems):
        grown, found = deltas.read(package, gathered.definitions)
        problems += found
        flows, found = streams.read(package, gathered.definitions, grown)
        problems += found
        package = replace(package, deltas=grown, streams=flows)
    return (None if has_errors(problems) else package), in_order(problems)


def _modules(
    gathered: Gathered, decls: Mapping[str, Decl]
) -> tuple[tuple[Module, ...], list[Problem]]:
    """A module for each document, in the order of file names."""
    homes: dict[str, list[Decl]] = {document.name: [] for document in gathered.spec.documents}
    for spelled, decl in decls.items():
        homes[gathered.definitions[spelled].document.name].append(decl)
    modules: list[Module] = []
    tops: list[tuple[Name, Where]] = []
    for document in gathered.spec.documents:
        stem = document.name.removesuffix(".json").removesuffix(".schema")
        name = Name(split_words(stem), stem)
        docs = Docs(_describe(document))
        modules.append(Module(name, docs, tuple(homes[document.name]), document.name))
        tops.append((name, document.where("")))
    return tuple(modules), list(refuse_folding(tops, "files", "rename one of them"))


def _package(spec: Spec, modules: tuple[Module, ...]) -> Package | None:
    """The package, if exactly what names it is there and in order."""
    for document in spec.documents:
        head = document.data.get("x-package") if isinstance(document.data, dict) else None
        if isinstance(head, dict) and isinstance(head.get("name"), str):
            name = Name(tuple(head["name"].split("_")), head["name"])
            return Package(name, str(head.get("version")), Docs(_describe(document)), modules)
    return None


def _describe(document: Document) -> str:
    text = document.data.get("description") if isinstance(document.data, dict) else None
    return text if isinstance(text, str) else ""
