"""The short way of the most common delta: one that only adds a piece to one text.

Almost every event of a stream is such a delta. The general way walks a delta as JSON, keeps a journal to
undo by and takes twenty times as long. The tests written here see in a typed delta that nothing else is in
it; which text grows is remembered from the delta before, and forgotten with every delta that takes the
general way. So does whatever is out of the ordinary: it finds everything untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from specloom.ir import (
    Const,
    Delta,
    Field,
    Kind,
    ListOf,
    MemberMerge,
    MergeRule,
    Nullable,
    Presence,
    RecordMerge,
    Ref,
    Scalar,
    Type,
    Union,
    UnionMerge,
)
from specloom.targets.python.literals import literal, quoted
from specloom.targets.python.merge_values import Values
from specloom.targets.python.shapes import tuple_of
from specloom.targets.python.types import takes_null

_VARIABLE = re.compile(r"\b(?:[dl]\d+|grown|piece|text|v)\b(?= :?= |\] =)")


@dataclass(frozen=True, slots=True)
class Hop:
    """One hop into a delta: an attribute of a record, or the only entry of the list that it holds."""

    record: str
    attr: str
    is_list: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """How far one has come: the delta stands in the variable `d`, `steps` lead to the snapshot.

    `tag` is a test of the snapshot (the attribute and the constant), `key` the delta's member that names the
    entry one stands in, `keys` the expressions of all keys on the way and their classes, `hops` the way
    through the delta.
    """

    pair: RecordMerge
    step: int = 0
    steps: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    key: str = ""
    hops: tuple[Hop, ...] = ()

    @property
    def d(self) -> str:
        return f"d{self.step}"


@dataclass(frozen=True, slots=True)
class _Branch:
    """What to test of a delta, and then either more, after a statement, or what to do."""

    tests: tuple[str, ...]
    statement: str = ""
    branches: tuple[_Branch, ...] = ()
    lines: tuple[str, ...] = ()


class Pieces:
    """Finds the short ways of the deltas of one snapshot.

    `ways` are the texts that they lead to, and `trails` the ways to the pieces through the deltas.
    """

    def __init__(self, values: Values, deltas: Sequence[Delta]) -> None:
        self.values = values
        self.package = values.package
        self.deltas = deltas
        self.pairs: dict[tuple[str, str], RecordMerge] = {}
        self.unions: dict[tuple[str, str], UnionMerge] = {}
        self.ways: list[str] = []
        self.trails: list[tuple[Hop, ...]] = []

    def lines(self) -> list[str]:
        """Statements about the delta `d0`, which return when they are done with it."""
        found: list[_Branch] = []
        for delta in self.deltas:
            self.pairs = {(pair.delta, pair.snapshot): pair for pair in delta.records}
            self.unions = {(union.delta, union.snapshot): union for union in delta.unions}
            root = _Way(self.pairs[delta.delta, delta.snapshot])
            found += self._of_record(root, f"d0.__class__ is {self.values.class_of(delta.delta)}")
        return list(_nested(found))

    def _of_record(self, way: _Way, *tests: str) -> Iterator[_Branch]:
        """One branch for each member of a record that leads to a text."""
        if way.step > 8:  # a delta within itself: what stands that deep takes the general way
            return
        for member in way.pair.members:
            alone = self._alone(way, member)
            if alone is not None:
                yield from self._of_member(way, member, (*tests, *alone))

    # --- what must not be in the delta ------------------------------------------------------------------

    def _alone(self, way: _Way, chosen: MemberMerge) -> list[str] | None:
        """The tests that `chosen` is all there is in a delta; None if there is always more."""
        fields = {field.wire: field for field in self.values.package.record(way.pair.delta).fields}
        tests: list[str] = []
        for member in way.pair.members:
            if member is not chosen:
                test = self._idle(way, member, fields[member.member])
                if test is None:
                    return None
                tests += test
        return [*tests, f"{way.d}.residue is None"]

    def _idle(self, way: _Way, member: MemberMerge, field: Field) -> list[str] | None:
        """The tests that a member changes nothing; None if it always may."""
        attr = f"{way.d}.{self.values.attr_of(way.pair.delta, field.wire)}"
        if field.wire == way.key or member.rule is MergeRule.SKIP:
            return []
        type = self.package.resolve(field.type)
        if self._is_tag(way.pair, member):
            assert isinstance(type, Const)
            return [f"{attr} == {literal(type.value)}"]
        if field.presence is Presence.REQUIRED:
            return None
        gap = "_ABSENT" if takes_null(field.type, self.package) else "None"
        if member.rule is MergeRule.MERGE and isinstance(type, ListOf):
            return [f"(not (v := {attr}) and (v is {gap} or v.__class__ is list))"]
        return [f"{attr} is {gap}"]

    def _is_tag(self, pair: RecordMerge, member: MemberMerge) -> bool:
        """Whether a member is one and the same string, in the delta and in the snapshot."""
        mine = self._type_of(pair.delta, member.member)
        theirs = self._type_of(pair.snapshot, member.into)
        return isinstance(mine, Const) and isinstance(mine.value, str) and mine == theirs

    def _type_of(self, record: str, wire: str) -> Type | None:
        fields = (
            field for field in self.values.package.record(record).fields if field.wire == wire
        )
        return next((self.package.resolve(field.type) for field in fields), None)

    # --- the way to the text ----------------------------------------------------------------------------

    def _of_member(
        self, way: _Way, member: MemberMerge, tests: tuple[str, ...]
    ) -> Iterator[_Branch]:
        """The branches that a member leads to; none if it leads to no text."""
        mine = self._type_of(way.pair.delta, member.member)
        theirs = self._type_of(way.pair.snapshot, member.into)
        if mine is None or theirs is None or member.at is not None or member.decode is not None:
            return
        left, right = self.values.package.bare(mine), self.values.package.bare(theirs)
        hop = Hop(way.pair.delta, self.values.attr_of(way.pair.delta, member.member), is_list=False)
        ours = f"{way.d}.{hop.attr}"
        attr = self.values.attr_of(way.pair.snapshot, member.into)
        if member.rule is MergeRule.APPEND:
            if isinstance(left, Scalar) and left.kind is Kind.STRING:
                yield self._leaf(replace(way, hops=(*way.hops, hop)), member, attr, tests)
        elif member.rule is MergeRule.MERGE and isinstance(left, Ref) and isinstance(right, Ref):
            on = replace(way, step=way.step + 1, key="", hops=(*way.hops, hop))
            inner = tuple(self._of_variants(on, attr, member, left, right))
            yield from _chained(tests, f"({on.d} := {ours})", inner)
        elif member.rule is MergeRule.MERGE and isinstance(left, ListOf):
            assert isinstance(right, ListOf)
            item, entry = self.values.package.bare(left.item), self.values.package.bare(right.item)
            key = self._key_of(item, member)
            if key is not None and isinstance(item, Ref) and isinstance(entry, Ref):
                hops = (*way.hops, replace(hop, is_list=True))
                on = replace(way, step=way.step + 1, key=member.key[0], hops=hops)
                on = replace(on, keys=(*way.keys, (f"{on.d}.{key[0]}", key[1])))
                inner = tuple(self._of_variants(on, attr, member, item, entry, key))
                listed = f"(l{on.step} := {ours}).__class__ is list"
                if inner:
                    yield _Branch((*tests, listed), f"[{on.d}] = l{on.step}", inner)

    def _of_variants(
        self,
        on: _Way,
        attr: str,
        member: MemberMerge,
        left: Ref,
        right: Ref,
        key: tuple[str, str] | None = None,
    ) -> Iterator[_Branch]:
        """The branches of an object or of every variant of a tagged union, each with its class first."""
        pairs = [(left.target, right.target)]
        if isinstance(self.package.decls[left.target], Union):
            union = self.unions[left.target, right.target]
            pairs = [(delta, snapshot) for _, delta, snapshot in union.variants]
        for delta, snapshot in pairs:
            pair = self.pairs[delta, snapshot]
            tags = [m for m in pair.members if m.member != on.key and self._is_tag(pair, m)]
            facts = [quoted(attr), quoted(member.member), self.values.class_of(snapshot)]
            rows = [
                f"({quoted(self.values.attr_of(snapshot, tag.into))}, "
                f"{literal(_value(self._type_of(snapshot, tag.into)))})"
                for tag in tags
            ]
            facts += [f"tags={tuple_of(rows)}"] if rows else []
            tests = [f"{on.d}.__class__ is {self.values.class_of(delta)}"]
            if key is not None:
                kept = next((m.into for m in pair.members if m.member == on.key), "")
                facts.append(f"key={key[1]}")
                facts += [f"kept={quoted(self.values.attr_of(snapshot, kept))}"] if kept else []
                if key[1] == "str":
                    # First, or type checkers know already what the key is: they trust what others declared.
                    tests.insert(0, f"{on.d}.{key[0]}.__class__ is str")
            step = f"_Step({', '.join(facts)})"
            yield from self._of_record(replace(on, pair=pair, steps=(*on.steps, step)), *tests)

    def _key_of(self, item: Type, member: MemberMerge) -> tuple[str, str] | None:
        """The attribute of an item's key and its class; None if the variants do not agree on them."""
        if not isinstance(item, Ref) or len(member.key) != 1:
            return None
        decl = self.package.decls[item.target]
        names = [item.target]
        if isinstance(decl, Union):
            names = [v.type.target for v in decl.variants if isinstance(v.type, Ref)]
        found: set[tuple[str, str]] = set()
        for name in names:
            type = self._type_of(name, member.key[0])
            if type is None or isinstance(type, Nullable):
                return None
            found.add((self.values.attr_of(name, member.key[0]), self.values.kinds(type)))
        key = found.pop() if len(found) == 1 else None
        return key if key is not None and key[1] in ("int", "str") else None

    def _leaf(self, way: _Way, member: MemberMerge, attr: str, tests: tuple[str, ...]) -> _Branch:
        """The piece and the text it is for, and where that is found."""
        number = len(self.ways) + 1
        self.trails.append(way.hops)
        steps = tuple_of(way.steps) if way.steps else "()"
        self.ways.append(f"_Way({steps}, {quoted(attr)}, {quoted(member.member)})")
        piece = (
            f"(piece := {way.d}.{way.hops[-1].attr}).__class__ is str",
            r'(piece < "\udc00" or piece >= "\ue000")',  # no half of a character
        )
        given = "".join(f", {key}" for key, _ in way.keys)
        known = [f"self._way == {number}"]
        for place, (key, kind) in enumerate(way.keys):
            held = "self._keys" if len(way.keys) == 1 else f"self._keys[{place}]"
            # Small integers are the same object, and no truth values; larger ones are compared on the way.
            known.append(f"{held} {'is' if kind == 'int' else '=='} {key}")
        lines = (
            f"grown = self._grown if {' and '.join(known)} else self._reach({number}{given})",
            f"text = grown.{attr}",
            "# Only a text that nothing else holds grows in place.",
            f"grown.{attr} = None",
            "text += piece",
            f"grown.{attr} = text",
            "self.piece = piece",
            "return",
        )
        return _Branch((*tests, *piece), lines=lines)


def _chained(tests: tuple[str, ...], bound: str, inner: Sequence[_Branch]) -> Iterator[_Branch]:
    """`inner` after `tests`: as one branch if there is only one."""
    if len(inner) == 1:
        [only] = inner
        first = only.tests[0]
        name = bound[1:].partition(" ")[0]
        yield replace(only, tests=(*tests, first.replace(name, bound, 1), *only.tests[1:]))
    elif inner:
        yield _Branch(tests, bound[1:-1].replace(":=", "="), tuple(inner))


def _nested(branches: Sequence[_Branch]) -> Iterator[str]:
    """The statements that take the first branch whose tests hold."""
    for number, branch in enumerate(branches):
        yield f"{'elif' if number else 'if'} {' and '.join(branch.tests)}:"
        inside = [branch.statement] if branch.statement else []
        for line in (*inside, *branch.lines, *_nested(branch.branches)):
            yield f"    {line}"


def variables(lines: Iterable[str]) -> list[str]:
    """The variables of statements. All are declared to be anything: the tests say what they are."""
    return sorted({name for line in lines for name in _VARIABLE.findall(line)})


def _value(type: Type | None) -> str | int | bool:
    assert isinstance(type, Const)
    return type.value
