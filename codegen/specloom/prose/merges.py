"""Deltas and streams as prose: each merge rule in plain words, at the path where it acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from specloom.ir import (
    Delta,
    ListOf,
    MemberMerge,
    MergeRule,
    Nullable,
    NullRule,
    Package,
    Record,
    RecordMerge,
    Ref,
    Stream,
    StreamTarget,
    Type,
    UnionMerge,
)
from specloom.plaintext import quote
from specloom.prose.words import indent, listing, symbol


@dataclass(frozen=True, slots=True)
class Row:
    """What a delta does at one path: with a member, or (`member` is None) with a variant of a union."""

    path: str
    words: tuple[str, ...]
    delta: str
    snapshot: str
    member: MemberMerge | None = None

    def line(self) -> str:
        """The row as a line of text."""
        return f"{self.path or '(root)'}: {', '.join(self.words)}"


def delta_lines(package: Package, delta: Delta) -> list[str]:
    """Every rule of `delta`, from its root inwards, each pair of types once."""
    walk = _Walk(package, delta)
    lines = [row.line() for row in walk.pair("", delta.delta, delta.snapshot)]
    for pair in _pairs(delta):  # what no member leads to is still said
        if (pair.delta, pair.snapshot) not in walk.seen:
            path = f"{symbol(pair.delta)} into {symbol(pair.snapshot)}"
            rows = walk.pair("", pair.delta, pair.snapshot)
            lines += [f"{path}:", *indent(row.line() for row in rows)]
    return [f"delta {symbol(delta.delta)}: grows {symbol(delta.snapshot)}", *indent(lines)]


def merge_lines(package: Package, name: str) -> list[list[str]]:
    """Blocks that say how the declaration `name` merges, as a delta or as what grows, from there inwards."""
    return [
        [
            f"delta {symbol(delta)}: grows {symbol(snapshot)}",
            *indent(row.line() for row in merge_rows(package, delta, snapshot)),
        ]
        for delta, snapshot in merge_pairs(package)
        if name in (delta, snapshot)
    ]


def merge_pairs(package: Package) -> tuple[tuple[str, str], ...]:
    """Every pair of a delta type and the type that it grows, roots first."""
    pairs = [(p.delta, p.snapshot) for delta in package.deltas for p in _pairs(delta)]
    return tuple(dict.fromkeys(pairs))


def merge_rows(package: Package, delta: str, snapshot: str) -> tuple[Row, ...]:
    """What a value of the type `delta` does to one of the type `snapshot`, from there inwards."""
    for root in package.deltas:
        if any((pair.delta, pair.snapshot) == (delta, snapshot) for pair in _pairs(root)):
            return tuple(_Walk(package, root).pair("", delta, snapshot))
    return ()


def _pairs(delta: Delta) -> tuple[RecordMerge | UnionMerge, ...]:
    return (*delta.records, *delta.unions)


@dataclass(slots=True)
class _Walk:
    package: Package
    delta: Delta
    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def pair(self, path: str, delta: str, snapshot: str) -> Iterator[Row]:
        """The rows of one pair of types that meet at `path`."""
        if (delta, snapshot) in self.seen:
            words = f"and so on, as at {self.seen[delta, snapshot] or '(root)'}"
            yield Row(path, (words,), delta, snapshot)
            return
        for record in self.delta.records:
            if (record.delta, record.snapshot) == (delta, snapshot):
                self.seen[delta, snapshot] = path
                yield from self.record(path, record)
        for union in self.delta.unions:
            if (union.delta, union.snapshot) == (delta, snapshot):
                self.seen[delta, snapshot] = path
                yield from self.union(path, union)

    def record(self, path: str, pair: RecordMerge) -> Iterator[Row]:
        addresses = self.addresses()
        for member in pair.members:
            here = f"{path}.{symbol(member.member)}" if path else symbol(member.member)
            words = tuple(_rule_words(member, member.member in addresses))
            yield Row(here, words, pair.delta, pair.snapshot, member)
            if member.rule is MergeRule.MERGE:
                yield from self.inside(here, pair, member)

    def addresses(self) -> set[str]:
        """The members that name entries: keys of lists, and what the paths of others name in braces."""
        members = [member for record in self.delta.records for member in record.members]
        tokens = [token for member in members for token in (member.at or "").split("/")]
        named = {token[1:-1] for token in tokens if token.startswith("{") and token.endswith("}")}
        return named | {key for member in members for key in member.key}

    def inside(self, path: str, pair: RecordMerge, member: MemberMerge) -> Iterator[Row]:
        delta = self.member_type(pair.delta, member.member)
        snapshot = self.member_type(pair.snapshot, member.into)
        if isinstance(delta, ListOf):
            path = f"{path}[]"
        if (below := self.name(delta)) and (above := self.name(snapshot)):
            yield from self.pair(path, below, above)

    def union(self, path: str, pair: UnionMerge) -> Iterator[Row]:
        for tag, delta, snapshot in pair.variants:
            here = f"{path.removesuffix('[]')}[{symbol(tag)}]"
            told = f"{symbol(pair.tag)} {quote(tag)}"
            words = (f"{symbol(delta)} grows {symbol(snapshot)}", f"told by {told}")
            yield Row(here, words, delta, snapshot)
            yield from self.pair(here, delta, snapshot)

    def member_type(self, record: str, wire: str) -> Type | None:
        decl = self.package.decls.get(record)
        if not isinstance(decl, Record):
            return None
        return next((self.plain(f.type) for f in decl.fields if f.wire == wire), None)

    def plain(self, type: Type) -> Type:
        """`type` without null and without second names."""
        type = self.package.resolve(type)
        return self.plain(type.inner) if isinstance(type, Nullable) else type

    def name(self, type: Type | None) -> str | None:
        """The declaration that `type`, or an item of it, is."""
        if isinstance(type, ListOf):
            type = self.plain(type.item)
        return type.target if isinstance(type, Ref) else None


_WORDS = {
    MergeRule.APPEND: "appended",
    MergeRule.REPLACE: "the last value stands",
    MergeRule.ONCE: "the first value stands, another is a conflict",
    MergeRule.MERGE: "merged member by member",
    MergeRule.SUM: "added up",
    MergeRule.SKIP: "left out",
}


def _rule_words(member: MemberMerge, address: bool) -> Iterator[str]:
    keys = listing([symbol(key) for key in member.key], "or else")
    if address and not member.into and member.at is None:
        yield "an address, not part of the snapshot"
    elif member.rule is MergeRule.MERGE and keys:
        yield f"merged by {keys}"
    else:
        yield _WORDS[member.rule]
    if keys:
        yield f"{keys} must run from 0 without gaps" if member.dense else f"{keys} may have gaps"
    if member.into not in ("", member.member):
        yield f"goes to {symbol(member.into)}"
    if member.at is not None:
        yield f"acts at {quote(member.at)}"
    if member.null is NullRule.SET:
        yield "null takes the place of a value"
    if member.null is NullRule.REMOVE:
        yield "null removes it"
    if member.decode is not None:
        yield f"the text gathered is read as {symbol(member.decode)} once complete"


def stream_lines(stream: Stream) -> list[str]:
    """How the events of `stream` fold into objects."""
    data = f"carries {symbol(stream.data)}" if stream.data else "is itself what is sent"
    lines = [f"an event is named by {symbol(stream.tag)} and {data}"]
    for target in stream.targets:
        lines += _target_lines(target)
    for verb, events in [
        ("ends", stream.end),
        ("fails", stream.error),
        ("does nothing", stream.ignore),
    ]:
        lines += [f"{verb} on {quote(event)}" for event in events]
    return [f"stream {symbol(stream.event)}", *indent(lines)]


def _target_lines(target: StreamTarget) -> list[str]:
    number = "one" if target.id is None else f"one for each {quote(target.id)}"
    lines = [f"object at {_place(target.object)}"]
    if target.delta is not None:
        lines.append(f"delta at {_place(target.delta)}")
    verbs = {
        "created": target.create,
        "refreshed": target.refresh,
        "grown": target.patch,
        "closed": target.close,
        "set": target.set,
    }
    lines += [f"{verb} by {quote(event)}" for verb, events in verbs.items() for event in events]
    return [f"builds {symbol(target.name.spelled)}: {symbol(target.of)}, {number}", *indent(lines)]


def _place(pointer: str) -> str:
    return quote(pointer) if pointer else "the root of the event"
