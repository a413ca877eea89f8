"""Making text harmless: what a terminal, a reviewer or a diff may be shown of words that came from a spec."""

from __future__ import annotations

import json
import re

_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, escape sequences among them; not tab and newline
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible, or turn text around
    "\ud800-\udfff\U000e0000-\U000e007f]"  # halves of characters, and tags nobody sees
)


def neutralise(text: str) -> str:
    """`text` with everything that steers a terminal or hides from a reader spelled out, as JSON does."""
    return _HARMFUL.sub(lambda found: _spell(found[0]), text)


def on_one_line(text: str) -> str:
    """`neutralise`, with newlines and tabs spelled out as well."""
    return neutralise(text).replace("\n", "\\n").replace("\t", "\\t")


def quote(text: str) -> str:
    """`text` as a JSON string that is harmless to print."""
    return neutralise(json.dumps(text, ensure_ascii=False))


def quote_toml(text: str) -> str:
    """`text` as a basic string of TOML, which knows no pairs of halves: not all escapes of JSON would do."""
    escaped = re.sub(r'[\\"]', lambda found: f"\\{found[0]}", text)
    harmless = "".join(c if neutralise(c) == c >= " " else f"\\U{ord(c):08x}" for c in escaped)
    return f'"{harmless}"'


def _spell(character: str) -> str:
    code = ord(character)
    if code > 0xFFFF:  # as JSON writes it: a pair of halves
        high, low = 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + (code & 0x3FF)
        return f"\\u{high:04x}\\u{low:04x}"
    return f"\\u{code:04x}"
