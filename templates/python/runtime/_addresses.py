"""Deltas that carry an address: members that act far away, at a path into the snapshot."""

from __future__ import annotations

from typing import Any

from ._checks import Check, Listing, legal_key, shown
from ._copying import copy_json
from ._delta_error import At, DeltaCode, DeltaError, pointer_of
from ._fold import Fold
from ._fold_state import Record, shape_of
from ._json import parse
from ._problems import DecodeError
from ._registry import CODECS_BY_CLASS
from ._shapes import ListOf, Misfit, Nullable, RecordShape, Ref, Shape

Path = tuple["str | tuple[str]", ...]
"""Tokens of a path: names of members, and 1-tuples that name the member of the delta that holds a key."""

POSITIONS = Listing(key=(), tag=None, branches={}, dense=True)


class Raw:
    """Text gathered for a member that the snapshot holds as its parsed value."""

    __slots__ = ("attr", "at", "record", "shape", "text")

    def __init__(self, record: Record, attr: str, shape: Shape, at: At) -> None:
        self.record = record
        self.attr = attr
        self.shape = shape
        self.at = at
        self.text = ""


class AddressedFold(Fold):
    """The working state of an accumulator whose deltas carry addresses."""

    __slots__ = ("raw",)

    def __init__(self, strict: bool) -> None:
        super().__init__(strict)
        self.raw: dict[tuple[int, str], Raw] = {}

    def act_at(
        self, x: Record, d: dict[str, Any], path: Path, v: Any, at: At, check: Check, rule: str
    ) -> None:
        """Carries out `rule` (a method's name, or "decode") at the path."""
        found = self._reach(x, d, path[:-1], at)
        if found is None:
            return
        here, shape, place = found
        token = path[-1]
        if isinstance(token, tuple):
            self._put_entry(here, shape, self._key(d, token[0], at), v, at, check)
        elif not isinstance(shape, RecordShape) or token not in shape.members:
            self.fault("unknown_target", at, f"there is no member {shown(token)} to act on")
        else:
            attr = shape.members[token].attribute or token
            if rule == "decode":
                self._gather(here, attr, shape.members[token].shape, v, at, check, (place, token))
            else:
                self._forget(here, attr)
                getattr(self, rule)(here, attr, v, at, check, token)

    def _reach(
        self, x: Record, d: dict[str, Any], path: Path, at: At
    ) -> tuple[Any, Shape | None, At] | None:
        """What stands at a path, its shape, and its place in the snapshot; None after a fault."""
        here: Any = x
        shape: Shape | None = shape_of(x)
        place: At = at[0]
        for token in path:
            self.touch(here)
            if isinstance(token, tuple):
                key = self._key(d, token[0], at)
                if key is None:
                    return None
                entries = self.keyed_list(here, POSITIONS).entries if here.__class__ is list else {}
                here, place = entries.get(key), (place, key)
            elif isinstance(shape, RecordShape) and token in shape.members:
                member = shape.members[token]
                here, shape, place = (
                    getattr(here, member.attribute or token),
                    member.shape,
                    (place, token),
                )
                shape = _bare(shape)
                continue
            else:
                here = None
            codec = CODECS_BY_CLASS.get(here.__class__)
            if codec is None:
                self.fault("unknown_target", at, f"nothing stands at {pointer_of(place)}")
                return None
            shape = codec.shape
        self.touch(here)
        return here, shape, place

    def _key(self, d: dict[str, Any], name: str, at: At) -> Any:
        """The key that a member of the delta holds; None after a fault."""
        if name not in d:
            self.fault("missing_key", (at[0], name), "the address is missing")
            return None
        key = legal_key(d[name], POSITIONS)
        if key is None:
            self.fault("bad_key", (at[0], name), f"{shown(d[name])} cannot name an entry")
        return key

    def _put_entry(
        self, items: Any, shape: Shape | None, key: Any, v: Any, at: At, check: Check
    ) -> None:
        """Puts a whole entry under a key."""
        if key is None:
            return
        if items.__class__ is not list or not isinstance(shape, ListOf):
            self.fault("unknown_target", at, "there is no list to put it in")
            return
        if not check.admits(v):
            if v is not None or not check.nullable:
                self.fault("invalid_type", at, f"expected {check.expected}")
            return
        try:
            entry = shape.item.take(copy_json(v))
        except Misfit:
            self.fault("invalid_type", at, "the kinds of its parts do not fit")
            return
        keyed = self.keyed_list(items, POSITIONS)
        old = keyed.entries.get(key)
        if old is not None:
            self._forget(old)
            keyed.replace(key, entry)
            self.journal.append((keyed.replace, key, old))
            return
        if not keyed.add(key, entry) and keyed not in self.unsettled:
            self.unsettled.append(keyed)
        self.journal.append((keyed.drop, key))
        self.created.append((at[0], at[1], key))

    # --- raw text that is parsed once all of it is there ------------------------------------------------

    def _gather(
        self, here: Record, attr: str, shape: Shape, v: Any, at: At, check: Check, place: At
    ) -> None:
        if not check.admits(v):
            if v is not None or not check.nullable:
                self.fault("invalid_type", at, f"expected {check.expected}")
            return
        known = self.raw.get((id(here), attr))
        if known is None:
            known = self.raw[id(here), attr] = Raw(here, attr, shape, place)
        self.journal.append((_cut, known, len(known.text)))
        text, known.text = known.text, ""
        text += v
        known.text = text
        if v:
            self.appended.append((at, v))

    def _forget(self, x: Any, attr: str = "") -> None:
        """Lets go of raw text gathered in what is about to be replaced: a member of `x`, or all of it."""
        if not self.raw:
            return
        inside: list[Any] = [getattr(x, attr) if attr else x]
        if attr and (id(x), attr) in self.raw:
            self._drop((id(x), attr))
        while inside:
            part = inside.pop()
            kind: Any = part.__class__
            if kind is list:
                inside.extend(part)
            elif kind in CODECS_BY_CLASS:
                for name in kind.__slots__:
                    if (id(part), name) in self.raw:
                        self._drop((id(part), name))
                    inside.append(getattr(part, name))

    def _drop(self, name: tuple[int, str]) -> None:
        self.journal.append((self.raw.__setitem__, name, self.raw.pop(name)))

    def parse_raw(self) -> None:
        """Puts the parsed values in their members; text that is no JSON is `invalid_type`, at its place."""
        for raw in self.raw.values():
            code: DeltaCode = "invalid_type"
            try:
                value = raw.shape.take(parse(raw.text)) if raw.text else None
            except (DecodeError, Misfit):
                place = self.prefix + pointer_of(raw.at, -1)
                error = DeltaError(
                    code, place, "the text gathered is not the JSON it should be", self.target
                )
                if self.strict:
                    raise error from None
                self.report(error)
                continue
            if raw.text:
                self.touch(raw.record)
                setattr(raw.record, raw.attr, value)

    def raw_texts(self) -> dict[str, str]:
        """The raw texts gathered so far, by pointer into the snapshot."""
        return {pointer_of(raw.at, -1): raw.text for raw in self.raw.values() if raw.text}


def _cut(raw: Raw, length: int) -> None:
    raw.text = raw.text[:length]


def _bare(shape: Shape | None) -> Shape | None:
    while True:
        if isinstance(shape, Nullable):
            shape = shape.inner
        elif isinstance(shape, Ref):
            shape = shape.shape
        else:
            return shape
