"""Text of a spec as HTML: nothing in it becomes markup, and what steers or hides is spelled out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from specloom.ir import Ref, Type
from specloom.plaintext import neutralise, on_one_line
from specloom.prose.words import type_pieces

_CODE = re.compile(r"`([^`\n]+)`")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PARAGRAPHS = re.compile(r"\n\s*\n")

Linker = Callable[[str], str | None]
"""Gives the address that a name leads to, if it is one that has a page."""


def escape(text: str) -> str:
    """`text` for anywhere between tags, and inside quoted attributes."""
    return html.escape(neutralise(text))


def code(text: str) -> str:
    """`text` as code."""
    return f"<code>{html.escape(on_one_line(text))}</code>"


def link(address: str | None, inner: str) -> str:
    """`inner`, which is HTML, leading somewhere."""
    return inner if address is None else f'<a href="{escape(address)}">{inner}</a>'


def breakable(spelled: str) -> str:
    """A name that may be broken between its words, where a line is too short for it."""
    return "<wbr>".join(html.escape(part) for part in _HUMPS.split(on_one_line(spelled)))


def name(spelled: str, linker: Linker) -> str:
    """A name as code that leads to its page."""
    return link(linker(spelled), f"<code>{breakable(spelled)}</code>")


def inline(text: str, linker: Linker) -> str:
    """Prose without paragraphs: what stands between backticks is code, and leads to its page."""
    pieces = _CODE.split(text)
    return "".join(
        name(piece, linker) if number % 2 else escape(piece) for number, piece in enumerate(pieces)
    )


def prose(text: str, linker: Linker) -> str:
    """Prose as paragraphs."""
    parts = [part.strip() for part in _PARAGRAPHS.split(text)]
    return "\n".join(f"<p>{inline(part, linker)}</p>" for part in parts if part)


def type_html(type: Type, linker: Linker) -> str:
    """What a type accepts, its references leading to their pages."""
    return "".join(
        name(piece.target, linker) if isinstance(piece, Ref) else escape(piece)
        for piece in type_pieces(type)
    )
