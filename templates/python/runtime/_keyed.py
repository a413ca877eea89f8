"""Lists whose entries are found by key, however they come."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

from ._checks import Listing, legal_key
from ._encode import encode
from ._values import UnknownVariant


class Keyed:
    """The keys of a live list: entries by key, in order but for those that came early (`pending`).

    Integer keys ascend; string keys stand in the order in which they first came.
    """

    __slots__ = ("dense", "entries", "items", "keys", "named", "pending")

    def __init__(self, items: list[Any], keys: Iterable[Any], dense: bool, named: bool) -> None:
        self.items = items
        self.keys: list[Any] = list(keys)
        self.entries: dict[Any, Any] = dict(zip(self.keys, items, strict=True))
        self.pending: list[Any] = []
        self.dense = dense
        self.named = named

    def add(self, key: Any, entry: Any) -> bool:
        """Takes a new entry; says whether it stands in its place already, or waits for `settle`."""
        self.entries[key] = entry
        if self.named or not self.keys or self.keys[-1] < key:
            self.keys.append(key)
            self.items.append(entry)
            return True
        self.pending.append(key)
        return False

    def drop(self, key: Any) -> None:
        """Takes back the entry that was added last."""
        del self.entries[key]
        if self.pending and self.pending[-1] == key:
            self.pending.pop()
        else:
            self.keys.pop()
            self.items.pop()

    def settle(self) -> None:
        """Puts the entries that came out of order in their places."""
        pending, self.pending = self.pending, []
        if len(pending) == 1:
            place = bisect_left(self.keys, pending[0])
            self.keys.insert(place, pending[0])
            self.items.insert(place, self.entries[pending[0]])
        elif pending:
            self.keys.extend(pending)
            self.keys.sort()
            self.items[:] = [self.entries[key] for key in self.keys]

    def replace(self, key: Any, entry: Any) -> None:
        """Puts another object in the place of the entry under `key`."""
        self.entries[key] = entry
        if key not in self.pending:
            place = self.keys.index(key) if self.named else bisect_left(self.keys, key)
            self.items[place] = entry

    @property
    def has_gap(self) -> bool:
        """Whether the keys of a dense list are not 0 to n - 1."""
        if not self.dense or not self.entries:
            return False
        return bool(max(self.entries) != len(self.entries) - 1)


def own_keys(items: list[Any], listing: Listing) -> list[Any] | None:
    """The keys that the items of a given list hold themselves; None if they do not serve."""
    raws = [item.raw if item.__class__ is UnknownVariant else encode(item) for item in items]
    return keys_in(raws, listing)


def keys_in(raws: list[Any], listing: Listing) -> list[Any] | None:
    """`own_keys` for items that are JSON."""
    keys: list[Any] = []
    for raw in raws:
        name = next((name for name in listing.key if raw.__class__ is dict and name in raw), None)
        key = None if name is None else legal_key(raw[name], listing)
        if key is None or (keys and not listing.named and key <= keys[-1]):
            return None
        keys.append(key)
    return keys if len(set(keys)) == len(keys) else None
