"""A stream of events folding into objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from oracle.diary import Diary
from oracle.gaps import gaps
from oracle.merging import Rules
from oracle.slots import Grown, view
from oracle.values import ABSENT, Json, RefusalError, at, below, fresh
from specloom.ir import MergeRule, Package, Stream, StreamTarget


@dataclass
class Life:
    """One object of a target: what deltas have made of it, and whether it ended."""

    slot: Any
    closed: bool = False


@dataclass
class Folding:
    """What a target has gathered: objects by id (None for the only one), and deltas that came too early."""

    target: StreamTarget
    rules: Rules | None
    lives: dict[str | None, Life] = field(default_factory=dict)
    early: dict[str | None, list[Json]] = field(default_factory=dict)


class Gathering:
    """A stream so far."""

    def __init__(self, package: Package, stream: Stream, *, strict: bool) -> None:
        self.package = package
        self.stream = stream
        self.strict = strict
        self.diary = Diary(strict)
        self.foldings = [Folding(t, self.rules_of(t)) for t in stream.targets]
        self.error: Json = None
        self.done = False

    def rules_of(self, target: StreamTarget) -> Rules | None:
        """The rules by which a target's deltas act."""
        for delta in self.package.deltas:
            if delta.snapshot == target.of and target.patch:
                return Rules(self.package, delta)
        return None

    def push(self, event: Json) -> None:
        """One event; refused events leave everything as it was."""
        self.diary.unit(None, lambda: self.take(event))

    def take(self, event: Json) -> None:
        """The order of checks: after the end, no object, no name, an unknown name, then the event's own."""
        if self.done:
            raise RefusalError("after_done", "")
        if not isinstance(event, dict):
            raise RefusalError("invalid_type", "")
        place = below("", self.stream.tag)
        if self.stream.tag not in event:
            raise RefusalError("missing_discriminator", place)
        tag = event[self.stream.tag]
        if not isinstance(tag, str):
            raise RefusalError("invalid_type", place)
        if tag in self.stream.end:
            self.done = True
        elif tag in self.stream.error:
            self.fail(event)
        elif tag not in self.stream.ignore:
            for folding in self.foldings:
                for action in ("create", "refresh", "patch", "close", "set"):
                    if tag in getattr(folding.target, action):
                        getattr(self, f"on_{action}")(folding, event)
                        return
            self.diary.entries.append(RefusalError("unknown_event", place))

    def fail(self, event: Json) -> None:
        """An error, bare or wrapped."""
        data = event.get(self.stream.data)
        if not isinstance(data, dict):
            raise RefusalError("invalid_type", below("", self.stream.data))
        inner = data.get("error")
        self.error = fresh(inner if isinstance(inner, dict) else data)

    # --- what events do to a target -------------------------------------------------------------------

    def on_create(self, folding: Folding, event: Json) -> None:
        """A whole object begins; in lenient mode the deltas that came before it are applied."""
        whole, key = self.whole(folding, event), self.key(folding, event)
        if key in folding.lives:
            raise RefusalError("duplicate_target", folding.target.id or folding.target.object)
        self.begin(folding, key, whole)

    def begin(self, folding: Folding, key: str | None, whole: Json) -> None:
        """The life of a whole object begins."""
        folding.lives[key] = Life(fresh(whole))
        for delta in folding.early.pop(key, []):
            self.grow(folding, folding.lives[key], delta)

    def on_refresh(self, folding: Folding, event: Json) -> None:
        """A later whole object: members that deltas do not declare are replaced."""
        whole, key = self.whole(folding, event), self.key(folding, event)
        if key not in folding.lives:
            self.diary.note(
                RefusalError("unknown_target", folding.target.id or folding.target.object)
            )
            self.begin(folding, key, whole)
            return
        life = self.alive(folding, key)
        members = dict(life.slot.members if isinstance(life.slot, Grown) else life.slot)
        streamed = self.streamed(folding)
        members |= {name: fresh(part) for name, part in whole.items() if name not in streamed}
        life.slot = Grown(members, None)

    def on_patch(self, folding: Folding, event: Json) -> None:
        """A delta; before its object it is unknown, and lenient holds it back."""
        if not isinstance(event.get(self.stream.data), dict):
            raise RefusalError("invalid_type", below("", self.stream.data))
        key = self.key(folding, event)
        assert folding.target.delta is not None
        delta = at(event, folding.target.delta)
        if key not in folding.lives:
            self.diary.note(
                RefusalError("unknown_target", folding.target.id or folding.target.object)
            )
            folding.early.setdefault(key, []).append(fresh(delta))
            return
        self.grow(folding, self.alive(folding, key), delta)

    def on_close(self, folding: Folding, event: Json) -> None:
        """A terminal object: it replaces what was gathered, created or not."""
        whole, key = self.whole(folding, event), self.key(folding, event)
        if key in folding.lives:
            self.alive(folding, key)
        folding.early.pop(key, None)
        folding.lives[key] = Life(fresh(whole), closed=True)

    def on_set(self, folding: Folding, event: Json) -> None:
        """A whole object that replaces the one before."""
        whole, key = self.whole(folding, event), self.key(folding, event)
        folding.lives[key] = Life(fresh(whole))

    # --- steps of those -------------------------------------------------------------------------------

    def whole(self, folding: Folding, event: Json) -> Json:
        """The whole object that an event carries."""
        whole = at(event, folding.target.object)
        if not isinstance(whole, dict):
            raise RefusalError("invalid_type", folding.target.object)
        return whole

    def key(self, folding: Folding, event: Json) -> str | None:
        """The id that an event speaks of."""
        if folding.target.id is None:
            return None
        key = at(event, folding.target.id)
        if key is ABSENT:
            raise RefusalError("missing_key", folding.target.id)
        if not isinstance(key, str):
            raise RefusalError("bad_key", folding.target.id)
        return key

    def alive(self, folding: Folding, key: str | None) -> Life:
        """The life of an object that has not ended."""
        life = folding.lives[key]
        if life.closed:
            raise RefusalError("closed", folding.target.id or folding.target.object)
        return life

    def streamed(self, folding: Folding) -> set[str]:
        """The members of a target that deltas declare."""
        if folding.rules is None:
            return set()
        root = folding.rules.root()
        return {merge.into for merge in root.members if merge.rule is not MergeRule.SKIP}

    def grow(self, folding: Folding, life: Life, delta: Json) -> None:
        """Pushes a delta; pointers go into the event."""
        assert folding.rules is not None
        own = Diary(self.strict)
        prefix = folding.target.delta or ""
        try:
            life.slot = folding.rules.push(life.slot, delta, own)
        except RefusalError as refusal:
            raise RefusalError(refusal.code, prefix + refusal.pointer) from None
        for entry in own.entries:
            self.diary.entries.append(RefusalError(entry.code, prefix + entry.pointer))

    # --- reading --------------------------------------------------------------------------------------

    def finish(self) -> None:
        """The end must have come, and lists must have no gaps; lenient minds the gaps only."""
        if not self.done and self.strict:
            raise RefusalError("truncated", "")
        for folding in self.foldings:
            for key, life in folding.lives.items():
                if folding.rules is None:
                    continue
                place = below("", folding.target.name.spelled)
                if key is not None:
                    place = below(place, key)
                for pointer in gaps(folding.rules, life.slot):
                    self.diary.note(RefusalError("index_gap", place + pointer))

    def snapshot(self) -> Json:
        """All objects by target, the error and whether the end came."""
        shown: dict[str, Json] = {}
        for folding in self.foldings:
            objects = {key: view(self.package, life.slot) for key, life in folding.lives.items()}
            name = folding.target.name.spelled
            shown[name] = objects.get(None) if folding.target.id is None else objects
        return {**shown, "error": fresh(self.error), "done": self.done}
