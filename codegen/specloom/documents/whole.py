"""What holds of a spec as a whole: one package, and aliases that come to an end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specloom.documents.cycles import find_cycles, walk_round
from specloom.documents.kinds import definition_kind
from specloom.documents.references import Registry
from specloom.documents.spec import Document
from specloom.problems import Problem

_Key = tuple[str, str]


def check_package(documents: tuple[Document, ...], unread: frozenset[str]) -> Iterator[Problem]:
    """Exactly one document must name the package; one that cannot be read may be it."""
    named = [
        document
        for document in documents
        if isinstance(document.data, dict) and "x-package" in document.data
    ]
    if not named and not unread:
        remedy = 'add "x-package": {"name": ..., "version": ...} to one document'
        yield Problem(documents[0].where(""), "no document names the package", remedy, "no-package")
    for document in named[1:]:
        fact = f"`x-package` is in {named[0].where_key('/x-package')} already"
        remedy = "keep one of the two"
        yield Problem(document.where_key("/x-package"), fact, remedy, "two-packages")


def check_aliases(
    documents: tuple[Document, ...], registry: Registry, broken: frozenset[_Key]
) -> tuple[frozenset[_Key], list[Problem]]:
    """The definitions that are aliases of themselves, however indirectly, and a problem for each round."""
    homes = {document.name: document for document in documents}
    graph: dict[_Key, list[_Key]] = {}
    for document in documents:
        for name, node in _definitions(document):
            if (document.name, name) not in broken and definition_kind(node) == "alias":
                landings = (registry.land(ref, document) for ref in _references(node))
                graph[document.name, name] = [
                    (landing.document.name, landing.name) for landing in landings if landing
                ]
    problems = []
    cycles = find_cycles(graph)
    for members in cycles:
        file, name = members[0]
        walk = " -> ".join(step_name for _, step_name in walk_round(graph, members)[:8])
        fact = f"`{name}` is an alias of itself: {walk}"
        remedy = "let one of them be a record, or say what it is"
        place = homes[file].where_key(f"/$defs/{name}")
        problems.append(Problem(place, fact, remedy, "cyclic-alias"))
    return frozenset(key for members in cycles for key in members), problems


def _definitions(document: Document) -> Iterator[tuple[str, Any]]:
    definitions = document.data.get("$defs") if isinstance(document.data, dict) else None
    yield from definitions.items() if isinstance(definitions, dict) else ()


def _references(use: Any) -> Iterator[str]:
    """The references in a use, its lists, maps and nullables included."""
    while isinstance(use, dict):
        if "$ref" in use:
            yield use["$ref"]
            return
        inner = use.get("anyOf")
        use = inner[0] if inner else use.get("items", use.get("additionalProperties"))
