"""Expressions of the fast readers: Python source that checks a value and yields what a model holds.

Each expression looks at its source once. Where a check and a result both need the value, the first mention
binds it to a variable.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import assert_never

from specloom.ir import (
    Alias,
    Bounds,
    ByTag,
    Choice,
    Const,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)
from specloom.targets.python.literals import literal, quoted
from specloom.targets.python.names import Names, function_name, values_name, variants_name
from specloom.targets.python.types import takes_null


@dataclass
class Reading:
    """Writes the expressions of one module and remembers the constants that they need.

    `patterns` holds the patterns by the name of their search, `choices` the tables of known
    values by name.
    """

    names: Names
    module: str
    patterns: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def package(self) -> Package:
        """What is being written."""
        return self.names.package

    def value(self, type: Type, source: str, depth: int = 0) -> str:
        """`source` as a value of `type`."""
        named = self.named(type)
        if named is not None:
            return f"{self.function(named)}({source})"
        type = self.package.resolve(type)
        variable = source if source.isidentifier() else _variable(depth)
        first = source if source == variable else f"{variable} := {source}"
        match type:
            case Scalar(kind=Kind.ANY):
                return source
            case Nullable():
                return self._nullable(type.inner, first, variable, depth)
            case Scalar():
                return f"{variable} if {self.check(type, first, variable)} else no()"
            case Const():
                return f"{literal(type.value)} if {_equals(type.value, source, variable)} else no()"
            case ListOf():
                return self._list(type, source, depth)
            case MapOf():
                return self._map(type, source, depth)
            case Ref():
                return self._ref(type.target, source)
            case _:
                assert_never(type)

    def check(self, type: Type, first: str, variable: str) -> str | None:
        """The condition for a scalar or constant, None for others; `first` stands at the first mention."""
        type = self.package.resolve(type)
        match type:
            case Scalar(kind=Kind.STRING):
                return " and ".join([f"type({first}) is str", *self._text(type.bounds, variable)])
            case Scalar(kind=Kind.INTEGER):
                return " and ".join([f"type({first}) is int", *_number(type.bounds, variable)])
            case Scalar(kind=Kind.NUMBER):
                kinds = f"(type({first}) is float or type({variable}) is int)"
                finite = f"{variable} - {variable} == 0"
                return " and ".join([kinds, finite, *_number(type.bounds, variable)])
            case Scalar(kind=Kind.BOOLEAN):
                return f"type({first}) is bool"
            case Const():
                return _equals(type.value, variable, variable)
            case _:
                return None

    def is_kept(self, type: Type) -> bool:
        """Whether a value that passes `check` is held as it is."""
        return isinstance(self.package.resolve(type), Scalar)

    def anything(self, type: Type) -> bool:
        """Whether there is nothing to check."""
        resolved = self.package.resolve(type)
        return isinstance(resolved, Scalar) and resolved.kind is Kind.ANY

    def named(self, type: Type) -> str | None:
        """The alias with a reader of its own that `type` refers to, if it does: one for a list or a map."""
        while isinstance(type, Ref):
            decl = self.package.decls[type.target]
            if not isinstance(decl, Alias):
                return None
            if isinstance(decl.type, ListOf | MapOf):
                return type.target
            type = decl.type
        return None

    def function(self, decl: str) -> str:
        """The reader of a declaration, as this module calls it."""
        return self.in_module(decl, f"read_{function_name(self.package.decls[decl].name)}")

    def in_module(self, decl: str, name: str) -> str:
        """`name`, defined beside the reader of a declaration, as this module calls it."""
        home = self.names.modules[decl]
        return name if home == self.module else f"_{home}.{name}"

    def variants(self, union: Union) -> str:
        """The table that finds the readers of a union's variants."""
        return self.in_module(union.name.spelled, variants_name(union.name))

    def table_of(self, choice: Choice) -> str:
        """The table that looks up the known values of a choice."""
        values = values_name(choice.name)
        table = f"KNOWN_{values.removesuffix('_VALUES')}"
        self.choices[table] = f"known({values})" if choice.open else f"only({values})"
        return table

    def _nullable(self, inner: Type, first: str, variable: str, depth: int) -> str:
        if takes_null(inner, self.package):
            return self.value(inner, first.removeprefix(f"{variable} := "), depth)
        opening = first if first == variable else f"({first})"
        check = self.check(inner, variable, variable)
        if check is not None and self.is_kept(inner):
            return f"{variable} if {opening} is None or {check} else no()"
        return f"None if {opening} is None else {self.value(inner, variable, depth)}"

    def _ref(self, target: str, source: str) -> str:
        decl = self.package.decls[target]
        if not isinstance(decl, Choice):
            return f"{self.function(target)}({source})"
        table = self.table_of(decl)
        return f"{table}[{source}]"

    def _list(self, type: ListOf, source: str, depth: int) -> str:
        limits = _limits(type.min_items, type.max_items)
        source = f"array({source}{limits})" if limits else source
        item = self.package.resolve(type.item)
        if item == Scalar(Kind.STRING, getattr(item, "format", None)):
            return f"texts({source})"
        if isinstance(item, Ref) and self.named(type.item) is None:
            decl = self.package.decls[item.target]
            if isinstance(decl, Record):
                return f"items({self.function(item.target)}, {source})"
            if isinstance(decl, Union) and isinstance(decl.told, ByTag):
                return f"variants({self.variants(decl)}, {quoted(decl.told.wire)}, {source})"
        variable = _variable(depth + 1)
        whole = source if limits else f"array({source})"
        return f"[{self.value(item, variable, depth + 1)} for {variable} in {whole}]"

    def _map(self, type: MapOf, source: str, depth: int) -> str:
        limits = _limits(type.min_members, type.max_members)
        keys = Bounds(max_length=type.key_max_length, pattern=type.key_pattern)
        plain_keys = keys == Bounds()
        if plain_keys and self.anything(type.value):
            return f"table({source}{limits})"
        value = self.package.resolve(type.value)
        if (
            plain_keys
            and not limits
            and value == Scalar(Kind.STRING, getattr(value, "format", None))
        ):
            return f"text_table({source})"
        variable = _variable(depth + 1)
        key = f"k{depth or ''}"
        tested = " and ".join(self._text(keys, key))
        named = f"({key} if {tested} else no())" if tested else key
        entry = self.value(value, variable, depth + 1)
        return f"{{{named}: {entry} for {key}, {variable} in table({source}{limits}).items()}}"

    def entries(self, type: Type) -> tuple[str, str] | None:
        """For a map of scalars with limits: the copy of `x`, and what must hold for each key `k`, value `v`.

        A loop over the copy takes half as long as building it entry by entry.
        """
        if not (isinstance(type, MapOf) and self.is_kept(type.value)):
            return None
        keys = Bounds(max_length=type.key_max_length, pattern=type.key_pattern)
        check = self.check(type.value, "v", "v")
        if check is None or self._map(type, "x", 0) == "text_table(x)":
            return None
        limits = _limits(type.min_members, type.max_members)
        return f"table(x{limits})", " and ".join([check, *self._text(keys, "k")])

    def _text(self, bounds: Bounds, variable: str) -> Iterator[str]:
        least, most = bounds.min_length or 0, bounds.max_length
        if least and most is not None:
            yield f"{least} <= len({variable}) <= {most}"
        elif least:
            yield f"len({variable}) >= {least}"
        elif most is not None:
            yield f"len({variable}) <= {most}"
        if bounds.pattern is not None:
            yield f"{self._pattern(bounds.pattern)}({variable})"

    def _pattern(self, pattern: str) -> str:
        for name, known in self.patterns.items():
            if known == pattern:
                return name
        name = f"SEARCH_{len(self.patterns) + 1}"
        self.patterns[name] = pattern
        return name


def _limits(least: int | None, most: int | None) -> str:
    if most is not None:
        return f", {least or 0}, {most}"
    return f", {least}" if least else ""


def limits_of(least: int | None, most: int | None) -> Iterator[str]:
    """The tests that the list `v` has too few items or too many."""
    if least:
        yield f"len(v) < {least}"
    if most is not None:
        yield f"len(v) > {most}"


def _number(bounds: Bounds, variable: str) -> Iterator[str]:
    if bounds.minimum is not None and bounds.maximum is not None:
        yield f"{bounds.minimum!r} <= {variable} <= {bounds.maximum!r}"
    elif bounds.minimum is not None:
        yield f"{variable} >= {bounds.minimum!r}"
    elif bounds.maximum is not None:
        yield f"{variable} <= {bounds.maximum!r}"
    if bounds.exclusive_minimum is not None:
        yield f"{variable} > {bounds.exclusive_minimum!r}"
    if bounds.exclusive_maximum is not None:
        yield f"{variable} < {bounds.exclusive_maximum!r}"
    if bounds.multiple_of is not None:
        yield f"is_multiple({variable}, {bounds.multiple_of!r})"


def _equals(value: str | int | bool, source: str, variable: str) -> str:
    if isinstance(value, bool):
        return f"{source} is {value}"
    if isinstance(value, str):
        return f"{source} == {quoted(value)}"
    first = source if source == variable else f"{variable} := {source}"
    return f"type({first}) is int and {variable} == {value}"


def _variable(depth: int) -> str:
    return "vij"[depth] if depth < 3 else f"v{depth}"
