"""Everything that the pages of a reference ask of a package, looked up once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from specloom.graphs.graph import References, read_references
from specloom.ir import Alias, ByTag, Choice, Decl, Docs, Operation, Package, Record, Stream, Union
from specloom.prose.merges import merge_pairs
from specloom.prose.uses import Use
from specloom.targets import registry
from specloom.targets.base import Language, Usage
from specloom.targets.reference.comparison import Pair, find_pairs
from specloom.targets.reference.following import Step, read_steps

Sampled: TypeAlias = Callable[[Usage], str]
"""Asks one language for one sample."""


@dataclass(frozen=True)
class Book:
    """A package, and what follows from it."""

    package: Package

    @cached_property
    def references(self) -> References:
        """Who refers to whom."""
        return read_references(self.package)

    def uses(self, name: str) -> tuple[Use, ...]:
        """What refers to a declaration."""
        return tuple(self.references.uses.get(name, ()))

    @cached_property
    def merges(self) -> tuple[tuple[str, str], ...]:
        """Delta types and the types that they grow."""
        return merge_pairs(self.package)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """What is sent beside what is received."""
        return find_pairs(self.package)

    @cached_property
    def steps(self) -> Mapping[str, tuple[Step, ...]]:
        """The events of each stream, by its union."""
        return {s.event: read_steps(self.package, s) for s in self.package.streams}

    @cached_property
    def occurrences(self) -> Mapping[str, tuple[tuple[Stream, Step], ...]]:
        """Where an event occurs in streams, by the name of its record."""
        found: dict[str, tuple[tuple[Stream, Step], ...]] = {}
        for stream in self.package.streams:
            for step in self.steps[stream.event]:
                if step.event is not None:
                    found[step.event] = (*found.get(step.event, ()), (stream, step))
        return found

    @cached_property
    def events(self) -> Mapping[str, tuple[str, Step]]:
        """An event by its name: the stream that has it, the first one if there are several."""
        found: dict[str, tuple[str, Step]] = {}
        for event, steps in self.steps.items():
            for step in steps:
                found.setdefault(step.tag, (event, step))
        return found

    def named(self, stream: str, step: Step) -> tuple[Step, ...]:
        """The other events of a stream that the description of one names, in the order in which it does."""
        if step.event is None:
            return ()
        steps = {other.tag: other for other in self.steps[stream] if other.tag != step.tag}
        words = re.findall(r"`([^`\n]+)`", self.package.decls[step.event].docs.text)
        return tuple(steps[word] for word in dict.fromkeys(words) if word in steps)

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """The operations by name."""
        return {operation.name.spelled: operation for operation in self.package.operations}

    @cached_property
    def _usages(self) -> tuple[tuple[Language, Usage], ...]:
        return tuple((each, each.usage(self.package)) for each in registry.languages())

    def samples(self, sampled: Sampled) -> tuple[tuple[Language, str], ...]:
        """A sample in each language."""
        return tuple((language, sampled(usage)) for language, usage in self._usages)


def nature(decl: Decl) -> str:
    """What a declaration is, in a few words."""
    match decl:
        case Record():
            return "record" if decl.open else "closed record"
        case Union():
            told = "by its tag" if isinstance(decl.told, ByTag) else "by its kind of value"
            return f"{'open' if decl.open else 'closed'} union, told {told}"
        case Choice():
            return f"{'open' if decl.open else 'closed'} choice of texts"
        case Alias():
            return "second name"


def openness(decl: Decl) -> str:
    """What may come that the spec does not know of."""
    match decl:
        case Record(open=True):
            return "A newer server may send more members; they are kept."
        case Record():
            return "No other members are allowed."
        case Union(open=True):
            return "A newer server may send other variants; they are kept."
        case Choice(open=True):
            return "A newer server may send other values; they are kept."
        case Union() | Choice():
            return "Nothing else is legal."
        case Alias():
            return ""


def say_status(docs: Docs) -> tuple[str, ...]:
    """What else is said of a thing: since when it is there, and whether it will go."""
    since = () if docs.since is None else (f"Since {docs.since}.",)
    return (*since, "Deprecated.") if docs.deprecated else since


def first_sentence(text: str) -> str:
    """The beginning of a description, for lists."""
    paragraph = re.split(r"\n\s*\n", text.strip(), maxsplit=1)[0]
    return re.split(r"(?<=[.!?])\s", paragraph, maxsplit=1)[0]
