"""Halves of surrogate pairs: JSON may hold them as escapes; UTF-8 and the validator cannot.

A stream may cut a text between two halves, so they are no mistake in themselves.
"""

from __future__ import annotations

import re

# Texts, which `re` compiles when they are first asked for: hardly any payload has a half.
_ESCAPE = (
    r"\\(?:[^u]|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|u(?P<half>[dD][89a-fA-F][0-9a-fA-F]{2})|u)"
)
_SURROGATE = "[\ud800-\udfff]"


def holds_half(text: str) -> bool:
    """Whether a JSON text holds the escape of half a surrogate pair."""
    # Each test takes longer than the one before it, and most texts need no more than the first or second.
    if "\\" not in text or "\\u" not in text or ("\\ud" not in text and "\\uD" not in text):
        return False
    return any(found["half"] for found in re.finditer(_ESCAPE, text))


def mend_json(text: str) -> str:
    """A JSON text with every half replaced by the replacement character, fit for the validator."""
    return re.sub(_ESCAPE, lambda found: "\\ufffd" if found["half"] else found[0], text)


def mend(text: str) -> str:
    """A string with every half replaced by the replacement character: as long as it was."""
    return re.sub(_SURROGATE, "\ufffd", text)
