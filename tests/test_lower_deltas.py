"""What a delta cannot mean: each refusal at its place, with both ends named."""

from __future__ import annotations

from pathlib import Path

import pytest

from marked import HEAD, PACKAGE, SPEC, brief, expect

INDEX = '"index": {"type": "integer", ~}'


def spec_of(delta: str, snapshot: str, more: str = "", defaults: str = '{"key": "index"}') -> str:
    """A document with a delta `D` of `S`; the members of both stand on one line each."""
    return brief(
        f'{HEAD}{PACKAGE}"x-delta-defaults": {defaults}, "$defs": {{\n'
        f'"S": {{"type": "object", ~, "properties": {{\n{snapshot}\n}}}},\n'
        f'"D": {{"type": "object", ~, "x-delta": {{"of": "S"}}, "properties": {{\n{delta}\n}}}}'
        f"{', ' if more else ''}{more}\n}}}}\n"
    )


def record(name: str, members: str, required: str = "") -> str:
    listed = ", ".join(f'"{name}"' for name in required.split())
    return f'"{name}": {{"type": "object", ~, "required": [{listed}], "properties": {{{members}}}}}'


TEXT, NUMBER = '"type": "string"', '"type": "integer"'
LIST = '"type": "array", "items": {"type": "string"}'
CHOICE = '"C": {"type": "string", ~, "enum": ["a", "b"]}'
MIXTURE = '"M": {~, "oneOf": [{"type": "string"}, {"type": "integer"}]}'
ENTRY, ENTRIES = '"$ref": "#/$defs/E"', '"type": "array", "items": {"$ref": "#/$defs/E"}'
MAP = '"type": "object"'
NULLABLE = '"type": ["string", "null"]'


PLACE = "(a.schema.json:4:1)"
A_TEXT, A_LIST = f'"a": {{{TEXT}, ~}}', f'"a": {{{LIST}, ~}}'


def merge(rule: str) -> str:
    return f'"x-merge": {rule}'


@pytest.mark.parametrize(
    ("use", "there", "rule", "says"),
    [
        # append: on text and lists only, never with enum, const or format
        (NUMBER, NUMBER, '§"append"', "appends a number"),
        ('"type": "boolean"', '"type": "boolean"', '§"append"', "appends a boolean"),
        ('"const": "a"', '"const": "a"', '§"append"', "appends a constant"),
        ('"$ref": "#/$defs/C"', '"$ref": "#/$defs/C"', '§"append"', "appends one of a few words"),
        ('"$ref": "#/$defs/M"', '"$ref": "#/$defs/M"', '§"append"', "appends a union by kind"),
        (f'{TEXT}, "format": "uri"', TEXT, '§"append"', "appends text of format uri"),
        (TEXT, f'{TEXT}, "format": "uri"', '§"append"', "appends text of format uri"),
        (TEXT, '"$ref": "#/$defs/C"', '§"append"', "its counterpart one of a few words"),
        (TEXT, '"const": "a"', '§"append"', "its counterpart a constant"),
        # once: on single values
        (LIST, LIST, '§"once"', "is a list that may be sent once"),
        (ENTRY, ENTRY, '§"once"', "is an object that may be sent once"),
        (MAP, MAP, '§"once"', "is an open object that may be sent once"),
        # merge and sum
        (TEXT, TEXT, '§"merge"', "merges text"),
        ('"$ref": "#/$defs/M"', '"$ref": "#/$defs/M"', '§"merge"', "merges a union by kind"),
        (TEXT, TEXT, '§"sum"', "sums text"),
        (LIST, LIST, '§"sum"', "sums a list"),
        # both of one kind
        (TEXT, NUMBER, '§"replace"', "is text, its counterpart a number"),
        (LIST, TEXT, '§"append"', "is a list, its counterpart text"),
        (ENTRY, LIST, '§"merge"', "is an object, its counterpart a list"),
        # attributes
        (TEXT, TEXT, '§{"rule": "replace", "decode": "json"}', "is decoded, but is no appended text"),
        (LIST, LIST, '§{"rule": "append", "decode": "json"}', "is decoded, but is no appended text"),
        (TEXT, TEXT, '§{"rule": "append", "key": "index"}', "has a key, but is no merged list"),
        (ENTRY, ENTRY, '§{"rule": "merge", "dense": false}', "has a key, but is no merged list"),
        # null
        (NULLABLE, NULLABLE, '§{"rule": "append", "null": "set"}', "a meaning beside append"),
        (TEXT, NULLABLE, '§{"rule": "replace", "null": "set"}', "is never null"),
        (NULLABLE, TEXT, '§{"rule": "replace", "null": "set"}', "its counterpart is never null"),
    ],
)  # fmt: skip
def test_a_rule_that_does_not_fit(
    tmp_path: Path, use: str, there: str, rule: str, says: str
) -> None:
    more = f"{CHOICE}, {MIXTURE}, {record('E', INDEX)}"
    text = spec_of(f'"a": {{{use}, ~, {merge(rule)}}}', f'"a": {{{there}, ~}}', more)
    [problem] = expect(tmp_path, {SPEC: text}, "merge-rule")
    assert says in problem.fact
    assert problem.fact.startswith("D.a, which goes into S.a (a.schema.json:5:")


def test_a_member_that_is_required_cannot_be_removed(tmp_path: Path) -> None:
    text = spec_of(
        f'"a": {{{NULLABLE}, ~, "x-merge": §{{"rule": "replace", "null": "remove"}}}}',
        f'"a": {{{TEXT}, ~}}',
    ).replace('"S": {"type": "object",', '"S": {"type": "object", "required": ["a"],')
    [problem] = expect(tmp_path, {SPEC: text}, "merge-rule")
    assert "D.a, which goes into S.a (a.schema.json:5:1), is removed by null" in problem.fact


@pytest.mark.parametrize(
    ("delta", "snapshot", "code", "says"),
    [
        (f'§{A_TEXT}', f'"b": {{{TEXT}, ~}}', "merge-counterpart", f"D.a has no counterpart S.a {PLACE}"),
        (f'"a": {{{TEXT}, ~, "x-merge": §{{"to": "c"}}}}', A_TEXT, "merge-counterpart", "no counterpart S.c"),
        (f'§{A_LIST}', A_LIST, "merge-undeclared", f"a list that does not say how it merges into S {PLACE}"),
        (
            f'"a": {{{TEXT}, ~}}, "b": {{{TEXT}, ~, "x-merge": §{{"to": "a"}}}}',
            f'"a": {{{TEXT}, ~}}',
            "merge-collision",
            "D.b and D.a both go into S.a (a.schema.json:4:1)",
        ),
    ],
)  # fmt: skip
def test_a_member_that_goes_nowhere_or_where_another_goes(
    tmp_path: Path, delta: str, snapshot: str, code: str, says: str
) -> None:
    [problem] = expect(tmp_path, {SPEC: spec_of(delta, snapshot)}, code)
    assert says in problem.fact


BOTH_ENDS = "D.a, which goes into S.a (a.schema.json:5:1),"
NAMED = record("E", '"index": {"type": "string", ~}', "index")


@pytest.mark.parametrize(
    ("rule", "entries", "code", "says"),
    [
        ('"merge"', record("E", INDEX), "merge-key", "merges by index, which not every entry requires"),
        ('{"rule": "merge", "key": "id"}', record("E", INDEX, "index"), "merge-key", "merges by id, which"),
        ('"merge"', record("E", '"index": {"type": "boolean", ~}', "index"), "merge-key", "merges by index"),
        ('{"rule": "merge", "dense": true}', NAMED, "merge-dense", "is declared dense, but its keys"),
    ],
)  # fmt: skip
def test_a_key_that_names_no_entry(
    tmp_path: Path, rule: str, entries: str, code: str, says: str
) -> None:
    use = f'"a": {{{ENTRIES}, ~, "x-merge": §{rule}}}'
    snapshot = f'"a": {{{ENTRIES}, ~}}'
    text = spec_of(use, snapshot, entries)
    [problem] = expect(tmp_path, {SPEC: text}, code)
    assert problem.fact.startswith(f"{BOTH_ENDS} {says}")


def union(name: str, *variants: str, more: str = "") -> str:
    refs = ", ".join(f'{{"$ref": "#/$defs/{variant}"}}' for variant in variants)
    return f'"{name}": {{~, "oneOf": [{refs}], "x-tag": "type"{more}}}'


def variant(name: str, tag: str, members: str, required: str) -> str:
    return record(name, f'"type": {{"const": "{tag}", ~}}, {members}', f"type {required}")


TAGGED = '"type": "array", "items": {"$ref": "#/$defs/U"}'
TAGGED_DELTA = '"type": "array", "items": {"$ref": "#/$defs/V"}'
BODY = '"t": {"type": "string", ~}'
GROWN = [variant("A", "a", BODY, ""), variant("B", "b", BODY, ""), union("U", "A", "B")]


@pytest.mark.parametrize(
    ("growth", "code", "says"),
    [
        # a key in one branch only, or of two kinds
        (
            [variant("X", "a", INDEX, "index"), variant("Y", "b", INDEX, ""), union("V", "X", "Y")],
            "merge-key",
            f"{BOTH_ENDS} merges by index, which not every entry requires as one kind of key",
        ),
        (
            [
                variant("X", "a", INDEX, "index"),
                variant("Y", "b", '"index": {"type": "string", ~}', "index"),
                union("V", "X", "Y"),
            ],
            "merge-key",
            f"{BOTH_ENDS} merges by index, which not every entry requires as one kind of key",
        ),
        (
            [variant("X", "a", INDEX, "index"), variant("Z", "c", INDEX, "index"), union("V", "X", "Z")],
            "merge-variant",
            "V has the variant 'c', which U (a.schema.json:",
        ),
        ([record("V", INDEX, "index")], "merge-kind", f"{BOTH_ENDS} pairs V with U, which"),
    ],
)  # fmt: skip
def test_entries_of_several_kinds(tmp_path: Path, growth: list[str], code: str, says: str) -> None:
    text = spec_of(
        f'"a": {{{TAGGED_DELTA}, ~, "x-merge": §"merge"}}',
        f'"a": {{{TAGGED}, ~}}',
        ", ".join([*growth, *GROWN]),
    )
    [problem] = expect(tmp_path, {SPEC: text}, code)
    assert problem.fact.startswith(says)


def test_variants_grow_members_of_their_own(tmp_path: Path) -> None:
    """What is wrong deep inside a variant is found there."""
    growth = [
        variant("X", "a", f'{INDEX}, "t": {{"type": "string", ~, "x-merge": §"sum"}}', "index"),
        union("V", "X"),
    ]
    text = spec_of(
        f'"a": {{{TAGGED_DELTA}, ~}}', f'"a": {{{TAGGED}, ~}}', ", ".join([*growth, *GROWN])
    )
    [problem] = expect(tmp_path, {SPEC: text}, "merge-rule")
    assert problem.fact.startswith("X.t, which goes into A.t (a.schema.json:")


ADDRESSED = f'"lines": {{{ENTRIES}, ~}}, "words": {{{LIST}, ~}}, "n": {{{NUMBER}, ~}}'
LINE = record("E", '"text": {"type": "string", ~}')
INTO = f"S {PLACE}"


@pytest.mark.parametrize(
    ("rule", "code", "says"),
    [
        ('{"rule": "append", "at": "/lines/{i}/tex"}', "merge-at", f"{INTO} has nothing at '/lines/{{i}}/te"),
        ('{"rule": "append", "at": "/n/{i}"}', "merge-at", "has nothing at '/n/{i}'"),
        ('{"rule": "append", "at": "/lines/{other}/text"}', "merge-at", f"into {INTO} names {{other}}"),
        ('{"rule": "append", "at": "/lines/{a}/text"}', "merge-at", "names {a}, which is no integer"),
        ('{"rule": "append", "at": "/lines/{maybe}/text"}', "merge-at", "names {maybe}, which is no integer"),
        ('{"rule": "append", "at": "/n"}', "merge-rule", f"goes into S/n {PLACE}, is text, its"),
        ('{"rule": "append", "at": "/words/{i}"}', "merge-rule", "acts on a whole entry by append"),
        ('{"rule": "replace", "at": "/words/{i}", "to": "b"}', "merge-rule", "has `to` beside `at`"),
        ('{"rule": "replace", "at": "/words/{i}", "null": "set"}', "merge-rule", "has `null` beside `at`"),
    ],
)  # fmt: skip
def test_an_address_that_leads_astray(tmp_path: Path, rule: str, code: str, says: str) -> None:
    numbers = ", ".join(
        f'"{name}": {{"type": "integer", ~, "x-merge": "skip"}}' for name in ("i", "maybe")
    )
    delta = f'{numbers}, "a": {{{TEXT}, ~, "x-merge": §{rule}}}'
    text = spec_of(delta, ADDRESSED, LINE).replace(
        '"x-delta": {"of"', '"required": ["i"], "x-delta": {"of"'
    )
    [problem] = expect(tmp_path, {SPEC: text}, code)
    assert says in problem.fact


def test_nothing_merges_at_the_end_of_a_path(tmp_path: Path) -> None:
    delta = f'"a": {{{ENTRY}, ~, "x-merge": §{{"rule": "merge", "at": "/e"}}}}'
    text = spec_of(delta, f'"e": {{{ENTRY}, ~}}', LINE)
    [problem] = expect(tmp_path, {SPEC: text}, "merge-rule")
    assert "merges at the end of a path" in problem.fact


@pytest.mark.parametrize("of", ["Nobody", "C"])
def test_a_delta_of_what_is_no_record(tmp_path: Path, of: str) -> None:
    text = spec_of("", "", CHOICE).replace(
        '"x-delta": {"of": "S"}', f'"x-delta": §{{"of": "{of}"}}'
    )
    [problem] = expect(tmp_path, {SPEC: text}, "delta-of")
    assert problem.fact == f"D is declared a delta of {of!r}, which is no record of this spec"


def test_every_refusal_comes_at_once(tmp_path: Path) -> None:
    delta = (
        f'§"a": {{{LIST}, ~}}, §"gone": {{{TEXT}, ~}},\n"n": {{{NUMBER}, ~, "x-merge": §"append"}}'
    )
    snapshot = f'"a": {{{LIST}, ~}}, "n": {{{NUMBER}, ~}}'
    text = spec_of(delta, snapshot)
    expect(tmp_path, {SPEC: text}, "merge-undeclared", "merge-counterpart", "merge-rule")


@pytest.mark.parametrize(
    ("use", "there", "rule"),
    [
        (TEXT, TEXT, '"append"'),
        (LIST, LIST, '"append"'),
        (TEXT, '"type": "object"', '{"rule": "append", "decode": "json"}'),
        (NULLABLE, NULLABLE, '{"rule": "replace", "null": "set"}'),
        (NULLABLE, TEXT, '{"rule": "replace", "null": "remove"}'),
        (NUMBER, '"type": "number"', '"sum"'),
        (TEXT, "", '"skip"'),
        (ENTRIES, ENTRIES, '{"rule": "merge", "dense": false}'),
    ],
)  # fmt: skip
def test_what_is_well_declared(tmp_path: Path, use: str, there: str, rule: str) -> None:
    entry = record("E", INDEX, "index")
    snapshot = f'"a": {{{there}, ~}}' if there else ""
    expect(tmp_path, {SPEC: spec_of(f'"a": {{{use}, ~, {merge(rule)}}}', snapshot, entry)})
