"""What things are called in TypeScript, and which names are taken.

Types are written `ImageUrl`, members as they are on the wire. A taken name gets an underscore after it.
Generated files name what they use of others through a namespace (`m.Message`, `rt.Open`), so that a type
called `Array`, `Record` or `Error` hides nothing; only what the package exports side by side must differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from specloom.ir import ByTag, Module, Name, Package, Stream, Union
from specloom.names import kebab, pascal, upper_snake

EXPORTED_TYPES = (
    "ByteStream",
    "Codec",
    "DeltaCode",
    "Diagnostic",
    "Json",
    "Mode",
    "Open",
    "Operation",
    "Problem",
    "ServerSentEvent",
    "UnknownTag",
)
"""Types that every package exports besides those of its spec."""

EXPORTED_VALUES = (
    "Change",
    "DecodeError",
    "DeltaError",
    "EncodeError",
    "SseReader",
    "pathOf",
    "tagOf",
)
"""Values of the runtime that every package exports."""

_TAKEN = frozenset([*EXPORTED_TYPES, *EXPORTED_VALUES, "Operations"])

_RESERVED_FILES = frozenset(["aux", "con", "index", "nul", "prn"])


@dataclass(frozen=True)
class Names:
    """The TypeScript names of everything in a package."""

    package: Package

    @cached_property
    def types(self) -> Mapping[str, str]:
        """Type by the name of its declaration."""
        given: dict[str, str] = {}
        used = {
            *_TAKEN,
            *self.accumulators.values(),
            *self.gatherers.values(),
            *self.gathered.values(),
            *self.event_readers.values(),
        }
        for spelled in self.package.decls:
            given[spelled] = _free(self._word(spelled), used)
        return given

    @cached_property
    def unknowns(self) -> Mapping[str, str]:
        """The type of the variants that an open union does not know, by the name of the union."""
        used = {
            *_TAKEN,
            *self.types.values(),
            *self.accumulators.values(),
            *self.gatherers.values(),
            *self.gathered.values(),
            *self.event_readers.values(),
        }
        return {
            spelled: _free(f"Unknown{self.types[spelled]}", used)
            for spelled, decl in self.package.decls.items()
            if isinstance(decl, Union) and isinstance(decl.told, ByTag) and decl.open
        }

    @cached_property
    def accumulators(self) -> Mapping[str, str]:
        """The class that merges deltas into a snapshot, by the name of the snapshot."""
        grown = dict.fromkeys(delta.snapshot for delta in self.package.deltas)
        return self._allot({spelled: f"{self._word(spelled)}Accumulator" for spelled in grown})

    @cached_property
    def gatherers(self) -> Mapping[str, str]:
        """The class that gathers a stream, by its union of events: plain where there is one stream."""
        return self._allot_streams("StreamAccumulator", *self.accumulators.values())

    @cached_property
    def gathered(self) -> Mapping[str, str]:
        """The type of what a stream has gathered."""
        return self._allot_streams("StreamSnapshot")

    @cached_property
    def event_readers(self) -> Mapping[str, str]:
        """The class that reads events off chunks."""
        return self._allot_streams("EventReader")

    @cached_property
    def readers(self) -> Mapping[str, str]:
        """The function that reads events off a body."""
        return {
            stream.event: f"read{self._prefix(stream)}Events" for stream in self.package.streams
        }

    def _allot_streams(self, word: str, *used: str) -> dict[str, str]:
        wanted = {stream.event: f"{self._prefix(stream)}{word}" for stream in self.package.streams}
        return self._allot(wanted, *used)

    def _allot(self, wanted: Mapping[str, str], *used: str) -> dict[str, str]:
        taken = {*_TAKEN, *used}
        return {spelled: _free(name, taken) for spelled, name in wanted.items()}

    def _prefix(self, stream: Stream) -> str:
        return "" if len(self.package.streams) == 1 else self._word(stream.event)

    def _word(self, decl: str) -> str:
        return _begin_with_letter(pascal(self.package.decls[decl].name.words), "N")

    @cached_property
    def modules(self) -> Mapping[str, str]:
        """File stem by the name of a declaration in it."""
        return {
            decl.name.spelled: self.module_of(module)
            for module in self.package.modules
            for decl in module.decls
        }

    def module_of(self, module: Module) -> str:
        """The file stem for a spec file."""
        stem = kebab(module.name.words)
        return f"{stem}-" if stem in _RESERVED_FILES else stem

    @cached_property
    def project(self) -> str:
        """What is installed, unless an option says otherwise."""
        return kebab(self.package.name.words)


def values_name(name: Name) -> str:
    """The constant that lists the known values of a choice."""
    return constant_name(name, "VALUES")


def constant_name(name: Name, what: str) -> str:
    """The constant that says `what` of a declaration."""
    return f"{_begin_with_letter(upper_snake(name.words), 'N')}_{what}"


def _begin_with_letter(text: str, letter: str) -> str:
    return text if text.isidentifier() else f"{letter}{text}"


def _free(name: str, used: set[str]) -> str:
    while name in used:
        name += "_"
    used.add(name)
    return name
