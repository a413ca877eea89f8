"""Whether a value fits a type: enough of it to catch a default or a rule that cannot be meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from specloom.documents.wording import one_of, show
from specloom.ir import (
    Alias,
    ByTag,
    Choice,
    Const,
    Decl,
    Json,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Presence,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)
from specloom.lower.patterns import end_at_end, find_fault

_NOUNS = {
    Kind.STRING: "a text",
    Kind.INTEGER: "a whole number",
    Kind.NUMBER: "a number",
    Kind.BOOLEAN: "true or false",
}


class Fitting:
    """Judges values against the types of a spec."""

    def __init__(self, decls: Mapping[str, Decl]) -> None:
        self.decls = decls

    def misfit(self, value: Json, type: Type) -> str | None:
        """What the type wants where the value does not fit, in words; None where it fits."""
        match type:
            case Nullable(inner=inner):
                return None if value is None else self.misfit(value, inner)
            case Const(value=constant):
                same = value == constant and isinstance(value, bool) == isinstance(constant, bool)
                return None if same else show(constant)
            case Scalar():
                return _scalar_misfit(value, type)
            case ListOf(item=item):
                if not isinstance(value, tuple):
                    return "a list"
                if not _within(len(value), type.min_items, type.max_items):
                    return "a list within its bounds"
                return self._first_misfit(value, item)
            case MapOf(value=inner):
                if not isinstance(value, Mapping):
                    return "an object"
                if not _within(len(value), type.min_members, type.max_members):
                    return "an object within its bounds"
                return self._first_misfit(tuple(value.values()), inner)
            case Ref(target=target):
                return self._decl_misfit(value, self.decls.get(target))

    def _first_misfit(self, values: tuple[Json, ...], type: Type) -> str | None:
        return next(filter(None, (self.misfit(value, type) for value in values)), None)

    def _decl_misfit(self, value: Json, decl: Decl | None) -> str | None:
        match decl:
            case Alias(type=type):
                return self.misfit(value, type)
            case Choice():
                if not isinstance(value, str):
                    return "a text"
                values = [option.value for option in decl.options]
                return None if decl.open or value in values else one_of(values)
            case Record():
                return self._record_misfit(value, decl)
            case Union():
                return self._union_misfit(value, decl)
            case None:
                return None

    def _record_misfit(self, value: Json, record: Record) -> str | None:
        if not isinstance(value, Mapping):
            return "an object"
        for field in record.fields:
            if field.wire in value:
                wanted = self.misfit(value[field.wire], field.type)
                if wanted:
                    return f"{wanted} in {show(field.wire)}"
            elif field.presence is Presence.REQUIRED:
                return f"{show(field.wire)} in it"
        known = {field.wire for field in record.fields}
        stray = next((name for name in value if name not in known), None)
        return f"no {show(stray)} in it" if stray is not None and not record.open else None

    def _union_misfit(self, value: Json, union: Union) -> str | None:
        if isinstance(union.told, ByTag):
            tag = value.get(union.told.wire) if isinstance(value, Mapping) else None
            if not isinstance(tag, str):
                return f"an object with {show(union.told.wire)}"
            for variant in union.variants:
                if variant.tag == tag:
                    return self.misfit(value, variant.type)
            tags = [variant.tag or "" for variant in union.variants]
            return None if union.open else f"{one_of(tags)} in {show(union.told.wire)}"
        misfits = [self.misfit(value, variant.type) for variant in union.variants]
        return " or ".join(wanted for wanted in misfits if wanted) if all(misfits) else None


def _scalar_misfit(value: Json, scalar: Scalar) -> str | None:
    noun = _NOUNS.get(scalar.kind)
    if noun is None:
        return None
    if scalar.kind is Kind.BOOLEAN:
        return None if isinstance(value, bool) else noun
    if scalar.kind is Kind.STRING:
        return noun if not isinstance(value, str) else _text_misfit(value, scalar)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return noun
    if scalar.kind is Kind.INTEGER and value != int(value):
        return noun
    return None if _in_range(value, scalar) else f"{noun} within its bounds"


def _text_misfit(value: str, scalar: Scalar) -> str | None:
    bounds = scalar.bounds
    if not _within(len(value), bounds.min_length, bounds.max_length):
        return "a text of another length"
    if bounds.pattern is None or find_fault(
        bounds.pattern
    ):  # a fault is complained of where it stands
        return None
    found = re.search(end_at_end(bounds.pattern), value)
    return None if found else f"a text like {show(bounds.pattern)}"


def _in_range(value: int | float, scalar: Scalar) -> bool:
    bounds = scalar.bounds
    if bounds.minimum is not None and value < bounds.minimum:
        return False
    if bounds.maximum is not None and value > bounds.maximum:
        return False
    if bounds.exclusive_minimum is not None and value <= bounds.exclusive_minimum:
        return False
    if bounds.exclusive_maximum is not None and value >= bounds.exclusive_maximum:
        return False
    # Read as the decimals people wrote: 0.3 is a multiple of 0.1, though not in binary.
    step = bounds.multiple_of
    return step is None or Fraction(str(value)) % Fraction(str(step)) == 0


def _within(count: int, least: int | None, most: int | None) -> bool:
    return (least is None or count >= least) and (most is None or count <= most)
