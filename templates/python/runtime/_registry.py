"""What is known about each class, filled as the modules under `_wire` are loaded."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._codec import Codec

CODECS_BY_CLASS: dict[type, Codec[Any]] = {}
"""The codec of every class of records that was met so far; subclasses share their parent's."""

READ: dict[type, Callable[[Any], Any]] = {}
"""The fast reader of every class of records that was met so far; subclasses have none."""

WRITE: dict[type, Callable[[Any], str]] = {}
"""How to write a value of exactly this class as JSON text; whatever is missing takes the slow path."""


def codec_of(kind: type) -> Codec[Any] | None:
    """The codec of a class of records; None for any other class."""
    known = CODECS_BY_CLASS.get(kind)
    if known is not None:
        return known
    for base in kind.__mro__:
        package, _, home = base.__module__.rpartition(".")
        if package != __package__ or home.startswith("_"):
            continue
        import_module(f"{__package__}._wire.{home}")
        known = CODECS_BY_CLASS.get(base)
        if known is not None:
            CODECS_BY_CLASS[kind] = known
            if base in WRITE:
                WRITE[kind] = WRITE[base]
            return known
    return None
