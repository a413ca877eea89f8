"""Where things stand in the reference: the page of each, and the anchors on it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from specloom.ir import Module
from specloom.names import kebab

_ODD = re.compile(r"[^A-Za-z0-9_.-]")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def type_page(name: str) -> PurePosixPath:
    """The page of a declaration."""
    return PurePosixPath("types", f"{_stem(name)}.html")


def operation_page(name: str) -> PurePosixPath:
    """The page of an operation."""
    return PurePosixPath("operations", f"{_stem(name)}.html")


def stream_page(event: str) -> PurePosixPath:
    """The page of a stream, by its union of events."""
    return PurePosixPath("streams", f"{_stem(event)}.html")


def chapter_page(module: Module) -> PurePosixPath:
    """The chapter of a spec file, in the form for repositories."""
    return PurePosixPath("types", f"{_stem(kebab(module.name.words))}.md")


def _stem(name: str) -> str:
    """A file's name: some that a spec may give are devices on Windows."""
    return f"{name}_" if _DEVICE.fullmatch(name) else name


def member_anchor(wire: str) -> str:
    """The anchor of a member on the page of its record."""
    return f"member.{_plain(wire)}"


def event_anchor(tag: str) -> str:
    """The anchor of an event on the page of its stream."""
    return f"event.{_plain(tag)}"


def target_anchor(name: str) -> str:
    """The anchor of a target on the page of its stream."""
    return f"object.{_plain(name)}"


def _plain(text: str) -> str:
    """`text` in characters that need no escape in an address; different texts stay different."""
    return _ODD.sub(lambda found: f"~{ord(found[0]):x}~", text)
