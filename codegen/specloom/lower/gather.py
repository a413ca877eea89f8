"""The first pass: every definition of a spec by its name, and what each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specloom.documents import Document, Spec
from specloom.documents.kinds import definition_kind
from specloom.documents.spec import Landing
from specloom.documents.wording import show
from specloom.problems import Problem


@dataclass(frozen=True)
class Gathered:
    """The definitions of a spec that can be looked into, in the order of files and within them.

    `kinds` says what each is meant to be (record, choice, union_by_tag, union_by_kind, alias). `broken` holds
    the names of those that break the dialect: about them, and about what depends on them, nothing more is
    said.
    """

    spec: Spec
    definitions: Mapping[str, Landing]
    kinds: Mapping[str, str]
    broken: frozenset[str]


def gather(spec: Spec) -> tuple[Gathered, list[Problem]]:
    """The definitions of the spec; names that stand for two of them are problems."""
    problems: list[Problem] = []
    definitions: dict[str, Landing] = {}
    kinds: dict[str, str] = {}
    for document in spec.documents:
        for name, schema in _definitions(document).items():
            if (document.name, name) in spec.broken:
                continue
            landing = Landing(document, f"/$defs/{name}", schema)
            first = definitions.get(name)
            if first:
                place = document.where_key(landing.pointer)
                fact = (
                    f"{show(name)} is defined at {first.document.where_key(first.pointer)} already"
                )
                problems.append(Problem(place, fact, "rename one of the two", "defined-twice"))
                continue
            definitions[name] = landing
            kinds[name] = definition_kind(schema)
    broken = frozenset(name for _, name in spec.broken)
    return Gathered(spec, definitions, kinds, broken), problems


def _definitions(document: Document) -> Mapping[str, object]:
    definitions = document.data.get("$defs") if isinstance(document.data, dict) else None
    return definitions if isinstance(definitions, dict) else {}
