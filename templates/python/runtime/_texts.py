"""Texts that arrive in pieces."""

from __future__ import annotations


def splits_character(text: str, more: str) -> bool:
    """Whether the end of `text` and the start of `more` are halves of one character, cut apart by the sender."""
    return "\udc00" <= more[:1] <= "\udfff" and "\ud800" <= text[-1:] <= "\udbff"


def join(text: str, more: str) -> str:
    """`text` followed by `more`; halves of a surrogate pair that meet become the character they spell."""
    if not splits_character(text, more):
        return text + more
    whole = (text[-1] + more[0]).encode("utf-16", "surrogatepass").decode("utf-16")
    return f"{text[:-1]}{whole}{more[1:]}"
