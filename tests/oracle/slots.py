"""What deltas act on: objects and lists whose growth is remembered, and how they look as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from oracle.shapes import complete
from oracle.values import ABSENT, Json, RefusalError, fresh
from specloom.ir import MemberMerge, Package


@dataclass(frozen=True)
class Grown:
    """An object. `record` names what completes it in snapshots; None for one that was given whole."""

    members: dict[str, Any]
    record: str | None


@dataclass(frozen=True)
class Keyed:
    """A list that is merged by key: a sparse map."""

    entries: dict[Any, Any]
    merge: MemberMerge

    def order(self) -> list[Any]:
        """Integers in order; texts as they first came."""
        keys = list(self.entries)
        return keys if any(isinstance(key, str) for key in keys) else sorted(keys)


def put(members: dict[str, Any], name: str, slot: Any) -> None:
    """Sets a member, or removes it."""
    members.pop(name, None)
    if slot is not ABSENT:
        members[name] = slot


def lift(slot: Any, record: str | None, pointer: str) -> Grown:
    """A slot as an object that deltas act on; a new one will be completed as `record`."""
    if isinstance(slot, Grown):
        return slot
    if slot is ABSENT or slot is None:
        return Grown({}, record)
    if not isinstance(slot, dict):
        raise RefusalError("invalid_type", pointer)
    return Grown(slot, None)


def plain(slot: Any) -> Json:
    """A slot as JSON, nothing completed."""
    match slot:
        case Grown(members=members):
            return {name: plain(part) for name, part in members.items()}
        case Keyed(entries=entries):
            return [plain(entries[key]) for key in slot.order()]
        case _:
            return fresh(slot)


def view(package: Package, slot: Any) -> Json:
    """A slot as a snapshot shows it: objects that deltas made are completed."""
    match slot:
        case Grown(members=members, record=record):
            shown = {name: view(package, part) for name, part in members.items()}
            return shown if record is None else complete(package, record, shown)
        case Keyed(entries=entries):
            return [view(package, entries[key]) for key in slot.order()]
        case _:
            return fresh(slot)
