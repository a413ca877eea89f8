"""The tables of rules: how deltas merge and streams fold, as `schema.json` tells the run-time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from specloom.ir import (
    Const,
    Field,
    Json,
    Kind,
    ListOf,
    MemberMerge,
    MergeRule,
    Nullable,
    Package,
    Presence,
    Record,
    RecordMerge,
    Ref,
    Scalar,
    Stream,
    StreamTarget,
    Type,
    Union,
    UnionMerge,
)
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
    def record_merges(self) -> Mapping[tuple[str, str], RecordMerge]:
        """The pairs of records that are merged, by delta and snapshot."""
        return {(r.delta, r.snapshot): r for d in self.package.deltas for r in d.records}

    @cached_property
    def union_merges(self) -> Mapping[tuple[str, str], UnionMerge]:
        """The pairs of unions, likewise."""
        return {(u.delta, u.snapshot): u for d in self.package.deltas for u in d.unions}

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
            for pair, merge in self.record_merges.items()
        }

    def unions(self) -> Table:
        """The rules of tagged delta unions."""
        return {
            _key(*pair): {
                "tag": merge.tag,
                "variants": {tag: _key(one, other) for tag, one, other in merge.variants},
            }
            for pair, merge in self.union_merges.items()
        }

    def _member(self, merge: RecordMerge, member: MemberMerge) -> Table:
        mine = field_of(self.package, merge.delta, member.member)
        assert mine is not None
        into = field_of(self.package, merge.snapshot, member.into)
        theirs = mine.type if into is None else into.type
        told: Table = {
            "member": member.member,
            "into": member.into,
            "rule": member.rule.value,
            "null": member.null.value,
            "mine": self.shapes.shape(mine.type),
            "theirs": self.shapes.shape(theirs),
        }
        if mine.presence is Presence.REQUIRED:
            told["required"] = True
        if member.at is not None:
            told["path"] = _path(member.at)
        if member.decode is not None:
            told["raw"] = True
        if member.rule is MergeRule.MERGE:
            told |= self._parts(member, mine.type, theirs)
        return told

    def _parts(self, member: MemberMerge, mine: Type, theirs: Type) -> Table:
        """What merging an object or a list needs besides."""
        told: Table = {}
        left, right = bare(mine, self.typing), bare(theirs, self.typing)
        if isinstance(left, ListOf) and isinstance(right, ListOf):
            told["key"] = list(member.key)
            if self._has_text_key(left.item, member.key):
                told["textKey"] = True
            if any(self._declares(right.item, name) for name in member.key):
                told["ownKey"] = True
            left, right = bare(left.item, self.typing), bare(right.item, self.typing)
        if member.dense:
            told["dense"] = True
        if isinstance(left, Ref) and isinstance(right, Ref):
            pair = left.target, right.target
            if pair in self.union_merges:
                told["union"] = _key(*pair)
            elif pair in self.record_merges:
                told["record"] = _key(*pair)
        return told

    def _leaves(self, item: Type) -> Iterator[str]:
        decl = self.package.decl_of(item)
        if isinstance(decl, Union):
            for variant in decl.variants:
                yield from self._leaves(variant.type)
        elif isinstance(decl, Record):
            yield decl.name.spelled

    def _declares(self, item: Type, wire: str) -> bool:
        return any(field_of(self.package, one, wire) is not None for one in self._leaves(item))

    def _has_text_key(self, item: Type, keys: tuple[str, ...]) -> bool:
        found = [field_of(self.package, one, wire) for one in self._leaves(item) for wire in keys]
        types = [bare(field.type, self.typing) for field in found if field is not None]
        return any(isinstance(type, Scalar) and type.kind is Kind.STRING for type in types)

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
            "constants": self._constants(stream),
        }

    def _constants(self, stream: Stream) -> Table:
        """What the record of each patch event declares as constant."""
        union = self.package.decls[stream.event]
        assert isinstance(union, Union)
        patches = {tag for target in stream.targets for tag in target.patch}
        records = {
            variant.tag: self.package.decl_of(variant.type)
            for variant in union.variants
            if variant.tag in patches
        }
        return {
            tag: self._constants_of(record, stream, stream.tag)
            for tag, record in records.items()
            if isinstance(record, Record)
        }

    def _constants_of(self, record: Record, stream: Stream, tag: str) -> Mapping[str, Json]:
        found: dict[str, Json] = {}
        for field in record.fields:
            type = self.package.resolve(field.type)
            inner = self.package.decl_of(type)
            if isinstance(type, Const) and field.wire != tag:
                found[field.wire] = type.value
            elif isinstance(inner, Record) and field.wire == stream.data:
                found[field.wire] = self._constants_of(inner, stream, "")
        return found


def field_of(package: Package, record: str, wire: str) -> Field | None:
    """A member of a record."""
    decl = package.decls[record]
    assert isinstance(decl, Record)
    return next((field for field in decl.fields if field.wire == wire), None)


def bare(type: Type, typing: Typing) -> Type:
    """A type without null."""
    resolved = typing.resolved(type)
    return typing.resolved(resolved.inner) if isinstance(resolved, Nullable) else resolved


def steps_of(pointer: str | None) -> list[str]:
    """The steps of a JSON pointer."""
    return [step.replace("~1", "/").replace("~0", "~") for step in (pointer or "").split("/")[1:]]


def _key(delta: str, snapshot: str) -> str:
    """What the rules of a pair are found by; no name of a type holds a blank."""
    return f"{delta} {snapshot}"


def _path(template: str) -> list[dict[str, Any]]:
    return [
        {"entry": step[1:-1]} if step.startswith("{") and step.endswith("}") else {"member": step}
        for step in steps_of(template)
    ]


def _target(target: StreamTarget) -> Table:
    grows = dict(target.grows)
    told: Table = {"name": target.name.spelled}
    if target.id is not None:
        told["id"] = steps_of(target.id)
    return told | {
        "object": steps_of(target.object),
        "delta": steps_of(target.delta),
        "created": bool(target.create),
        "actions": [
            {"tag": tag, "act": act}
            | ({"rules": _key(grows[tag], target.of)} if act == "patch" else {})
            for act in ("create", "refresh", "patch", "close", "set")
            for tag in getattr(target, act)
        ],
    }
