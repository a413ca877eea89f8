"""The published schemas, and what is said of a document that is not as one of them says.

A fact and a remedy for each mistake; the place is the business of whoever has read the document.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from specloom.documents.wording import one_of, show, show_as_json
from specloom.suggest import nearest


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with the value that `keys` lead to."""

    keys: tuple[str | int, ...]
    fact: str
    remedy: str


def read_schema(name: str) -> str:
    """The text of `schemas/<name>.schema.json`."""
    place = resources.files("specloom") / "schemas" / f"{name}.schema.json"
    return place.read_text(encoding="utf-8")


def find_mistakes(document: object, name: str, definition: str = "") -> list[Mistake]:
    """Everything in `document` that the schema `name`, or a definition in it, does not allow."""
    errors = _validator(name, definition).iter_errors(document)
    return [mistake for error in errors for mistake in _explain(error)]


@cache
def _validator(name: str, definition: str) -> Any:
    from jsonschema import Draft202012Validator

    schema = json.loads(read_schema(name))
    return Draft202012Validator(schema["$defs"][definition] if definition else schema)


def _explain(error: Any) -> Iterator[Mistake]:
    keys = tuple(error.absolute_path)
    named = _spell(keys)
    wanted = error.validator_value
    known = error.schema.get("properties", {})
    match error.validator:
        case _ if "propertyNames" in error.absolute_schema_path:
            word = str(error.instance)
            remedy = f"give it a name of this kind: {_expect(error.schema)}"
            yield Mistake((*keys, word), f"{show(word)} cannot be a name in {named}", remedy)
        case "additionalProperties":
            for word in error.instance:
                if word not in known:
                    fact = f"{_spell((*keys, word))} means nothing here"
                    remedy = nearest(word, known, otherwise=f"it may be {one_of(sorted(known))}")
                    yield Mistake((*keys, word), fact, remedy)
        case "required":
            for word in wanted:
                if word not in error.instance:
                    fact = f"{_spell((*keys, word))} is missing"
                    yield Mistake(keys, fact, f"add it: {_expect(known.get(word, {}))}")
        case "uniqueItems":
            yield Mistake(keys, f"{named} says something twice", "keep one of the two")
        case _:
            fact = f"{named} is {show_as_json(error.instance)}"
            yield Mistake(keys, fact, f"write {_expect(error.schema)}")


def _spell(keys: Sequence[str | int]) -> str:
    """The way to a value, as people write it: `files[0].path`."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return show(text.removeprefix(".")) if text else "the document"


_KINDS: Mapping[str, str] = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def _expect(schema: Mapping[str, Any]) -> str:
    """What a schema asks for, in words."""
    if "const" in schema:
        return show_as_json(schema["const"])
    if "enum" in schema:
        return one_of(schema["enum"])
    kinds = schema.get("type", [])
    words = " or ".join(_KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))
    described = schema.get("description", "").rstrip(".")
    described = f"{described[:1].lower()}{described[1:]}"
    if not words or not described:
        return words or described or "something else"
    return f"{words} ({described})"
