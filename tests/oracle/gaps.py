"""The gap check: dense lists whose keys are not 0 to n - 1."""

from __future__ import annotations

from typing import Any

from oracle.merging import Rules
from oracle.shapes import bare, field_of
from oracle.slots import Grown, Keyed
from oracle.values import ABSENT, below
from specloom.ir import ListOf, MergeRule, RecordMerge, Ref, Type


def gaps(rules: Rules, slot: Any) -> list[str]:
    """The lists with keys missing, as pointers into the snapshot: a list before the lists inside it."""
    return Gaps(rules).gaps_of_record(rules.root(), slot, "")


class Gaps:
    """The walk over a slot."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.package = rules.package

    def gaps_of_record(self, rules: RecordMerge, slot: Any, pointer: str) -> list[str]:
        """The gaps of an object: members in the order of the schema."""
        found: list[str] = []
        if not isinstance(slot, Grown):
            return found
        for merge in rules.members:
            mine = field_of(self.package, rules.delta, merge.member)
            theirs = field_of(self.package, rules.snapshot, merge.into)
            if merge.rule is MergeRule.MERGE and mine is not None and theirs is not None:
                part = slot.members.get(merge.into, ABSENT)
                found += self.gaps_of(part, mine.type, theirs.type, below(pointer, merge.into))
        return found

    def gaps_of(self, slot: Any, mine: Type, theirs: Type, pointer: str) -> list[str]:
        """The gaps of what is merged."""
        found: list[str] = []
        left, right = bare(self.package, mine), bare(self.package, theirs)
        match slot:
            case Keyed(entries=entries, merge=merge):
                assert isinstance(left, ListOf)
                assert isinstance(right, ListOf)
                if merge.dense and set(entries) != set(range(len(entries))):
                    found.append(pointer)
                for position, key in enumerate(slot.order()):
                    place = below(pointer, position)
                    found += self.gaps_of(entries[key], left.item, right.item, place)
            case Grown(members=members) if isinstance(left, Ref) and isinstance(right, Ref):
                for pair in self.rules.pairs(left.target, right.target, members):
                    found += self.gaps_of_record(self.rules.record(*pair), slot, pointer)
            case _:
                pass
        return found
