"""What reading a spec gives: documents that know where each of their values stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from specloom.documents.places import Places
from specloom.where import Where


class Document:
    """One file of a spec: `name` is its file name, `shown` its path as the user would write it."""

    def __init__(self, name: str, shown: str, data: Any, places: Places) -> None:
        self.name = name
        self.shown = shown
        self.data = data
        self.places = places

    def where(self, pointer: str) -> Where:
        """Where the value at a JSON pointer begins; of a value that is not there, its nearest parent."""
        return Where(self.shown, pointer, *self.places.of(pointer))

    def where_key(self, pointer: str) -> Where:
        """Where the name of the member at a JSON pointer stands."""
        return Where(self.shown, pointer, *self.places.key(pointer))


class Landing(NamedTuple):
    """What a reference points at."""

    document: Document
    pointer: str
    schema: Any

    @property
    def name(self) -> str:
        """The name of the definition."""
        return self.pointer.rpartition("/")[2]


class Resolver(Protocol):
    """Something that finds what references point at."""

    def land(self, ref: str, base: Document) -> Landing | None:
        """What `ref`, standing in `base`, points at; None if at nothing."""


class DanglingRefError(LookupError):
    """A reference points at nothing."""


@dataclass(frozen=True)
class Spec:
    """Every document of a spec, by file name in order, and its operations.

    `broken` holds (document name, definition name) of definitions that break the dialect: their names count,
    their contents must not be relied on. What stands outside definitions is broken under the empty name,
    and so are files that cannot be read.
    """

    root: Path
    documents: tuple[Document, ...]
    operations: Document | None
    broken: frozenset[tuple[str, str]]
    resolver: Resolver

    def resolve(self, ref: str, base: Document) -> Landing:
        """What `ref`, standing in `base`, points at; raises DanglingRefError if at nothing."""
        landing = self.resolver.land(ref, base)
        if landing is None:
            raise DanglingRefError(ref)
        return landing
