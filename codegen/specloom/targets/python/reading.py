"""Expressions of the fast readers: Python source that checks a value and yields what a model holds.

Each expression looks at its source once. Where a check and a result both need the value, the first mention
binds it to a variable.

`"" + v` is `v` itself if that is a string, and an error if it is none: the cheapest check there is. Of other
values, `v.__class__` is asked for sooner than `type(v)`, which has two names to look up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from specloom.targets.python.conditions import class_of, equals, is_closed, out_of_limits, within
from specloom.targets.python.literals import literal, quoted
from specloom.targets.python.names import (
    Names,
    constant_name,
    function_name,
    values_name,
    variants_name,
)
from specloom.targets.python.types import takes_null

_CALLS = ("table(x)", "text_table(x)")
"""Maps that are read by functions of the runtime."""


@dataclass
class Reading:
    """Writes the expressions of one module and remembers the constants that they need.

    `tags` names the member by which unions tell a record, by the record's name. `patterns` holds the patterns
    by the name of their search, `choices` the tables of known values by name, `made` the classes of objects
    that are made, each by the name of a tuple that holds only it, `sizes` how large records are (see there).
    """

    names: Names
    module: str
    tags: Mapping[str, str]
    patterns: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

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
            case Scalar() if self.is_plain_text(type):
                return f'"" + {source}'
            case Scalar():
                return f"{variable} if {self.check(type, first, variable)} else no()"
            case Const():
                return f"{literal(type.value)} if {equals(type.value, source, variable)} else no()"
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
                tests = self._text(type.bounds, variable)
                return " and ".join([f"{class_of(first)} is str", *tests])
            case Scalar(kind=Kind.INTEGER):
                tests = within(type.bounds, variable)
                return " and ".join([f"{class_of(first)} is int", *tests])
            case Scalar(kind=Kind.NUMBER):
                kinds = f"({class_of(first)} is float or {class_of(variable)} is int)"
                tests = within(type.bounds, variable)
                finite = () if is_closed(type.bounds) else (f"{variable} - {variable} == 0.0",)
                return " and ".join([kinds, *finite, *tests])
            case Scalar(kind=Kind.BOOLEAN):
                return f"{class_of(first)} is bool"
            case Const():
                return equals(type.value, variable, variable)
            case _:
                return None

    def is_kept(self, type: Type) -> bool:
        """Whether a value that passes `check` is held as it is."""
        return isinstance(self.package.resolve(type), Scalar)

    def is_plain_text(self, type: Type) -> bool:
        """Whether any string will do."""
        resolved = self.package.resolve(type)
        return (
            isinstance(resolved, Scalar)
            and resolved.kind is Kind.STRING
            and resolved.bounds == Bounds()
        )

    def anything(self, type: Type) -> bool:
        """Whether there is nothing to check."""
        resolved = self.package.resolve(type)
        return isinstance(resolved, Scalar) and resolved.kind is Kind.ANY

    def named(self, type: Type) -> str | None:
        """The alias with a reader of its own that `type` refers to, if it does.

        These are lists and maps, but for maps that one call reads.
        """
        while isinstance(type, Ref):
            decl = self.package.decls[type.target]
            if not isinstance(decl, Alias):
                return None
            if isinstance(decl.type, ListOf) or (
                isinstance(decl.type, MapOf) and self._map(decl.type, "x", 0) not in _CALLS
            ):
                return type.target
            type = decl.type
        return None

    def function(self, decl: str) -> str:
        """The reader of a declaration, as this module calls it."""
        return self.in_module(decl, f"read_{function_name(self.package.decls[decl].name)}")

    def reader(self, decl: str) -> str:
        """The reader of a declaration whose tag has been seen, if it has one."""
        verb = "take" if decl in self.tags else "read"
        return f"{verb}_{function_name(self.package.decls[decl].name)}"

    def make(self, record: Record) -> str:
        """A new object of a record's class; arguments that are there already spare a quarter of the time."""
        arguments = f"_{constant_name(record.name)}"
        self.made[arguments] = self.names.types[record.name.spelled]
        return f"new(*{arguments})"

    def told(self, record: Record, tag: str) -> str:
        """The condition that `x` has the tag of a record."""
        (constant,) = (
            type.value
            for field in record.fields
            if field.wire == tag and isinstance(type := self.package.resolve(field.type), Const)
        )
        return f"x.__class__ is dict and {equals(constant, f'x[{quoted(tag)}]', 'v')}"

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
        if check is not None and self.is_kept(inner) and not self.is_plain_text(inner):
            return f"{variable} if {opening} is None or {check} else no()"
        return f"None if {opening} is None else {self.value(inner, variable, depth)}"

    def _ref(self, target: str, source: str) -> str:
        decl = self.package.decls[target]
        if isinstance(decl, Choice):
            return f"{self.table_of(decl)}[{source}]"
        variant = self.variant(target, source) if source.isidentifier() else None
        return variant or f"{self.function(target)}({source})"

    def variant(self, target: str, variable: str) -> str | None:
        """How the value in `variable` is read if `target` is a union by tag; None for what is none."""
        decl = self.package.decls[target]
        if not isinstance(decl, Union) or not isinstance(decl.told, ByTag):
            return None
        return f"{self.variants(decl)}[{variable}[{quoted(decl.told.wire)}]]({variable})"

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
        table = "limited_table" if limits else "table"
        keys = Bounds(max_length=type.key_max_length, pattern=type.key_pattern)
        plain_keys = keys == Bounds()
        if plain_keys and self.anything(type.value):
            return f"{table}({source}{limits})"
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
        return f"{{{named}: {entry} for {key}, {variable} in {table}({source}{limits}).items()}}"

    def entries(self, type: Type) -> tuple[str, str] | None:
        """For a map of scalars with limits: when `x` is none, and what must hold for each key `k`, value `v`.

        The copy is made in the same loop, and with it the keys are interned: they are few, and the same in
        most objects.
        """
        if not (isinstance(type, MapOf) and self.is_kept(type.value)):
            return None
        keys = Bounds(max_length=type.key_max_length, pattern=type.key_pattern)
        check = self.check(type.value, "v", "v")
        if check is None or self._map(type, "x", 0) in _CALLS:
            return None
        limits = out_of_limits("x", type.min_members, type.max_members)
        return (
            " or ".join(["x.__class__ is not dict", *limits]),
            " and ".join([check, *self._text(keys, "k")]),
        )

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


def _variable(depth: int) -> str:
    return "vij"[depth] if depth < 3 else f"v{depth}"
