"""Operations: what they come to, and what does not hold between them and the types they name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from marked import MARK, complaints, expect, spec_with
from specloom import documents
from specloom.ir import Auth, Bounds, Kind, Scalar
from specloom.lower import lower

SPEC = spec_with("""
    "Thing": {"type": "object", "description": "D.", "properties": {
        "stream": {"type": ["boolean", "null"], "description": "D."},
        "flag": {"$ref": "#/$defs/Flag", "description": "D."},
        "name": {"type": "string", "description": "D."}}},
    "Same": {"$ref": "#/$defs/Thing", "description": "D."},
    "Flag": {"type": "boolean", "description": "D."},
    "Event": {"oneOf": [{"$ref": "#/$defs/Done"}], "x-tag": "event", "description": "D."},
    "Done": {"type": "object", "description": "D.", "required": ["event"], "properties": {
        "event": {"const": "done", "description": "D."}}}
    """)
TEXT = {"type": "string", "description": "D."}
GET = {
    "title": "Get",
    "description": "Gets.",
    "method": "GET",
    "path": "/things/{id}/{part}",
    "params": {
        "part": {"type": "integer", "description": "D."},
        "id": {"type": "string", "minLength": 1, "description": "The thing.", "x-name": "thing_id"},
    },
    "response": "Thing",
}
MAKE = {
    "title": "Make",
    "description": "Makes.",
    "method": "POST",
    "path": "/things",
    "query": "Same",
    "body": "Thing",
    "bodyRequired": True,
    "response": "Thing",
    "events": "Event",
    "trigger": "stream",
    "errors": {"500": "Done", "429": "Thing"},
    "headers": {"Beta": "v2"},
    "paginated": True,
    "deprecated": True,
    "x-since": "v2",
}


def files(operations: Any) -> dict[str, str]:
    text = json.dumps({"description": "D.", "operations": operations}, ensure_ascii=False)
    for quoted in (f'"{MARK}', f"{MARK}{MARK}"):
        text = text.replace(quoted, quoted.replace(f'"{MARK}', f'{MARK}"'))
    return {"a.schema.json": SPEC, "operations.json": text}


@pytest.mark.parametrize(
    ("said", "server", "auth"),
    [
        ({}, "", None),
        ({"server": "/v1", "auth": "bearer"}, "/v1", Auth.BEARER),
        ({"server": "https://example.com:80/a/b"}, "https://example.com:80/a/b", None),
    ],
)
def test_where_operations_are_and_what_they_carry(
    tmp_path: Path, said: dict[str, str], server: str, auth: Auth | None
) -> None:
    text = json.dumps({"description": "D.", "operations": {}} | said)
    assert complaints(tmp_path, {"a.schema.json": SPEC, "operations.json": text}) == []
    spec, _ = documents.load(tmp_path)
    assert spec is not None
    package, _ = lower(spec)
    assert package is not None
    assert (package.server, package.auth) == (server, auth)


def test_operations_are_read(tmp_path: Path) -> None:
    assert complaints(tmp_path, files({"getThing": GET, "make-thing": MAKE})) == []
    spec, _ = documents.load(tmp_path)
    assert spec is not None
    package, _ = lower(spec)
    assert package is not None
    get, make = package.operations
    assert get.name.words == ("get", "thing")
    assert [(param.wire, param.name.words) for param in get.params] == [
        ("id", ("thing", "id")),
        ("part", ("part",)),
    ]
    assert get.params[0].type == Scalar(Kind.STRING, None, Bounds(min_length=1))
    assert (get.body, get.query, get.events, get.trigger) == (None,) * 4
    assert (get.body_required, get.paginated, get.docs.deprecated) == (False,) * 3
    assert (make.query, make.body, make.response, make.events) == (
        "Same",
        "Thing",
        "Thing",
        "Event",
    )
    assert (make.trigger, make.body_required, make.paginated) == ("stream", True, True)
    assert make.errors == ((429, "Thing"), (500, "Done"))
    assert make.headers == (("Beta", "v2"),)
    assert (make.docs.text, make.docs.since, make.docs.deprecated) == ("Makes.", "v2", True)
    assert (make.where.file, make.where.pointer) == (
        "operations.json",
        "/operations/make-thing",
    ) or (make.where.file.endswith("operations.json"))


@pytest.mark.parametrize(
    ("change", "codes", "says"),
    [
        ({"response": "§Thign"}, ["unknown-definition"], "'Thing'"),
        ({"response": "§Nothing at all".replace(" ", "")}, ["unknown-definition"], ""),
        ({"errors": {"429": "§Oops"}}, ["unknown-definition"], "define it"),
        ({"query": "§Event"}, ["not-a-record"], "the query `Event`"),
        ({"query": "§Nope"}, ["unknown-definition"], ""),
        ({"body": "§Flag", "trigger": None, "events": None}, ["not-a-record"], "the body `Flag`"),
        ({"events": "§Thing"}, ["not-a-union"], "the events `Thing`"),
        ({"trigger": "§strem"}, ["unknown-member"], "'stream'"),
        ({"trigger": "§name"}, ["trigger"], "no boolean"),
        ({"body": "Same", "trigger": "flag"}, [], ""),
        ({"path": "§/things/{id}"}, ["path-params"], "describe it under"),
        ({"path": "§/{a}/{a}", "params": {"a": TEXT}}, ["path-params"], "twice"),
        ({"params": {"§id": TEXT}}, ["path-params"], "into the path"),
        (
            {
                "path": "/{ab}/{a_b}",
                "params": {
                    "ab": TEXT,
                    "§a_b": TEXT,
                },
            },
            ["names-fold"],
            "x-name",
        ),
        (
            {"path": "/{a}", "params": {"a": {"$ref": "a.schema.json#/$defs/Flag", "description": "D."}}},
            [],
            "",
        ),
        (
            {"path": "/{a}", "params": {"a": {**TEXT, "minLength": 2, "maxLength": 1}}},
            None,
            "",
        ),
    ],
)  # fmt: skip
def test_an_operation_that_cannot_be(
    tmp_path: Path, change: dict[str, Any], codes: list[str] | None, says: str
) -> None:
    operation = {key: value for key, value in {**MAKE, **change}.items() if value is not None}
    given = files({"make": operation})
    if codes is None:
        given["operations.json"] = given["operations.json"].replace(
            '"maxLength": 1', f'"maxLength": {MARK}1'
        )
        codes = ["contradictory-bounds"]
    problems = expect(tmp_path, given, *codes)
    assert says in "".join(problem.fact + problem.remedy for problem in problems)


def test_operations_are_told_apart(tmp_path: Path) -> None:
    same = {**GET, "path": "/things/{part}/{id}"}
    operations = {"getThing": GET, "§get_thing": MAKE, "§again": same}
    names, calls = expect(tmp_path, files(operations), "names-fold", "same-call")
    assert "x-name" in names.remedy
    assert "`getThing` already" in calls.fact


def test_operations_may_name_what_is_broken(tmp_path: Path) -> None:
    given = files({"make": MAKE, "get": GET})
    given["a.schema.json"] = SPEC.replace('"Thing": {"type"', '"Thing": {§"typ": 1, "type"')
    expect(tmp_path, given, "unknown-keyword")
