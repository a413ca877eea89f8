"""Which files to look at: what paths, folders and globs on a command line come to.

Paths stay the texts that people wrote, and there may be very many of them.
"""

# ruff: noqa: PTH116, PTH119, PTH122, PTH207

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from specloom.problems import Problem, Severity
from specloom.where import Where

STDIN = "-"
STDIN_SHOWN = "(standard input)"


class Form(StrEnum):
    """How a file holds its payloads."""

    JSON = "json"
    """One value."""
    LINES = "jsonl"
    """One value a line."""
    STREAM = "sse"
    """Server-sent events."""
    UNTOLD = ""
    """To be told from how it begins."""


class Packing(StrEnum):
    """How a file is compressed."""

    PLAIN = ""
    GZIP = "gz"
    ZSTD = "zst"


FORMS = {
    ".json": Form.JSON,
    ".jsonl": Form.LINES,
    ".ndjson": Form.LINES,
    ".sse": Form.STREAM,
}
PACKINGS = {".gz": Packing.GZIP, ".zst": Packing.ZSTD}


class Source(NamedTuple):
    """One file to look at; `path` as the user would write it, `-` for standard input."""

    path: str
    form: Form
    packing: Packing = Packing.PLAIN
    size: int = 0

    @property
    def shown(self) -> str:
        """What reports call it."""
        return STDIN_SHOWN if self.path == STDIN else self.path


def find_sources(
    paths: Iterable[str], form: Form = Form.UNTOLD
) -> tuple[list[Source], list[Problem]]:
    """The files that `paths` come to, each once, and which of them come to none.

    `form` is how to read standard input and files whose names do not say.
    """
    finder = _Finder(form)
    for path in paths:
        finder.take(path)
    return list(finder.sources.values()), finder.problems


def classify(name: str) -> tuple[Form, Packing]:
    """What a file's name says of its form and packing."""
    stem, suffix = os.path.splitext(name.lower())
    packing = PACKINGS.get(suffix, Packing.PLAIN)
    if packing is not Packing.PLAIN:
        suffix = os.path.splitext(stem)[1]
    return FORMS.get(suffix, Form.UNTOLD), packing


class _Finder:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.sources: dict[str, Source] = {}
        self.problems: list[Problem] = []
        self.seen: set[tuple[int, int]] = set()

    def take(self, path: str) -> None:
        """A path that somebody wrote."""
        if path == STDIN:
            self.sources[STDIN] = Source(STDIN, self.form)
            return
        try:
            about = os.stat(path)
        except (OSError, ValueError) as error:
            self.take_glob(path, error)
            return
        if stat.S_ISDIR(about.st_mode):
            self.take_folder(path, about)
        elif stat.S_ISREG(about.st_mode) or stat.S_ISFIFO(about.st_mode):
            self.add(path, classify(os.path.basename(path)), about.st_size)
        else:
            self.complain(path, "this is not a plain file", "name a file or a folder", "not-a-file")

    def add(self, path: str, told: tuple[Form, Packing], size: int) -> None:
        form, packing = told
        path = _shown(path)
        source = Source(path, form or self.form, packing, size)
        self.sources.setdefault(os.path.normpath(path), source)

    def take_glob(self, path: str, error: OSError | ValueError) -> None:
        if isinstance(error, FileNotFoundError) and glob.has_magic(path):
            found = sorted(glob.glob(path, recursive=True))
            for match in found:
                self.take(match)
            if not found:
                self.complain(path, "no file matches", "check the pattern", "no-such-path")
        elif isinstance(error, FileNotFoundError):
            self.complain(path, "there is no such file or folder", "check the path", "no-such-path")
        else:
            self.complain(path, *unreadable(error))

    def take_folder(self, path: str, about: os.stat_result) -> None:
        before = len(self.sources)
        self.seen.clear()
        self.walk(path, about)
        if len(self.sources) == before:
            suffixes = ", ".join([*FORMS])
            fact = "the folder holds no payloads"
            self.complain(path, fact, f"name one with {suffixes} files in it", "empty-folder")

    def walk(self, top: str, about: os.stat_result) -> None:
        """All payloads below `top`, in order; a folder that a link leads back to is entered once."""
        ahead = [(top, about.st_dev, about.st_ino)]
        while ahead:
            folder, device, node = ahead.pop()
            if (device, node) in self.seen:
                fact = "this folder was looked at already, under another path"
                remedy = "take the link that leads here away, or let it be: it is not followed"
                self.complain(folder, fact, remedy, "link-loop", Severity.NOTE)
                continue
            self.seen.add((device, node))
            ahead.extend(reversed(list(self.list(folder))))

    def list(self, folder: str) -> Iterator[tuple[str, int, int]]:
        """Takes the payloads in `folder` and gives the folders in it."""
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.complain(folder, *unreadable(error))
            return
        for entry in found:
            try:
                if entry.is_dir():
                    about = entry.stat()
                    yield entry.path, about.st_dev, about.st_ino
                elif (told := classify(entry.name))[0]:
                    self.take_entry(entry, told)
            except OSError as error:  # a link in a circle, say
                self.complain(entry.path, *unreadable(error))

    def take_entry(self, entry: os.DirEntry[str], told: tuple[Form, Packing]) -> None:
        if entry.is_file():
            self.add(entry.path, told, entry.stat().st_size)
        elif entry.is_symlink():
            os.stat(entry.path)  # says what is wrong with it
        # Sockets, pipes and devices that lie about are nobody's payloads.

    def complain(
        self, path: str, fact: str, remedy: str, code: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.problems.append(Problem(Where(_shown(path)), fact, remedy, code, severity))


def _shown(path: str) -> str:
    """`path` without what says nothing."""
    return path[2:].lstrip("/") if path.startswith("./") and path.strip("./") else path


def unreadable(error: OSError | ValueError) -> tuple[str, str, str]:
    """Fact, remedy and code of a path that the system refuses."""
    if isinstance(error, FileNotFoundError):
        return (
            "there is no such file",
            "check the path, or the link that leads there",
            "no-such-path",
        )
    reason = getattr(error, "strerror", None) or str(error)
    fact = f"it cannot be read: {reason[:1].lower()}{reason[1:]}"
    return fact, "check the path and its permissions", "unreadable"
