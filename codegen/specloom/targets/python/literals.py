"""Text of a spec as Python source: literals and docstrings that nothing in the text can break out of."""

from __future__ import annotations

import json
import re
import textwrap

from specloom.plaintext import neutralise, on_one_line

_WIDTH = 100

_HARMFUL = re.compile(r'[\\"]|[^ -~]')


def quoted(text: str) -> str:
    """`text` as a string literal. Letters of any language stay; what steers or hides is spelled out."""
    return f'"{_HARMFUL.sub(_escape, text)}"'


def literal(value: str | int | bool) -> str:
    """A constant of the spec as a literal."""
    return quoted(value) if isinstance(value, str) else repr(value)


def json_in_fstring(value: str) -> str:
    """A string as JSON text, for the inside of a single-quoted f-string."""
    text = json.dumps(value)
    for plain, escaped in (("\\", "\\\\"), ("'", "\\'"), ("{", "{{"), ("}", "}}")):
        text = text.replace(plain, escaped)
    return text


def comment(text: str) -> str:
    """`text` as the rest of a comment line."""
    return on_one_line(text)


def docstring(text: str, indent: int = 0) -> str:
    """`text` as a docstring at a depth of `indent` spaces, wrapped; its first line is not indented."""
    lines: list[str] = []
    for line in neutralise(text).strip().splitlines():
        room = _WIDTH - indent - (6 if not lines else 0)
        lines += _wrap(line.expandtabs(4).rstrip(), room) or [""]
    body = _escape_quotes("\n".join(lines)) or " "
    if "\n" in body:
        body += "\n"
    pad = " " * indent
    return f'"""{body}"""'.replace("\n", f"\n{pad}").replace(f"\n{pad}\n", "\n\n")


def _escape_quotes(text: str) -> str:
    """`text` for the inside of triple quotes: no quote that has another beside it, or an end, stays bare."""
    padded = f'"{text}"'
    return "".join(
        (
            f"\\{character}"
            if character == "\\" or (character == '"' and '"' in (padded[at], padded[at + 2]))
            else character
        )
        for at, character in enumerate(text)
    )


def _wrap(line: str, width: int) -> list[str]:
    inner = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(
        line,
        width,
        subsequent_indent=inner,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable() and neutralise(character) == character:
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
