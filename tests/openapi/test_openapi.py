"""The OpenAPI document is valid for every spec, and bears a mark."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from referencing.exceptions import Unresolvable

from cases_of import emit, folders, load, read_case
from goldens import ROOT, Goldens
from openapi.described import document_of, is_valid, shipped
from packages import zoo
from specloom.origin import read_origin
from specloom.targets.openapi import TARGET

HERE = Path(__file__).parent
SPECS = {
    **folders(),
    "shipped": ROOT / "spec",
    "other_spec": ROOT / "tests" / "other_spec",
    "chat": ROOT / "tests" / "protocols" / "chat",
    "replies": ROOT / "tests" / "protocols" / "replies",
}


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("spec", SPECS)
def test_the_document_of_any_spec_is_valid(spec: str, closed: bool) -> None:
    folder = SPECS[spec]
    read, _ = read_case(folder) if spec in folders() else load(folder)
    if read is None:
        assert spec.startswith("refuses_")
        return
    is_valid(document_of(read, closed=closed))


def test_what_is_not_valid_is_noticed() -> None:
    wrong = json.loads(json.dumps(shipped()))
    wrong["paths"]["/threads"]["post"]["responses"]["200"].pop("description")
    with pytest.raises(OpenAPIValidationError):
        is_valid(wrong)
    wrong = json.loads(json.dumps(shipped()))
    del wrong["components"]["schemas"]["Thread"]
    with pytest.raises(Unresolvable):
        is_valid(wrong)


def test_a_spec_without_calls_has_types_only() -> None:
    document = document_of(replace(zoo(), operations=(), streams=(), server="", auth=None))
    is_valid(document)
    assert document.keys() == {"openapi", "x-origin", "info", "components"}
    assert list(document["components"]["schemas"]) == list(zoo().decls)


@pytest.mark.golden
def test_the_document_of_another_spec(goldens: Goldens) -> None:
    read, _ = load(ROOT / "tests" / "other_spec")
    assert read is not None
    (file,) = emit(read, "openapi")
    goldens.compare(HERE / "library_api.openapi.json", file.text)


def test_the_file_bears_a_mark() -> None:
    (file,) = TARGET.emit(zoo(), {"closed": False}).files
    assert str(file.path) == "zoo_api.openapi.json"
    origin = read_origin(file.text.encode())
    assert origin is not None
    assert (origin.package, origin.version) == ("zoo_api", "1.2.0")
