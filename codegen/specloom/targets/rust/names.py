"""What things are called in Rust: pascal case for types and variants, snake case for fields.

Keywords that can be raw identifiers are; the others, and names that something else bears, get an underscore.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from specloom.ir import Choice, Module, Package, Record, Stream, Union
from specloom.names import Words, kebab, pascal, snake, split_words, upper_snake
from specloom.targets.rust.reserved import KEYWORDS, NEVER, TYPES

_MODULES = frozenset(["mod", "lib", "main", "models"])
_FREE_CODE = re.compile(r"[^0-9A-Za-z_-]+")


def identifier(text: str) -> str:
    """`text` without what no identifier holds, and with a letter before what does not begin one."""
    kept = "".join(c for c in text if f"x{c}".isidentifier())
    return kept if kept.isidentifier() else f"x{kept}"


def type_name(words: Words) -> str:
    """Words as the name of a type or a variant."""
    text = identifier(pascal(words))
    return text[:1].upper() + text[1:]


def field_name(words: Words) -> str:
    """Words as the name of a field or a function, not yet escaped."""
    return identifier(snake(words))


def raw(name: str) -> str:
    """A name as an identifier: keywords are marked."""
    return f"r#{name}" if name in KEYWORDS else name


def static_name(words: Words) -> str:
    """Words as the name of a constant."""
    text = identifier(upper_snake(words))
    return text[:1].upper() + text[1:]


class Scope:
    """Names that are taken in one scope; a name that is gets underscores until it is free."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = {*taken, *NEVER}

    def take(self, name: str) -> str:
        """The name, or the next one that is free."""
        while name in self.taken:
            name += "_"
        self.taken.add(name)
        return name


@dataclass(frozen=True)
class Names:
    """The Rust names of everything in a package."""

    package: Package

    @cached_property
    def _types(self) -> Scope:
        return Scope(TYPES)

    @cached_property
    def types(self) -> Mapping[str, str]:
        """Type by the name of its declaration."""
        decls = self.package.decls.items()
        return {spelled: self._types.take(type_name(decl.name.words)) for spelled, decl in decls}

    @cached_property
    def shapes(self) -> Mapping[str, str]:
        """The static that holds the shape of a type, by the name of its declaration."""
        scope, decls = Scope(), self.package.decls.items()
        return {spelled: scope.take(static_name(decl.name.words)) for spelled, decl in decls}

    def late(self, name: str) -> str:
        """A name for a type that is made for the spec's, after all of those."""
        _ = self.types
        return self._types.take(name)

    def fields(self, record: Record) -> Mapping[str, str]:
        """Field by wire name."""
        scope = Scope(["extra"])
        return {f.wire: raw(scope.take(field_name(f.name.words))) for f in record.fields}

    def constants(self, record: Record) -> Mapping[str, str]:
        """What the constant of a member would be called, by wire name."""
        scope = Scope()
        return {f.wire: scope.take(static_name(f.name.words)) for f in record.fields}

    def variants(self, union: Union) -> tuple[str, ...]:
        """The variants of a union, told by a tag after the tag."""
        scope = Scope(["Unknown"])
        words = [split_words(variant.tag or "") or variant.name.words for variant in union.variants]
        return tuple(scope.take(type_name(one)) for one in words)

    def options(self, choice: Choice) -> tuple[str, ...]:
        """The variants of a choice."""
        scope = Scope(["Other"])
        return tuple(scope.take(type_name(one.name.words or ("empty",))) for one in choice.options)

    @cached_property
    def roots(self) -> Mapping[str, str]:
        """The accumulator of each root delta, named after the snapshot if only one delta grows it."""
        grown = Counter(delta.snapshot for delta in self.package.deltas)
        return {
            delta.delta: self.late(
                f"{self.types[self._word(grown, delta.snapshot, delta.delta)]}Accumulator"
            )
            for delta in self.package.deltas
        }

    @staticmethod
    def _word(grown: Counter[str], snapshot: str, delta: str) -> str:
        return snapshot if grown[snapshot] == 1 else delta

    @cached_property
    def gatherers(self) -> Mapping[str, str]:
        """The type that gathers a stream, by its union of events: plain where there is one stream only."""
        _, single = self.roots, len(self.package.streams) == 1
        return {
            stream.event: self.late(self._gatherer(stream, single))
            for stream in self.package.streams
        }

    def _gatherer(self, stream: Stream, single: bool) -> str:
        return f"{'' if single else self.types[stream.event]}StreamAccumulator"

    @cached_property
    def modules(self) -> Mapping[str, str]:
        """The module of each spec file, by the file."""
        scope = Scope({*KEYWORDS, *_MODULES})
        return {module.file: scope.take(self._stem(module)) for module in self.package.modules}

    @staticmethod
    def _stem(module: Module) -> str:
        stem = re.sub(r"[^a-z0-9_]", "", snake(module.name.words)).strip("_")
        return stem if stem[:1].isalpha() else f"types_{stem}".rstrip("_")

    @cached_property
    def crate(self) -> str:
        """The name of the crate."""
        name = _FREE_CODE.sub("", kebab(self.package.name.words)).strip("-_")
        name = name if name[:1].isalpha() else f"spec-{name}".rstrip("-")
        return (
            f"{name}-api"
            if name.replace("-", "_") in {*KEYWORDS, *NEVER, "std", "core", "test"}
            else name
        )
