"""What things are called in Java: types in pascal case, members in camel case, constants in capitals.

A name that means something to the language, to the run-time or to the code around it gets an underscore after
it. Types differ in more than capitals, so that their files do on every file system.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from unicodedata import category

from specloom.ir import ByTag, Choice, Name, Operation, Package, Record, Union
from specloom.names import camel, pascal, snake, upper_snake

# fmt: off
KEYWORDS = frozenset([
    "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue",
    "default", "do", "double", "else", "enum", "extends", "final", "finally", "float", "for", "goto", "if",
    "implements", "import", "instanceof", "int", "interface", "long", "native", "new", "package", "private",
    "protected", "public", "return", "short", "static", "strictfp", "super", "switch", "synchronized", "this",
    "throw", "throws", "transient", "try", "void", "volatile", "while", "_", "true", "false", "null",
])
"""Words that name nothing."""

RUNTIME = frozenset([
    "Accumulator", "Appended", "Codec", "DecodeException", "DeltaCode", "DeltaException", "Diagnostic",
    "EncodeException", "EventReader", "Extra", "Field", "Gathered", "Growth", "Members", "Mode",
    "Operation", "Out", "Problem", "Read", "Schema", "ServerSentEvent", "Spot", "StreamChange",
    "StreamFolder", "Texts", "Write",
])
"""The public types of the run-time, in a package of their own that people import beside ours."""

_USED = frozenset([
    "Boolean", "Collections", "Deprecated", "Double", "InputStream", "JsonCreator", "JsonNode",
    "JsonValue", "LinkedHashMap", "List", "Long", "Map", "Object", "Objects", "Optional", "Override",
    "Set", "Stream", "String",
])
"""Types of the standard library and of Jackson that generated code names."""

_NESTED = frozenset(["Builder", "Known", "Unknown", "Visitor"])
"""Types inside of ours."""

_WRITTEN = frozenset(["Codecs", "Operations", "Subject", "Subjects"])
_CONTEXTUAL = frozenset(["permits", "record", "sealed", "var", "yield"])
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)
"""What Windows takes for a device, whatever its ending."""

_OBJECT = frozenset(
    ["clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait"]
)
_METHODS = _OBJECT | {"builder", "extra", "problems", "toBuilder", "toJson"}
"""What a component may not be called: the other methods of a record without parameters."""

_GATHERER = _OBJECT | {"diagnostics", "error", "finish", "isDone", "snapshotJson"}
"""The methods of every stream accumulator."""
# fmt: on


def type_name(name: Name) -> str:
    """The type for a declaration."""
    return _identifier(pascal(name.words), "X")


def member_name(words: tuple[str, ...], taken: set[str]) -> str:
    """A component, method or variable, with underscores until it is free; it is taken then."""
    return _free(_identifier(camel(words), "x"), taken)


def constant_name(words: tuple[str, ...], taken: set[str]) -> str:
    """A constant, likewise."""
    return _free(_identifier(upper_snake(words), "X"), taken)


def _free(name: str, taken: set[str]) -> str:
    while name in taken or name in KEYWORDS:
        name += "_"
    taken.add(name)
    return name


def _identifier(text: str, first: str) -> str:
    """Text as an identifier, which begins with a letter."""
    kept = "".join(
        c if category(c)[0] in "LM" or category(c) == "Nd" or c == "_" else "_" for c in text
    )
    return kept if kept[:1] and category(kept[0])[0] == "L" else first + kept


def is_package(text: str) -> bool:
    """Whether a text is the name of a Java package."""
    return all(part.isidentifier() and part not in KEYWORDS for part in text.split("."))


@dataclass(frozen=True)
class Names:
    """The Java names of everything in a package."""

    package: Package

    @cached_property
    def used(self) -> set[str]:
        """Types that are taken, in small letters as some file systems see them."""
        words = RUNTIME | _USED | _NESTED | _WRITTEN | _CONTEXTUAL | _DEVICES
        return {word.lower() for word in words}

    def take(self, name: str) -> str:
        """A name for a type, with underscores until it is free."""
        while name.lower() in self.used:
            name += "_"
        self.used.add(name.lower())
        return name

    @cached_property
    def types(self) -> Mapping[str, str]:
        """Type by the name of its declaration."""
        return {
            spelled: self.take(type_name(decl.name)) for spelled, decl in self.package.decls.items()
        }

    @cached_property
    def wrappers(self) -> Mapping[tuple[str, int], str]:
        """The types inside a union by kind that stand for its variants without a type of their own."""
        _ = self.types
        return {
            (spelled, number): self._nested(f"Of{pascal(variant.name.words)}")
            for spelled, decl in self.package.decls.items()
            if isinstance(decl, Union)
            for number, variant in enumerate(decl.variants)
            if variant.tag is None
        }

    def _nested(self, name: str) -> str:
        while name.lower() in self.used:
            name += "_"
        return name

    @cached_property
    def codecs(self) -> Mapping[str, str]:
        """The constant for the codec of each declaration."""
        taken = {"ALL"}
        return {
            spelled: constant_name(decl.name.words, taken)
            for spelled, decl in self.package.decls.items()
        }

    @cached_property
    def operations(self) -> Mapping[str, str]:
        """The constant for each operation."""
        taken = {"ALL"}
        return {one.name.spelled: constant_name(one.name.words, taken) for one in self._operations}

    @property
    def _operations(self) -> tuple[Operation, ...]:
        return self.package.operations

    @cached_property
    def roots(self) -> Mapping[str, str]:
        """The accumulator of each root delta: called after the snapshot, if only one delta grows it."""
        grown = Counter(delta.snapshot for delta in self.package.deltas)
        return {
            delta.delta: self._late(
                self.types[delta.snapshot if grown[delta.snapshot] == 1 else delta.delta],
                "Accumulator",
            )
            for delta in self.package.deltas
        }

    @cached_property
    def gatherers(self) -> Mapping[str, str]:
        """The type that gathers a stream, by its union of events: plain where there is one stream only."""
        single = len(self.package.streams) == 1
        return {
            stream.event: self._late(
                "" if single else self.types[stream.event], "StreamAccumulator"
            )
            for stream in self.package.streams
        }

    def _late(self, name: str, what: str) -> str:
        _ = self.types  # the spec has the first choice
        return self.take(f"{name.rstrip('_')}{what}")

    def components(self, record: Record) -> Mapping[str, str]:
        """Component, or method of a constant, by wire name."""
        taken = {*_METHODS}
        return {field.wire: member_name(field.name.words, taken) for field in record.fields}

    def tag_method(self, union: Union) -> str | None:
        """The method that gives the tag of any variant, if all of them call it alike."""
        if not isinstance(union.told, ByTag):
            return None
        found = set[str]()
        for variant in union.variants:
            record = self.package.decl_of(variant.type)
            assert isinstance(record, Record)
            found.add(self.components(record)[union.told.wire])
        return found.pop() if len(found) == 1 and "json" not in found else None

    def options(self, choice: Choice) -> Mapping[str, str]:
        """The constants for the values of a choice."""
        taken = {"UNRECOGNIZED"}
        return {option.value: constant_name(option.name.words, taken) for option in choice.options}

    def gatherer_methods(self) -> set[str]:
        """The names that accessors of a stream accumulator may not have."""
        return {*_GATHERER}

    @cached_property
    def package_name(self) -> str:
        """The Java package, if no option names another."""
        words = snake(self.package.name.words).replace("_", "").lower()
        text = "".join(c for c in words if c.isascii() and c.isalnum())
        text = text if text[:1].isalpha() else f"x{text}"
        return f"{text}api" if text in KEYWORDS else text
