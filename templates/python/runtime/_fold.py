"""The act of merging: what each rule does to one member of a live snapshot.

The generated `_fold_*` functions walk a delta and call one method of `Fold` for each member. Live snapshots
are ordinary model objects, changed in place; every change leaves an entry in a journal, so that a delta can
be undone wholly (strict) or in part (lenient).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from ._delta_error import At, DeltaCode, DeltaError, Diagnostic, pointer_of
from ._copying import copy_json
from ._encode import encode
from ._registry import CODECS_BY_CLASS
from ._shapes import Misfit, RecordShape
from ._values import UNSET, UnknownVariant

Record = Any
FoldRecord = Callable[["Fold", Any, "dict[str, Any]", At], None]


class Check(NamedTuple):
    """What a delta's member must look like: its JSON kinds, and whether null is declared."""

    expected: str
    kinds: tuple[type, ...]
    nullable: bool = False


class Branch(NamedTuple):
    """A variant of a delta union: the function that folds it and the maker of an empty snapshot."""

    fold: FoldRecord
    make: Callable[[], Any]
    model: Any


class Listing(NamedTuple):
    """How a list merges by key: key members, tag member and variants; one variant under "" if untagged.

    `kept` says whether the snapshot's entries hold the key as a member of their own, `named` whether keys
    are strings.
    """

    key: tuple[str, ...]
    tag: str | None
    branches: Mapping[str, Branch]
    dense: bool
    kept: bool = False
    named: bool = False


class Keyed:
    """The keys of a live list: entries by key, in order but for those that came early (`pending`)."""

    __slots__ = ("dense", "entries", "items", "keys", "pending")

    def __init__(self, items: list[Any], keys: Iterable[Any], dense: bool) -> None:
        self.items = items
        self.keys: list[Any] = list(keys)
        self.entries: dict[Any, Any] = dict(zip(self.keys, items, strict=True))
        self.pending: list[Any] = []
        self.dense = dense

    def add(self, key: Any, entry: Any) -> bool:
        """Takes a new entry; says whether it stands in order already, or waits for `settle`."""
        self.entries[key] = entry
        if not self.keys or self.keys[-1] < key:
            self.keys.append(key)
            self.items.append(entry)
            return True
        self.pending.append(key)
        return False

    def drop(self, key: Any) -> None:
        """Takes back the entry that was added last under `key`."""
        entry = self.entries.pop(key)
        if self.pending and self.pending[-1] == key:
            self.pending.pop()
            return
        place = bisect_left(self.keys, key)
        if self.items[place] is entry:
            del self.keys[place], self.items[place]

    def settle(self) -> None:
        """Puts the entries that came out of order in their places."""
        pending, self.pending = self.pending, []
        if len(pending) == 1:
            insort(self.keys, pending[0])
            self.items.insert(bisect_left(self.keys, pending[0]), self.entries[pending[0]])
        elif pending:
            self.keys.extend(pending)
            self.keys.sort()
            self.items[:] = [self.entries[key] for key in self.keys]

    def replace(self, key: Any, entry: Any) -> None:
        """Puts another object in the place of the entry under `key`."""
        self.entries[key] = entry
        place = bisect_left(self.keys, key)
        if place < len(self.keys) and self.keys[place] == key:
            self.items[place] = entry

    def gaps(self) -> list[int]:
        """The first key missing before each run of keys, for dense lists."""
        if not self.dense:
            return []
        found, expected = [], 0
        for key in sorted(self.entries):
            if key > expected:
                found.append(expected)
            expected = key + 1
        return found


class Fold:
    """One accumulator's working state while deltas come in."""

    __slots__ = (
        "appended",
        "created",
        "depth",
        "diagnostics",
        "event",
        "frozen",
        "journal",
        "keyed",
        "prefix",
        "strict",
        "target",
        "unsettled",
    )

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.diagnostics: list[Diagnostic] = []
        self.journal: list[tuple[Any, ...]] = []
        self.keyed: dict[int, Keyed] = {}
        self.unsettled: list[Keyed] = []
        self.frozen: dict[int, tuple[Any, Any]] = {}
        self.appended: list[tuple[At, str]] = []
        self.created: list[At] = []
        self.depth = 0
        self.prefix = ""
        self.target: str | None = None
        self.event: int | None = None

    # --- faults and undoing -----------------------------------------------------------------------------

    def error(self, code: DeltaCode, at: At, message: str) -> DeltaError:
        """A DeltaError that knows the target and the event being applied."""
        return DeltaError(code, self.prefix + pointer_of(at), message, self.target, self.event)

    def report(self, error: DeltaError) -> None:
        """Notes what lenient reading leaves out."""
        self.diagnostics.append(
            Diagnostic(error.code, error.pointer, error.message, error.target, error.event)
        )

    def fault(self, code: DeltaCode, at: At, message: str) -> None:
        """Strict: raises. Lenient: notes it, and the caller skips the unit."""
        error = self.error(code, at, message)
        if self.strict:
            raise error
        self.report(error)

    def clash(self, code: DeltaCode, at: At, message: str) -> None:
        """A fault that spoils the list entry it stands in, if it stands in one."""
        if self.depth:
            raise self.error(code, at, message)
        self.fault(code, at, message)

    def rollback(self, mark: int) -> None:
        """Undoes everything after `mark` entries of the journal."""
        journal = self.journal
        while len(journal) > mark:
            entry = journal.pop()
            entry[0](*entry[1:])

    def store(self, x: Record, attr: str, value: Any) -> None:
        """Sets an attribute, undoably."""
        self.journal.append((setattr, x, attr, getattr(x, attr)))
        setattr(x, attr, value)

    def touch(self, x: Any) -> None:
        """Forgets the frozen copy of something about to change."""
        self.frozen.pop(id(x), None)

    # --- rules ------------------------------------------------------------------------------------------

    def fits(self, x: Record, attr: str, v: Any, at: At, check: Check) -> bool:
        """Whether `v` is to be merged; null, and what is not of the declared kind, are dealt with here."""
        if v.__class__ in check.kinds or (
            v.__class__ is float and int in check.kinds and v.is_integer()
        ):
            return True
        if v is None and check.nullable:
            if getattr(x, attr) is UNSET:
                self.store(x, attr, None)
            return False
        self.fault("invalid_type", at, f"expected {check.expected}")
        return False

    def append_text(self, x: Record, attr: str, v: Any, at: At, nullable: bool = False) -> None:
        """Rule append on text: amortised O(1) in the length of what is there."""
        if v.__class__ is not str:
            self.fits(x, attr, v, at, TEXT_OR_NULL if nullable else TEXT)
            return
        if not v:
            return
        text = getattr(x, attr)
        if text.__class__ is not str:
            self.store(x, attr, v)
        else:
            self.journal.append((_cut, x, attr, len(text)))
            if "\udc00" <= v[0] <= "\udfff" and text and "\ud800" <= text[-1] <= "\udbff":
                # Two halves of one character, cut apart by the sender.
                self.journal[-1] = (setattr, x, attr, text)
                text, v = text[:-1], _join_surrogates(text[-1], v)
            # The slot must let go of its reference first: only then does += grow the string in place.
            setattr(x, attr, None)
            text += v
            setattr(x, attr, text)
        self.appended.append((at, v))

    def append_items(self, x: Record, attr: str, v: Any, at: At, check: Check, wire: str) -> None:
        """Rule append on a list: the items of the delta follow those already there."""
        if not self.fits(x, attr, v, at, check) or not v:
            return
        items = getattr(x, attr)
        added = self.taken(x, wire, v, at)
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
        """Rule replace: the last value stands. `wire` names the snapshot's member if it is no scalar."""
        if v is None and null == "set":
            self.store(x, attr, None)
        elif v is None and null == "remove":
            self.store(x, attr, shape_of(x).members[wire].gap)
        elif self.fits(x, attr, v, at, check):
            value = self.taken(x, wire, v, at) if wire and null != "remove" else v
            if value is not UNSET:
                self.store(x, attr, value)

    def taken(self, x: Record, wire: str, v: Any, at: At) -> Any:
        """What the snapshot holds for a whole value, sharing nothing with it; UNSET if it does not fit."""
        try:
            return shape_of(x).members[wire].shape.take(copy_json(v))
        except Misfit:
            self.fault("invalid_type", at, "the kinds of its parts do not fit")
            return UNSET

    def once(self, x: Record, attr: str, v: Any, at: At, check: Check) -> None:
        """Rule once: the first value that is not empty stands; another one is a conflict."""
        if not self.fits(x, attr, v, at, check):
            return
        old = getattr(x, attr)
        if old is UNSET or old is None or old == "":
            if v != "" or old != "":
                self.store(x, attr, v)
        elif v != "" and v != old:
            self.clash("conflict", at, f"{old!r} was said before, now {v!r}")

    def sum(self, x: Record, attr: str, v: Any, at: At, check: Check) -> None:
        """Rule sum: numbers add up."""
        if self.fits(x, attr, v, at, check):
            old = getattr(x, attr)
            self.store(x, attr, v if old is UNSET or old is None else old + v)

    def merge_record(
        self, x: Record, attr: str, v: Any, at: At, branch: Branch, nullable: bool = False
    ) -> None:
        """Rule merge on an object: member by member."""
        if not self.fits(x, attr, v, at, OBJECT_OR_NULL if nullable else OBJECT):
            return
        inner = getattr(x, attr)
        if inner.__class__ is branch.model:
            branch.fold(self, inner, v, at)
            return
        mark = len(self.journal)
        inner = branch.make()
        self.store(x, attr, inner)
        branch.fold(self, inner, v, at)
        if len(self.journal) == mark + 1:  # what does nothing makes nothing
            self.rollback(mark)

    def merge_union(
        self, x: Record, attr: str, v: Any, at: At, listing: Listing, nullable: bool = False
    ) -> None:
        """Rule merge on a tagged union: the variant is settled by the first delta."""
        if not self.fits(x, attr, v, at, OBJECT_OR_NULL if nullable else OBJECT):
            return
        if not v:
            return
        old = getattr(x, attr)
        new = self.variant(None if old is UNSET else old, v, at, listing)
        if new is not None and new is not old:
            self.store(x, attr, new)

    def merge_members(self, x: Record, attr: str, v: Any, at: At, check: Check, wire: str) -> None:
        """Rule merge of an open map: every member of the delta takes its place."""
        if not self.fits(x, attr, v, at, check) or not v:
            return
        old = getattr(x, attr)
        whole = encode(old) if old is not UNSET and old is not None else {}
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
        residue = x.residue or {}
        members = shape_of(x).members
        for name, v in d.items():
            if name in known:
                continue
            member = members.get(name)
            old = residue.get(name, UNSET)
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

    # --- lists by key -----------------------------------------------------------------------------------

    def keyed_list(self, items: list[Any], dense: bool) -> Keyed:
        """The keys of a live list; a list seen for the first time has its positions for keys."""
        keyed = self.keyed.get(id(items))
        if keyed is None:
            keyed = self.keyed[id(items)] = Keyed(items, range(len(items)), dense)
        return keyed

    def merge_list(
        self, x: Record, attr: str, v: Any, at: At, listing: Listing, nullable: bool = False
    ) -> None:
        """Rule merge on a list: entry by entry, found by key."""
        if not self.fits(x, attr, v, at, LIST_OR_NULL if nullable else LIST):
            return
        if not v:
            return
        items = getattr(x, attr)
        if items.__class__ is not list:
            items = []
            self.store(x, attr, items)
        keyed = self.keyed_list(items, listing.dense)
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

    def _merge_entry(self, keyed: Keyed, d: Any, at: At, listing: Listing) -> None:
        if d.__class__ is not dict:
            raise self.error("invalid_type", at, "expected an object")
        key: Any = None
        for name in listing.key:
            if name in d:
                key = d[name]
                break
        else:
            raise self.error("missing_key", (at, name), "the member that names the entry is missing")
        if key.__class__ is float and key.is_integer():
            key = int(key)
        if key.__class__ is str if listing.named else key.__class__ is int and 0 <= key <= LARGEST_KEY:
            at = (at[0], at[1], key)
        else:
            raise self.error("bad_key", (at, name), f"{key!r} cannot name an entry")
        old = keyed.entries.get(key)
        new = self.variant(old, d, at, listing)
        if new is None or new is old:
            return
        if old is None:
            if not keyed.add(key, new) and keyed not in self.unsettled:
                self.unsettled.append(keyed)
            self.journal.append((keyed.drop, key))
            self.created.append(at)
        else:
            keyed.replace(key, new)
            self.journal.append((keyed.replace, key, old))

    def variant(self, old: Any, d: dict[str, Any], at: At, listing: Listing) -> Any:
        """Folds `d` into `old`, or into a new empty object; returns the object that now stands there."""
        tag: Any = ""
        if listing.tag is not None:
            tag = d.get(listing.tag)
            if tag.__class__ is not str:
                code: DeltaCode = "invalid_type" if listing.tag in d else "missing_discriminator"
                raise self.error(code, (at, listing.tag), "expected a string that names the variant")
        branch = listing.branches.get(tag)
        if branch is None:
            return self._opaque(old, d, at, listing, tag)
        if old.__class__ is UnknownVariant and old.tag is None and old.raw.__class__ is dict:
            # It never said what it is: the delta does.
            new = branch.model.decode({**copy_json(old.raw), listing.tag: tag})
            branch.fold(self, new, d, at)
            return new
        if old is None:
            new = branch.make()
            branch.fold(self, new, d, at)
            return new
        if old.__class__ is not branch.model:
            raise self.error(
                "variant_conflict", (at, listing.tag), f"was another variant before, now {tag!r}"
            )
        branch.fold(self, old, d, at)
        return old

    def _opaque(self, old: Any, d: dict[str, Any], at: At, listing: Listing, tag: str) -> Any:
        place: At = (at, listing.tag)
        if old is not None and (old.__class__ is not UnknownVariant or old.tag != tag):
            raise self.error("variant_conflict", place, f"was another variant before, now {tag!r}")
        self.fault("unknown_variant", place, f"{tag!r} is not a variant this package knows")
        whole = dict(old.raw) if old is not None else {}
        for name, value in d.items():
            if name in listing.key and not listing.kept:
                continue
            if value is not None or name not in whole:
                whole[name] = copy_json(value)
        return UnknownVariant(tag=tag, raw=whole)


def _join_surrogates(high: str, rest: str) -> str:
    joined = (high + rest[0]).encode("utf-16", "surrogatepass").decode("utf-16")
    return joined + rest[1:]


def _cut(x: Record, attr: str, length: int) -> None:
    setattr(x, attr, getattr(x, attr)[:length])


def _shorten(items: list[Any], length: int) -> None:
    del items[length:]


def shape_of(x: Record) -> RecordShape:
    """The shape of a model object: its members by wire name."""
    shape: RecordShape = CODECS_BY_CLASS[x.__class__].shape
    return shape


LARGEST_KEY:
            at = (at[0], at[1], key)
        else:
            raise self.error("bad_key", (at, name), f"{key!r} cannot name an entry")
        old = keyed.entries.get(key)
        new = self.variant(old, d, at, listing)
        if new is None or new is old:
            return
        if old is None:
            if not keyed.add(key, new) and keyed not in self.unsettled:
                self.unsettled.append(keyed)
            self.journal.append((keyed.drop, key))
            self.created.append(at)
        else:
            keyed.replace(key, new)
            self.journal.append((keyed.replace, key, old))

    def variant(self, old: Any, d: dict[str, Any], at: At, listing: Listing) -> Any:
        """Folds `d` into `old`, or into a new empty object; returns the object that now stands there."""
        tag: Any = ""
        if listing.tag is not None:
            tag = d.get(listing.tag)
            if tag.__class__ is not str:
                code: DeltaCode = "invalid_type" if listing.tag in d else "missing_discriminator"
                raise self.error(code, (at, listing.tag), "expected a string that names the variant")
        branch = listing.branches.get(tag)
        if branch is None:
            return self._opaque(old, d, at, listing, tag)
        if old.__class__ is UnknownVariant and old.tag is None and old.raw.__class__ is dict:
            # It never said what it is: the delta does.
            new = branch.model.decode({**copy_json(old.raw), listing.tag: tag})
            branch.fold(self, new, d, at)
            return new
        if old is None:
            new = branch.make()
            branch.fold(self, new, d, at)
            return new
        if old.__class__ is not branch.model:
            raise self.error(
                "variant_conflict", (at, listing.tag), f"was another variant before, now {tag!r}"
            )
        branch.fold(self, old, d, at)
        return old

    def _opaque(self, old: Any, d: dict[str, Any], at: At, listing: Listing, tag: str) -> Any:
        place: At = (at, listing.tag)
        if old is not None and (old.__class__ is not UnknownVariant or old.tag != tag):
            raise self.error("variant_conflict", place, f"was another variant before, now {tag!r}")
        self.fault("unknown_variant", place, f"{tag!r} is not a variant this package knows")
        whole = dict(old.raw) if old is not None else {}
        for name, value in d.items():
            if name in listing.key and not listing.kept:
                continue
            if value is not None or name not in whole:
                whole[name] = copy_json(value)
        return UnknownVariant(tag=tag, raw=whole)


def _join_surrogates(high: str, rest: str) -> str:
    joined = (high + rest[0]).encode("utf-16", "surrogatepass").decode("utf-16")
    return joined + rest[1:]


def _cut(x: Record, attr: str, length: int) -> None:
    setattr(x, attr, getattr(x, attr)[:length])


def _shorten(items: list[Any], length: int) -> None:
    del items[length:]


def absent_value(x: Record, attr: str) -> Any:
    """What an attribute reads as when its member is absent: its default, else UNSET."""
    default = x.__dataclass_fields__[attr].default
    return default if default is None else UNSET


LARGEST_KEY = 2**53 - 1
"""The largest integer that every language can count to."""

TEXT = Check("a string", (str,))
TEXT_OR_NULL = TEXT._replace(nullable=True)
INTEGER = Check("an integer", (int,))
INTEGER_OR_NULL = INTEGER._replace(nullable=True)
NUMBER = Check("a number", (int, float))
NUMBER_OR_NULL = NUMBER._replace(nullable=True)
BOOLEAN = Check("a boolean", (bool,))
BOOLEAN_OR_NULL = BOOLEAN._replace(nullable=True)
OBJECT = Check("an object", (dict,))
OBJECT_OR_NULL = OBJECT._replace(nullable=True)
LIST = Check("an array", (list,))
LIST_OR_NULL = LIST._replace(nullable=True)
