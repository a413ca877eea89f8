"""The spec as claims.

Reads the files by itself: a witness that shared the tool's reader would share its faults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from facts.claims import BOUNDS, Claims, Json, Key, read_json

SPEC = Path(__file__).parents[2] / "spec"


class Contract:
    """All definitions and operations of a spec folder; parsed documents may be given instead."""

    def __init__(self, documents: Mapping[str, Json], operations: Json) -> None:
        self.documents = documents
        self.operations: Mapping[str, Json] = operations["operations"]
        self.definitions: dict[str, Json] = {
            name: definition
            for document in documents.values()
            for name, definition in document["$defs"].items()
        }

    @classmethod
    def read(cls, folder: Path = SPEC) -> Contract:
        paths = sorted(folder.glob("*.schema.json"))
        documents = {path.name: read_json(path) for path in paths if path.stem != "dialect.schema"}
        return cls(documents, read_json(folder / "operations.json"))

    def resolve(self, name: str) -> str:
        """The name of what an alias stands for in the end."""
        while "$ref" in self.definitions[name]:
            name = target(self.definitions[name])
        return name

    @cached_property
    def uses(self) -> dict[str, list[Json]]:
        """Members of records by the definition they refer to, aliases followed."""
        found: dict[str, list[Json]] = {}
        for definition in self.definitions.values():
            for member in definition.get("properties", {}).values():
                inner, _ = without_null(member)
                if "$ref" in inner:
                    found.setdefault(self.resolve(target(inner)), []).append(member)
        return found

    # --- types ------------------------------------------------------------------------------------------

    def type_claims(self, name: str) -> Claims:
        """What the spec says of one type."""
        definition = self.definitions[self.resolve(name)]
        match definition:
            case {"properties": _}:
                return self.record_claims(definition)
            case {"enum": values}:
                return {
                    Key("", "kind"): "choice",
                    Key("", "open"): not definition.get("x-closed", False),
                    Key("", "values"): sorted(values),
                }
            case {"oneOf": _}:
                return self.union_claims(definition)
            case _:
                return self.alias_claims(definition)

    def record_claims(self, definition: Json) -> Claims:
        claims: Claims = {
            Key("", "kind"): "record",
            Key("", "open"): definition.get("additionalProperties", True) is not False,
        }
        for name, member in definition["properties"].items():
            claims |= self.field_claims(name, member, name in definition.get("required", []))
        for part in (definition, *definition.get("allOf", [])):
            if "if" in part:
                ((member, test),) = part["if"]["properties"].items()
                for field in part["then"]["required"]:
                    claims[Key(field, "required if")] = {member: test["const"]}
            if "oneOf" in part:
                fields = [field for choice in part["oneOf"] for field in choice["required"]]
                claims[Key("", "exactly one of")] = sorted(fields)
        return claims

    def union_claims(self, definition: Json) -> Claims:
        """A union of tagged records within a union by kind counts as one: the wire knows no difference."""
        tag = definition.get("x-tag")
        claims: Claims = {Key("", "kind"): "union", Key("", "tag"): tag}
        if tag:
            claims[Key("", "open")] = not definition.get("x-closed", False)
        for variant in definition["oneOf"]:
            text = self.type_text(variant)
            inner = self.definitions.get(text, {})
            if tag:
                claims[Key(inner["properties"][tag].get("const", text), "variant")] = text
            elif "x-tag" in inner:
                claims |= self.union_claims(inner)
            else:
                name = variant.get("const", text)
                claims[Key(name, "variant")] = text
                claims |= bound_claims(name, variant)
        return claims

    def alias_claims(self, definition: Json) -> Claims:
        claims: Claims = {Key("", "kind"): "alias", Key("", "type"): self.type_text(definition)}
        parts = {
            "": definition,
            "key ": definition.get("propertyNames", {}),
            "value ": definition.get("additionalProperties", {}),
        }
        for prefix, part in parts.items():
            for key, value in bound_claims("", part).items():
                claims[Key("", prefix + key.aspect)] = value
        return claims

    def field_claims(self, name: str, member: Json, required: bool) -> Claims:
        """What the spec says of one member of a record."""
        inner, nullable = without_null(member)
        claims: Claims = {
            Key(name, "required"): required,
            Key(name, "nullable"): nullable,
            Key(name, "type"): self.type_text(inner),
        }
        for word in ("const", "default"):
            if word in member:
                claims[Key(name, word)] = member[word]
        if "$ref" in inner:
            choice = self.definitions[self.resolve(target(inner))]
            if "enum" in choice:
                claims[Key(name, "values")] = sorted(choice["enum"])
        if "servers have been seen" in member.get("$comment", ""):
            claims[Key(name, "remarked on")] = True
        return claims | bound_claims(name, inner)

    def type_text(self, use: Json) -> str:
        """A type in one word, or a few."""
        use, _ = without_null(use)
        match use:
            case {"$ref": _}:
                return self.resolve(target(use))
            case {"const": str()}:
                return "string"
            case {"type": "array"}:
                return f"list of {self.type_text(use['items'])}"
            case {"type": "object"}:
                values = use.get("additionalProperties", True)
                return f"map of {'anything' if values is True else self.type_text(values)}"
            case _:
                return str(use["type"]) + (f" ({use['format']})" if "format" in use else "")


def without_null(use: Json) -> tuple[Json, bool]:
    """The use less its null, and whether it had one."""
    match use:
        case {"anyOf": [inner, {"type": "null"}]}:
            return inner, True
        case {"type": [kind, "null"]}:
            return {**use, "type": kind}, True
        case _:
            return use, False


def target(use: Json) -> str:
    return str(use["$ref"]).rpartition("/")[2]


def bound_claims(name: str, source: Json) -> Claims:
    return {Key(name, word): source[word] for word in BOUNDS if word in source}


def prose(value: Json, place: str = "") -> Iterator[tuple[str, Json]]:
    """Every definition, property and document that must describe itself, with its place."""
    for name, definition in value["$defs"].items():
        yield f"{place}#/$defs/{name}", definition
        for member, use in definition.get("properties", {}).items():
            yield f"{place}#/$defs/{name}/properties/{member}", use
