"""The dialect gate: every node of every document, judged as what its author meant it to be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from specloom.documents.dialect import load_dialect
from specloom.documents.explain import explain
from specloom.documents.kinds import TYPES, definition_kind, use_shape
from specloom.documents.references import Registry
from specloom.documents.spec import Document
from specloom.documents.wording import near, show
from specloom.pointers import step
from specloom.problems import Problem
from specloom.where import Where

_INLINE = {
    "record": "an object with members",
    "choice": "an enumeration",
    "union": "a union",
}


def check_dialect(
    documents: tuple[Document, ...], operations: Document | None, registry: Registry
) -> tuple[frozenset[tuple[str, str]], list[Problem]]:
    """(document, definition) of what breaks the dialect, and all that is wrong."""
    gate = _Gate(registry)
    for document in documents:
        gate.visit_document(document)
    if operations:
        gate.visit_operations(operations)
    return frozenset(gate.broken), gate.problems


class _Gate:
    """One walk over one spec."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.dialect = load_dialect()
        self.problems: list[Problem] = []
        self.broken: set[tuple[str, str]] = set()
        self.beyond = 0  # references into files that cannot be read

    # --- documents -----------------------------------------------------------------------------------

    def visit_document(self, document: Document) -> None:
        """A document and every definition in it."""
        before = len(self.problems)
        self._judge(document, "", "document", document.data)
        if len(self.problems) > before:
            self.broken.add((document.name, ""))
        for name, node in _members(document.data, "$defs"):
            before = len(self.problems) + self.beyond
            self.visit_definition(document, step("/$defs", name), node)
            misnamed = any(self.dialect.complaints("definition_name", name))
            if misnamed or len(self.problems) + self.beyond > before:
                self.broken.add((document.name, name))

    def visit_operations(self, document: Document) -> None:
        """The operations of the spec."""
        before = len(self.problems)
        self._judge(document, "", "operations", document.data)
        for name, node in _members(document.data, "operations"):
            pointer = step("/operations", name)
            self._judge(document, pointer, "operation", node)
            for parameter, use in _members(node, "params"):
                self._visit_use(document, step(f"{pointer}/params", parameter), use, "as_alias")
        if len(self.problems) > before:
            self.broken.add((document.name, ""))

    def visit_definition(self, document: Document, pointer: str, node: Any) -> None:
        """A definition: a record, choice, union or alias."""
        kind = definition_kind(node)
        if kind == "alias":
            self._visit_use(document, pointer, node, "as_alias")
            return
        self._judge(document, pointer, kind, node)
        if kind == "record":
            self._visit_record(document, pointer, node)
        elif kind == "union_by_tag":
            for inner, part in _items(node, "oneOf", pointer):
                self._judge(document, inner, "reference", part)
                self._judge(document, inner, "as_part", part)
                self._check_reference(document, inner, part)
        elif kind == "union_by_kind":
            for inner, part in _items(node, "oneOf", pointer):
                self._visit_use(document, inner, part, "as_part")

    def _visit_record(self, document: Document, pointer: str, node: Any) -> None:
        for name, use in _members(node, "properties"):
            self._visit_use(document, step(f"{pointer}/properties", name), use, "as_property")
        for inner, rule in _items(node, "allOf", pointer):
            conditional = isinstance(rule, dict) and ("if" in rule or "then" in rule)
            self._judge(
                document, inner, "conditional" if conditional else "choice_of_members", rule
            )

    # --- uses ----------------------------------------------------------------------------------------

    def _visit_use(self, document: Document, pointer: str, node: Any, role: str) -> None:
        if node is True and role == "as_part":
            return
        if not isinstance(node, dict):
            remedy = "write a use, such as a reference or a type"
            fact = f"{show(node)} describes no value"
            self._add(document.where(pointer), fact, remedy, "bad-value")
            return
        shape = use_shape(node)
        if shape in _INLINE:
            self._refuse_inline(document, pointer, node, shape)
            return
        if shape == "unknown":
            self._refuse_type(document, pointer, node)
            return
        self._judge(document, pointer, shape, node)
        self._judge(document, pointer, role, node)
        if "x-merge" in node:
            merge = node["x-merge"]
            word = "merge_object" if isinstance(merge, dict) else "merge_word"
            self._judge(document, f"{pointer}/x-merge", word, merge)
        self._check_reference(document, pointer, node)
        if shape == "list" and "items" in node:
            self._visit_use(document, f"{pointer}/items", node["items"], "as_part")
        elif shape == "map" and "additionalProperties" in node:
            inner = f"{pointer}/additionalProperties"
            self._visit_use(document, inner, node["additionalProperties"], "as_part")
        elif shape == "nullable":
            for inner, part in list(_items(node, "anyOf", pointer))[:1]:
                self._visit_use(document, inner, part, "as_part")

    def _refuse_inline(self, document: Document, pointer: str, node: Any, shape: str) -> None:
        fact = f"{_INLINE[shape]} stands inline"
        remedy = "give it a name under `$defs` and refer to that"
        self._add(document.where(pointer), fact, remedy, "inline-type")
        if shape == "record":
            self._visit_record(document, pointer, node)
        for word in ("oneOf", "anyOf"):
            for inner, part in _items(node, word, pointer):
                if part != {"type": "null"} and shape == "union":
                    self._visit_use(document, inner, part, "as_part")

    def _refuse_type(self, document: Document, pointer: str, node: Any) -> None:
        types = node["type"]
        fact = f"{show(types)} is no type of the dialect"
        if types == "null" or types == ["null"]:
            fact, remedy = "null alone is no type", "say of what use null is the other value"
        elif isinstance(types, str):
            remedy = near(types, TYPES, "write string, integer, number, boolean, array or object")
        else:
            remedy = 'write one type, or ["<type>", "null"] if it may be null'
        self._add(document.where(f"{pointer}/type"), fact, remedy, "unknown-type")

    def _check_reference(self, document: Document, pointer: str, node: Any) -> None:
        ref = node.get("$ref") if isinstance(node, dict) else None
        if isinstance(ref, str):
            problem = self.registry.check(ref, document, f"{pointer}/$ref")
            if problem:
                self.problems.append(problem)
            self.beyond += self.registry.is_beyond(ref)

    # --- complaints ----------------------------------------------------------------------------------

    def _judge(self, document: Document, pointer: str, shape: str, node: Any) -> None:
        for error in self.dialect.complaints(shape, node):
            self.problems.extend(explain(error, document, pointer, shape, self.dialect))

    def _add(self, where: Where, fact: str, remedy: str, code: str) -> None:
        self.problems.append(Problem(where, fact, remedy, code))


def _members(node: Any, word: str) -> Iterable[tuple[str, Any]]:
    """The members of the object under `word`, if there is one."""
    inner = node.get(word) if isinstance(node, dict) else None
    return inner.items() if isinstance(inner, dict) else ()


def _items(node: Any, word: str, pointer: str) -> Iterable[tuple[str, Any]]:
    """The items of the list under `word`, if there is one, by pointer."""
    inner = node.get(word) if isinstance(node, dict) else None
    if isinstance(inner, list):
        for index, item in enumerate(inner):
            yield f"{pointer}/{word}/{index}", item
