"""JSON pointers (RFC 6901) and the paths that look like them."""

from __future__ import annotations


def tokens(pointer: str) -> list[str]:
    """The steps of a JSON pointer."""
    if "~" not in pointer:
        return pointer.split("/")[1:]
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def step(pointer: str, token: str | int) -> str:
    """The pointer to a member or item of what `pointer` points at."""
    return f"{pointer}/{escape(token) if isinstance(token, str) else token}"


def escape(token: str) -> str:
    """A name as a step of a pointer."""
    if "~" in token or "/" in token:
        return token.replace("~", "~0").replace("/", "~1")
    return token
