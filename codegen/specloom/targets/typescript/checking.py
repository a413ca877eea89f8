"""Calls that check one value, for the type that a spec gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never

from specloom.ir import (
    Alias,
    Bounds,
    Choice,
    Const,
    Field,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Ref,
    Scalar,
    Type,
)
from specloom.names import pascal
from specloom.targets.typescript.layout import Doc, call, call_with, clause, lay
from specloom.targets.typescript.literals import literal, member, quoted
from specloom.targets.typescript.names import Names, values_name
from specloom.targets.typescript.types import is_anything, takes_null

ITSELF = ("value", "at", "key", "found")
"""The arguments of a check that is passed on as a whole."""

_FUNCTIONS = {
    Kind.STRING: "rt.text",
    Kind.INTEGER: "rt.whole",
    Kind.NUMBER: "rt.number",
    Kind.BOOLEAN: "rt.flag",
    Kind.ANY: "rt.anything",
}


@dataclass(frozen=True, slots=True)
class Helper:
    """A check of its own for what a list or a map holds."""

    name: str
    statement: str


@dataclass
class Checking:
    """Writes the calls of one file and remembers what they need.

    `foreign` are functions of other files, `values` constants of the models; `patterns` are regular
    expressions by their source; `helpers` wait to be written before the check that asked for them.
    """

    names: Names
    home: str
    foreign: set[tuple[str, str]] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    patterns: dict[str, str] = field(default_factory=dict)
    helpers: list[Helper] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    @property
    def package(self) -> Package:
        """What is being written."""
        return self.names.package

    def member(self, field: Field, record: str) -> str | None:
        """The statement that checks a member of the object `v`; None if there is nothing to check."""
        optional = field.presence is Presence.OPTIONAL
        if optional and is_anything(field.type, self.package):
            return None
        source = member("v", field.wire)
        checked = self.check(
            field.type,
            [source, "here", quoted(field.wire), "found"],
            f"{record}{pascal(field.name.words)}",
        )
        gap = ""
        if takes_null(field.type, self.package) and not is_anything(field.type, self.package):
            gap = "!= null" if optional else "!== null"
        elif optional:
            gap = "!== undefined"
        return lay(clause(f"{source} {gap}", checked) if gap else [checked, ";"], 2)

    def statement(self, type: Type, name: str) -> str:
        """The statement that checks the value itself; `name` is what helpers are called after."""
        checked = self.check(type, ITSELF, name)
        if takes_null(type, self.package) and not is_anything(type, self.package):
            return lay(clause("value !== null", checked), 2)
        return lay([checked, ";"], 2)

    def check(self, type: Type, arguments: Sequence[str], name: str) -> Doc:
        """The call that checks a value, null set aside."""
        match type:
            case Scalar():
                return call_with(_FUNCTIONS[type.kind], arguments, self._limits(type.bounds))
            case Const():
                return call("rt.constant", [*arguments, literal(type.value)])
            case ListOf():
                limits = _counts(type.min_items, type.max_items)
                item = self.function(type.item, name)
                return call_with("rt.list", [*arguments, item], limits)
            case MapOf():
                limits = _counts(type.min_members, type.max_members)
                bounds = Bounds(max_length=type.key_max_length, pattern=type.key_pattern)
                names = self._limits(bounds)
                if names:
                    limits = [*limits, ["names: { ", *_separated(names), " }"]]
                item = self.function(type.value, name)
                return call_with("rt.map", [*arguments, item], limits)
            case Nullable():
                return self.check(type.inner, arguments, name)
            case Ref():
                return self._ref(type, arguments, name)
            case _:
                assert_never(type)

    def function(self, type: Type, name: str) -> str:
        """The function that checks an item: one that there is already, or a helper."""
        if isinstance(type, Ref) and isinstance(self.package.decls[type.target], Alias):
            inner = self.package.resolve(type)
            if isinstance(inner, ListOf | MapOf):
                return self.named(type.target)
        resolved = self.package.resolve(type)
        if isinstance(resolved, Scalar) and resolved.bounds == Bounds():
            return _FUNCTIONS[resolved.kind]
        if isinstance(resolved, Ref):
            decl = self.package.decls[resolved.target]
            if not isinstance(decl, Choice):
                return self.named(resolved.target)
            if decl.open:
                return "rt.text"
        helper = f"itemOf{name}"
        while helper in self.used:
            helper += "_"
        self.used.add(helper)
        self.helpers.append(Helper(helper, self.statement(type, f"{name}Item")))
        return helper

    def named(self, decl: str) -> str:
        """The check of a declaration."""
        function = f"check{self.names.types[decl]}"
        home = self.names.modules[decl]
        if home != self.home:
            self.foreign.add((home, function))
        return function

    def choice(self, choice: Choice, arguments: Sequence[str]) -> Doc:
        """The call that checks a value of a choice."""
        if choice.open:
            return call("rt.text", arguments)
        constant = values_name(choice.name)
        self.values.add(constant)
        return call("rt.oneOf", [*arguments, constant])

    def _ref(self, type: Ref, arguments: Sequence[str], name: str) -> Doc:
        decl = self.package.decls[type.target]
        if isinstance(decl, Alias) and not isinstance(decl.type, ListOf | MapOf):
            return self.check(decl.type, arguments, name)
        if isinstance(decl, Choice):
            return self.choice(decl, arguments)
        return call(self.named(type.target), arguments)

    def _limits(self, bounds: Bounds) -> list[Doc]:
        limits = {
            "min": bounds.minimum if bounds.minimum is not None else bounds.min_length,
            "max": bounds.maximum if bounds.maximum is not None else bounds.max_length,
            "above": bounds.exclusive_minimum,
            "below": bounds.exclusive_maximum,
            "step": bounds.multiple_of,
        }
        written: list[Doc] = [f"{k}: {literal(v)}" for k, v in limits.items() if v is not None]
        if bounds.pattern is not None:
            constant = self.patterns.setdefault(bounds.pattern, f"PATTERN_{len(self.patterns) + 1}")
            written.append(f"pattern: {constant}")
        return written


def _counts(least: int | None, most: int | None) -> list[Doc]:
    limits = {"min": least, "max": most}
    return [f"{name}: {value}" for name, value in limits.items() if value is not None]


def _separated(parts: Sequence[Doc]) -> list[Doc]:
    return [each for part in parts for each in (", ", part)][1:]
