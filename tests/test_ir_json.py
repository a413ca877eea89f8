"""The IR as JSON: what is written reads back equal and is valid under its schema; wrong JSON is told."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import specloom
from packages import TEXT, member, name, package, record, zoo
from specloom import ir
from specloom.ir import Docs, Field, Package, Where
from specloom.ir_schema import ir_schema
from specloom.layout import lay_out
from specloom.serialise import NODES, IrError, read_package, write_package

SCHEMA = Path(specloom.__file__).parent / "schemas" / "ir.schema.json"
VALIDATOR = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def through_text(package: Package) -> Any:
    return json.loads(lay_out(write_package(package)))


# --- the law --------------------------------------------------------------------------------------------

_TEXTS = st.text(st.characters(exclude_categories=[]), max_size=8)
_WORDS = st.builds(ir.Name, st.lists(_TEXTS, max_size=3).map(tuple), _TEXTS)
_DOCS = st.builds(ir.Docs, _TEXTS, st.none() | _TEXTS, st.booleans())
_WHERE = st.builds(ir.Where, _TEXTS, _TEXTS, st.integers(1), st.integers(1))
_COUNTS = st.none() | st.integers(0, 2**70)
_NUMBERS = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_BOUNDS = st.builds(
    ir.Bounds, *[_NUMBERS] * 5, min_length=_COUNTS, max_length=_COUNTS, pattern=st.none() | _TEXTS
)
_TYPES: st.SearchStrategy[ir.Type] = st.recursive(
    st.one_of(
        st.builds(ir.Scalar, st.sampled_from(ir.Kind), st.none() | _TEXTS, _BOUNDS),
        st.builds(ir.Const, _TEXTS | st.integers() | st.booleans()),
        st.builds(ir.Ref, _TEXTS),
    ),
    lambda inner: st.one_of(
        st.builds(ir.ListOf, inner, _COUNTS, _COUNTS),
        st.builds(ir.MapOf, inner, _COUNTS, _COUNTS, _COUNTS, st.none() | _TEXTS),
        st.builds(ir.Nullable, inner),
    ),
    max_leaves=4,
)
_DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXTS,
    lambda inner: st.lists(inner, max_size=3).map(tuple)
    | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=5,
)


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=2).map(tuple)


_FIELDS = st.builds(
    ir.Field,
    _WORDS,
    _TEXTS,
    _TYPES,
    st.sampled_from(ir.Presence),
    _DOCS,
    _WHERE,
    _DATA,
    st.booleans(),
    st.booleans(),
)
_RULES = st.builds(
    ir.RequiredIf, _TEXTS, _TEXTS, _TEXTS | st.integers() | st.booleans()
) | st.builds(ir.ExactlyOneOf, some(_TEXTS))
_VARIANTS = st.builds(ir.Variant, _WORDS, _TYPES, st.sampled_from(ir.JsonKind), st.none() | _TEXTS)
_DECLS = st.one_of(
    st.builds(ir.Record, _WORDS, some(_FIELDS), st.booleans(), _DOCS, _WHERE, some(_RULES)),
    st.builds(
        ir.Union,
        _WORDS,
        st.builds(ir.ByTag, _TEXTS) | st.just(ir.ByKind()),
        some(_VARIANTS),
        st.booleans(),
        _DOCS,
        _WHERE,
    ),
    st.builds(
        ir.Choice, _WORDS, some(st.builds(ir.Option, _WORDS, _TEXTS)), st.booleans(), _DOCS, _WHERE
    ),
    st.builds(ir.Alias, _WORDS, _TYPES, _DOCS, _WHERE),
)
_PACKAGES = st.builds(
    ir.Package,
    _WORDS,
    _TEXTS,
    _DOCS,
    some(st.builds(ir.Module, _WORDS, _DOCS, some(_DECLS), _TEXTS)),
)


@given(_PACKAGES)
def test_what_is_written_reads_back_equal(package: Package) -> None:
    assert read_package(through_text(package)) == package


def test_one_of_everything_reads_back_equal() -> None:
    assert read_package(through_text(zoo())) == zoo()


def test_what_reads_back_is_frozen_through_and_through() -> None:
    def containers(value: object) -> Iterator[object]:
        if is_dataclass(value):
            for field in fields(value):
                yield from containers(getattr(value, field.name))
        elif isinstance(value, tuple | list):
            yield value
            for item in value:
                yield from containers(item)

    read = read_package(through_text(zoo()))
    assert not [found for found in containers(read) if isinstance(found, list)]


@pytest.mark.parametrize("value", [1, 1.0, True, "1"])
def test_kinds_of_number_are_kept_apart(value: Any) -> None:
    field = Field(name("x"), "x", TEXT, ir.Presence.OPTIONAL, Docs(""), Where(""), value, True)
    decl = read_package(through_text(package(record("R", field)))).decls["R"]
    assert isinstance(decl, ir.Record)
    assert type(decl.fields[0].default) is type(value)


# --- the schema -----------------------------------------------------------------------------------------


def test_the_published_schema_is_the_one_of_the_code() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == lay_out(ir_schema())
    VALIDATOR.check_schema(ir_schema())


@given(_PACKAGES)
def test_what_is_written_is_valid(package: Package) -> None:
    VALIDATOR.validate(through_text(package))


def test_one_of_everything_is_valid_and_has_every_node() -> None:
    document = through_text(zoo())
    VALIDATOR.validate(document)
    found = {node["node"] for node in nodes(document) if "node" in node}
    assert found == set(NODES)


def test_every_member_is_always_there() -> None:
    closed = copy.deepcopy(ir_schema())
    for schema in [closed, *closed["$defs"].values()]:
        if "properties" in schema:
            assert schema["required"] == list(schema["properties"])
            schema["additionalProperties"] = False
    jsonschema.validate(through_text(zoo()), closed)


def test_everything_is_described() -> None:
    silent = [
        kind
        for kind, schema in ir_schema()["$defs"].items()
        if not schema.get("description") and "oneOf" not in schema
    ]
    assert silent == []


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value."""
    found = list(value.values()) if isinstance(value, dict) else value
    if isinstance(value, dict):
        yield value
    for inner in found if isinstance(found, list) else []:
        yield from nodes(inner)


def breakages(document: Any) -> Iterator[str]:
    """The pointers of `document`, while the value there is of a wrong kind; it is put right again."""

    def walk(holder: Any, pointer: str) -> Iterator[tuple[Any, Any, str]]:
        steps = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for step, value in list(steps):
            if step == "default":  # any value will do
                continue
            yield holder, step, f"{pointer}/{step}"
            if isinstance(value, dict | list):
                yield from walk(value, f"{pointer}/{step}")

    for holder, step, pointer in list(walk(document, "")):
        right = holder[step]
        for wrong in ({"an": "object"}, ["a", 1, None], 1.25, "no such word"):
            if type(wrong) is not type(right):
                holder[step] = wrong
                yield pointer
        holder[step] = right


def complaint(document: Any) -> IrError | None:
    try:
        read_package(document)
    except IrError as error:
        return error
    return None


def test_whatever_is_broken_the_schema_and_the_reader_agree() -> None:
    validator = jsonschema_rs.validator_for(ir_schema())
    few = [zoo().decls[name] for name in ("Nest", "Home", "Mood", "When", "Notes", "CreateAnimal")]
    one = replace(zoo(), modules=package(*few).modules)
    document = through_text(one)
    count = 0
    for pointer in breakages(document):
        error = complaint(document)
        assert validator.is_valid(document) is (error is None), (pointer, error)
        if error is not None:
            assert f"{error.pointer}/".startswith(f"{pointer}/")
            count += 1
    assert count > 1000
    assert read_package(document) == one


# --- wrong JSON -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", [None, [], 1, "x", {}, {"ir": 2}, {"ir": True}, {"ir": "1"}])
def test_what_is_no_ir_of_this_version_is_told(document: Any) -> None:
    with pytest.raises(IrError, match="expected"):
        read_package(document)


def test_a_missing_member_is_told_with_its_place() -> None:
    document = through_text(zoo())
    del document["modules"][0]["decls"][0]["name"]
    with pytest.raises(IrError) as caught:
        read_package(document)
    assert caught.value.pointer == "/modules/0/decls/0/name"


def test_an_unknown_node_is_told_with_what_is_known() -> None:
    document = through_text(zoo())
    document["modules"][0]["decls"][0]["node"] = "enum"
    with pytest.raises(IrError, match="'record' or a node 'union'") as caught:
        read_package(document)
    assert caught.value.pointer == "/modules/0/decls/0/node"


def test_what_a_newer_tool_adds_is_ignored() -> None:
    document = through_text(zoo())
    for node in list(nodes(document)):
        node["added"] = {"later": [1]}
    # values of members are data: what was added inside a default stays there
    assert VALIDATOR.is_valid(document)
    assert read_package(document).decls.keys() == zoo().decls.keys()


def test_what_an_older_tool_did_not_know_has_its_default() -> None:
    document = through_text(zoo())
    for node in nodes(document):
        node.pop("recursive", None)
        node.pop("deprecated", None)
    assert read_package(document).decls.keys() == zoo().decls.keys()


def test_endless_nesting_is_told() -> None:
    document = through_text(package(record("R", member("x", TEXT))))
    type: Any = {"node": "ref", "target": "R"}
    for _ in range(100_000):
        type = {"node": "nullable", "inner": type}
    document["modules"][0]["decls"][0]["fields"][0]["type"] = type
    with pytest.raises(IrError, match="too deeply"):
        read_package(document)
