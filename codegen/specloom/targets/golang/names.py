"""What things are called in Go: exported names in pascal case with acronyms in capitals.

Exported names never clash with keywords or predeclared names, which are small. A name that is taken gets an
underscore after it. Names that only the package itself sees are made of a word and the name of a type, and
the run-time has none that begin so (`decode`, `shape`, `rules`, `members` before a capital).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from unicodedata import category

from specloom.ir import Choice, Module, Name, Package, Record, Union
from specloom.names import ACRONYMS, pascal, snake, split_words

EXPORTED = frozenset(
    [
        "Accumulator",
        "Appended",
        "Codec",
        "Codecs",
        "DecodeError",
        "DeltaCode",
        "DeltaError",
        "EncodeError",
        "EventReader",
        "Extra",
        "Gathered",
        "Lenient",
        "Mode",
        "Null",
        "Operation",
        "Operations",
        "Opt",
        "Problem",
        "Ptr",
        "ReadEvents",
        "ServerSentEvent",
        "Some",
        "StreamChange",
        "Strict",
        "CodeInvalidType",
        "CodeMissingKey",
        "CodeBadKey",
        "CodeMissingDiscriminator",
        "CodeVariantConflict",
        "CodeUnknownVariant",
        "CodeConflict",
        "CodeIndexGap",
        "CodeUnknownTarget",
        "CodeDuplicateTarget",
        "CodeClosed",
        "CodeAfterDone",
        "CodeTruncated",
        "CodeInexpressible",
        "CodeUnknownEvent",
    ]
)
"""What every package exports besides the types of its spec."""

KEYWORDS = frozenset(
    [
        "break",
        "case",
        "chan",
        "const",
        "continue",
        "default",
        "defer",
        "else",
        "fallthrough",
        "for",
        "func",
        "go",
        "goto",
        "if",
        "import",
        "interface",
        "map",
        "package",
        "range",
        "return",
        "select",
        "struct",
        "switch",
        "type",
        "var",
        "main",
        "init",
        "internal",
        "vendor",
        "testdata",
    ]
)

_METHODS = frozenset(["Extra", "MarshalJSON", "UnmarshalJSON", "Problems"])
"""What a field may not be called: the other members of a struct."""

_WRITTEN = frozenset(
    [
        "accumulators",
        "codecs",
        "doc",
        "operations",
        "pieces",
        "rules",
        "shapes",
        "streams",
    ]
)
_CONSTRAINTS = re.compile(r"_(test|[a-z0-9]+)$")


def type_name(name: Name) -> str:
    """The type for a declaration."""
    return exported_name(name.words)


def exported_name(words: tuple[str, ...]) -> str:
    """Words as a name that other packages see."""
    text = _identifier(pascal(words, ACRONYMS))
    return text if text[:1] and category(text[0]) == "Lu" else f"X{text}"


def _identifier(text: str) -> str:
    return "".join(c if category(c)[0] == "L" or category(c) == "Nd" else "_" for c in text)


def option_name(name: Name) -> str:
    """The second half of the constant for a value of a choice."""
    return _identifier(pascal(name.words, ACRONYMS)) or "Empty"


@dataclass(frozen=True)
class Names:
    """The Go names of everything in a package."""

    package: Package

    @cached_property
    def used(self) -> set[str]:
        """Names of the package's scope that are taken."""
        return {*EXPORTED}

    def take(self, name: str) -> str:
        """A name for the package's scope, with underscores until it is free."""
        while name in self.used:
            name += "_"
        self.used.add(name)
        return name

    @cached_property
    def types(self) -> Mapping[str, str]:
        """Type by the name of its declaration."""
        return {
            spelled: self.take(type_name(decl.name)) for spelled, decl in self.package.decls.items()
        }

    @cached_property
    def unknowns(self) -> Mapping[str, str]:
        """The type of unknown variants, by the name of the union."""
        return {
            spelled: self.take(f"Unknown{self.types[spelled]}")
            for spelled, decl in self.package.decls.items()
            if isinstance(decl, Union)
        }

    @cached_property
    def wrappers(self) -> Mapping[tuple[str, int], str]:
        """The types that stand for the variants of a union by kind that have no type of their own."""
        return {
            (spelled, number): self.take(self.types[spelled] + exported_name(variant.name.words))
            for spelled, decl in self.package.decls.items()
            if isinstance(decl, Union)
            for number, variant in enumerate(decl.variants)
            if variant.tag is None
        }

    @cached_property
    def options(self) -> Mapping[tuple[str, str], str]:
        """The constants for the values of choices."""
        return {
            (spelled, option.value): self.take(self.types[spelled] + option_name(option.name))
            for spelled, decl in self.package.decls.items()
            if isinstance(decl, Choice)
            for option in decl.options
        }

    @cached_property
    def decoders(self) -> Mapping[str, tuple[str, str]]:
        """The lenient and the strict decoder, by the name of the declaration."""
        _ = self.types, self.unknowns, self.wrappers, self.options  # types have the first choice
        return {
            spelled: (self.take(f"Decode{name}"), self.take(f"Decode{name}Strict"))
            for spelled, name in self.types.items()
        }

    @cached_property
    def roots(self) -> Mapping[str, str]:
        """What functions on a root delta are called after: the snapshot, if only one delta grows it."""
        grown = Counter(delta.snapshot for delta in self.package.deltas)
        return {
            delta.delta: self.types[delta.snapshot if grown[delta.snapshot] == 1 else delta.delta]
            for delta in self.package.deltas
        }

    @cached_property
    def gatherers(self) -> Mapping[str, str]:
        """The type that gathers a stream, by its union of events: plain where there is one stream only."""
        single = len(self.package.streams) == 1
        return {
            stream.event: self.late(
                f"{'' if single else self.types[stream.event]}StreamAccumulator"
            )
            for stream in self.package.streams
        }

    def late(self, name: str) -> str:
        """A name for the package's scope, after everything that the spec names."""
        _ = self.decoders
        return self.take(name)

    def fields(self, record: Record) -> Mapping[str, str]:
        """Field, or accessor of a constant, by wire name."""
        given: dict[str, str] = {}
        taken = {*_METHODS}
        for field in record.fields:
            name = exported_name(field.name.words)
            while name in taken:
                name += "_"
            taken.add(name)
            given[field.wire] = name
        return given

    def file_of(self, module: Module) -> str:
        """The file for a spec file: nothing that the build tool reads anything into."""
        stem = re.sub(r"\W", "_", snake(module.name.words)).lstrip("_") or "types"
        if stem in _WRITTEN or _CONSTRAINTS.search(stem) or stem.startswith("runtime"):
            return f"{stem}_types.go"
        return f"{stem}.go"

    @cached_property
    def package_name(self) -> str:
        """The name in the package clause."""
        words = "".join(self.package.name.words).lower()
        text = "".join(c for c in words if c.isascii() and c.isalnum())
        text = text if text[:1].isalpha() else f"x{text}"
        return f"{text}api" if text in KEYWORDS else text


def method_words(text: str) -> str:
    """A wire name as the name of a method."""
    return exported_name(split_words(text) or ("x",))
