"""How deltas grow snapshots and streams fold into objects (design: merge.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from specloom.ir.types import Name
from specloom.where import Where


class MergeRule(StrEnum):
    """How a member of a delta acts on its snapshot."""

    APPEND = "append"
    REPLACE = "replace"
    ONCE = "once"
    MERGE = "merge"
    SUM = "sum"
    SKIP = "skip"


class NullRule(StrEnum):
    """What null in a delta does to a value: nothing, take its place, or remove the member."""

    KEEP = "keep"
    SET = "set"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class MemberMerge:
    """How one member of a delta record acts on one member of the snapshot record.

    `into` is the snapshot's member ("" for an address that is not part of the snapshot, or with `at`).
    `key` names the member that identifies an entry, for lists merged by key: the first one present counts.
    `dense`: keys must be 0..n-1 when all is said. `at` is a path template for events that carry an address.
    `decode`: "json" when the snapshot holds the parsed value of the text gathered.
    """

    member: str
    into: str
    rule: MergeRule
    where: Where
    key: tuple[str, ...] = ()
    dense: bool = False
    null: NullRule = NullRule.KEEP
    at: str | None = None
    decode: str | None = None


@dataclass(frozen=True, slots=True)
class RecordMerge:
    """A delta record and the snapshot record it grows, member by member."""

    delta: str
    snapshot: str
    members: tuple[MemberMerge, ...]


@dataclass(frozen=True, slots=True)
class UnionMerge:
    """A tagged delta union and the snapshot union it grows: (tag, delta record, snapshot record) each."""

    delta: str
    snapshot: str
    tag: str
    variants: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """A root delta with every pair of types reached from it, roots first."""

    delta: str
    snapshot: str
    records: tuple[RecordMerge, ...]
    unions: tuple[UnionMerge, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class StreamTarget:
    """Objects that a stream builds, and the events (by tag) that act on them.

    `id`, `object` and `delta` are JSON pointers into the event; `id` is None when a stream has one object
    of this kind, `delta` None when it is never patched. `grows` says for each patch event which delta record
    stands there. A target that no event creates comes into being with its first delta.
    """

    name: Name
    of: str
    object: str
    id: str | None = None
    delta: str | None = None
    create: tuple[str, ...] = ()
    refresh: tuple[str, ...] = ()
    patch: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    set: tuple[str, ...] = ()
    grows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Stream:
    """How a union of events folds into objects.

    `tag` is the member of an event that names it and `data` the one that holds its payload: server-sent
    events carry the two apart. Where `data` is "", their data is the event itself. `end`, `error` and
    `ignore` list event tags; without a `data` member, `end` may also list bare texts that are no events
    (`[DONE]`).
    """

    event: str
    tag: str
    data: str
    targets: tuple[StreamTarget, ...]
    end: tuple[str, ...]
    error: tuple[str, ...]
    ignore: tuple[str, ...]
    where: Where
