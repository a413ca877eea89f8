"""What jsonschema found, said so that a person can act on it: place, fact, remedy."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from specloom.documents.dialect import Dialect
from specloom.documents.spec import Document
from specloom.documents.wording import near, one_of, show, show_as_json
from specloom.pointers import step
from specloom.problems import Problem

# Words people bring along from JSON Schema at large and from OpenAPI, and what the dialect says instead.
_INSTEAD = {
    "definitions": "write `$defs`",
    "discriminator": "write `x-tag` with the name of the member",
    "id": "take it out: documents are known by their file names",
    "$id": "take it out: documents are known by their file names",
    "nullable": 'write "type": ["<type>", "null"], or "anyOf" with {"type": "null"}',
    "patternProperties": "write a map: `additionalProperties` and `propertyNames` with a `pattern`",
    "title": "say it in the `description`",
    "uniqueItems": "take it out and say it in the `description`",
    "x-nullable": 'write "type": ["<type>", "null"], or "anyOf" with {"type": "null"}',
}
_CLOSED_INSTEAD = {
    "record": 'close a record with "additionalProperties": false',
    "union_by_kind": "take it out: a union by kind is always closed",
}


def explain(
    error: Any, document: Document, pointer: str, shape: str, dialect: Dialect
) -> Iterator[Problem]:
    """The problems in one jsonschema error about the node at `pointer`, which should be a `shape`."""
    for token in error.absolute_path:
        pointer = step(pointer, token)
    instance: Any = error.instance
    wanted: Any = error.validator_value
    keyword = error.validator
    if "propertyNames" in error.absolute_schema_path:
        yield _bad_name(error, document, pointer)
    elif keyword == "additionalProperties":
        for word in instance:
            if word not in error.schema["properties"]:
                yield _stray_word(
                    word, error.schema["properties"], document, step(pointer, word), shape, dialect
                )
    elif keyword == "required":
        yield from (
            _missing_word(word, document, pointer) for word in wanted if word not in instance
        )
    elif keyword == "dependentRequired":
        for word in wanted:
            if word in instance:
                missing = [other for other in wanted[word] if other not in instance]
                yield from _missing_partners(word, missing, document, step(pointer, word))
    elif keyword == "not":
        title = "a use inside another" if shape == "as_part" else "a definition"
        yield _misplaced(pointer.rpartition("/")[2], document, pointer, title)
    elif keyword != "pattern" or not pointer.endswith("/$ref"):  # references explain themselves
        yield _bad_value(error, document, pointer)


def _bad_name(error: Any, document: Document, pointer: str) -> Problem:
    name = str(error.instance)
    where = document.where_key(step(pointer, name))
    wanted = error.schema["description"]
    return Problem(
        where, f"{show(name)} is not allowed as a name here", f"use {wanted}", "bad-name"
    )


def _stray_word(
    word: str,
    known: Collection[str],
    document: Document,
    pointer: str,
    shape: str,
    dialect: Dialect,
) -> Problem:
    if word in dialect.all_keywords:
        return _misplaced(word, document, pointer, dialect.title(shape), shape)
    otherwise = _INSTEAD.get(word) or (
        f"take it out, or write one of {one_of(sorted(known))}"
        if len(known) < 9
        else "take it out; spec/README.md lists the words of the dialect"
    )
    remedy = otherwise if word in _INSTEAD else near(word, known, otherwise)
    fact = f"{show(word)} is no word of the dialect"
    return Problem(document.where_key(pointer), fact, remedy, "unknown-keyword")


def _misplaced(word: str, document: Document, pointer: str, title: str, shape: str = "") -> Problem:
    remedy = _CLOSED_INSTEAD.get(shape) if word == "x-closed" else None
    fact = f"{show(word)} has no meaning on {title}"
    return Problem(document.where_key(pointer), fact, remedy or "take it out", "misplaced-keyword")


def _missing_word(word: str, document: Document, pointer: str) -> Problem:
    place = document.where_key(pointer)
    if word == "description":
        remedy = "add a `description`: a sentence on what it is for"
        return Problem(place, "there is no description", remedy, "no-description")
    return Problem(place, f"{show(word)} is missing", f"add {show(word)}", "missing-keyword")


def _missing_partners(
    word: str, missing: list[str], document: Document, pointer: str
) -> Iterator[Problem]:
    for other in missing:
        fact = f"{show(word)} stands without {show(other)}"
        remedy = f"add {show(other)}, or take {show(word)} out"
        yield Problem(document.where_key(pointer), fact, remedy, "missing-keyword")


def _bad_value(error: Any, document: Document, pointer: str) -> Problem:
    wanted = error.schema["description"]
    word = pointer.rpartition("/")[2]
    place = document.where(pointer)
    if word == "description" and isinstance(error.instance, str):
        remedy = "say in a sentence what it is for"
        return Problem(place, "the description is blank", remedy, "no-description")
    if word == "$schema":
        remedy = f"write {wanted}"
        return Problem(place, f"`$schema` is {show(error.instance)}", remedy, "wrong-schema")
    if error.validator == "uniqueItems":
        fact = f"{show(error.instance)} is in the list twice"
        return Problem(place, fact, "keep one of the two", "repeated-value")
    fact = f"{show_as_json(error.instance)} does not belong here"
    return Problem(place, fact, f"write {wanted}", "bad-value")
