"""Values of any type: the least that will do, or all that there can be."""

from __future__ import annotations

from typing import Any

from specloom.ir import (
    Alias,
    ByTag,
    Choice,
    Const,
    ExactlyOneOf,
    Field,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Record,
    Ref,
    RequiredIf,
    Scalar,
    Type,
    Union,
    Variant,
)
from specloom.samples.scalars import CannotMakeError, make_keys, make_scalar
from specloom.validate.scalars import same

_DEEPEST = 12
"""How deep a full value may go before only the least is put in."""


MANY = 40
"""More members than this, and each case shows only those that it must: their sizes would multiply."""


class Maker:
    """Makes up values of the types of one package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.open: list[str] = []
        """The declarations being made, outside in: what is recursive comes to an end."""

    def value(self, type: Type, *, full: bool, hint: str = "text") -> Any:
        """A value of `type`: with everything (`full`), or the least that will do."""
        match type:
            case Scalar():
                return make_scalar(type, hint)
            case Const():
                return type.value
            case Nullable():
                return self.nullable(type, full=full, hint=hint)
            case ListOf():
                least = type.min_items or 0
                wanted = max(least, 1) if full and type.max_items != 0 else least
                try:
                    return [self.value(type.item, full=full, hint=hint) for _ in range(wanted)]
                except CannotMakeError:
                    if least:
                        raise
                    return []
            case MapOf():
                return self.map(type, full=full)
            case Ref():
                return self.named(type.target, full=full, hint=hint)

    def base(self, record: Record) -> Any:
        """An object to vary: with all members, unless they are very many."""
        return self.value(Ref(record.name.spelled), full=len(record.fields) <= MANY)

    def nullable(self, type: Nullable, *, full: bool, hint: str) -> Any:
        """Null, or (`full`) a value, if one can be made."""
        if not full:
            return None
        try:
            return self.value(type.inner, full=full, hint=hint)
        except CannotMakeError:
            return None

    def map(self, type: MapOf, *, full: bool) -> dict[str, Any]:
        """As few entries as will do, or (`full`) at least one."""
        least = type.min_members or 0
        wanted = max(least, 1) if full and type.max_members != 0 else least
        try:
            return {
                key: self.value(type.value, full=full, hint="value")
                for key in make_keys(type, wanted)
            }
        except CannotMakeError:
            if least:
                raise
            return {}

    def named(self, name: str, *, full: bool, hint: str) -> Any:
        """A value of the declaration `name`."""
        times = self.open.count(name)
        if times > 1 or len(self.open) > 4 * _DEEPEST:
            raise CannotMakeError(f"{name} without end")
        full = full and not times and len(self.open) < _DEEPEST
        self.open.append(name)
        try:
            decl = self.package.decls[name]
            match decl:
                case Record():
                    return self.record(decl, full=full)
                case Choice():
                    return decl.options[0].value
                case Union():
                    return self.union(decl, full=full, hint=hint)
                case Alias():
                    return self.value(decl.type, full=full, hint=hint)
        finally:
            self.open.pop()

    def union(self, union: Union, *, full: bool, hint: str) -> Any:
        """A value of the first variant of which one can be made up."""
        for variant in union.variants:
            try:
                return self.variant(union, variant, full=full, hint=hint)
            except CannotMakeError:
                continue
        raise CannotMakeError(f"any variant of {union.name.spelled}")

    def variant(self, union: Union, variant: Variant, *, full: bool, hint: str = "text") -> Any:
        """A value of one variant."""
        value = self.value(variant.type, full=full, hint=hint)
        if value is None:  # of a nullable variant, not the one that tells it
            value = self.value(variant.type, full=True, hint=hint)
        if isinstance(union.told, ByTag) and isinstance(value, dict):
            value[union.told.wire] = variant.tag
        return value

    def record(self, record: Record, *, full: bool) -> dict[str, Any]:
        """An object with all members, or with those only that must be there."""
        value: dict[str, Any] = {}
        left_out = _left_out(record)
        for field in record.fields:
            required = field.presence is Presence.REQUIRED
            if not required and (not full or field.wire in left_out):
                continue
            try:
                value[field.wire] = self.member(field, full=full)
            except CannotMakeError:
                if required:
                    raise
        self.obey(record, value, full=full)
        return value

    def member(self, field: Field, *, full: bool) -> Any:
        """A value of a member."""
        return self.value(field.type, full=full, hint=field.wire)

    def obey(self, record: Record, value: dict[str, Any], *, full: bool) -> None:
        """Add the members that the rules of `record` ask for."""
        fields = {field.wire: field for field in record.fields}
        for rule in record.rules:
            match rule:
                case ExactlyOneOf(fields=names):
                    if not any(name in value for name in names):
                        value[names[0]] = self.member(fields[names[0]], full=full)
                case RequiredIf():
                    asked = rule.when in value and same(rule.equals, value[rule.when])
                    if asked and rule.field not in value:
                        value[rule.field] = self.member(fields[rule.field], full=full)


def _left_out(record: Record) -> set[str]:
    """Members that exclude the one that is put in."""
    rules = [rule for rule in record.rules if isinstance(rule, ExactlyOneOf)]
    return {name for rule in rules for name in rule.fields[1:]}
