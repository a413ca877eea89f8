"""Which paths may be written: inside the output folder, on every operating system, one file each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

MANIFEST = "FILES"
"""The file in the output folder that lists what we wrote."""

_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
_DEVICES = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])(\..*)?", re.IGNORECASE
)
_LONGEST_NAME = 240  # bytes; 255 is what file systems take, less room for a temporary suffix


def objection(path: PurePosixPath | str) -> str | None:
    """Why `path` may not be written below the output folder, or None."""
    text = str(path)
    if text in ("", "."):
        return "it is empty"
    if text.startswith("/"):
        return "it is absolute"
    parts = text.split("/")
    for part in parts:
        found = _object_to_part(part)
        if found:
            return found
    return None


def _object_to_part(part: str) -> str | None:
    if part in ("", "."):
        return "it has an empty part"
    if part == "..":
        return "it leaves the output folder"
    if _FORBIDDEN.search(part):
        return "it has a character that not every file system takes"
    if part[-1] in ". " or part[0] == " ":
        return "a part of it begins or ends with a space, or ends with a dot"
    if _DEVICES.fullmatch(part):
        return f"'{part}' is the name of a device on Windows"
    if part.casefold() == ".git":
        return "'.git' belongs to git"
    if len(part.encode()) > _LONGEST_NAME:
        return f"a part of it is longer than {_LONGEST_NAME} bytes"
    return None


def fold(path: str) -> str:
    """`path` as a file system that ignores case and Unicode composition sees it."""
    return unicodedata.normalize("NFC", path.casefold())


def clashes(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of paths that cannot both be files: (the path, the earlier one that is in its way)."""
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in paths:
        folded = fold(path)
        earlier = seen.get(folded) or folders.get(folded)
        if earlier is not None:
            yield path, earlier
            continue
        seen[folded] = path
        parents = list(PurePosixPath(folded).parents)[:-1]
        for parent in map(str, parents):
            if parent in seen:
                yield path, seen[parent]
            folders.setdefault(parent, path)
