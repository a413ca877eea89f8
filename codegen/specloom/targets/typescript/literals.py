"""Text of a spec as TypeScript source: literals and comments that nothing in the text can break out of."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence

from specloom.plaintext import neutralise, on_one_line

_WIDTH = 100
_SPELLED = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}

# fmt: off
INHERITED = frozenset([
    "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__", "__proto__",
    "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString",
    "toString", "valueOf",
])
# fmt: on
"""Members that every JavaScript object seems to have."""


def quoted(text: str) -> str:
    """`text` as a string literal, in the quotes that need fewer escapes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(_spell(character, quote) for character in text) + quote


def _spell(character: str, quote: str) -> str:
    if character == quote:
        return f"\\{character}"
    if character in _SPELLED:
        return _SPELLED[character]
    if character.isprintable() and neutralise(character) == character:
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\u{{{code:x}}}"


def literal(value: str | int | float | bool) -> str:
    """A constant of the spec as a literal."""
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def key(wire: str) -> str:
    """A member's name where an object or an interface declares it."""
    return wire if _is_plain(wire) else quoted(wire)


def own_key(wire: str) -> str:
    """A member's name in an object literal: `__proto__` would set the prototype there."""
    return f"[{quoted(wire)}]" if wire == "__proto__" else key(wire)


def member(holder: str, wire: str) -> str:
    """The expression that reads a member of a parsed object and never what the object inherits."""
    if wire in INHERITED:
        return f"rt.read({holder}, {quoted(wire)})"
    return f"{holder}.{wire}" if _is_plain(wire) else f"{holder}[{quoted(wire)}]"


def _is_plain(wire: str) -> bool:
    """Whether a name needs no quotes: an identifier without characters beyond the basic plane."""
    return wire.replace("$", "_").isidentifier() and max(wire) <= "\uffff"


def comment(text: str, notes: Sequence[str] = (), indent: int = 0) -> str:
    """A documentation comment at a depth of `indent` spaces, without the indentation of its first line.

    `text` is prose, `notes` are block tags of our own with prose after them. Nothing in prose ends the
    comment or begins a tag.
    """
    lines: list[str] = []
    for part in filter(None, [_prose(text), *map(_note, notes)]):
        if lines:
            lines.append("")
        for line in part.strip().splitlines():
            lines += _wrap(line, _WIDTH - indent - 3) or [""]
    if not lines:
        lines = [""]
    pad = " " * indent
    if len(lines) == 1 and len(lines[0]) + 7 + indent <= _WIDTH:
        return f"/** {lines[0]} */".replace("/**  */", "/** */")
    return "\n".join(["/**", *(f"{pad} * {line}".rstrip() for line in lines), f"{pad} */"])


def line_comment(text: str) -> str:
    """`text` as the rest of a comment line."""
    return on_one_line(text)


def _note(note: str) -> str:
    tag, _, text = note.partition(" ")
    return f"{tag} {_prose(text)}".rstrip()


def _prose(text: str) -> str:
    safe = neutralise(text).replace("*/", "*\\/")
    return re.sub(r"(^|[\s{(])@", r"\1\\@", safe)


def _wrap(line: str, width: int) -> list[str]:
    line = line.expandtabs(4).rstrip()
    inner = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(
        line, width, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False
    )
