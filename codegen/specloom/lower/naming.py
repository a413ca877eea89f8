"""Names out of spellings: what has no words of its own must say some (`x-name`, `x-value-names`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from specloom.documents.wording import show
from specloom.ir import Docs, Name, Where
from specloom.names import fold, split_words
from specloom.problems import Problem

LONGEST = 120
"""Letters in a name. Some file systems and languages give out soon after twice as many."""


def name_it(
    spelled: str,
    given: str | None,
    where: Where,
    problems: list[Problem],
    word: str = "x-name",
) -> Name:
    """The name of what the spec spells so; `given` are the words it says to use, under the keyword `word`."""
    words = tuple(given.split("_")) if given else split_words(spelled)
    if not words:
        remedy = f"say with `{word}` what to call it"
        problems.append(Problem(where, f"{show(spelled)} has no words", remedy, "no-words"))
    elif len("_".join(words)) > LONGEST:
        fact = f"{show(spelled)} is too long for a name ({len('_'.join(words))} letters)"
        remedy = f"say with `{word}` what to call it, in {LONGEST} letters at most"
        problems.append(Problem(where, fact, remedy, "name-too-long"))
    return Name(words, spelled)


def read_docs(schema: Mapping[str, Any]) -> Docs:
    """What a definition or property says about itself."""
    return Docs(schema["description"], schema.get("x-since"), schema.get("deprecated", False))


def refuse_folding(
    named: Iterable[tuple[Name, Where]], what: str, remedy: str
) -> Iterable[Problem]:
    """A problem for each name that some language would write like an earlier one."""
    first: dict[str, tuple[Name, Where]] = {}
    for name, where in named:
        if not name.words:
            continue
        known = first.setdefault(fold(name.words), (name, where))
        if known[1] != where:
            fact = (
                f"the {what} {show(name.spelled)} and {show(known[0].spelled)} ({known[1]}) "
                "fold to one name"
            )
            yield Problem(where, fact, remedy, "names-fold")
