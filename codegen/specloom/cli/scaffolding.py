"""`specloom targets --scaffold`: a target to begin with, and what it makes at first."""

from __future__ import annotations

from pathlib import Path

from specloom.cli.codes import Code
from specloom.cli.console import Console
from specloom.cli.generation import Generation, Wish
from specloom.cli.project import Project
from specloom.cli.sources import ARGUMENTS
from specloom.cli.verbs.targets import add_files
from specloom.config import EMPTY
from specloom.plugins.folder import FILE
from specloom.plugins.scaffold import EXPECTED, SPEC, write_scaffold
from specloom.problems import Problem
from specloom.targets import registry


def begin(console: Console, name: str, folder: Path) -> int:
    """Write the skeleton of a target called `name` into `folder`, and what it makes of its own test."""
    wrong = _object_to(name, folder)
    if wrong is not None:
        console.report([wrong])
        return Code.USAGE
    add_files(console, folder, write_scaffold(name))
    target = folder.as_posix() if "/" in folder.as_posix() else f"./{folder.as_posix()}"
    quiet = Console(quiet=True, color=console.color, format=console.format)
    generation = Generation(quiet, Wish.WRITE, [target], folder / EXPECTED, [])
    generation.run_one(Project(folder / SPEC, EMPTY))
    console.say(
        f"next: specloom generate -t {target}, then change what it makes ({target}/README.md)"
    )
    return Code.GOOD


def _object_to(name: str, folder: Path) -> Problem | None:
    if not registry.PLUG_NAME.fullmatch(name):
        fact, remedy = f"{name!r} cannot name a target", "use small letters, digits and hyphens"
    elif name in registry.BUILT_IN:
        fact, remedy = f"there is a built-in target '{name}'", "name yours otherwise"
    elif (folder / FILE).exists():
        fact, remedy = f"there is a target in '{folder}' already", "choose another folder"
    else:
        return None
    return Problem(ARGUMENTS, fact, remedy, "bad-name")
