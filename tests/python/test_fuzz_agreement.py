"""The fast readers, the shapes they fall back to, and a validator on the bundle give one verdict a document.

A few thousand mutants in the ordinary run; SPECLOOM_NIGHTLY=1 takes sixty thousand.
"""

from __future__ import annotations

import copy
import json
import os
from collections import Counter
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from threads_api import CODECS, Codec, DecodeError, EncodeError, Record, UnknownVariant
from threads_api._fast import SURPRISES

from dialect_reading import Json
from example_files import accepts, exhibits
from goldens import ROOT
from python.mutants import mutants, walk

COUNT = 60_000 if os.environ.get("SPECLOOM_NIGHTLY") == "1" else 3_000
PARTS = 12
BUNDLE = json.loads((ROOT / "generated/jsonschema/threads_api.schema.json").read_bytes())


@cache
def judge(name: str) -> Any:
    return jsonschema_rs.Draft202012Validator({**BUNDLE, "$ref": f"#/$defs/{name}"})


def read_fast(codec: Codec[Any], payload: Json) -> tuple[bool, Any]:
    """Whether the fast reader takes the payload, and what it makes of it."""
    if codec._read is None:
        return False, None
    try:
        return True, codec._read(payload)
    except SURPRISES:
        return False, None


def same(one: Any, other: Any) -> bool:
    """Equality that tells true from 1 (but not 1 from 1.0), in models as in JSON."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and one.keys() == other.keys()
            and all(same(one[key], other[key]) for key in one)
        )
    if isinstance(one, Record):
        names = type(one).__dataclass_fields__  # type: ignore[attr-defined]
        return type(one) is type(other) and all(
            same(getattr(one, name), getattr(other, name)) for name in names
        )
    if isinstance(one, UnknownVariant):
        return isinstance(other, UnknownVariant) and (one.tag, True) == (
            other.tag,
            same(one.raw, other.raw),
        )
    return bool(one == other)


def has_whole_float(payload: Json) -> bool:
    """Whether an integer may be written as 1.0 in it, which the fast readers leave to the slow ones."""
    return any(isinstance(part, float) and part.is_integer() for _, part in walk(payload))


@pytest.mark.parametrize("part", range(PARTS))
def test_one_verdict(part: int) -> None:
    seen: Counter[str] = Counter()
    for name, payload in mutants(COUNT, part, PARTS):
        seen[check(name, payload)] += 1
    # Mutants of one kind only would prove nothing.
    assert min(seen["good, fast"], seen["bad"]) > COUNT / PARTS / 8, seen


def check(name: str, payload: Json) -> str:
    """Asserts that all agree about the payload; says what it was."""
    codec: Codec[Any] = CODECS[name]
    before = copy.deepcopy(payload)
    shown = f"{name}: {json.dumps(payload)}"
    good = judge(name).is_valid(payload)
    problems = codec.problems(payload)
    taken, made = read_fast(codec, payload)
    assert same(payload, before), f"reading changed {shown}"
    assert good == (not problems), f"{problems} in {shown}"
    assert codec.accepts(payload) == good, shown
    if not good:
        assert not taken, f"the fast reader takes {shown}"
        with pytest.raises(DecodeError) as refusal:
            codec.decode(payload, strict=True)
        assert [*refusal.value.problems] == problems, shown
        check_lenient(codec, payload, shown)
        return "bad"
    slow = codec.shape.take(payload)
    assert same(slow, codec.decode(payload, strict=True)), shown
    assert same(codec.encode(slow), payload), shown
    assert same(json.loads(codec.to_json(slow)), payload), shown
    assert same(codec.from_json(json.dumps(payload), strict=True), slow), shown
    if taken:
        assert same(made, slow), f"fast and slow differ on {shown}"
        assert same(json.loads(codec.to_json(made)), payload), shown
    else:
        assert codec._read is None or has_whole_float(payload), f"no fast reader takes {shown}"
    return f"good, {'fast' if taken else 'slow'}"


def check_lenient(codec: Codec[Any], payload: Json, shown: str) -> None:
    """What lenient reading takes comes out again; what the spec closes is not sent if it is broken."""
    try:
        made = codec.decode(payload)
    except DecodeError:
        return
    try:
        again = codec.encode(made)
        text = codec.to_json(made)
    except EncodeError:
        assert isinstance(made, Record), shown
        assert not CODECS_OPEN.get(type(made), False), f"{shown} is open and cannot be sent"
        return
    assert same(again, payload), f"{again} came out of {shown}"
    assert same(json.loads(text), payload), shown


CODECS_OPEN = {
    codec.shape.kind: codec.shape.is_open
    for codec in map(CODECS.__getitem__, CODECS)
    if hasattr(codec.shape, "kind") and hasattr(codec.shape, "is_open")
}


def test_the_fast_readers_take_every_example() -> None:
    for name in exhibits():
        for case, payload in accepts(name).items():
            codec: Codec[Any] = CODECS[name]
            taken, made = read_fast(codec, payload)
            assert taken or has_whole_float(payload), f"{name}/accept/{case}.json goes the slow way"
            assert not taken or same(made, codec.shape.take(payload)), f"{name}/accept/{case}.json"
