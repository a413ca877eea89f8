"""Globs over whole paths, as configurations write them."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath

_PART = r"(?s)\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]|."


def translate(glob: str) -> str:
    """The regular expression of a glob: `*` and `?` stay within a folder, `**` goes through any."""
    return "".join(_regex(part[0]) for part in re.finditer(_PART, glob))


def anchor(glob: str, folder: Path) -> str:
    """The regular expression of whole paths (with slashes) that `glob` means below `folder`."""
    return re.escape(absolute(folder).rstrip("/") + "/") + translate(glob)


def absolute(path: str | Path) -> str:
    """The whole path, with slashes, links left as they are."""
    return PurePath(os.path.abspath(path)).as_posix()  # noqa: PTH100 - as it says


def _regex(part: str) -> str:
    match part:
        case "**/":
            return "(?:[^/]+/)*"
        case "**":
            return ".*"
        case "*":
            return "[^/]*"
        case "?":
            return "[^/]"
        case _ if len(part) > 2 and part[0] == "[":
            inner = part[1:-1].replace("\\", "\\\\").replace("[", "\\[")
            return f"[^/{inner[1:]}]" if inner.startswith("!") else f"(?!/)[{inner}]"
        case _:
            return re.escape(part)
