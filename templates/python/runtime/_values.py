"""Values that models hold besides plain JSON ones: `UNSET` and `UnknownVariant`."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final, Literal

from ._dataclass import dataclass


class UnsetType(Enum):
    """The type of `UNSET`. An enumeration, because type checkers narrow `x is UNSET` for those."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = UnsetType.UNSET
"""A member that is not there, where None already means null. Falsy; copies and pickles as itself."""


@dataclass(frozen=True, slots=True)
class UnknownVariant:
    """A variant of a union that this package does not know, kept as it came.

    `tag` is what the member that tells variants apart said, None if it said nothing usable. `raw` is the
    whole JSON value; it is encoded unchanged.
    """

    tag: str | None
    raw: Any

    def encode(self) -> Any:
        """The JSON value; raises EncodeError if `raw` is none."""
        from ._encode import encode

        return encode(self)

    def to_json(self) -> str:
        """The JSON text; raises EncodeError if `raw` is no JSON value."""
        from ._text import to_json

        return to_json(self)
