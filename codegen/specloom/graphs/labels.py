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
    """`text`, or its beginning where it is too long for a picture."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
