"""The contract of a target: a pure function from a Package and options to files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Protocol, TypeAlias

from specloom.ir import Package
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
