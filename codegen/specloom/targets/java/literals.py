r"""Text of a spec as Java source: literals and comments that nothing in the text can break out of.

Java reads `\u` escapes before anything else, in comments too: no backslash of a spec stands in a comment.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable
from html import escape

from specloom.plaintext import neutralise, on_one_line

WIDTH = 100
_SPELLED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quoted(text: str) -> str:
    """`text` as a string literal."""
    return '"' + "".join(map(_spell, text)) + '"'


def _spell(character: str) -> str:
    if character in _SPELLED:
        return _SPELLED[character]
    if character.isprintable() and neutralise(character) == character:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def literal(value: str | int | bool) -> str:
    """A constant of the spec as a literal."""
    if isinstance(value, str):
        return quoted(value)
    return json.dumps(value) if isinstance(value, bool) else f"{value}L"


def line_comment(text: str) -> str:
    """`text` as the rest of a comment line."""
    return on_one_line(text).replace("\\", "&#92;")


def prose(text: str) -> str:
    """`text` as the prose of a documentation comment, in which nothing is markup."""
    plain = escape(neutralise(text), quote=False)
    for sign, code in (("\\", "&#92;"), ("@", "&#64;"), ("{", "&#123;"), ("}", "&#125;")):
        plain = plain.replace(sign, code)
    return plain.replace("*/", "*&#47;").replace("/*", "&#47;*")


def javadoc(
    paragraphs: Iterable[str], tags: Iterable[tuple[str, str]] = (), *, indent: int = 0
) -> str:
    """A documentation comment as google-java-format lays it out, its first line without the indent.

    The paragraphs are prose already; each tag is its head (`@param name`) and its prose.
    """
    pad = " " * indent
    width = WIDTH - indent - len(" * ")
    blocks = [" ".join(paragraph.split()) for paragraph in paragraphs]
    texts = [
        block if not number else f"<p>{block}" for number, block in enumerate(filter(None, blocks))
    ]
    tagged = [" ".join(f"{head} {text}".split()) for head, text in tags]
    if not tagged and len(texts) == 1 and len(f"{pad}/** {texts[0]} */") <= WIDTH:
        return f"/** {texts[0]} */"
    lines: list[str] = []
    for number, text in enumerate(texts):
        lines += [""] * bool(number) + _wrap(text, width)
    if tagged and lines:
        lines.append("")
    for text in tagged:
        first, *more = _wrap(text, width, follow="    ")
        lines += [first, *more]
    body = "".join(f"{pad} * {line}".rstrip() + "\n" for line in lines)
    return f"/**\n{body}{pad} */"


def _wrap(line: str, width: int, follow: str = "") -> list[str]:
    return textwrap.wrap(
        line, width, break_long_words=False, break_on_hyphens=False, subsequent_indent=follow
    )


def markdown(text: str) -> str:
    """`text` as a paragraph of Markdown in which nothing is markup."""
    signs = "\\`*_{}[]<>#|~&"
    plain = "".join(f"\\{c}" if c in signs else c for c in " ".join(neutralise(text).split()))
    return "\n".join(_wrap(plain, WIDTH))


def xml(text: str) -> str:
    """`text` as text of an XML document, of characters that one may hold."""
    return escape(on_one_line(text))
