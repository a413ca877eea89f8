"""What the real `openai` package reads we read, and the other way round, payload by payload."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from openai import BaseModel
from pydantic import TypeAdapter, ValidationError
from threads_api import CODECS

from dialect_reading import Json
from example_files import accepts
from goldens import ROOT

TYPES = json.loads((ROOT / "tests" / "witness_openai.json").read_text("utf-8"))["types"]
PARAMETERS = ("_param", "_params")

each_response = pytest.mark.parametrize(
    "name", [n for n, place in TYPES.items() if not place.split(":")[0].endswith(PARAMETERS)]
)


@cache
def theirs(name: str) -> Any:
    """Their class or type of ours."""
    module, _, attribute = TYPES[name].partition(":")
    return getattr(import_module(module), attribute)


def exchanged(name: str) -> Iterator[tuple[Json, TypeAdapter[Any], Any]]:
    """(payload, their reader, their object) of the payloads that they take."""
    reader: TypeAdapter[Any] = TypeAdapter(theirs(name))
    for payload in accepts(name).values():
        try:
            yield payload, reader, reader.validate_json(json.dumps(payload), strict=True)
        except ValidationError:
            continue  # why they do not take it stands in witness_openai.json


def test_most_types_are_exchanged() -> None:
    exchanged_types = [name for name in TYPES if any(True for _ in exchanged(name))]
    assert len(exchanged_types) == len(TYPES) > 100


@each_response
def test_their_objects_decode_in_ours_and_ours_in_theirs(name: str) -> None:
    codec = CODECS[name]
    for payload, reader, value in exchanged(name):
        text = reader.dump_json(value, by_alias=True, exclude_unset=True)
        ours = codec.from_json(text, strict=True)
        assert codec.encode(ours) == payload
        again = reader.validate_json(codec.to_json(ours), strict=True)
        assert again == value


def models() -> list[str]:
    """The types that are classes there; of a union there is nothing to construct."""
    return [n for n in TYPES if isinstance(theirs(n), type) and issubclass(theirs(n), BaseModel)]


@pytest.mark.parametrize("name", models())
def test_what_their_client_makes_of_a_response_decodes_in_ours(name: str) -> None:
    """A client does not check what a server sends: it constructs, whatever came."""
    kind = theirs(name)
    for payload in accepts(name).values():
        value = kind.construct(**payload)
        ours = CODECS[name].from_json(value.to_json(warnings=False), strict=True)
        assert CODECS[name].encode(ours) == payload
        assert kind.construct(**CODECS[name].encode(ours)) == value
