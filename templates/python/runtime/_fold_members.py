"""What each rule does to one member of a live snapshot that is no list merged by key."""

from __future__ import annotations

from typing import Any

from ._checks import Check, shown
from ._copying import copy_json
from ._delta_error import At
from ._encode import encode
from ._fold_state import FoldState, Record, shape_of
from ._shapes import Misfit
from ._texts import join, splits_character
from ._values import UNSET


class MemberFold(FoldState):
    """The rules for single members. `wire` names the snapshot's member where the delta calls it otherwise."""

    __slots__ = ()

    def fits(self, x: Record, attr: str, v: Any, at: At, check: Check) -> bool:
        """Whether `v` is to be merged; null, and what is not of the declared kind, are dealt with here."""
        if check.admits(v):
            return True
        if v is None and check.nullable:
            if getattr(x, attr) is UNSET:
                self.store(x, attr, None)
        else:
            self.fault("invalid_type", at, f"expected {check.expected}")
        return False

    def grows(self, x: Record, wire: str, at: At) -> bool:
        """Whether a member that is not there can be made: nothing unfit stands in its place."""
        residue = x.residue
        if residue is None or residue.get(wire) is None:
            return True
        self.fault("invalid_type", at, "what is there cannot grow")
        return False

    def append_text(
        self, x: Record, attr: str, v: Any, at: At, check: Check, wire: str = ""
    ) -> None:
        """Rule append on text: amortised O(1) in the length of what is there."""
        if v.__class__ is not str:
            self.fits(x, attr, v, at, check)
            return
        if not v:
            return
        text = getattr(x, attr)
        if text.__class__ is str:
            if splits_character(text, v):
                self.store(x, attr, join(text, v))
            else:
                self.journal.append((_cut, x, attr, len(text)))
                # The slot must let go of its reference first: only then does += grow the string in place.
                setattr(x, attr, None)
                text += v
                setattr(x, attr, text)
        elif self.grows(x, wire or at[1], at):
            self.store(x, attr, v)
        else:
            return
        self.appended.append((at, v))

    def append_items(
        self, x: Record, attr: str, v: Any, at: At, check: Check, wire: str = ""
    ) -> None:
        """Rule append on a list: the items of the delta follow those already there."""
        if not self.fits(x, attr, v, at, check) or not v:
            return
        items = getattr(x, attr)
        if items.__class__ is not list and not self.grows(x, wire or at[1], at):
            return
        added = self.taken(x, wire or at[1], v, at)
        if added is UNSET:
            return
        if items.__class__ is not list:
            self.store(x, attr, added)
        else:
            self.journal.append((_shorten, items, len(items)))
            self.touch(items)
            items.extend(added)

    def replace(
        self, x: Record, attr: str, v: Any, at: At, check: Check, wire: str = "", null: str = "keep"
    ) -> None:
        """Rule replace: the last value stands. `wire` is given where it is no scalar."""
        if v is None and check.nullable and null != "keep":
            self.store(x, attr, None if null == "set" else shape_of(x).members[wire].gap)
        elif self.fits(x, attr, v, at, check):
            value = self.taken(x, wire, v, at) if wire else v
            if value is not UNSET:
                self.store(x, attr, value)

    def taken(self, x: Record, wire: str, v: Any, at: At) -> Any:
        """What the snapshot holds for a whole value, sharing nothing with it; UNSET if it does not fit."""
        try:
            return shape_of(x).members[wire].shape.take(copy_json(v))
        except Misfit:
            self.fault("invalid_type", at, "the kinds of its parts do not fit")
            return UNSET

    def once(self, x: Record, attr: str, v: Any, at: At, check: Check, wire: str = "") -> None:
        """Rule once: the first value that is not empty stands; another one is a conflict."""
        if not self.fits(x, attr, v, at, check):
            return
        old = getattr(x, attr)
        if old is UNSET or old is None:
            if self.grows(x, wire or at[1], at):
                self.store(x, attr, v)
        elif v != "" and v != old:
            if old == "":
                self.store(x, attr, v)
            else:
                self.clash("conflict", at, f"{shown(old)} was said before, now {shown(v)}")

    def sum(self, x: Record, attr: str, v: Any, at: At, check: Check, wire: str = "") -> None:
        """Rule sum: numbers add up."""
        if not self.fits(x, attr, v, at, check):
            return
        old = getattr(x, attr)
        if old is not UNSET and old is not None:
            self.store(x, attr, old + v)
        elif self.grows(x, wire or at[1], at):
            self.store(x, attr, v)

    def merge_members(self, x: Record, attr: str, v: Any, at: At, check: Check, wire: str) -> None:
        """Rule merge of an open map: every member of the delta takes its place."""
        if not self.fits(x, attr, v, at, check) or not v:
            return
        old = getattr(x, attr)
        whole: dict[str, Any] = encode(old) if old is not UNSET and old is not None else {}
        for name, value in v.items():
            if value is not None or name not in whole:
                whole[name] = value
        value = self.taken(x, wire, whole, at)
        if value is not UNSET:
            self.store(x, attr, value)

    def keep(self, x: Record, d: dict[str, Any], known: frozenset[str]) -> None:
        """Members the delta does not declare: kept and replaced, never glued or summed.

        Those that the snapshot declares go where it has them. Null never takes the place of a value.
        """
        residue: dict[str, Any] = x.residue or {}
        members = shape_of(x).members
        for name, v in d.items():
            if name in known:
                continue
            member = members.get(name)
            old: Any = residue.get(name, UNSET)
            if member is not None:
                attr = member.attribute or name
                if old is UNSET and getattr(x, attr) is not member.gap:
                    old = getattr(x, attr)
                if v is not None or old is UNSET:
                    try:
                        self.store(x, attr, member.shape.take(copy_json(v)))
                        continue
                    except Misfit:
                        self.store(x, attr, member.gap)
            if v is not None or old is UNSET:
                residue = {**residue, name: copy_json(v)}
                self.store(x, "residue", residue)


def _cut(x: Record, attr: str, length: int) -> None:
    setattr(x, attr, getattr(x, attr)[:length])


def _shorten(items: list[Any], length: int) -> None:
    del items[length:]
