"""Targets that Python packages bring along: entry points of the group `specloom.targets`."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import PurePosixPath
from typing import Any

from specloom.ir import Package
from specloom.plugins.plug import WORDS
from specloom.problems import Problem
from specloom.targets.base import File, Option, OptionValue, Output, Target
from specloom.where import Where

GROUP = "specloom.targets"


@dataclass(frozen=True, slots=True)
class Installed:
    """An entry point, and the distribution it came with."""

    point: EntryPoint
    distribution: str

    @property
    def where(self) -> Where:
        """What stands for its place in complaints."""
        return Where(f"({self.distribution})")


def find_installed() -> Mapping[str, Sequence[Installed]]:
    """The entry points by their names; more than one of a name is one too many."""
    found: dict[str, list[Installed]] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        dist = point.dist
        named = f"{dist.name} {dist.version}" if dist is not None else point.value
        installed = Installed(point, named)
        if installed not in found.setdefault(point.name, []):
            found[point.name].append(installed)
    return found


def load_installed(
    name: str, offers: Sequence[Installed]
) -> tuple[Target | None, Sequence[Problem]]:
    """The target that the entry points called `name` stand for, or what is wrong with it.

    Importing a plugin runs it, and it may do anything, leave included.
    """
    first = offers[0]
    if len(offers) > 1:
        who = ", ".join(offer.distribution for offer in offers)
        return None, [_refuse(first, f"several packages bring a target '{name}': {who}")]
    try:
        target = first.point.load()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return None, [_refuse(first, f"target '{name}' cannot be loaded: {_last_words(error)}")]
    wrong = _find_fault(target, name)
    if wrong:
        return None, [_refuse(first, f"target '{name}' is none: {wrong}")]
    return Guarded(target, first), []


def _find_fault(target: Any, name: str) -> str | None:
    """Why something is no target of that name."""
    try:
        for attribute in ("name", "folder", "summary"):
            if not isinstance(getattr(target, attribute, None), str):
                return f"its '{attribute}' is no text"
        if not callable(getattr(target, "emit", None)):
            return "its 'emit' cannot be called"
        options = target.options
        strange = [o for o in options if not isinstance(o, Option) or o.name in WORDS]
    except Exception as error:  # noqa: BLE001 - attributes of a plugin may do anything
        return _last_words(error)
    if strange:
        return f"{strange[0]!r:.60} is no option that it may have"
    if (target.name, target.folder) != (name, name):
        return f"it calls itself or its folder otherwise than the entry point, '{name}'"
    return None


def _refuse(installed: Installed, fact: str) -> Problem:
    remedy = f"tell whoever made it, or uninstall it ({installed.point.value})"
    return Problem(installed.where, fact, remedy, "bad-plugin")


def _last_words(error: BaseException) -> str:
    """The kind and the text of an exception, and the line that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}{': ' if words else ''}{words}{place}"


@dataclass(frozen=True, slots=True)
class Guarded:
    """A target of somebody's, whose mistakes are problems."""

    target: Target
    installed: Installed

    @property
    def name(self) -> str:
        """As it says."""
        return self.target.name

    @property
    def folder(self) -> str:
        """As it says."""
        return self.target.folder

    @property
    def summary(self) -> str:
        """As it says."""
        return self.target.summary

    @property
    def options(self) -> Sequence[Option]:
        """As it says."""
        return self.target.options

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """What it makes, if that is what a target may make."""
        try:
            made: Any = self.target.emit(package, options)
            wrong = _find_fault_in(made)
            output = Output([], []) if wrong else Output(made.files, made.problems, made.said)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            wrong = _last_words(error)
        if wrong:
            fact = f"target '{self.name}' failed: {wrong}"
            return Output([], [_refuse(self.installed, fact)])
        return output


def _find_fault_in(made: Any) -> str:
    """Why what a target made is no output that can be used."""
    if not isinstance(made, Output):
        return f"emit gave a {type(made).__name__}, and no Output"
    lists: Any = ((File, made.files), (Problem, made.problems), (str, made.said))
    for wanted, listed in lists:
        if not isinstance(listed, Sequence):
            return f"emit gave {listed!r:.60} where a list of {wanted.__name__} belongs"
        strange = [one for one in listed if not isinstance(one, wanted)]
        if strange:
            return f"among what emit gave, {strange[0]!r:.60} is no {wanted.__name__}"
    files: Sequence[Any] = made.files
    for file in files:
        if not isinstance(file.path, PurePosixPath) or not isinstance(file.text, str):
            return f"{file!r:.60} has no PurePosixPath for a path, or no text"
    return ""
