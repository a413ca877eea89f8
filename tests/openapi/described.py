"""Documents of the target `openapi`, and what is looked up in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator

from cases_of import load
from goldens import ROOT
from specloom.ir import Package
from specloom.targets.openapi import TARGET


def document_of(package: Package, *, closed: bool = False) -> Any:
    """The document of a package."""
    (file,) = TARGET.emit(package, {"closed": closed}).files
    return json.loads(file.text)


@cache
def shipped() -> Any:
    """The document of the shipped spec."""
    package, _ = load(ROOT / "spec")
    assert package is not None
    return document_of(package)


def is_valid(document: Any) -> None:
    """Fail unless a document is one, and refers to nothing but what is in it."""
    OpenAPIV31SpecValidator(document).validate()
    components = document["components"]["schemas"]
    homes = {f"#/components/schemas/{name}" for name in components}
    homes |= {
        f"#/components/responses/{name}" for name in document["components"].get("responses", [])
    }
    assert set(refs(document)) <= homes


def refs(value: Any) -> Iterator[str]:
    """Every reference in a document."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for word, inner in value.items():
            if word not in ("const", "default", "enum"):
                yield from refs(inner)
    if isinstance(value, list):
        for inner in value:
            yield from refs(inner)


def answer_of(document: Any, call: Any) -> Any:
    """What a call answers when all is well."""
    answer = call["responses"]["200"]
    for step in answer.get("$ref", "").split("/")[1:]:
        document = document[step]
    return document if "$ref" in answer else answer


def parameters(call: Any, place: str) -> dict[str, Any]:
    """What a call takes in one place, by name."""
    return {p["name"]: p for p in call.get("parameters", []) if p["in"] == place}
