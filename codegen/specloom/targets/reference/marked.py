"""Text of a spec as Markdown: nothing in it becomes markup, neither of Markdown nor of HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from specloom.ir import Ref, Type
from specloom.plaintext import neutralise, on_one_line
from specloom.prose.words import type_pieces

_MARKUP = re.compile(r"[\\`*_\[\]<>&|~#$]")
_NUMBER = re.compile(r"\A(\d+)([.)])")
_CODE = re.compile(r"`([^`\n]+)`")
_PLAIN = re.compile(r"[^\s`|\\]([^`|\\\n]*[^\s`|\\])?")
_PARAGRAPHS = re.compile(r"\n\s*\n")

Linker = Callable[[str], str | None]
"""Gives the address that a name leads to, if it is one that has a place."""


def escape(text: str) -> str:
    """`text` as it is."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", neutralise(text))


def code(text: str) -> str:
    """`text` as code; what a span of code cannot hold is spelled as entities."""
    text = on_one_line(text)
    if _PLAIN.fullmatch(text):
        return f"`{text}`"
    return f"<code>{''.join(c if c.isalnum() else f'&#{ord(c)};' for c in text)}</code>"


def name(spelled: str, linker: Linker) -> str:
    """A name as code that leads to its place."""
    address = linker(spelled)
    return code(spelled) if address is None else f"[{code(spelled)}]({address})"


def inline(text: str, linker: Linker) -> str:
    """Prose on one line: what stands between backticks is code, and leads to its place if it has one."""
    pieces = _CODE.split(" ".join(neutralise(text).split()))
    return "".join(
        name(piece, linker) if number % 2 else escape(piece) for number, piece in enumerate(pieces)
    )


def prose(text: str, linker: Linker) -> list[str]:
    """Prose as paragraphs, none of which is a list or a heading."""
    parts = [inline(part, linker) for part in _PARAGRAPHS.split(text) if part.strip()]
    return [f"\\{part}" if part[0] in "-+=" else _NUMBER.sub(r"\1\\\2", part) for part in parts]


def type_text(type: Type, linker: Linker) -> str:
    """What a type accepts, its references leading to their places."""
    return "".join(
        name(piece.target, linker) if isinstance(piece, Ref) else escape(piece)
        for piece in type_pieces(type)
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell or ' ' for cell in line)} |" for line in lines)


def fenced(text: str, language: str) -> str:
    """A block of code, fenced by more backticks than it holds."""
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def folded(title: str, *blocks: str) -> str:
    """Blocks that are folded up under a title, where a reader of Markdown can do that."""
    return "\n\n".join([f"<details><summary>{title}</summary>", *blocks, "</details>"])
