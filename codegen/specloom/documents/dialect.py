"""The dialect as validators, one a shape, each looking at one node of a document at a time.

dialect.schema.json is whole and recursive: any validator can use it. The gate walks documents by itself,
because only it can tell what an author meant; so here the recursive references are cut (`true`) and the
others are put in place. A node is then validated once, against one closed shape, and every error is about
that node. The quick validator says whether there is anything to say; jsonschema, which takes longer to load
than a whole spec to read, is asked what.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from specloom.shipped import find_shipped

if TYPE_CHECKING:
    from jsonschema import ValidationError

VISITED = frozenset(
    [
        "definition",
        "operation",
        "property",
        "parameter",
        "part",
        "use",
        "reference",
        "rule",
        "merge",
    ]
)
"""Shapes that the gate visits as nodes of their own."""


class Dialect:
    """The shapes of the dialect."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._shapes: Mapping[str, Any] = schema["$defs"]
        self._quick: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._exact: dict[str, Any] = {}

    def complaints(self, shape: str, node: Any) -> Iterator[ValidationError]:
        """What jsonschema has against `node` as a `shape`, its inner nodes aside."""
        return iter(()) if self._is_good(shape, node) else self._errors(shape, node)

    def _is_good(self, shape: str, node: Any) -> bool:
        validator = self._quick.get(shape)
        if validator is None:
            schema = self._cut(self._shapes[shape])
            validator = self._quick[shape] = jsonschema_rs.Draft202012Validator(schema)
        try:
            return validator.is_valid(node)
        except ValueError:  # a name with half of a surrogate pair, which it cannot look at
            return False

    def _errors(self, shape: str, node: Any) -> Iterator[ValidationError]:
        from specloom.documents.complaining import exact_validator

        validator = self._exact.get(shape)
        if validator is None:
            validator = exact_validator(self._cut(self._shapes[shape]))
            self._exact[shape] = validator
        found: Iterator[ValidationError] = validator.iter_errors(node)
        return found

    def title(self, shape: str) -> str:
        """The shape in words, such as "a record"."""
        text: str = self._shapes[shape]["description"]
        return text.partition(":")[0]

    def keywords(self, shape: str) -> frozenset[str]:
        """The words that may stand in a `shape`."""
        return frozenset(self._shapes[shape].get("properties", ()))

    @cached_property
    def all_keywords(self) -> frozenset[str]:
        """The words that may stand in some shape."""
        return frozenset(word for shape in self._shapes for word in self.keywords(shape))

    def _cut(self, schema: Any) -> Any:
        """`schema` without references: those to visited shapes are true, the others what they refer to."""
        if isinstance(schema, list):
            return [self._cut(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        ref = schema.get("$ref")
        if isinstance(ref, str):
            name = ref.rpartition("/")[2]
            return True if name in VISITED else self._cut(self._shapes[name])
        return {key: self._cut(value) for key, value in schema.items()}


@cache
def load_dialect() -> Dialect:
    """The dialect that came with the tool."""
    folder = find_shipped("spec")
    if folder is None:
        raise FileNotFoundError("this installation lacks the dialect of specs; install it again")
    return Dialect(json.loads((folder / "dialect.schema.json").read_text("utf-8")))
