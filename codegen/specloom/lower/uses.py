"""Uses: what stands in properties, lists, maps and aliases, as types."""

from __future__ import annotations

from typing import Any

from specloom.documents import Document
from specloom.documents.spec import Spec
from specloom.documents.wording import show
from specloom.ir import (
    UNBOUNDED,
    Bounds,
    Const,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Ref,
    Scalar,
    Type,
)
from specloom.lower.patterns import find_fault
from specloom.problems import Problem

_SCALARS = {kind.value: kind for kind in Kind if kind is not Kind.ANY}
_NUMERIC = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "exclusive_minimum",
    "exclusiveMaximum": "exclusive_maximum",
    "multipleOf": "multiple_of",
}


class UseReader:
    """Reads uses that the dialect has accepted, noting what makes no sense."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.problems: list[Problem] = []

    def read(self, document: Document, pointer: str, use: Any) -> Type:
        """The type of the use at a pointer."""
        if use is True:
            return Scalar(Kind.ANY)
        if "$ref" in use:
            return Ref(self.spec.resolve(use["$ref"], document).name)
        if "const" in use:
            return Const(whole(use["const"]))
        if "anyOf" in use:
            return Nullable(self.read(document, f"{pointer}/anyOf/0", use["anyOf"][0]))
        if "type" not in use:
            return Scalar(Kind.ANY)
        types = use["type"]
        if isinstance(types, list):
            return Nullable(self._typed(document, pointer, use, types[0]))
        return self._typed(document, pointer, use, types)

    def _typed(self, document: Document, pointer: str, use: Any, type: str) -> Type:
        if type == "array":
            self._check_order(document, pointer, use, "minItems", "maxItems")
            item = self.read(document, f"{pointer}/items", use["items"])
            return ListOf(item, whole(use.get("minItems")), whole(use.get("maxItems")))
        if type == "object":
            return self._map(document, pointer, use)
        if type == "string":
            bounds = self._text_bounds(document, pointer, use)
        else:
            bounds = self._number_bounds(document, pointer, use, type)
        return Scalar(_SCALARS[type], use.get("format"), bounds)

    def _map(self, document: Document, pointer: str, use: Any) -> MapOf:
        self._check_order(document, pointer, use, "minProperties", "maxProperties")
        value = use.get("additionalProperties", True)
        keys = use.get("propertyNames", {})
        if "pattern" in keys:
            self._check_pattern(document, f"{pointer}/propertyNames/pattern", keys["pattern"])
        return MapOf(
            self.read(document, f"{pointer}/additionalProperties", value),
            whole(use.get("minProperties")),
            whole(use.get("maxProperties")),
            whole(keys.get("maxLength")),
            keys.get("pattern"),
        )

    def _text_bounds(self, document: Document, pointer: str, use: Any) -> Bounds:
        self._check_order(document, pointer, use, "minLength", "maxLength")
        if "pattern" in use:
            self._check_pattern(document, f"{pointer}/pattern", use["pattern"])
        bounds = Bounds(
            min_length=whole(use.get("minLength")),
            max_length=whole(use.get("maxLength")),
            pattern=use.get("pattern"),
        )
        return UNBOUNDED if bounds == UNBOUNDED else bounds

    def _number_bounds(self, document: Document, pointer: str, use: Any, type: str) -> Bounds:
        given = {theirs: use[theirs] for theirs in _NUMERIC if theirs in use}
        if not given:
            return UNBOUNDED
        if type == "integer":
            given = {word: whole(value) for word, value in given.items()}
        self._check_range(document, pointer, given, type == "integer")
        return Bounds(**{_NUMERIC[word]: value for word, value in given.items()})

    def _check_range(
        self, document: Document, pointer: str, given: dict[str, Any], integral: bool
    ) -> None:
        """At least one number must lie between the bounds."""
        lows = [(given[word], word) for word in ("minimum", "exclusiveMinimum") if word in given]
        highs = [(given[word], word) for word in ("maximum", "exclusiveMaximum") if word in given]
        for low, low_word in lows:
            for high, high_word in highs:
                exclusive = (low_word != "minimum") + (high_word != "maximum")
                room = high - low - exclusive if integral else high - low
                if room < 0 or (room == 0 and exclusive and not integral):
                    self._refuse_bounds(document, pointer, low_word, high_word, low, high)

    def _check_order(
        self, document: Document, pointer: str, use: Any, low_word: str, high_word: str
    ) -> None:
        if low_word in use and high_word in use and use[low_word] > use[high_word]:
            low, high = use[low_word], use[high_word]
            self._refuse_bounds(document, pointer, low_word, high_word, low, high)

    def _refuse_bounds(
        self, document: Document, pointer: str, low_word: str, high_word: str, low: Any, high: Any
    ) -> None:
        place = document.where(f"{pointer}/{high_word}")
        fact = (
            f"`{low_word}` {show(low)} and `{high_word}` {show(high)} leave no value between them"
        )
        self.problems.append(Problem(place, fact, "correct one of the two", "contradictory-bounds"))

    def _check_pattern(self, document: Document, pointer: str, pattern: str) -> None:
        fault = find_fault(pattern)
        if fault:
            fact, remedy = fault
            place = document.where(pointer)
            self.problems.append(Problem(place, f"in this pattern {fact}", remedy, "pattern"))


def whole(value: Any) -> Any:
    """The value, as an integer where JSON Schema takes it for one (1.0 is 1)."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
