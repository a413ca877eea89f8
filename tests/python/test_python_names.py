"""Names and texts of a spec in Python: nothing clashes, nothing breaks out, every member goes round."""

from __future__ import annotations

import ast
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldens import ROOT
from python.building import build, emit, read_spec
from specloom.ir import (
    Alias,
    ByKind,
    Const,
    Docs,
    JsonKind,
    ListOf,
    Module,
    Name,
    Package,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
    Variant,
    Where,
)
from specloom.ir import Kind as ScalarKind
from specloom.targets.python import TARGET as PYTHON
from specloom.targets.python.literals import docstring, json_in_fstring, quoted
from specloom.targets.python.names import Names
from specloom.targets.python.order import arrange
from specloom.targets.python.patterns import pattern_literal
from specloom.targets.python.standard import MODULES

CASES = ROOT / "tests" / "cases"


@pytest.fixture(scope="module")
def obstacles(tmp_path_factory: pytest.TempPathFactory) -> tuple[Package, Any]:
    package = read_spec(CASES / "names_obstacle_course" / "spec.json")
    return package, build(package, tmp_path_factory.mktemp("obstacles"))


def sample(record: Record) -> dict[str, Any]:
    """A value with every member that a plain type allows."""
    plain: dict[Any, Any] = {
        ScalarKind.STRING: "x",
        ScalarKind.INTEGER: 1,
        ScalarKind.BOOLEAN: True,
    }
    return {
        field.wire: (
            field.type.value
            if isinstance(field.type, Const)
            else plain.get(getattr(field.type, "kind", None))
        )
        for field in record.fields
    }


def test_every_name_has_a_place_and_every_member_goes_round(obstacles: tuple[Package, Any]) -> None:
    package, module = obstacles
    names = Names(package)
    assert len(set(names.types.values())) == len(names.types)
    for spelled, decl in package.decls.items():
        assert hasattr(module, names.types[spelled])
        if isinstance(decl, Record):
            value = sample(decl)
            codec = module.CODECS[spelled]
            made = codec.decode(value)
            assert made.encode() == value
            assert json.loads(made.to_json()) == value
            assert [*names.fields(decl).values(), "residue"] == [*made.__dataclass_fields__]
            assert repr(made)


def test_taken_names_get_an_underscore(obstacles: tuple[Package, Any]) -> None:
    _, module = obstacles
    for spelled, name in {
        "None": "None_",
        "Any": "Any_",
        "Record": "Record_",
        "Text": "Text",
    }.items():
        assert module.CODECS[spelled].shape.kind.__name__ == name
    attributes = module.Python.__dataclass_fields__
    assert {"class_", "list_", "decode_", "residue_", "match", "type", "id"} <= {*attributes}
    assert not {"list", "decode", "class"} & {*attributes}
    assert {"type", "self_", "list_"} <= {*module.Any_.__dataclass_fields__}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Package, Any]:
    package = read_spec(CASES / "hostile_text" / "spec.json")
    return package, build(package, tmp_path_factory.mktemp("hostile"))


def test_hostile_names_and_values_go_round(hostile: tuple[Package, Any]) -> None:
    package, module = hostile
    odd = package.decls["Odd"]
    assert isinstance(odd, Record)
    value = {field.wire: number for number, field in enumerate(odd.fields)}
    made = module.Odd.decode(value, strict=True)
    assert made.encode() == value
    assert json.loads(made.to_json()) == value
    assert made.residue is None
    for tag in ('*/ """ \\ {{ x }}\n', "__proto__"):
        variant = module.decode_variant({'a"b\\': tag}, strict=True)
        assert variant.tag == tag
        assert json.loads(variant.to_json()) == {'a"b\\': tag}
    codec = module.CODECS["Pattern"]
    assert codec.problems("\"'`/\\*/\n") == []
    assert codec.problems("\"'`/\\*/\n\n")


def test_no_text_of_a_spec_becomes_code(hostile: tuple[Package, Any]) -> None:
    package, _ = hostile
    for file in emit(package).files:
        if file.path.suffix == ".py":
            tree = ast.parse(file.text)
            imported = {
                alias.name
                for node in ast.walk(tree)
                if isinstance(node, ast.Import)
                for alias in node.names
            }
            assert imported <= {"re", "json"}
            assert all(ord(c) > 31 or c == "\n" for c in file.text)
            assert not set(file.text) & {"\u202e", "\u2028", "\u2066", "\x9b", "\ufeff", "\x7f"}


# --- literals -------------------------------------------------------------------------------------------


@given(st.text() | st.text(alphabet="\"\\'\n\r\t {}ab\ud800\u2028"))
def test_a_literal_means_its_text_and_holds_nothing_that_steers(text: str) -> None:
    written = quoted(text)
    assert ast.literal_eval(written) == text
    assert written.isprintable()


@given(st.text(alphabet="\"\\'\n\r\t ab\u2028\x00"), st.sampled_from([0, 4]))
def test_a_docstring_is_one_string_and_nothing_else(text: str, indent: int) -> None:
    source = f"def f():\n{' ' * 4}{docstring(text, 4)}\n" if indent else docstring(text)
    tree = ast.parse(source)
    body: Any = tree.body[0].body if indent else tree.body  # type: ignore[attr-defined]
    assert len(body) == 1
    assert isinstance(ast.literal_eval(body[0].value), str)
    assert all(ord(c) > 31 or c == "\n" for c in source)


@given(st.text(alphabet="\"\\'{}\nab\ud800é"))
def test_a_key_inside_of_an_fstring_is_json(wire: str) -> None:
    written = json_in_fstring(wire)
    assert "\n" not in written
    (joined,) = ast.parse(f"f'{written}'", mode="eval").body.values  # type: ignore[attr-defined]
    assert json.loads(f"{{{joined.value}: 1}}") == {wire: 1}


def test_long_words_and_lists_in_descriptions_keep_their_lines() -> None:
    text = "First.\n\n  - a point\n  - another\n\n" + "x" * 200
    written = docstring(text, 4)
    assert "    - a point\n" in written
    assert "x" * 200 in written


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("^a$", r"^a\Z"),
        (r"a\$", r"a\$"),
        ("[$]", "[$]"),
        (r"[\]$]$", r"[\]$]\Z"),
        ("a$|b$", r"a\Z|b\Z"),
    ],
)
def test_the_end_of_a_pattern_is_the_end_of_the_text(pattern: str, written: str) -> None:
    assert ast.literal_eval(pattern_literal(pattern)) == written


# --- modules that need each other -----------------------------------------------------------------------

HERE = Where("a.schema.json")


def record(name: str) -> Record:
    return Record(Name((name.lower(),), name), (), True, Docs("A record."), HERE)


def alias(name: str, type: Type) -> Alias:
    return Alias(Name((name.lower(),), name), type, Docs("An alias."), HERE)


def union(name: str, *types: tuple[JsonKind, Type]) -> Union:
    variants = tuple(Variant(Name((kind,), kind), type, kind) for kind, type in types)
    return Union(Name((name.lower(),), name), ByKind(), variants, False, Docs("A union."), HERE)


def circle(*words: str) -> Package:
    text = Scalar(ScalarKind.STRING)
    one = Module(
        Name(("one",), "one"),
        Docs("One."),
        (
            record("Apple"),
            union("Fruit", (JsonKind.STRING, text), (JsonKind.OBJECT, Ref("Pear"))),
            alias("Pears", ListOf(Ref("Basket"))),
            alias("Second", Ref("Third")),
            union("Tree", (JsonKind.ARRAY, ListOf(Ref("Tree"))), (JsonKind.STRING, text)),
        ),
        "one.schema.json",
    )
    two = Module(
        Name(("two",), "two"),
        Docs("Two."),
        (
            record("Pear"),
            union(
                "Basket", (JsonKind.ARRAY, ListOf(Ref("Fruit"))), (JsonKind.OBJECT, Ref("Apple"))
            ),
            alias("Third", Ref("Pear")),
            alias("Apples", ListOf(Ref("Pears"))),
        ),
        "two.schema.json",
    )
    return Package(Name(words, "_".join(words)), "1.0.0", Docs("Fruit."), (one, two))


@pytest.mark.parametrize("first", ["one", "two"])
def test_modules_in_a_circle_load_in_any_order(tmp_path: Path, first: str) -> None:
    package = circle("fruit", first)
    if first == "two":
        package = replace(package, modules=package.modules[::-1])
    assert {arrange(module, package).classes for module in package.modules} == {1}
    module = build(package, tmp_path)
    assert module.Second is module.Third is module.Pear
    assert module.Second.decode({"a": 1}).encode() == {"a": 1}
    value: Any = [["x", {"pear": 1}], {"apple": 1}]
    pears = module.CODECS["Pears"].decode(value, strict=True)
    assert pears == [["x", module.Pear(residue={"pear": 1})], module.Apple(residue={"apple": 1})]
    assert module.CODECS["Pears"].encode(pears) == value
    assert module.decode_tree([["a"], "b", 5]) == [["a"], "b", module.UnknownVariant(None, 5)]


def test_what_is_evaluated_stands_after_what_it_names() -> None:
    package = circle("fruit")
    for module in package.modules:
        arrangement = arrange(module, package)
        assert {decl.name.spelled for decl in arrangement.decls} == {
            d.name.spelled for d in module.decls
        }
        assert arrangement.quoted == ({"Tree"} if module.name.spelled == "one" else set())


# --- the package's own name -----------------------------------------------------------------------------


@pytest.mark.parametrize("spelled", ["json", "typing", "compression"])
def test_a_package_is_not_called_like_a_module_of_the_standard_library(spelled: str) -> None:
    package = replace(read_spec(CASES / "one_record" / "spec.json"), name=Name((spelled,), spelled))
    output = PYTHON.emit(package, {"regenerate": "", "partials": []})
    assert [*output.files] == []
    (problem,) = output.problems
    assert (problem.code, problem.where.pointer) == ("standard-name", "/x-package/name")
    assert problem.where.file.endswith("spec.json")
    assert f"`{spelled}_api`" in problem.remedy


def test_all_modules_of_the_standard_library_are_known() -> None:
    assert {n for n in sys.stdlib_module_names if re.fullmatch("[a-z][a-z0-9_]*", n)} <= MODULES
