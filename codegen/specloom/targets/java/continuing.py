"""The short way of merging: generated code that sees that a delta only continues texts that are there.

For every delta record from which a text that grows is reached there is a method that looks at each member: it
must say nothing, or what the object says already, or lead to texts. Anything else goes the long way, by the
table of rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from specloom.ir import (
    Const,
    Delta,
    Field,
    Kind,
    ListOf,
    MapOf,
    MemberMerge,
    MergeRule,
    Nullable,
    Presence,
    RecordMerge,
    Ref,
    Scalar,
    Type,
    UnionMerge,
)
from specloom.targets.java.layout import Call, Either, Expression, assign, conjunction, lay
from specloom.targets.java.literals import quoted
from specloom.targets.java.names import Names
from specloom.targets.java.rules import Rules
from specloom.targets.java.types import Typing

Pair = tuple[str, str]
"""A delta record and its snapshot."""


@dataclass(frozen=True, slots=True)
class BranchView:
    """A record that may stand in a member: what continues it, as a statement."""

    type: str
    there: str
    call: str


@dataclass(frozen=True, slots=True)
class WayView:
    """A method: of a record, if it has conditions; of a union or a list's entries, if it has branches."""

    header: str
    conditions: str
    entry: str
    branches: tuple[BranchView, ...]
    only: BranchView | None
    is_list: bool


@dataclass(frozen=True)
class Continuing:
    """The short way of one root delta."""

    names: Names
    rules: Rules
    delta: Delta

    @property
    def typing(self) -> Typing:
        """The types of the package."""
        return self.rules.typing

    @cached_property
    def _records(self) -> dict[Pair, RecordMerge]:
        return {(one.delta, one.snapshot): one for one in self.delta.records}

    @cached_property
    def _unions(self) -> dict[Pair, UnionMerge]:
        return {(one.delta, one.snapshot): one for one in self.delta.unions}

    @cached_property
    def _leading(self) -> set[Pair]:
        """The records from which a text that grows is reached, and which can be silent about all else."""
        found: set[Pair] = set()
        while True:
            more = {pair for pair, one in self._records.items() if self._leads(one, found)}
            if more == found:
                return found
            found = more

    def _leads(self, merge: RecordMerge, found: set[Pair]) -> bool:
        conditions = [self._condition(merge, member, found) for member in merge.members]
        leads = any(
            self._is_text(merge, member) or self._pairs(merge, member) & found
            for member in merge.members
        )
        return leads and None not in conditions

    def _mine(self, merge: RecordMerge, member: MemberMerge) -> Field:
        return self.rules.merges.mine(merge, member)

    def _components(self, delta: str) -> Mapping[str, str]:
        return self.names.components(self.rules.package.record(delta))

    def _is_straight(self, merge: RecordMerge, member: MemberMerge) -> bool:
        """Whether a member acts where it stands, and is no member that may be null."""
        is_null = isinstance(self.typing.resolved(self._mine(merge, member).type), Nullable)
        return member.at is None and member.decode is None and not is_null

    def _is_text(self, merge: RecordMerge, member: MemberMerge) -> bool:
        """Whether a member is text that grows; null in it, if it may be absent too, goes the long way."""
        field = self._mine(merge, member)
        type = self.rules.package.bare(field.type)
        is_text = isinstance(type, Scalar) and type.kind is Kind.STRING
        is_told = field.presence is Presence.OPTIONAL or self._is_straight(merge, member)
        is_here = member.at is None and member.decode is None
        return member.rule is MergeRule.APPEND and is_text and is_told and is_here

    def _pairs(self, merge: RecordMerge, member: MemberMerge) -> set[Pair]:
        """The pairs of records that a merged member leads to."""
        into = self.rules.package.record(merge.snapshot).field(member.into)
        if (
            member.rule is not MergeRule.MERGE
            or into is None
            or not self._is_straight(merge, member)
        ):
            return set()
        left = self.rules.package.bare(self._mine(merge, member).type)
        right = self.rules.package.bare(into.type)
        if isinstance(left, ListOf) and isinstance(right, ListOf):
            if isinstance(self.typing.resolved(left.item), Nullable):
                return set()
            left, right = self.rules.package.bare(left.item), self.rules.package.bare(right.item)
        if not isinstance(left, Ref) or not isinstance(right, Ref):
            return set()
        pair = left.target, right.target
        if pair in self._unions:
            found = {(one, other) for _, one, other in self._unions[pair].variants}
        else:
            found = {pair} & self._records.keys()
        if isinstance(self.typing.resolved(self._mine(merge, member).type), ListOf):
            found = {one for one in found if self._key_of(one, member) is not None}
        return found

    def _key_of(self, pair: Pair, member: MemberMerge) -> Field | None:
        """The member that names an entry of a list, if every entry has it."""
        if len(member.key) != 1:
            return None
        field = self.rules.package.record(pair[0]).field(member.key[0])
        if field is None or field.presence is not Presence.REQUIRED:
            return None
        type = self.typing.resolved(field.type)
        is_key = isinstance(type, Scalar) and type.kind in (Kind.INTEGER, Kind.STRING)
        return field if is_key else None

    # --- conditions -----------------------------------------------------------------------------------

    def _condition(
        self, merge: RecordMerge, member: MemberMerge, found: set[Pair]
    ) -> Expression | Either | None:
        """What must be so of a member, "" for nothing; None if it always says something."""
        if member.rule is MergeRule.SKIP:
            return ""
        field = self._mine(merge, member)
        value = f"delta.{self._components(merge.delta)[field.wire]}()"
        if self._is_text(merge, member):
            return Call("texts.append", ["object", quoted(member.into), value])
        if self._pairs(merge, member) & found:
            return self._leading_condition(merge, member, value)
        type = self.typing.resolved(field.type)
        grows = member.rule in (MergeRule.APPEND, MergeRule.MERGE) and isinstance(
            type, ListOf | MapOf
        )
        if grows:
            is_empty = Call(f"{value}.isEmpty", [])
            is_optional = field.presence is Presence.OPTIONAL
            return Either(f"{value} == null", is_empty) if is_optional else is_empty
        if field.presence is Presence.OPTIONAL:
            return f"{value}.isAbsent()" if isinstance(type, Nullable) else f"{value} == null"
        if isinstance(type, Nullable):
            return None
        return self._said_already(type, member, value)

    def _said_already(self, type: Type, member: MemberMerge, value: str) -> Expression | None:
        """A required member that changes nothing where it stands already: a constant, a key, an address."""
        if member.into == "" and member.at is None:
            return ""
        is_text = isinstance(type, Const) and isinstance(type.value, str)
        is_key = isinstance(type, Scalar) and type.kind in (Kind.INTEGER, Kind.STRING)
        settles = member.rule in (MergeRule.ONCE, MergeRule.REPLACE) and member.at is None
        if settles and (is_text or is_key):
            return Call("object.says", [quoted(member.into), value])
        return None

    def _leading_condition(
        self, merge: RecordMerge, member: MemberMerge, value: str
    ) -> Expression | Either:
        field = self._mine(merge, member)
        type = self.rules.package.bare(field.type)
        if isinstance(type, Ref) and (pairs := self._pairs(merge, member)):
            pair = next(iter(pairs))
            if pair[0] == type.target:
                part = Call("object.part", [quoted(member.into)])
                return Either(f"{value} == null", Call(self._method(pair), [part, value, "texts"]))
        method = self._method((merge.delta, merge.snapshot), member)
        return Call(method, ["object", value, "texts"])

    @cached_property
    def _places(self) -> dict[Pair, int]:
        return {pair: place for place, pair in enumerate(self._records)}

    def _method(self, pair: Pair, member: MemberMerge | None = None) -> str:
        """The method of a record, or of a union or list in it."""
        name = f"continue{self.names.types[pair[0]]}"
        earlier = [one for one in self._places if one[0] == pair[0]]
        name += str(earlier.index(pair) + 1) if len(earlier) > 1 else ""
        if member is None:
            return name
        return f"{name}_{self._components(pair[0])[member.member]}"

    # --- methods --------------------------------------------------------------------------------------

    @property
    def start(self) -> str:
        """The method that begins; "" where no text grows."""
        root = self.delta.delta, self.delta.snapshot
        return self._method(root) if root in self._leading else ""

    def ways(self) -> Iterator[WayView]:
        """Every method that is needed."""
        if self.start:
            for pair, merge in self._records.items():
                if pair in self._leading:
                    yield self._of_record(pair, merge)
                    yield from self._of_members(pair, merge)

    def _of_record(self, pair: Pair, merge: RecordMerge) -> WayView:
        conditions = [self._condition(merge, member, self._leading) for member in merge.members]
        said = [
            "object != null",
            "delta.extra().isEmpty()",
            *[condition for condition in conditions if condition],
        ]
        return WayView(
            header=_header(
                self._method(pair),
                f"{self.names.types[merge.delta]} delta",
                is_private=self._method(pair) != self.start,
            ),
            conditions=conjunction(said, 4),
            entry="",
            branches=(),
            only=None,
            is_list=False,
        )

    def _of_members(self, pair: Pair, merge: RecordMerge) -> Iterator[WayView]:
        for member in merge.members:
            leading = self._pairs(merge, member) & self._leading
            type = self.rules.package.bare(self._mine(merge, member).type)
            is_part = isinstance(type, Ref) and any(one[0] == type.target for one in leading)
            if not leading or is_part:
                continue
            is_list = isinstance(type, ListOf)
            name = "entries" if is_list else "delta"
            entry = self.typing.boxed(type.item) if isinstance(type, ListOf) else ""
            ordered = [one for one in self._places if one in leading]
            is_record = [self.names.types[one[0]] for one in ordered] == [entry]
            branches = tuple(
                self._branch(one, member, 8 if is_list and not is_record else 6) for one in ordered
            )
            yield WayView(
                header=_header(self._method(pair, member), f"{self.typing.boxed(type)} {name}"),
                conditions="",
                entry=entry,
                branches=() if is_record else branches,
                only=branches[0] if is_record else None,
                is_list=is_list,
            )

    def _branch(self, pair: Pair, member: MemberMerge, indent: int) -> BranchView:
        key = self._key_of(pair, member) if member.key else None
        arguments = [quoted(member.into)]
        if key is not None:
            arguments.append(f"one.{self._components(pair[0])[key.wire]}()")
        found = Call("object.entry" if key else "object.part", arguments)
        return BranchView(
            type=self.names.types[pair[0]],
            there=assign("Spot there", found, indent),
            call=f"{self._method(pair)}(there, one, texts)",
        )


def _header(name: str, parameter: str, *, is_private: bool = True) -> str:
    seen = "private " if is_private else ""
    call = Call(f"{seen}static boolean {name}", ["Spot object", parameter, "Texts texts"])
    return lay(call, 2, "", " {")
