"""The facts as claims, under the names of the spec.

`names.json` says what the spec calls a type of the facts where dropping `Union` or `UnionResp` does not say
it; under `inline`, what it calls an enumeration that has no name in the facts; under `queries`, where the
query members of a body go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from facts.claims import BOUNDS, HERE, Claims, Json, Key, read_json

NAMES: Json = read_json(HERE / "names.json")
MODELS: dict[str, Json] = {
    model["name"]: model for model in read_json(HERE / "wire-facts.json")["models"]
}
API: Json = read_json(HERE / "operations.json")
OPERATIONS: dict[str, Json] = {call["operationId"]: call for call in API["operations"]}

KINDS = {"object": "record", "enum": "choice", "union": "union", "alias": "alias"}


@dataclass(frozen=True, slots=True)
class Told:
    """One type of the facts: its name there, its name in the spec, and its members."""

    fact: str
    spec: str
    model: Json
    fields: tuple[Json, ...]


def spec_name(fact: str) -> str:
    """What the spec calls a type of the facts."""
    entry = NAMES["types"].get(fact, re.sub(r"Union(Resp)?$", "", fact))
    return str(entry if isinstance(entry, str) else entry["spec"])


def told_types() -> Iterator[Told]:
    """Every type of the facts; a body with query members gives two."""
    for fact, model in MODELS.items():
        fields = model.get("fields", [])
        query = fact in NAMES["queries"]
        yield Told(
            fact,
            spec_name(fact),
            model,
            tuple(field for field in fields if not (query and field.get("in") == "query")),
        )
        if query:
            rest = tuple(field for field in fields if field.get("in") == "query")
            yield Told(fact, NAMES["queries"][fact], {"kind": "object"}, rest)


def spec_names() -> set[str]:
    """Every name that the facts give a reason for."""
    return {told.spec for told in told_types()} | set(NAMES["inline"].values())


@cache
def received() -> frozenset[str]:
    """The spec's names of all types that a server sends: those may grow, all others are closed."""
    todo = [
        name
        for call in OPERATIONS.values()
        for name in (call["response"], call["streamingResponse"])
        if name
    ]
    todo += [error["model"] for call in OPERATIONS.values() for error in call["errorResponses"]]
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        model = MODELS[name]
        parts = [*model.get("fields", []), *model.get("variants", []), model]
        todo += [ref for part in parts for ref in refs(part.get("type", {}))]
    named = {name for key, name in NAMES["inline"].items() if key.split(".")[0] in seen}
    return frozenset({spec_name(name) for name in seen} | named)


def refs(type: Json) -> Iterator[str]:
    if "$ref" in type:
        yield type["$ref"]
    elif isinstance(type.get("items"), dict):
        yield from refs(type["items"])


def type_text(type: Json) -> str:
    """A type of the facts in the words that `contract.type_text` uses."""
    if "$ref" in type:
        return spec_name(type["$ref"])
    if type["type"] == "array":
        return f"list of {type_text(type['items'])}"
    if type["type"] == "object":
        values = type["additionalProperties"]
        return "map of anything" if values is True else f"map of {type_text(values)}"
    return str(type["type"]) + (f" ({type['format']})" if "format" in type else "")


def type_claims(told: Told) -> Claims:
    """What the facts say of one type."""
    model = told.model
    claims: Claims = {Key("", "kind"): KINDS[model["kind"]]}
    match model["kind"]:
        case "object":
            claims[Key("", "open")] = is_open(told)
            claims |= rule_claims(model.get("modelConstraints", []))
            for field in told.fields:
                claims |= field_claims(field, told.fact)
        case "enum":
            claims[Key("", "open")] = is_open(told)
            claims[Key("", "values")] = sorted(model["values"])
        case "union":
            claims |= union_claims(told)
        case _:
            claims |= alias_claims(model)
    return claims


def is_open(told: Told) -> bool:
    """Bodies and queries are closed, and so is all that only they use; what a server sends may grow."""
    if told.model.get("additionalProperties") is False:
        return False
    return told.spec in received() or bool(told.model.get("open"))


def union_claims(told: Told) -> Claims:
    claims: Claims = {Key("", "tag"): told.model.get("discriminator")}
    if claims[Key("", "tag")]:
        claims[Key("", "open")] = is_open(told)
    for variant in told.model["variants"]:
        name = variant.get("tag") or variant.get("const") or type_text(variant["type"])
        claims[Key(name, "variant")] = type_text(variant["type"])
        claims |= bound_claims(name, variant)
    return claims


def alias_claims(model: Json) -> Claims:
    if "aliasOf" in model:
        return type_claims(
            Told(model["name"], spec_name(model["name"]), MODELS[model["aliasOf"]], ())
        )
    prose = model.get("prose", {})
    claims: Claims = {Key("", "kind"): "alias", Key("", "type"): type_text(model["type"])}
    names = {
        "maxProperties": "maxProperties",
        "keyMaxLength": "key maxLength",
        "valueMaxLength": "value maxLength",
    }
    for bound, aspect in names.items():
        if bound in prose:
            claims[Key("", aspect)] = prose[bound]
    return claims


def field_claims(field: Json, owner: str) -> Claims:
    """What the facts say of one member, its bounds in prose included.

    A member that has been seen missing or null must be accepted so, and the spec must remark on it.
    """
    name = field.get("wireName", field["name"])
    seen = bool(field.get("seen_missing") or field.get("seen_null"))
    required = field["required"] and not field.get("seen_missing")
    inline = NAMES["inline"].get(f"{owner}.{field['name']}")
    prose = field.get("prose", {})
    claims: Claims = {
        Key(name, "required"): bool(required or field.get("intentRequired")),
        Key(name, "nullable"): bool(field.get("nullable") or field.get("seen_null")),
        Key(name, "type"): inline or type_text(field["type"]),
    }
    if seen:
        claims[Key(name, "remarked on")] = True
    if "const" in field:
        claims[Key(name, "const")] = field["const"]
    if (values := option_values(field)) is not None:
        claims[Key(name, "values")] = values
    for source, word in ((field, "default"), (prose, "default"), (prose, "defaultWhenAbsent")):
        if word in source:
            claims[Key(name, "default")] = source[word]
    for word in ("defaultByModel", "maxItemsLegacy"):
        if word in prose:
            claims[Key(name, word)] = prose[word]
    return claims | bound_claims(name, field) | bound_claims(name, prose)


def option_values(field: Json) -> list[str] | int | None:
    """The values of a member that is an enumeration, or their number where only that is known."""
    if isinstance(field.get("openEnum"), int):
        return int(field["openEnum"])
    listed = field.get("enum") or field.get("openEnumValues")
    if listed is None:
        model = MODELS.get(field.get("openEnum") or field["type"].get("$ref", ""), {})
        listed = model.get("values")
    return sorted(listed) if listed is not None and field["type"].get("type") != "array" else None


def bound_claims(name: str, source: Json) -> Claims:
    return {Key(name, word): source[word] for word in BOUNDS if word in source}


def rule_claims(rules: list[Json]) -> Claims:
    claims: Claims = {}
    for rule in rules:
        match rule["kind"]:
            case "requiredIf":
                ((member, value),) = rule["when"].items()
                claims[Key(rule["field"], "required if")] = {member: value}
            case "exactlyOneOf":
                claims[Key("", "exactly one of")] = sorted(rule["fields"])
            case kind:
                claims[Key(rule["field"], kind)] = rule["expr"]
    return claims
