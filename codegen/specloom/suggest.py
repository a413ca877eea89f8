"""What somebody who misspelt a name may have meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """A remedy: "did you mean 'X'?" for the closest known words, or `otherwise`."""
    from difflib import get_close_matches

    by_fold: dict[str, str] = {}
    for name in known:
        by_fold.setdefault(name.casefold(), name)
    close = get_close_matches(word.casefold(), by_fold, n=3, cutoff=0.6)
    if not close:
        return otherwise
    return "did you mean " + " or ".join(f"'{by_fold[fold]}'" for fold in close) + "?"
