"""Lowering: what a spec means."""

from __future__ import annotations

from pathlib import Path

import pytest

from goldens import ROOT
from marked import HEAD, SPEC, brief, complaints, record_with, spec_with
from specloom import documents
from specloom.ir import (
    Alias,
    Bounds,
    ByKind,
    ByTag,
    Choice,
    Const,
    ExactlyOneOf,
    JsonKind,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Record,
    Ref,
    RequiredIf,
    Scalar,
    Union,
)
from specloom.lower import lower

PAIR = '"a": {"type": "string", "description": "A."}, "b": {"type": "string", "description": "B."}'


def package_of(folder: Path, definitions: str) -> Package:
    assert complaints(folder, {SPEC: spec_with(brief(definitions))}) == []
    spec, _ = documents.load(folder)
    assert spec is not None
    package, problems = lower(spec)
    assert problems == []
    assert package is not None
    return package


def test_the_shipped_spec_lowers() -> None:
    spec, problems = documents.load(ROOT / "spec")
    assert spec is not None
    package, more = lower(spec)
    assert [*problems, *more] == []
    assert package is not None
    assert package.name.spelled == "threads_api"
    assert len(package.operations) == 18
    assert [module.file for module in package.modules] == sorted(m.file for m in package.modules)
    assert lower(spec)[0] == package


def test_uses_become_types(tmp_path: Path) -> None:
    members = {
        '{"type": "string", "minLength": 1.0, "maxLength": 9, "pattern": "^a$", "format": "uri"': Scalar(
            Kind.STRING, "uri", Bounds(min_length=1, max_length=9, pattern="^a$")
        ),
        '{"type": "integer", "minimum": 0, "exclusiveMaximum": 10.0': Scalar(
            Kind.INTEGER, None, Bounds(minimum=0, exclusive_maximum=10)
        ),
        '{"type": "number", "multipleOf": 0.5, "maximum": 2, "exclusiveMinimum": -1': Scalar(
            Kind.NUMBER, None, Bounds(multiple_of=0.5, maximum=2, exclusive_minimum=-1)
        ),
        '{"type": "boolean"': Scalar(Kind.BOOLEAN),
        '{"const": "a"': Const("a"),
        '{"const": 1.0': Const(1),
        '{"const": true': Const(True),
        '{"$ref": "#/$defs/It"': Ref("It"),
        '{"$comment": "anything"': Scalar(Kind.ANY),
        '{"type": ["string", "null"]': Nullable(Scalar(Kind.STRING)),
        '{"anyOf": [{"$ref": "#/$defs/It"}, {"type": "null"}]': Nullable(Ref("It")),
        '{"type": "array", "items": true, "minItems": 1, "maxItems": 2': ListOf(
            Scalar(Kind.ANY), 1, 2
        ),
        '{"type": ["array", "null"], "items": {"type": "array", "items": {"const": 1}}': Nullable(
            ListOf(ListOf(Const(1)))
        ),
        '{"type": "object"': MapOf(Scalar(Kind.ANY)),
        '{"type": "object", "additionalProperties": {"type": ["integer", "null"]}, "minProperties": 1, '
        '"maxProperties": 2, "propertyNames": {"maxLength": 3, "pattern": "^[a-z]"}': MapOf(
            Nullable(Scalar(Kind.INTEGER)), 1, 2, 3, "^[a-z]"
        ),
    }
    text = ", ".join(f'"m{i}x": {use}, ~}}' for i, use in enumerate(members))
    record = package_of(tmp_path, record_with(text)).decls["It"]
    assert isinstance(record, Record)
    types = [field.type for field in record.fields]
    assert types == list(members.values())
    # 1 == 1.0 == True, so the kinds are looked at as well.
    assert [type(t.value) for t in types if isinstance(t, Const)] == [str, int, bool]


def test_records_say_what_is_required_open_and_ruled(tmp_path: Path) -> None:
    record = package_of(
        tmp_path,
        record_with(
            PAIR + ', "c": {"type": "integer", "description": "C.", "default": 3, "x-since": "v2", '
            '"deprecated": true, "x-name": "sea"}',
            """, "required": ["b"], "additionalProperties": false,
            "if": {"properties": {"b": {"const": "x"}}, "required": ["b"]},
            "then": {"required": ["a", "c"]},
            "allOf": [{"oneOf": [{"required": ["a"]}, {"required": ["c"]}]},
            {"if": {"properties": {"a": {"const": "y"}}, "required": ["a"]}, "then": {"required": ["c"]}}]""",
        ),
    ).decls["It"]
    assert isinstance(record, Record)
    assert not record.open
    a, b, c = record.fields
    assert [a.presence, b.presence] == [Presence.OPTIONAL, Presence.REQUIRED]
    assert (a.has_default, c.has_default, c.default) == (False, True, 3)
    assert (c.name.words, c.name.spelled, c.wire) == (("sea",), "c", "c")
    assert (c.docs.since, c.docs.deprecated) == ("v2", True)
    assert record.rules == (
        RequiredIf("a", "b", "x"),
        RequiredIf("c", "b", "x"),
        ExactlyOneOf(("a", "c")),
        RequiredIf("c", "a", "y"),
    )


def test_unions_carry_their_proof(tmp_path: Path) -> None:
    cat = '"{0}": {{"type": "object", ~, "required": ["kind"], "properties": {{"kind": {1}}}}}'
    package = package_of(
        tmp_path,
        ",".join(
            [
                '"Pet": {"oneOf": [{"$ref": "#/$defs/Puss"}, {"$ref": "#/$defs/Dog"}], "x-tag": "kind", ~}',
                """"Any": {"oneOf": [{"$ref": "#/$defs/Pet"}, {"const": "none"},
                {"type": "array", "items": true}, {"type": "integer"}, {"type": "boolean"}], ~}""",
                '"Named": {"oneOf": [{"$ref": "#/$defs/Name"}, {"type": "object"}], ~}',
                '"Name": {"type": "string", "enum": ["a"], ~, "x-name": "nom"}',
                '"Puss": {"$ref": "#/$defs/Cat", ~}',
                '"Kind": {"const": "cat", ~}',
                cat.format("Cat", '{"$ref": "#/$defs/Kind", ~}'),
                cat.format("Dog", '{"const": "dog", ~}'),
            ]
        ),
    )
    pet, anything, named = (package.decls[name] for name in ("Pet", "Any", "Named"))
    assert isinstance(pet, Union)
    assert isinstance(anything, Union)
    assert isinstance(named, Union)
    assert (pet.told, pet.open) == (ByTag("kind"), True)
    assert [(v.name.spelled, v.type, v.kind, v.tag) for v in pet.variants] == [
        ("Cat", Ref("Cat"), JsonKind.OBJECT, "cat"),
        ("Dog", Ref("Dog"), JsonKind.OBJECT, "dog"),
    ]
    assert (anything.told, anything.open) == (ByKind(), False)
    assert [(v.name.spelled, v.kind, v.tag) for v in anything.variants] == [
        ("Pet", JsonKind.OBJECT, None),
        ("string", JsonKind.STRING, None),
        ("array", JsonKind.ARRAY, None),
        ("number", JsonKind.NUMBER, None),
        ("boolean", JsonKind.BOOLEAN, None),
    ]
    assert [v.name.words for v in named.variants] == [("nom",), ("object",)]


def test_choices_and_aliases(tmp_path: Path) -> None:
    package = package_of(
        tmp_path,
        """"Size": {"type": "string", "enum": ["small", "+1"], "x-value-names": {"+1": "bigger_one"},
        "x-closed": true, ~},
        "Same": {"$ref": "#/$defs/Size", ~}""",
    )
    size, same = package.decls["Size"], package.decls["Same"]
    assert isinstance(size, Choice)
    assert isinstance(same, Alias)
    assert not size.open
    assert [(o.value, o.name.words) for o in size.options] == [
        ("small", ("small",)),
        ("+1", ("bigger", "one")),
    ]
    assert same.type == Ref("Size")


def test_declarations_keep_the_order_of_files(tmp_path: Path) -> None:
    one = '"{}": {{"type": "string", ~}}'
    files = {
        "b.schema.json": spec_with(brief(one.format("Zed") + "," + one.format("Alpha"))),
        "a-b.schema.json": HEAD + '"$defs": {' + brief(one.format("Mid")) + "}}",
    }
    assert complaints(tmp_path, files) == []
    spec, _ = documents.load(tmp_path)
    assert spec is not None
    package, _ = lower(spec)
    assert package is not None
    assert list(package.decls) == ["Mid", "Zed", "Alpha"]
    assert [module.name.words for module in package.modules] == [("a", "b"), ("b",)]
    assert package.decls["Zed"].where.pointer == "/$defs/Zed"


@pytest.mark.parametrize("backwards", [False, True])
def test_recursion_is_marked_whatever_the_order(tmp_path: Path, backwards: bool) -> None:
    record = '"{}": {{"type": "object", ~, "properties": {{{}}}}}'
    field = '"{}": {{{}, ~}}'
    ref = '"$ref": "#/$defs/{}"'
    definitions = [
        record.format(
            "Node",
            ", ".join(
                [
                    field.format("self_one", ref.format("Node")),
                    field.format("leaf", ref.format("Leaf")),
                    field.format("maybe", '"anyOf": [{"$ref": "#/$defs/Other"}, {"type": "null"}]'),
                    field.format("kids", '"type": "array", "items": {"$ref": "#/$defs/Node"}'),
                    field.format(
                        "named",
                        '"type": "object", "additionalProperties": {"$ref": "#/$defs/Node"}',
                    ),
                ]
            ),
        ),
        record.format("Leaf", ""),
        '"Other": {"$ref": "#/$defs/Third", ~}',
        record.format(
            "Third",
            field.format("either", ref.format("Either"))
            + ", "
            + field.format("leaf", ref.format("Leaf")),
        ),
        '"Either": {"oneOf": [{"$ref": "#/$defs/Node"}, {"type": "string"}], ~}',
        record.format("Outside", field.format("node", ref.format("Node"))),
    ]
    package = package_of(tmp_path, ",".join(definitions[::-1] if backwards else definitions))
    marked = {
        f"{decl.name.spelled}.{field.wire}"
        for decl in package.decls.values()
        if isinstance(decl, Record)
        for field in decl.fields
        if field.recursive
    }
    assert marked == {"Node.self_one", "Node.maybe", "Third.either"}
