"""The words at nodes and edges, short enough for a picture."""

from __future__ import annotations

from collections.abc import Sequence

_MOST = 3
_LONGEST = 44


def join_labels(labels: Sequence[str]) -> str:
    """The first few of `labels`, and how many more there are."""
    shown = ", ".join(labels[:_MOST])
    more = len(labels) - _MOST
    return f"{shown} and {more} more" if more > 0 else shown


def shorten(text: str) -> str:
    """`text` without its middle, where it is too long for a picture: names differ at their ends."""
    if len(text) <= _LONGEST:
        return text
    half = (_LONGEST - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
