"""What can be wrong with a delta, and where."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from ._dataclass import dataclass

DeltaCode: TypeAlias = Literal[
    "invalid_type",
    "missing_key",
    "bad_key",
    "missing_discriminator",
    "variant_conflict",
    "unknown_variant",
    "conflict",
    "index_gap",
    "unknown_target",
    "duplicate_target",
    "closed",
    "after_done",
    "truncated",
    "inexpressible",
]

At: TypeAlias = "tuple[Any, ...]"
"""A place as a linked list: `()` is the root, `(parent, token)` a member, `(parent, index, key)` an entry.

Building a pointer costs only when somebody reads it. `index` is the entry's place in the delta, `key` its
place in the snapshot.
"""

ROOT: At = ()


def pointer_of(at: At, side: int = 1) -> str:
    """The JSON pointer (RFC 6901) of a place: side 1 into the delta, side -1 into the snapshot."""
    tokens: list[str] = []
    while at:
        tokens.append(str(at[side]).replace("~", "~0").replace("/", "~1"))
        at = at[0]
    return "".join("/" + token for token in reversed(tokens))


class DeltaError(ValueError):
    """A delta or an event that cannot be applied.

    `pointer` leads into the delta; for streams into the event (`/data/delta/content/1/index`); for errors
    found at the end into the snapshot. `target` is the id of the object concerned and `event` the number
    of the event, counted from 0, where there is one.
    """

    def __init__(
        self,
        code: DeltaCode,
        pointer: str,
        message: str,
        target: str | None = None,
        event: int | None = None,
    ) -> None:
        super().__init__(f"{pointer or 'delta'}: {message} [{code}]")
        self.code: DeltaCode = code
        self.pointer = pointer
        self.message = message
        self.target = target
        self.event = event

    def __reduce__(self) -> tuple[Any, ...]:
        return (
            type(self),
            (self.code, self.pointer, self.message, self.target, self.event),
        )


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What lenient reading left out: the code and pointer that strict reading would have raised.

    `unknown_event` is noted in strict reading too: newer servers may send more.
    """

    code: DeltaCode | Literal["unknown_event"]
    pointer: str
    message: str
    target: str | None = None
    event: int | None = None
