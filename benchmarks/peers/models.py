"""Each peer's way from bytes to objects and back, for the types that all of them have models of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

TYPES = ("Run", "Message", "RunStep", "MessageDeltaEvent")

ALL_CHECKED = "all leaves, bounds too"


@dataclass(frozen=True)
class Peer:
    """A peer at work on one type. `checks` says which leaves it checks while decoding."""

    name: str
    checks: str
    decode: Callable[[bytes], Any]
    encode: Callable[[Any], str | bytes]


PACKAGES = {
    "pydantic model": "pydantic",
    "pydantic dataclass": "pydantic",
    "msgspec struct": "msgspec",
    "mashumaro": "mashumaro",
    "cattrs": "cattrs",
    "openai SDK": "openai",
}


def missing() -> list[str]:
    """The packages that are not installed: their peers are left out, and named."""
    return sorted({package for package in PACKAGES.values() if find_spec(package) is None})


def peers_of(type: str) -> Iterator[Peer]:
    """Every peer that is installed, for one type."""
    makers = {
        "pydantic model": _pydantic_model,
        "pydantic dataclass": _pydantic_dataclass,
        "msgspec struct": _msgspec,
        "mashumaro": _mashumaro,
        "cattrs": _cattrs,
        "openai SDK": _openai,
    }
    for name, make in makers.items():
        if find_spec(PACKAGES[name]) is not None:
            yield make(name, type)


def agrees(peer: Peer, payload: bytes) -> bool:
    """Whether a peer gives back what it was given, but for nulls, which some peers take for absent."""
    text = peer.encode(peer.decode(payload))
    return bool(without_nulls(json.loads(text)) == without_nulls(json.loads(payload)))


def without_nulls(value: Any) -> Any:
    """A JSON value less the members that are null."""
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def _model(module: str, type: str) -> Any:
    return getattr(import_module(f"peers.{module}"), type)


def _pydantic_model(name: str, type: str) -> Peer:
    model = _model("pydantic_models", type)
    return Peer(name, ALL_CHECKED, model.model_validate_json, model.model_dump_json)


def _pydantic_dataclass(name: str, type: str) -> Peer:
    from pydantic import TypeAdapter

    adapter: Any = TypeAdapter(_model("pydantic_dataclasses", type))
    return Peer(name, ALL_CHECKED, adapter.validate_json, adapter.dump_json)


def _msgspec(name: str, type: str) -> Peer:
    import msgspec

    decoder: Any = msgspec.json.Decoder(_model("msgspec_structs", type))
    return Peer(name, ALL_CHECKED, decoder.decode, msgspec.json.Encoder().encode)


def _mashumaro(name: str, type: str) -> Peer:
    from mashumaro.codecs.json import JSONDecoder, JSONEncoder

    model = _model("plain_dataclasses", type)
    decoder, encoder = JSONDecoder(model), JSONEncoder(model)
    return Peer(name, "none but tags and numbers", decoder.decode, encoder.encode)


def _cattrs(name: str, type: str) -> Peer:
    from peers.cattrs_converter import make_converter

    model, converter = _model("plain_dataclasses", type), make_converter()
    return Peer(
        name,
        "none: leaves are converted",
        lambda data: converter.loads(data, model),
        converter.dumps,
    )


def _openai(name: str, type: str) -> Peer:
    from openai._models import construct_type

    home = "openai.types.beta.threads" + (".runs" if type == "RunStep" else "")
    model = getattr(import_module(home), type)
    return Peer(
        name,
        "none: objects are constructed",
        lambda data: construct_type(type_=model, value=json.loads(data)),
        lambda made: made.model_dump_json(exclude_unset=True, by_alias=True),
    )
