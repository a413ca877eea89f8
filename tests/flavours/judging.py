"""The generated flavours, each as a judge of payloads: what it reads, and what it writes again."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import msgspec
from pydantic import TypeAdapter, ValidationError

from dialect_reading import Json, definition, definitions
from example_files import Reject, accepts, exhibits, fits_kind, rejects, value_at
from goldens import ROOT

FLAVOURS = ("pydantic", "msgspec", "typeddict")
"""The flavours in one word each."""


class RefusedError(Exception):
    """A flavour does not take a payload."""


def home(flavour: str) -> str:
    """The folder of a flavour's project."""
    return str(ROOT / "generated" / f"python-{flavour}")


@cache
def package(flavour: str) -> ModuleType:
    """The generated package, imported from the tree."""
    sys.path.insert(0, home(flavour))
    try:
        return import_module(f"threads_api_{flavour}")
    finally:
        sys.path.remove(home(flavour))


@dataclass(frozen=True)
class Judge:
    """One type of one flavour. What a TypedDict says is checked by pydantic, as it checks nothing itself."""

    flavour: str
    name: str

    def read(self, payload: Json, *, strict: bool = True) -> Any:
        """The value that a payload means; RefusedError when it means none."""
        text = json.dumps(payload)
        try:
            if self.flavour == "msgspec":
                return msgspec.json.decode(text, type=self.type, strict=strict)
            return adapter(self.flavour, self.name).validate_json(text, strict=strict)
        except (ValidationError, msgspec.ValidationError) as error:
            raise RefusedError(str(error)) from error

    def write(self, value: Any) -> Json:
        """The payload that a value becomes."""
        if self.flavour == "msgspec":
            return json.loads(msgspec.json.encode(value))
        return json.loads(adapter(self.flavour, self.name).dump_json(value, by_alias=True))

    def takes(self, payload: Json) -> bool:
        """Whether a payload can be read."""
        try:
            self.read(payload)
        except RefusedError:
            return False
        return True

    @property
    def type(self) -> Any:
        """The class or type."""
        return getattr(package(self.flavour), self.name)


@cache
def adapter(flavour: str, name: str) -> TypeAdapter[Any]:
    """pydantic's reader for a type."""
    return TypeAdapter(getattr(package(flavour), name))


def taken(flavour: str) -> Iterator[tuple[str, Judge, Json]]:
    """(case, judge, payload) of all payloads that ought to be accepted, and are."""
    for name in exhibits():
        judge = Judge(flavour, name)
        for case, payload in accepts(name).items():
            if judge.takes(payload):
                yield f"{name}/{case}", judge, payload


def disagreements(flavour: str) -> Iterator[tuple[str, list[str]]]:
    """(case, the classes it belongs to) of all that a flavour judges otherwise than the spec."""
    for name in exhibits():
        judge = Judge(flavour, name)
        for case, payload in accepts(name).items():
            if not judge.takes(payload):
                yield f"{name}/{case}", [f"we accept {name}/{case}"]
        for reject in rejects(name):
            if judge.takes(reject.payload):
                classes = [f"we refuse {name}/{reject.case}", f"we refuse by {rule_of(reject)}"]
                yield f"{name}/{reject.case}", classes


def rule_of(reject: Reject) -> str:
    """The kind of rule that a payload breaks, coarsely enough to give a reason for all of its kind."""
    words = [word for word in reject.rule.split("/") if not word.isdigit()]
    if words[-1] == "required":
        return "required if" if "then" in words else "required"
    if words[-1] == "oneOf" and "properties" in definitions()[words[2]]:
        return "exactly one of"
    if words[-1] in ("$ref", "type", "anyOf", "const", "oneOf"):
        return "null" if value_at(reject.payload, reject.pointer) is None else "shape"
    return words[-1]


def known_part(use: Json, payload: Json) -> Json:
    """A payload of `use` less every member that the spec does not know."""
    body = definition(use)
    if payload is None:
        return None
    if "properties" in body:
        members = body["properties"]
        return {m: known_part(members[m], value) for m, value in payload.items() if m in members}
    if "oneOf" in body:
        return known_part(variant_of(body, payload), payload)
    if "anyOf" in body:
        return known_part(body["anyOf"][0], payload)
    if "items" in body:
        return [known_part(body["items"], item) for item in payload]
    if isinstance(body.get("additionalProperties"), dict):
        values = body["additionalProperties"]
        return {key: known_part(values, value) for key, value in payload.items()}
    return payload


def variant_of(union: Json, payload: Json) -> Json:
    """The variant that a payload says it is."""
    tag = union.get("x-tag")
    for use in union["oneOf"]:
        if tag is None and fits_kind(use, payload):
            return use
        if tag is not None and definition(use)["properties"][tag]["const"] == payload[tag]:
            return use
    raise AssertionError(f"{payload} is no variant")
