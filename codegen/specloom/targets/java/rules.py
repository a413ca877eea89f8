"""The tables of rules: how deltas merge and streams fold, as `schema.json` tells the run-time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from specloom.ir import (
    MemberMerge,
    Package,
    Presence,
    RecordMerge,
    Stream,
    StreamTarget,
)
from specloom.merges import Merges, Parts, patch_constants, path_of
from specloom.pointers import tokens
from specloom.targets.java.shapes import Shapes, Table
from specloom.targets.java.types import Typing


@dataclass(frozen=True)
class Rules:
    """The rules of one package."""

    typing: Typing
    shapes: Shapes

    @property
    def package(self) -> Package:
        """The package."""
        return self.typing.package

    @cached_property
    def merges(self) -> Merges:
        """What the rules say, free of any language."""
        return Merges(self.package)

    # --- deltas ---------------------------------------------------------------------------------------

    def roots(self) -> Table:
        """The rules of every root delta."""
        return {one.delta: _key(one.delta, one.snapshot) for one in self.package.deltas}

    def records(self) -> Table:
        """The rules of delta records."""
        return {
            _key(*pair): {
                "delta": merge.delta,
                "snapshot": merge.snapshot,
                "members": [self._member(merge, member) for member in merge.members],
            }
            for pair, merge in self.merges.records.items()
        }

    def unions(self) -> Table:
        """The rules of tagged delta unions."""
        return {
            _key(*pair): {
                "tag": merge.tag,
                "variants": {tag: _key(one, other) for tag, one, other in merge.variants},
            }
            for pair, merge in self.merges.unions.items()
        }

    def _member(self, merge: RecordMerge, member: MemberMerge) -> Table:
        mine = self.merges.mine(merge, member)
        told: Table = {
            "member": member.member,
            "into": member.into,
            "rule": member.rule.value,
            "null": member.null.value,
            "mine": self.shapes.shape(mine.type),
            "theirs": self.shapes.shape(self.merges.theirs(merge, member)),
        }
        if mine.presence is Presence.REQUIRED:
            told["required"] = True
        if member.at is not None:
            told["path"] = _path(member.at)
        if member.decode is not None:
            told["raw"] = True
        parts = self.merges.parts(merge, member)
        return told if parts is None else told | self._parts(parts, member)

    def _parts(self, parts: Parts, member: MemberMerge) -> Table:
        """What merging an object or a list needs besides."""
        told: Table = {}
        if parts.keys is not None:
            told["key"] = list(parts.keys)
        if parts.has_text_key:
            told["textKey"] = True
        if parts.has_own_key:
            told["ownKey"] = True
        if member.dense:
            told["dense"] = True
        if parts.pair is not None:
            kind = "union" if parts.pair in self.merges.unions else "record"
            told[kind] = _key(*parts.pair)
        return told

    # --- streams --------------------------------------------------------------------------------------

    def streams(self) -> Table:
        """How every stream folds."""
        return {stream.event: self._stream(stream) for stream in self.package.streams}

    def _stream(self, stream: Stream) -> Table:
        return {
            "tag": stream.tag,
            "data": stream.data,
            "end": list(stream.end),
            "error": list(stream.error),
            "ignore": list(stream.ignore),
            "targets": [_target(target) for target in stream.targets],
            "constants": dict(patch_constants(self.package, stream)),
        }


def _key(delta: str, snapshot: str) -> str:
    """What the rules of a pair are found by; no name of a type holds a blank."""
    return f"{delta} {snapshot}"


def _path(template: str) -> list[dict[str, Any]]:
    return [{"entry" if step.is_key else "member": step.name} for step in path_of(template)]


def _target(target: StreamTarget) -> Table:
    grows = dict(target.grows)
    told: Table = {"name": target.name.spelled}
    if target.id is not None:
        told["id"] = tokens(target.id)
    return told | {
        "object": tokens(target.object),
        "delta": tokens(target.delta or ""),
        "created": bool(target.create),
        "actions": [
            {"tag": tag, "act": act}
            | ({"rules": _key(grows[tag], target.of)} if act == "patch" else {})
            for act in ("create", "refresh", "patch", "close", "set")
            for tag in getattr(target, act)
        ],
    }
