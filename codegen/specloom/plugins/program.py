"""Targets that are programs, found where a project says they are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from specloom.plugins.plug import Plug
from specloom.problems import Problem
from specloom.targets.process import ProcessTarget


def open_program(plug: Plug, name: str | None) -> tuple[ProcessTarget | None, Sequence[Problem]]:
    """The target that the program of `plug` is, or what is wrong with it."""
    from specloom.targets.process.asking import ask_for_description

    command = list(plug.command) or [str(plug.place)]
    first = command[0]
    is_path = bool(plug.path) or os.sep in first or "/" in first
    found = str((plug.folder / first).absolute()) if is_path else shutil.which(first)
    if found is None or not Path(found).is_file():
        fact = f"there is no program '{plug.path or first}'"
        return None, [Problem(plug.where, fact, "name one that is there", "no-target")]
    if not os.access(found, os.X_OK):
        fact = f"'{plug.path or first}' cannot be run: it is no executable"
        remedy = 'make it one (chmod +x), or write command = ["<interpreter>", "<file>"]'
        return None, [Problem(plug.where, fact, remedy, "no-target")]
    return ask_for_description(plug, [found, *command[1:]], name)
