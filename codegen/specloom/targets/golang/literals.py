"""Text of a spec as Go source: literals and comments that nothing in the text can break out of."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Mapping

from specloom.ir import Json
from specloom.plaintext import neutralise, on_one_line

WIDTH = 100
_SPELLED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_MARKER = re.compile(r"^\s*(?:[-*+\u2022]|\d+[.)])(?=\s|$)")
_HEADING = re.compile(r"^#+(?=\s|$)")
_LINK = re.compile(r"^\[")


def quoted(text: str) -> str:
    """`text` as a string literal; half a surrogate pair becomes the bytes that stand for it at run time."""
    return '"' + "".join(map(_spell, text)) + '"'


def _spell(character: str) -> str:
    if character in _SPELLED:
        return _SPELLED[character]
    if character.isprintable() and neutralise(character) == character:
        return character
    code = ord(character)
    if 0xD800 <= code < 0xE000:
        return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def literal(value: str | int | bool) -> str:
    """A constant of the spec as a literal."""
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def json_value(value: Json) -> str:
    """A JSON value as the run-time's value of unknown type."""
    match value:
        case None:
            return "nil"
        case bool():
            return json.dumps(value)
        case int() | float():
            return f"number({quoted(json.dumps(value))})"
        case str():
            return quoted(value)
        case Mapping():
            members = (f"{quoted(name)}: {json_value(part)}" for name, part in value.items())
            return f"object{{{', '.join(members)}}}"
        case _:
            return f"[]any{{{', '.join(map(json_value, value))}}}"


def document(value: object) -> str:
    """A JSON document as a literal, without escapes where that can be."""
    text = json.dumps(value)
    return quoted(text) if "`" in text else f"`{text}`"


def texts(values: Iterable[str]) -> str:
    """A list of strings."""
    listed = ", ".join(map(quoted, values))
    return f"[]string{{{listed}}}" if listed else "nil"


def comment(*paragraphs: str, indent: int = 0) -> str:
    """A documentation comment, each line after the first at a depth of `indent` tabs.

    The layout is gofmt's: prose is flush left, so that nothing in it is taken for a list, a heading, a block
    of code, a link or a directive.
    """
    lines: list[str] = []
    for paragraph in filter(None, (part.strip() for part in paragraphs)):
        if lines:
            lines.append("")
        for line in neutralise(paragraph).splitlines():
            plain = " ".join(line.split())
            lines += _wrap(plain, WIDTH - 3 - 4 * indent) or [""]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    pad = "\t" * indent
    return f"\n{pad}".join(f"// {_tame(line)}".rstrip() for line in kept)


def line_comment(text: str) -> str:
    """`text` as the rest of a comment line."""
    return on_one_line(text)


def markdown(text: str) -> str:
    """`text` as a paragraph of Markdown in which nothing is markup."""
    plain = re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", " ".join(neutralise(text).split()))
    return "\n".join(_wrap(plain, WIDTH))


def _wrap(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)


def _tame(line: str) -> str:
    """A line of prose that gofmt would lay out anew, made to begin with a quotation mark instead."""
    if _MARKER.match(line) or _HEADING.match(line) or _LINK.match(line):
        return f"' {line}"
    return (
        line.replace("``", "` `").replace("''", "' '").replace("\u201c", '"').replace("\u201d", '"')
    )


def empty_method(signature: str) -> str:
    """A method without statements; gofmt puts the closing brace of a long one on a line of its own."""
    return f"{signature} {{}}" if len(signature.encode()) <= WIDTH else f"{signature} {{\n}}"
