"""The payloads under spec/examples, and what of the spec they ought to show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dialect_reading import SPEC, Json, definition, definitions, homes, name_of, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXAMPLES = SPEC / "examples"


@dataclass(frozen=True)
class Reject:
    """A payload that breaks one rule."""

    case: str
    why: str
    rule: str
    pointer: str
    payload: Json


@cache
def accepts(name: str) -> dict[str, Json]:
    """The payloads of a type that must be accepted, by case."""
    return {path.stem: read(path) for path in sorted((EXAMPLES / name / "accept").glob("*.json"))}


@cache
def rejects(name: str) -> list[Reject]:
    """The payloads of a type that must be refused."""
    paths = sorted((EXAMPLES / name / "reject").glob("*.json"))
    return [Reject(case=path.stem, **read(path)) for path in paths]


def read(path: Path) -> Json:
    return json.loads(path.read_text("utf-8"))


def shown_elsewhere(name: str) -> str | None:
    """Why a definition needs no folder of its own, or None if it does."""
    body = definitions()[name]
    if "$ref" in body:
        return "a second name: shown under the first"
    if "enum" in body:
        return "a choice: shown in the records that use it"
    return None


def exhibits() -> list[str]:
    """Every definition that has a folder."""
    return sorted(name for name in definitions() if shown_elsewhere(name) is None)


# --- what the accepted payloads ought to show -------------------------------------------------------


def wanted(name: str) -> Iterator[tuple[str, bool]]:
    """(what, whether some accepted payload shows it) for all that a definition allows."""
    body, shown = definitions()[name], list(accepts(name).values())
    if "x-tag" in body:
        yield from wanted_of_union(body, shown)
    elif "properties" in body:
        yield from wanted_of_record(body, shown)
    elif "oneOf" in body:
        for use in body["oneOf"]:
            yield f"a variant {use}", any(fits_kind(use, payload) for payload in shown)


def wanted_of_union(body: Json, shown: list[Json]) -> Iterator[tuple[str, bool]]:
    tag = body["x-tag"]
    for value in tags_of(body):
        yield f"the variant {value!r}", any(payload[tag] == value for payload in shown)
    if not body.get("x-closed"):
        yield "an unknown variant", any(payload[tag] not in tags_of(body) for payload in shown)


def wanted_of_record(body: Json, shown: list[Json]) -> Iterator[tuple[str, bool]]:
    members = body["properties"]
    if body.get("additionalProperties") is not False:
        yield "an unknown member", any(set(payload) - set(members) for payload in shown)
    for member, use in members.items():
        values = [payload[member] for payload in shown if member in payload]
        yield f"`{member}` with a value", any(value is not None for value in values)
        if member not in body.get("required", []):
            yield f"`{member}` absent", len(values) < len(shown)
        if is_nullable(use):
            yield f"`{member}` as null", None in values
        yield from wanted_of_use(member, bare(use), values)


def wanted_of_use(member: str, use: Json, values: list[Json]) -> Iterator[tuple[str, bool]]:
    """Values that the spec does not know, and values just within the bounds."""
    body = definition(use)
    if "enum" in body and not body.get("x-closed"):
        yield f"an unknown value of `{member}`", any(v not in [*body["enum"], None] for v in values)
    held = [item for value in values for item in (value if isinstance(value, list) else [value])]
    inner = definition(use.get("items", use))
    if "x-tag" in inner and not inner.get("x-closed"):
        found = any(item and item[inner["x-tag"]] not in tags_of(inner) for item in held)
        yield f"an unknown variant in `{member}`", found
    sizes = [len(value) for value in values if isinstance(value, str | list)]
    for word, sort in {"minimum": values, "maximum": values, "maxLength": sizes}.items():
        if word in use:
            yield f"`{member}` at its {word}", use[word] in sort
    if "maxItems" in use and not too_large(use):
        yield f"`{member}` with as many entries as may be", use["maxItems"] in sizes


# --- the rules that the refused payloads ought to break ---------------------------------------------

WORDS = {"minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength", "pattern"} | {
    "maxProperties"
}


def rules_of(name: str) -> Iterator[str]:
    """Every rule of a definition, as rejects name it."""
    body = definitions()[name]
    root = f"{homes()[name]}#/$defs/{name}"
    yield from (f"{root}/required/{number}" for number in range(len(body.get("required", []))))
    conditional = body.get("then", {}).get("required", [])
    yield from (f"{root}/then/required/{number}" for number in range(len(conditional)))
    if body.get("additionalProperties") is False:
        yield f"{root}/additionalProperties"
    if "oneOf" in body:
        yield f"{root}/oneOf"
    if "oneOf" in body and "type" not in body:
        for number, use in enumerate(body["oneOf"]):
            yield from rules_of_use(f"{root}/oneOf/{number}", use, told=True)
    elif "properties" in body:
        for member, use in body["properties"].items():
            yield from rules_of_use(f"{root}/properties/{escape(member)}", use)
    elif "enum" in body:
        yield from [f"{root}/enum"] if body.get("x-closed") else []
    else:
        yield from rules_of_use(root, body)


def rules_of_use(place: str, use: Json, *, told: bool = False) -> Iterator[str]:
    """The rules of one use: its shape (unless a union has told it), its bounds, and what it holds."""
    shape = next(word for word in ("$ref", "anyOf", "const", "type") if word in use)
    yield from [] if told else [f"{place}/{shape}"]
    yield from (f"{place}/{word}" for word in sorted(WORDS & set(use)) if not too_large(use))
    if "items" in use:
        yield from rules_of_use(f"{place}/items", use["items"])
    if isinstance(use.get("additionalProperties"), dict):
        yield from rules_of_use(f"{place}/additionalProperties", use["additionalProperties"])
    if "propertyNames" in use:
        yield from (f"{place}/propertyNames/{word}" for word in sorted(use["propertyNames"]))


def escape(member: str) -> str:
    return member.replace("~", "~0").replace("/", "~1")


# --- uses -------------------------------------------------------------------------------------------


def is_nullable(use: Json) -> bool:
    return "anyOf" in use or isinstance(use.get("type"), list)


def bare(use: Json) -> Json:
    """The use less its nullability."""
    return use["anyOf"][0] if "anyOf" in use else use


def too_large(use: Json) -> bool:
    """Whether breaking the bound would take a payload that nobody wants in a repository."""
    return bool(use.get("maxItems", 0) > 1000)


def tags_of(union: Json) -> list[str]:
    return [definition(use)["properties"][union["x-tag"]]["const"] for use in union["oneOf"]]


def fits_kind(use: Json, payload: Json) -> bool:
    body = definition(use)
    if "const" in body:
        return bool(payload == body["const"])
    kinds = {"string": str, "array": list, "object": dict}
    return isinstance(payload, kinds["object" if "x-tag" in body else body["type"]])


def twins() -> set[str]:
    """The records of the stream's events, which are all made alike: what one shows holds for each."""
    return {name_of(use["$ref"]) for use in definitions()["AssistantStreamEvent"]["oneOf"]}


def value_at(payload: Json, pointer: str) -> Json:
    """What a pointer points at; None also where nothing is."""
    for step in steps_of(pointer):
        if isinstance(payload, list):
            payload = payload[int(step)]
        else:
            payload = payload.get(step) if isinstance(payload, dict) else None
    return payload
