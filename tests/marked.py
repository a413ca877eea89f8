"""Specs with marks in them: `§` stands right before each place where a complaint is due, and is taken out."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from specloom import documents
from specloom.lower import lower
from specloom.problems import Problem, in_order

MARK = "§"
SPEC = "a.schema.json"
HEAD = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "description": "A test.",\n'
PACKAGE = '"x-package": {"name": "test", "version": "1.0.0"},\n'

Place = tuple[str, int, int]


def spec_with(definitions: str) -> str:
    """A document of its own with these definitions, as text."""
    return f'{HEAD}{PACKAGE}"$defs": {{{definitions}}}}}\n'


def brief(text: str) -> str:
    """Text in which `~` stands for a description."""
    return text.replace("~", '"description": "D."')


GOOD = spec_with('"It": {"type": "string", "description": "A text."}')


def record_with(members: str, more: str = "") -> str:
    """A definition `It` with these members, as text."""
    return f'"It": {{"type": "object", "description": "It.", "properties": {{{members}}}{more}}}'


def places(files: Mapping[str, str]) -> list[Place]:
    """Where the marks are, in the order of complaints."""
    found = []
    for name, text in sorted(files.items()):
        for number, line in enumerate(text.split("\n"), 1):
            pieces = line.split(MARK)
            columns = (sum(map(len, pieces[: i + 1])) + 1 for i in range(len(pieces) - 1))
            found += [(name, number, column) for column in columns]
    return found


def complaints(folder: Path, files: Mapping[str, str]) -> list[Problem]:
    """Every complaint about a spec of these files, as reading it from inside its folder gives them."""
    for name, text in files.items():
        # A newline stays what it is on every system.
        (folder / name).write_bytes(text.replace(MARK, "").encode("utf-8"))
    with contextlib.chdir(folder):
        return read_all(Path())


def read_all(path: Path) -> list[Problem]:
    """Every complaint about the spec at `path`."""
    spec, problems = documents.load(path)
    if spec is not None:
        problems = [*problems, *lower(spec)[1]]
    return in_order(problems)


def expect(folder: Path, files: Mapping[str, str], *codes: str) -> list[Problem]:
    """Complaints with these codes at the marks, and no others; the complaints themselves.

    Several codes at one mark are joined by `+`, in the order of the alphabet.
    """
    problems = complaints(folder, files)
    found = [(p.where.file, p.where.line, p.where.column, p.code) for p in problems]
    due = places(files)
    assert len(due) == len(codes), "as many marks as codes"
    wanted = [
        (*place, code)
        for place, joined in zip(due, codes, strict=True)
        for code in joined.split("+")
    ]
    assert found == wanted, "\n".join(map(str, problems))
    return problems
