"""What people have to do themselves, because the file in question is theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from specloom.initialise import repository as names
from specloom.initialise.files import Wishes, print_schema, write_hooks
from specloom.initialise.repository import Repository


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do with one file, in a sentence that ends in a colon if lines follow."""

    text: str
    lines: Sequence[str] = ()


def advise(repository: Repository, wishes: Wishes) -> Iterator[Advice]:
    """What is left to do once the files that were missing are there."""
    if repository.makefile and not repository.includes_rules:
        text = f"{repository.makefile} is yours: add this line at its end:"
        yield Advice(text, [f"include {names.RULES}"])
    if repository.root is not None:
        what = "the hooks and the workflow" if wishes.github else "the hooks"
        yield Advice(
            f"{what} belong into the root of the repository: run `specloom init` in {repository.root}"
        )
    elif repository.hooks and not repository.has_hooks:
        text = f"{repository.hooks} is yours: add these lines under `repos:`:"
        yield Advice(text, write_hooks(wishes).splitlines())
    if repository.schema not in ("", print_schema()):
        text = (
            f"{names.SCHEMA} is of another version: remove it and run `specloom init` to renew it"
        )
        yield Advice(text)
