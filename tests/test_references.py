"""References that land, aliases that end, and the one package of a spec."""

from __future__ import annotations

from pathlib import Path

import pytest

from marked import GOOD, HEAD, PACKAGE, SPEC, complaints, expect, spec_with
from specloom import documents
from specloom.documents.spec import DanglingRefError


@pytest.mark.parametrize(
    ("ref", "code", "says"),
    [
        ("#/$defs/Txt", "dangling-ref", "did you mean 'Text'?"),
        ("#/$defs/Elsewhere", "dangling-ref", "define it"),
        ("#/$defs/Far", "dangling-ref", "write `b.schema.json#/$defs/Far`"),
        ("c.schema.json#/$defs/Text", "dangling-ref", "b.schema.json"),
        ("../a.schema.json#/$defs/Text", "ref-outside", "beside this one"),
        ("..\\\\a.schema.json#/$defs/Text", "ref-outside", "beside this one"),
        ("/etc/passwd#/$defs/Text", "ref-outside", "beside this one"),
        ("https://example.com/a.schema.json#/$defs/Text", "ref-outside", "beside this one"),
        ("//example.com#/$defs/Text", "ref-outside", "beside this one"),
        ("file:a.schema.json#/$defs/Text", "ref-outside", "beside this one"),
        ("#/$defs/Text/properties/a", "ref-shape", "#/$defs/Name"),
        ("#/$defs/Text\\n", "ref-shape", "#/$defs/Name"),
        ("#Text", "ref-shape", "#/$defs/Name"),
        ("#", "ref-shape", "#/$defs/Name"),
        ("Text", "ref-shape", "#/$defs/Name"),
        ("", "ref-shape", "#/$defs/Name"),
        ("a.schema.json", "ref-shape", "#/$defs/Name"),
        ("#/%24defs/Text", "ref-shape", "#/$defs/Name"),
    ],
)
def test_a_reference_that_does_not_land(tmp_path: Path, ref: str, code: str, says: str) -> None:
    text = spec_with(f""""Text": {{"type": "string", "description": "A text."}},
        "List": {{"type": "array", "items": {{"$ref": §"{ref}"}}, "description": "Some."}}""")
    other = HEAD + '"$defs": {"Far": {"type": "string", "description": "A text."}}}'
    (problem,) = expect(tmp_path, {SPEC: text, "b.schema.json": other}, code)
    assert says in problem.remedy


def test_references_land(tmp_path: Path) -> None:
    other = HEAD + '"$defs": {"Far": {"type": "string", "description": "A text."}}}'
    files = {
        SPEC: spec_with(""""Near": {"$ref": "b.schema.json#/$defs/Far", "description": "A name."},
            "Same": {"$ref": "a.schema.json#/$defs/Near", "description": "A name."}"""),
        "b.schema.json": other,
    }
    assert complaints(tmp_path, files) == []
    spec, _ = documents.load(tmp_path)
    assert spec is not None
    near, far = spec.documents
    assert spec.resolve("b.schema.json#/$defs/Far", near) == (
        far,
        "/$defs/Far",
        far.data["$defs"]["Far"],
    )
    assert spec.resolve("#/$defs/Far", far).name == "Far"
    with pytest.raises(DanglingRefError):
        spec.resolve("#/$defs/Far", near)


@pytest.mark.parametrize(
    ("definitions", "walk"),
    [
        ('§"A": {"$ref": "#/$defs/A", "description": "D."}', "A -> A"),
        (
            """§"A": {"$ref": "#/$defs/B", "description": "D."},
            "B": {"anyOf": [{"$ref": "#/$defs/C"}, {"type": "null"}], "description": "D."},
            "C": {"type": "array", "items": {"$ref": "#/$defs/A"}, "description": "D."},
            "D": {"$ref": "#/$defs/A", "description": "Leads into the round, and is not on it."}""",
            "A -> B -> C -> A",
        ),
        (
            """§"A": {"type": ["object", "null"], "description": "D.",
            "additionalProperties": {"$ref": "#/$defs/A"}}""",
            "A -> A",
        ),
    ],
)
def test_an_alias_of_itself(tmp_path: Path, definitions: str, walk: str) -> None:
    (problem,) = expect(tmp_path, {SPEC: spec_with(definitions)}, "cyclic-alias")
    assert problem.fact == f"`A` is an alias of itself: {walk}"


def test_two_rounds_of_aliases_are_two_problems(tmp_path: Path) -> None:
    one = '§"{}": {{"$ref": "#/$defs/{}", "description": "D."}}'
    pairs = [("A", "B"), ("B", "A"), ("C", "D"), ("D", "C")]
    text = ",\n".join(one.format(*pair) for pair in pairs)
    text = text.replace('§"B"', '"B"').replace('§"D"', '"D"')
    expect(tmp_path, {SPEC: spec_with(text)}, "cyclic-alias", "cyclic-alias")


def test_a_long_chain_of_aliases_is_no_round(tmp_path: Path) -> None:
    one = '"A{}": {{"$ref": "#/$defs/A{}", "description": "D."}}'
    chain = [one.format(number, number + 1) for number in range(3000)]
    last = '"A3000": {"type": "string", "description": "D."}'
    assert complaints(tmp_path, {SPEC: spec_with(",\n".join([*chain, last]))}) == []


def test_no_document_names_the_package(tmp_path: Path) -> None:
    expect(tmp_path, {SPEC: "§" + GOOD.replace(PACKAGE, "")}, "no-package")


def test_two_documents_name_the_package(tmp_path: Path) -> None:
    other = HEAD + PACKAGE.replace('"x-', '§"x-') + '"$defs": {}}'
    (problem,) = expect(tmp_path, {SPEC: GOOD, "b.schema.json": other}, "two-packages")
    assert "a.schema.json:2:1" in problem.fact
