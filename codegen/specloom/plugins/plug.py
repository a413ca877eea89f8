"""A target that a project names by where it is: a folder, or a program to run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from specloom.where import Where

TIMEOUT = 60
"""Seconds that a program has for an answer, when nobody says otherwise."""
WORDS = ("path", "command", "timeout")
"""What `[targets.NAME]` says of the target itself; no option may be called so."""


class Plug(NamedTuple):
    """Where a target is. `folder` is the one that its paths start from, and that its program runs in."""

    where: Where
    folder: Path
    path: str = ""
    command: tuple[str, ...] = ()
    timeout: int = TIMEOUT

    @property
    def place(self) -> Path:
        """The folder or the program that `path` names."""
        return self.folder / self.path

    def __str__(self) -> str:
        return " ".join(self.command) or self.path


def looks_like_path(name: str) -> bool:
    """Whether what stands for a target names a place rather than a target."""
    return "/" in name or "\\" in name or name in (".", "..")


def read_plug(
    settings: Mapping[str, object], where: Where, folder: Path
) -> tuple[Plug | None, tuple[str, str, str] | None]:
    """The plug that the table of a target describes, or (key, fact, remedy) of what is wrong with it."""
    path, command = settings.get("path"), settings.get("command")
    timeout = settings.get("timeout", TIMEOUT)
    if path is not None and command is not None:
        return None, ("command", "a target has both a path and a command", "keep one of the two")
    if path is not None and (not isinstance(path, str) or not path or "\0" in path):
        return None, ("path", "'path' is no path", 'write it in quotes, as "some/folder"')
    words = command if isinstance(command, list) else []
    if command is not None and not (words and all(isinstance(w, str) and w for w in words)):
        remedy = 'write the program and its arguments, as ["node", "tools/target.mjs"]'
        return None, ("command", "'command' is no list of texts", remedy)
    if not isinstance(timeout, int) or isinstance(timeout, bool) or timeout < 1:
        return None, (
            "timeout",
            "'timeout' is no number of seconds",
            "write a whole number above 0",
        )
    return Plug(where, folder, path or "", tuple(words), timeout), None
