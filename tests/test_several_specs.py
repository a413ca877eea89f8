"""One configuration with several specs, and the spec that comes with the tool by its word."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from commands import Here
from goldens import ROOT
from specloom.config import KEYS, read_config

BOTH = """
targets = ["ir"]

[packages.small]
spec = "spec"

[packages.ours]
spec = "@shipped"
targets = ["jsonschema"]
"""
SCHEMA: Mapping[str, Any] = json.loads(
    (ROOT / "codegen/specloom/schemas/config.schema.json").read_text(encoding="utf-8")
)


def test_every_package_is_generated_into_its_own_folder(here: Here) -> None:
    here.write("specloom.toml", BOTH)
    result = here.run("generate")
    assert result.code == 0, result.err
    assert result.out.splitlines() == [
        "small ir: 1 file, 1 new",
        "ours jsonschema: 1 file, 1 new",
    ]
    assert set(here.files("generated/small")) == {"FILES", "ir/small.txt"}
    assert set(here.files("generated/ours")) == {"FILES", "jsonschema/threads_api.schema.json"}
    assert here.run("generate", "--check").code == 0


def test_a_check_looks_at_every_package(here: Here) -> None:
    here.write("specloom.toml", BOTH)
    here.run("generate", "-q")
    for path in here.folder.glob("generated/*/*/*"):
        path.write_text("by hand\n", encoding="utf-8")
    result = here.run("generate", "--check")
    assert result.code == 1
    assert "generated/small/ir/small.txt" in result.out
    assert "generated/ours/jsonschema/threads_api.schema.json" in result.out


def test_a_broken_spec_does_not_keep_the_others_from_being_generated(here: Here) -> None:
    here.write("specloom.toml", BOTH)
    here.write_spec("{")
    result = here.run("generate")
    assert result.code == 3
    assert not (here.folder / "generated/small").exists()
    assert (here.folder / "generated/ours").exists()


def test_one_package_can_be_chosen(here: Here) -> None:
    here.write("specloom.toml", BOTH)
    assert here.run("generate", "--package", "small", "-o", "out").code == 0
    assert set(here.files("out")) == {"FILES", "ir/small.txt"}
    assert "A cat." in here.run("show", "--package", "small", "Cat").out


def test_a_spec_on_the_command_line_is_the_only_one(here: Here) -> None:
    here.write("specloom.toml", BOTH)
    here.write_spec(path="other/small.schema.json")
    assert here.run("generate", "--spec", "other").out == "ir: 1 file, 1 new\n"
    assert set(here.files()) == {"FILES", "ir/small.txt"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "Cat"], "choose one with --package, of small, ours"),
        (["generate", "-o", "out"], "choose one with --package"),
        (["generate", "--package", "smal"], "did you mean 'small'?"),
    ],
)
def test_which_one_is_a_question_that_is_not_guessed(
    here: Here, arguments: list[str], said: str
) -> None:
    here.write("specloom.toml", BOTH)
    result = here.run(*arguments)
    assert result.code == 2
    assert said in result.err
    assert not (here.folder / "generated").exists()


def test_a_package_where_there_are_none(here: Here) -> None:
    result = here.run("show", "--package", "small", "Cat")
    assert result.code == 2
    assert "it names no packages" in result.err


def test_the_shipped_spec_has_a_word_for_it(here: Here) -> None:
    assert here.run("show", "--spec", "@shipped", "Thread").code == 0
    here.write("specloom.toml", 'spec = "@shipped"\n')
    assert here.run("show", "Thread").code == 0


def test_a_folder_of_that_name_can_still_be_meant(here: Here) -> None:
    here.write_spec(path="@shipped/small.schema.json")
    assert "A cat." in here.run("show", "--spec", "./@shipped/small.schema.json", "Cat").out


def test_a_shared_output_holds_a_folder_for_each(here: Here) -> None:
    text = f'output = "src/gen"\n{BOTH}output = "elsewhere"\n'
    here.write("specloom.toml", text)
    here.run("generate")
    assert (here.folder / "src/gen/small/FILES").is_file()
    assert (here.folder / "elsewhere/FILES").is_file()


def test_pyproject_can_say_it_too(here: Here) -> None:
    here.write("pyproject.toml", '[tool.specloom.packages.small]\nspec = "spec"\n')
    assert here.run("generate", "-t", "ir").out == "small ir: 1 file, 1 new\n"


WRONG = {
    "a spec beside them": ('spec = "spec"\n[packages.a]\nspec = "spec"\n', 1),
    "none": ("[packages]\n", 1),
    "no table": ('packages = "a"\n', 1),
    "no spec": ('[packages.a]\noutput = "a"\n', 1),
    "no table for one": ("\n[packages]\na = 1\n", 3),
    "a bad name": ('[packages."../a"]\nspec = "spec"\n', 1),
    "a slip": ('[packages.a]\nspec = "spec"\noutptu = "a"\n', 3),
    "a bad path": ("[packages.a]\nspec = 1\n", 2),
    "packages in packages": ('[packages.a]\nspec = "a"\npackages = {b = {spec = "b"}}\n', 3),
    "bad targets": ('[packages.a]\nspec = "spec"\ntargets = []\n', 3),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_its_line(name: str, tmp_path: Path) -> None:
    text, line = WRONG[name]
    path = tmp_path / "specloom.toml"
    path.write_text(text, encoding="utf-8")
    _, problems = read_config(path)
    assert [problem.where.line for problem in problems] == [line], problems
    assert list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(tomllib.loads(text)))


@pytest.mark.parametrize(
    "outputs",
    [("same", "same"), ("a", "a/b"), ("a/b", "a"), ("a", "./x/../a"), ("generated/b", None)],
)
def test_packages_do_not_share_a_folder(outputs: tuple[str, str | None], tmp_path: Path) -> None:
    lines = []
    for name, output in zip("ab", outputs, strict=True):
        lines += [f"[packages.{name}]", f'spec = "{name}"']
        lines += [f'output = "{output}"'] if output else []
    path = tmp_path / "specloom.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    _, problems = read_config(path)
    assert ["into one folder" in problem.fact for problem in problems] == [True]


def test_names_that_begin_alike_are_no_clash(tmp_path: Path) -> None:
    path = tmp_path / "specloom.toml"
    path.write_text('[packages.a]\nspec = "a"\n[packages.ab]\nspec = "b"\n', encoding="utf-8")
    config, problems = read_config(path)
    assert not problems
    assert [p.output for p in config.packages.values()] == [
        tmp_path / "generated/a",
        tmp_path / "generated/ab",
    ]


def test_the_schema_knows_what_the_reader_knows() -> None:
    assert set(SCHEMA["properties"]) == set(KEYS)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    validator.check_schema(SCHEMA)
    validator.validate(tomllib.loads(BOTH))
