"""Where references land: inside the spec, on a definition, or nowhere with a reason."""

from __future__ import annotations

import re

import referencing

from specloom.documents.spec import Document, Landing
from specloom.documents.wording import near, show
from specloom.problems import Problem

SHAPE = re.compile(
    r"(?P<file>[A-Za-z0-9][A-Za-z0-9_.-]*)?#/\$defs/(?P<name>[A-Za-z][A-Za-z0-9_.-]*)\Z"
)


class Registry:
    """The documents of a spec, by the addresses that references use for them: their file names.

    `unread` names files that are there and cannot be read: whether a reference into them lands, nobody knows.
    """

    def __init__(
        self,
        documents: tuple[Document, ...],
        operations: Document | None,
        unread: frozenset[str] = frozenset(),
    ) -> None:
        self._unread = unread
        everything = (*documents, operations) if operations else documents
        self._documents = {document.name: document for document in everything}
        self._definitions = {
            document.name: _definition_names(document) for document in self._documents.values()
        }
        # Opaque, for the dialect has neither `$id` nor anchors, and a document that breaks it may hold
        # things in their places that no schema holds.
        self._registry: referencing.Registry[object] = referencing.Registry().with_resources(
            (name, referencing.Resource.opaque(document.data))
            for name, document in self._documents.items()
        )
        self._landings: dict[tuple[str, str], Landing | None] = {}

    def land(self, ref: str, base: Document) -> Landing | None:
        """What `ref`, standing in `base`, points at; None if at nothing."""
        key = (base.name, ref)
        if key not in self._landings:
            self._landings[key] = self._find(ref, base)
        return self._landings[key]

    def _find(self, ref: str, base: Document) -> Landing | None:
        match = SHAPE.match(ref)
        document = self._documents.get(match["file"] or base.name) if match else None
        if (
            match is None
            or document is None
            or match["name"] not in self._definitions[document.name]
        ):
            return None
        found = self._registry.resolver(base.name).lookup(ref)
        return Landing(document, f"/$defs/{match['name']}", found.contents)

    def is_beyond(self, ref: str) -> bool:
        """Whether the reference points into a file that cannot be read."""
        match = SHAPE.match(ref)
        return match is not None and match["file"] in self._unread

    def check(self, ref: str, base: Document, pointer: str) -> Problem | None:
        """What is wrong with the reference at `pointer` of `base`, if anything."""
        if self.land(ref, base) or self.is_beyond(ref):
            return None
        fact, remedy, code = self._explain(ref, base)
        return Problem(base.where(pointer), fact, remedy, code)

    def _explain(self, ref: str, base: Document) -> tuple[str, str, str]:
        file, _, _ = ref.partition("#")
        if "/" in file or "\\" in file or ":" in file:
            remedy = "refer to a file beside this one: `other.schema.json#/$defs/Name`"
            return f"the reference {show(ref)} leaves the spec folder", remedy, "ref-outside"
        match = SHAPE.match(ref)
        if match is None:
            remedy = "write `#/$defs/Name` or `other.schema.json#/$defs/Name`"
            return f"the reference {show(ref)} points at no definition", remedy, "ref-shape"
        document = self._documents.get(match["file"] or base.name)
        name = match["name"]
        if document is None:
            remedy = near(file, self._documents, "add the file, or correct its name")
            return f"the spec has no file {show(file)}", remedy, "dangling-ref"
        fact = f"{document.name} has no definition {show(name)}"
        for other, names in self._definitions.items():
            if name in names:
                return fact, f"it is in another file: write `{other}#/$defs/{name}`", "dangling-ref"
        known = self._definitions[document.name]
        return (
            fact,
            near(name, known, f"define it under `$defs` of {document.name}"),
            "dangling-ref",
        )


def _definition_names(document: Document) -> frozenset[str]:
    definitions = document.data.get("$defs") if isinstance(document.data, dict) else None
    return frozenset(definitions) if isinstance(definitions, dict) else frozenset()
