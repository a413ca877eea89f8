"""The contract of a target: a pure function from a Package and options to files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Protocol, TypeAlias

from specloom.ir import Delta, Operation, Package, Stream
from specloom.problems import Problem

OptionValue: TypeAlias = str | int | bool | list[str]


@dataclass(frozen=True, slots=True)
class File:
    """One file to write. `path` is relative to the target's own folder, with forward slashes."""

    path: PurePosixPath
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """One setting a target takes from the configuration or from `--option`.

    The values of an option that `reads` are paths; the target is handed the texts of these files, each below
    a line `# file: <path>`.
    """

    name: str
    help: str
    default: OptionValue
    reads: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """What a target made. With an error among the problems the files are not written.

    `said` are lines for people that a program printed while it worked.
    """

    files: Sequence[File]
    problems: Sequence[Problem] = field(default=())
    said: Sequence[str] = field(default=())


class Target(Protocol):
    """One output format. Emitting twice gives the same bytes (design, invariant 3)."""

    @property
    def name(self) -> str:
        """What `-t` takes; also the folder under the output folder, unless `folder` says otherwise."""

    @property
    def folder(self) -> str:
        """The folder under the output folder that this target owns."""

    @property
    def summary(self) -> str:
        """One line for `specloom targets`."""

    @property
    def options(self) -> Sequence[Option]:
        """The settings this target takes."""

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """The files for `package`; `options` holds every declared option, defaults filled in."""


class Usage(Protocol):
    """How the code that a target makes of one package is used: short samples, each a file of its own.

    A sample is a function that takes what the caller has and gives what the caller wants, after the imports
    that it needs. The tests run or compile every one of them.
    """

    def read(self, name: str) -> str:
        """A value of the declaration `name`, read from JSON."""

    def grow(self, delta: Delta) -> str:
        """An object, gathered from its deltas."""

    def follow(self, stream: Stream) -> str:
        """What a stream builds, event by event."""

    def call(self, operation: Operation) -> str:
        """A call of the API: its path, its body and its response."""


@dataclass(frozen=True, slots=True)
class Language:
    """A target whose code the reference shows in use. Its module `usage` exposes it as `LANGUAGE`.

    `title` is what people call it, `fence` what Markdown does. `usage` makes the samples for a package, in
    the names that the target gives where its options are as they are by default.
    """

    title: str
    fence: str
    usage: Callable[[Package], Usage]
