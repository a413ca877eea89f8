"""The act of merging: what each rule does to one member of a live snapshot.

The generated `_fold_*` functions walk a delta in the order of the schema and call one method of `Fold` for
each member that is there. Live snapshots are ordinary model objects, changed in place; every change leaves an
entry in a journal, so that a delta can be undone wholly (strict) or in part (lenient).
"""

from __future__ import annotations

from typing import Any

from ._checks import Branch, Check, Listing, legal_key, shown
from ._copying import copy_json
from ._delta_error import At, DeltaError
from ._fold_members import MemberFold
from ._fold_state import Record
from ._keyed import Keyed, own_keys
from ._values import UNSET, UnknownVariant


class Fold(MemberFold):
    """One accumulator's working state, with the rules for objects, unions and lists by key."""

    __slots__ = ()

    def merge_record(
        self, x: Record, attr: str, v: Any, at: At, check: Check, branch: Branch, wire: str = ""
    ) -> None:
        """Rule merge on an object: member by member."""
        if not self.fits(x, attr, v, at, check) or not v:
            return
        inner = getattr(x, attr)
        if inner.__class__ is branch.model:
            branch.fold(self, inner, v, at)
        elif self.grows(x, wire or at[1], at):
            mark = len(self.journal)
            inner = branch.make()
            self.store(x, attr, inner)
            branch.fold(self, inner, v, at)
            if inner == branch.make():  # what does nothing makes nothing
                self.rollback(mark)

    def merge_union(
        self, x: Record, attr: str, v: Any, at: At, check: Check, listing: Listing, wire: str = ""
    ) -> None:
        """Rule merge on a tagged union: the variant is settled by the first delta."""
        if not self.fits(x, attr, v, at, check) or not v:
            return
        old = getattr(x, attr)
        if old is UNSET or old is None:
            if not self.grows(x, wire or at[1], at):
                return
            old = None
        error = self.find_fault(old, v, at, listing)
        if error is None:
            new = self.variant(old, v, at, listing)
            if new is not old:
                self.store(x, attr, new)
        elif error.code == "variant_conflict":
            self.clash(error.code, (at, listing.tag), error.message)
        elif self.strict:
            raise error
        else:
            self.report(error)

    # --- lists by key -----------------------------------------------------------------------------------

    def keyed_list(self, items: list[Any], listing: Listing) -> Keyed:
        """The keys of a live list: those its items hold, if they are in order, else their positions."""
        keyed = self.keyed.get(id(items))
        if keyed is None:
            keys = own_keys(items, listing) if listing.kept else None
            known = range(len(items)) if keys is None else keys
            keyed = self.keyed[id(items)] = Keyed(items, known, listing.dense, listing.named)
        return keyed

    def merge_list(
        self, x: Record, attr: str, v: Any, at: At, check: Check, listing: Listing, wire: str = ""
    ) -> None:
        """Rule merge on a list: entry by entry, found by key."""
        if not self.fits(x, attr, v, at, check) or not v:
            return
        items: list[Any] = getattr(x, attr)
        start = len(self.journal)
        made = items.__class__ is not list
        if made:
            if not self.grows(x, wire or at[1], at):
                return
            items = []
            self.store(x, attr, items)
        keyed = self.keyed_list(items, listing)
        self.touch(items)
        self.depth += 1
        try:
            for index, entry in enumerate(v):
                marks = len(self.journal), len(self.appended), len(self.created)
                try:
                    self._merge_entry(keyed, entry, (at, index, index), listing)
                except DeltaError as error:
                    if self.strict:
                        raise
                    self.rollback(marks[0])
                    del self.appended[marks[1] :], self.created[marks[2] :]
                    self.report(error)
        finally:
            self.depth -= 1
        if made and len(self.journal) == start + 1:
            self.rollback(start)

    def _merge_entry(self, keyed: Keyed, d: Any, at: At, listing: Listing) -> None:
        if d.__class__ is not dict:
            raise self.error("invalid_type", at, "expected an object")
        name = next((name for name in listing.key if name in d), None)
        if name is None:
            raise self.error("missing_key", (at, listing.key[0]), "nothing names the entry")
        key = legal_key(d[name], listing)
        if key is None:
            raise self.error("bad_key", (at, name), f"{shown(d[name])} cannot name an entry")
        at = (at[0], at[1], key)
        old = keyed.entries.get(key)
        error = self.find_fault(old, d, at, listing)
        if error is not None:
            raise error
        new = self.variant(old, d, at, listing)
        if old is None:
            if not keyed.add(key, new) and keyed not in self.unsettled:
                self.unsettled.append(keyed)
            self.journal.append((keyed.drop, key))
            self.created.append(at)
        elif new is not old:
            keyed.replace(key, new)
            self.journal.append((keyed.replace, key, old))

    def find_fault(
        self, old: Any, d: dict[str, Any], at: At, listing: Listing
    ) -> DeltaError | None:
        """What keeps `d` from being folded into `old` (None: nothing is there) as a variant."""
        if listing.tag is None:
            branch = listing.branches[""]
            if old is None or old.__class__ is branch.model:
                return None
            return self.error("invalid_type", at, "what is there cannot grow")
        place: At = (at, listing.tag)
        if listing.tag not in d:
            return self.error("missing_discriminator", place, "nothing names the variant")
        tag = d[listing.tag]
        if tag.__class__ is not str:
            return self.error("invalid_type", place, "expected a string that names the variant")
        if old is None:
            return None
        if old.__class__ is UnknownVariant:
            if old.raw.__class__ is not dict:
                return self.error("invalid_type", at, "what is there cannot grow")
            if old.tag is None and listing.tag not in old.raw:
                return None
            known: Any = old.tag
        else:
            known = next((t for t, b in listing.branches.items() if b.model is old.__class__), None)
        if known == tag:
            return None
        return self.error("variant_conflict", place, f"was {known!r} before, now {shown(tag)}")

    def variant(self, old: Any, d: dict[str, Any], at: At, listing: Listing) -> Any:
        """Folds `d` into `old`, or into a new empty object; returns the object that now stands there."""
        tag = "" if listing.tag is None else d[listing.tag]
        branch = listing.branches.get(tag)
        if branch is None:
            message = f"{shown(tag)} is not a variant this package knows"
            self.fault("unknown_variant", (at, listing.tag), message)
            return _opaque(old, d, listing, tag)
        if old is None:
            old = branch.make()
        elif old.__class__ is UnknownVariant:
            # It never said what it is: the delta does.
            old = branch.model.decode({**copy_json(old.raw), listing.tag: tag})
        branch.fold(self, old, d, at)
        return old


def _opaque(old: Any, d: dict[str, Any], listing: Listing, tag: str) -> UnknownVariant:
    """A variant nobody knows, with the members of `d` in place of those it had."""
    whole = dict(old.raw) if old is not None else {}
    for name, value in d.items():
        if name in listing.key and not listing.kept:
            continue
        if value is not None or name not in whole:
            whole[name] = copy_json(value)
    return UnknownVariant(tag=tag, raw=whole)
