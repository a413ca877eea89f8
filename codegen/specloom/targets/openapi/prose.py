"""Texts of a spec as OpenAPI takes them: descriptions are CommonMark there, which may hold HTML."""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"<(?=[A-Za-z/!?])|(?<=!)\[")
"""What begins a tag or a link in angle brackets, and the bracket that makes an image of a link."""
_HARMLESS = {"<": "&lt;", "[": "&#91;"}


def describe_in_prose(text: str) -> str:
    """`text` as CommonMark in which no HTML is, and which loads nothing from anywhere.

    Also in code, where a reader sees the entity: what is code and what is not depends on the rest of the
    text, and a backtick too many must not let a script in.
    """
    return _ACTIVE.sub(lambda found: _HARMLESS[found[0]], text)
