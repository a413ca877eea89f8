"""Text of a spec as Rust source: literals and comments that nothing in the text can break out of."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable

from specloom.plaintext import neutralise, on_one_line

WIDTH = 100
_SPELLED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_CODE = re.compile(r"(`[^`\s](?:[^`\n]*[^`\s])?`)(?!`)")
_MARKUP = re.compile(r"([\\`*\[\]<>#|~&]|(?<!\w)_|_(?!\w))")
_BLOCK = re.compile(r"^(?=[-+=](?:\s|$)|[-=]{2,}\s*$)")
_NUMBERED = re.compile(r"^(\d+)(?=[.)](?:\s|$))")


def quoted(text: str) -> str:
    """`text` as a string literal; half a surrogate pair, which Rust's texts cannot hold, is replaced."""
    return '"' + "".join(map(_spell, text)) + '"'


def _spell(character: str) -> str:
    if character in _SPELLED:
        return _SPELLED[character]
    code = ord(character)
    if 0xD800 <= code < 0xE000:
        return "\\u{fffd}"
    if character.isprintable() and neutralise(character) == character:
        return character
    return f"\\u{{{code:x}}}"


def literal(value: str | int | bool) -> str:
    """A constant of the spec as a literal of its own type."""
    if isinstance(value, str):
        return quoted(value)
    return json.dumps(value) if isinstance(value, bool) else f"{value}_i64"


def texts(values: Iterable[str]) -> str:
    """A slice of strings."""
    return f"&[{', '.join(map(quoted, values))}]"


def option(text: str | None) -> str:
    """A text that may not be there."""
    return "None" if text is None else f"Some({quoted(text)})"


def doc(*paragraphs: str, indent: int = 0, mark: str = "///") -> str:
    """A documentation comment in which code is code and nothing else is markup.

    Each line after the first stands at a depth of `indent` spaces.
    """
    lines: list[str] = []
    for paragraph in filter(None, (part.strip() for part in paragraphs)):
        if lines:
            lines.append("")
        for line in neutralise(paragraph).splitlines():
            plain = _plain(" ".join(line.split()))
            lines += [_tame(one) for one in _wrap(plain, WIDTH - 4 - indent)] or [""]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    pad = " " * indent
    return f"\n{pad}".join(f"{mark} {line}".rstrip() for line in kept)


def _plain(line: str) -> str:
    """A line of prose, its markup spelled out; what stands between backticks is left as code."""
    parts = _CODE.split(line)
    parts[::2] = [_MARKUP.sub(r"\\\1", part) for part in parts[::2]]
    return "".join(parts)


def _tame(line: str) -> str:
    """A line that would begin a list or underline a heading, made one that does not."""
    return _NUMBERED.sub(r"\1\\", _BLOCK.sub(r"\\", line))


def code(text: str) -> str:
    """`text` as code in a documentation comment."""
    return f"`{on_one_line(text)}`" if text.strip() and "`" not in text else _plain(quoted(text))


def line_comment(text: str) -> str:
    """`text` as the rest of a comment line."""
    return on_one_line(text)


def markdown(text: str) -> str:
    """`text` as a paragraph of Markdown in which nothing is markup."""
    plain = re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", " ".join(neutralise(text).split()))
    return "\n".join(_wrap(plain, WIDTH))


def toml(text: str) -> str:
    """`text` as one line of TOML's basic strings."""
    escaped = json.dumps(" ".join(text.split()), ensure_ascii=False)[1:-1]
    harmless = "".join(c if neutralise(c) == c else f"\\U{_scalar(c):08X}" for c in escaped)
    return f'"{harmless}"'


def _scalar(character: str) -> int:
    code = ord(character)
    return 0xFFFD if 0xD800 <= code < 0xE000 else code


def _wrap(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
