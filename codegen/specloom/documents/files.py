"""Spec files on the disk, as they are: what is there, what can be read, what is JSON."""

from __future__ import annotations

import re
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from specloom.documents.positions import JsonError, parse
from specloom.documents.spec import Document
from specloom.documents.wording import shorten, show
from specloom.filenames import OPERATIONS, SUFFIX
from specloom.problems import Problem, Severity
from specloom.where import Where

_DIALECT = "dialect.schema.json"
_FILE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*\Z")


class Reading(NamedTuple):
    """The documents of a spec that are JSON, its operations, the names of the others, and what is wrong."""

    documents: tuple[Document, ...]
    operations: Document | None
    unread: frozenset[str]
    problems: list[Problem]


def read_spec(path: Path) -> Reading:
    """What can be read of the spec at `path`."""
    problems: list[Problem] = []
    place = Where(_shown(path))
    try:
        mode = path.stat().st_mode
        files = _spec_files(path) if stat.S_ISDIR(mode) else [path]
        operations_file = path / OPERATIONS if stat.S_ISDIR(mode) else None
        if operations_file is not None and not operations_file.exists():
            operations_file = None
    except (OSError, ValueError) as error:
        return _nothing(_unreadable(place, error))
    if not files:
        fact = "the folder holds no spec" if not operations_file else "the folder holds no types"
        remedy = f"put a `*{SUFFIX}` file into it, or name another folder"
        return _nothing(Problem(place, fact, remedy, "empty-spec"))
    documents = _read_documents(files, problems)
    called = _read_documents([operations_file] if operations_file else [], problems)
    read = {document.name for document in (*documents, *called)}
    there = {file.name for file in [*files, *([operations_file] if operations_file else [])]}
    return Reading(documents, next(iter(called), None), frozenset(there - read), problems)


def _nothing(problem: Problem) -> Reading:
    return Reading((), None, frozenset(), [problem])


def _spec_files(folder: Path) -> list[Path]:
    """The documents in a folder, in the order of their names; one that is a folder is refused later."""
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(SUFFIX))
    return [folder / name for name in names if name != _DIALECT]


def _read_documents(files: Sequence[Path], problems: list[Problem]) -> tuple[Document, ...]:
    found = (_read_document(file, problems) for file in files)
    return tuple(document for document in found if document)


def _read_document(file: Path, problems: list[Problem]) -> Document | None:
    shown = _shown(file)
    if not _FILE_NAME.match(file.name):
        remedy = "name it with ASCII letters, digits, `_`, `.` and `-`, a letter first"
        fact = f"the file name {show(file.name)} cannot name a module"
        problems.append(Problem(Where(shown), fact, remedy, "file-name"))
    text = _read_text(file, shown, problems)
    if text is None:
        return None
    try:
        data, places = parse(text)
    except JsonError as error:
        for fault in error.faults:
            place = Where(shown, "", fault.line, fault.column)
            problems.append(Problem(place, fault.fact, fault.remedy, fault.code))
        return None
    for oddity in places.oddities:
        place = Where(shown, "", oddity.line, oddity.column)
        problems.append(Problem(place, oddity.fact, oddity.remedy, oddity.code))
    # What cannot be written again as JSON cannot be generated from either.
    return None if places.oddities else Document(file.name, shown, data, places)


def _read_text(file: Path, shown: str, problems: list[Problem]) -> str | None:
    place = Where(shown)
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            what = "a folder" if file.is_dir() else "not a plain file"
            remedy = "move it away, or put the spec file in its place"
            problems.append(Problem(place, f"this spec file is {what}", remedy, "not-a-file"))
            return None
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        problems.append(_unreadable(place, error))
        return None
    if content.startswith(b"\xef\xbb\xbf"):
        # RFC 8259 lets a reader accept the mark and forbids writing it.
        fact, remedy = "the file begins with a byte order mark", "save it as UTF-8 without one"
        problems.append(Problem(place, fact, remedy, "byte-order-mark", Severity.NOTE))
        content = content[3:]
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        lines = re.split("\r\n?|\n", before)
        place = Where(shown, "", len(lines), len(lines[-1]) + 1)
        fact = f"the file is not UTF-8: byte 0x{content[error.start]:02x} makes no character here"
        problems.append(Problem(place, fact, "save it as UTF-8", "not-utf-8"))
        return None


def _unreadable(place: Where, error: OSError | ValueError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem(place, "there is no such file or folder", "check the path", "no-such-path")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    fact = f"it cannot be read: {shorten(reason)}"
    return Problem(place, fact, "check the path and its permissions", "unreadable")


def _shown(path: Path) -> str:
    """The path as the user would write it, on one line and in characters any terminal takes."""
    text = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
