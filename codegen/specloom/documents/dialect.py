"""The dialect as jsonschema validators, one a shape, each looking at one node of a document at a time.

dialect.schema.json is whole and recursive: any validator can use it. The gate walks documents by itself,
because only it can tell what an author meant; so here the recursive references are cut (`true`) and the
others are put in place. A node is then validated once, against one closed shape, and every error is about
that node.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from specloom.shipped import find_shipped

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
        self._validators: dict[str, Any] = {}

    def complaints(self, shape: str, node: Any) -> Iterator[ValidationError]:
        """What jsonschema has against `node` as a `shape`, its inner nodes aside."""
        validator = self._validators.get(shape)
        if validator is None:
            validator = _Validator(self._cut(self._shapes[shape]))
            self._validators[shape] = validator
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
        pattern = schema.get("pattern")
        if isinstance(pattern, str) and pattern.endswith("$"):
            # Python's `$` also matches before a final line end, JSON Schema's does not.
            schema = {**schema, "pattern": pattern[:-1] + r"\Z"}
        cut = {key: self._cut(value) for key, value in schema.items()}
        if "properties" in cut:
            # Of a member that meets `false` jsonschema does not say where it stands; of `not` it does.
            members = cut["properties"].items()
            cut["properties"] = {
                name: {"not": True} if inner is False else inner for name, inner in members
            }
        return cut


@cache
def load_dialect() -> Dialect:
    """The dialect that came with the tool."""
    folder = find_shipped("spec")
    if folder is None:
        raise FileNotFoundError("this installation lacks the dialect of specs; install it again")
    return Dialect(json.loads((folder / "dialect.schema.json").read_text("utf-8")))


def _find_repeats(
    _validator: Any, unique: bool, instance: Any, _schema: Any
) -> Iterator[ValidationError]:
    """`uniqueItems` in linear time, with an error at each repeated item."""
    seen = set()
    for index, item in enumerate(instance if unique and isinstance(instance, list) else ()):
        key = json.dumps(item, sort_keys=True)
        if key in seen:
            yield ValidationError("repeated", path=[index], instance=item)
        seen.add(key)


_extend: Any = extend  # untyped in jsonschema
_Validator: Any = _extend(Draft202012Validator, {"uniqueItems": _find_repeats})
