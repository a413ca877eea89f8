"""Unions that cannot be told apart, each refused where it goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from marked import SPEC, brief, expect, spec_with


def record(name: str, members: str, required: str = '"type"') -> str:
    return (
        f'"{name}": {{"type": "object", ~, "required": [{required}],\n'
        f'"properties": {{{members}}}}}'
    )


def tag(value: str) -> str:
    return f'"type": {{"const": {value}, ~}}'


CAT, DOG = record("Cat", tag('"cat"')), record("Dog", tag('"dog"'))


@pytest.mark.parametrize(
    ("variants", "definitions", "codes", "says"),
    [
        (["Cat", "§Dog"], [CAT, record("Dog", tag('"cat"'))], ["same-tag"], "of both `Cat` and `Dog`"),
        (["Cat", "§Cat"], [CAT], ["same-tag"], "of both `Cat` and `Cat`"),
        (["Cat", "§Puss"], [CAT, '"Puss": {"$ref": "#/$defs/Cat", ~}'], ["same-tag"], ""),
        (["Cat", "§Dog"], [CAT, record("Dog", "", "")], ["variant-no-tag"], "no member `type`"),
        (
            ["Cat", "Dog"],
            [CAT, record("Dog", '§"type": {"type": "string", ~}')],
            ["variant-tag"],
            "no constant text",
        ),
        (["Cat", "Dog"], [CAT, record("Dog", "§" + tag("7"))], ["variant-tag"], "no constant text"),
        (["Cat", "Dog"], [CAT, record("Dog", "§" + tag('"dog"'), "")], ["variant-tag"], "may be absent"),
        (
            ["Cat", "§Size"],
            [CAT, '"Size": {"type": "string", "enum": ["a"], ~}'],
            ["variant-no-record"],
            "`Size` is no record",
        ),
        (["Cat", "§It"], [CAT], ["variant-no-record"], "`It` is no record"),
        (["Cat", "§Map"], [CAT, '"Map": {"type": "object", ~}'], ["variant-no-record"], ""),
        (
            ["§Cat", "Dog", "§Emu"],
            [record("Cat", "", ""), DOG, record("Emu", tag('"dog"'))],
            ["variant-no-tag", "same-tag"],
            "",
        ),
    ],
)  # fmt: skip
def test_a_union_by_tag(
    tmp_path: Path, variants: list[str], definitions: list[str], codes: list[str], says: str
) -> None:
    parts = [
        ("§" if name.startswith("§") else "") + f'{{"$ref": "#/$defs/{name.lstrip("§")}"}}'
        for name in variants
    ]
    union = f'"It": {{"oneOf": [{", ".join(parts)}], "x-tag": "type", ~}}'
    problems = expect(tmp_path, {SPEC: spec_with(brief(",\n".join([union, *definitions])))}, *codes)
    assert says in problems[0].fact


@pytest.mark.parametrize(
    ("variants", "codes", "says"),
    [
        (['{"type": "string"}', '§{"const": "a"}'], ["same-kind"], "two variants of the kind string"),
        (['{"type": "integer"}', '§{"type": "number"}'], ["same-kind"], "number"),
        (['{"const": true}', '§{"type": "boolean"}'], ["same-kind"], "boolean"),
        (['{"const": 1}', '§{"type": "number"}'], ["same-kind"], "number"),
        (['{"$ref": "#/$defs/Cat"}', '§{"$ref": "#/$defs/Dog"}'], ["same-kind"], "put the records"),
        (['{"$ref": "#/$defs/Pet"}', '§{"type": "object"}'], ["same-kind"], "object"),
        (['{"type": "string"}', '§{"$ref": "#/$defs/Size"}'], ["same-kind"], "string"),
        (['{"type": "string"}', "§true"], ["variant-no-kind"], "any value"),
        (['{"type": "string"}', '§{"type": ["integer", "null"]}'], ["variant-no-kind"], "nullable"),
        (['{"type": "string"}', '§{"$ref": "#/$defs/Maybe"}'], ["variant-no-kind"], "nullable"),
        (['{"type": "string"}', '§{"$ref": "#/$defs/Other"}'], ["variant-no-kind"], "itself a union"),
        (['{"type": "string"}', '§{"$ref": "#/$defs/It"}'], ["variant-no-kind"], "itself a union"),
        (
            ['{"type": "string", "minLength": 2, "maxLength": §1}', '{"type": "array", "items": true}'],
            ["contradictory-bounds"],
            "",
        ),
    ],
)  # fmt: skip
def test_a_union_by_kind(tmp_path: Path, variants: list[str], codes: list[str], says: str) -> None:
    definitions = [
        f'"It": {{"oneOf": [{", ".join(variants)}], ~}}',
        CAT,
        DOG,
        '"Pet": {"oneOf": [{"$ref": "#/$defs/Cat"}], "x-tag": "type", ~}',
        '"Size": {"type": "string", "enum": ["a"], ~}',
        '"Maybe": {"type": ["array", "null"], "items": true, ~}',
        '"Other": {"oneOf": [{"type": "array", "items": true}, {"type": "boolean"}], ~}',
    ]
    problems = expect(tmp_path, {SPEC: spec_with(brief(",\n".join(definitions)))}, *codes)
    assert says in problems[0].fact + problems[0].remedy
