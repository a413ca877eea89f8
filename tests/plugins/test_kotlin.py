"""The example of a target that is data: models in Kotlin."""

from __future__ import annotations

import json
import tomllib

import jsonschema
import pytest

from cases_of import CASES, folders
from commands import Here
from goldens import ROOT, Goldens
from specloom.schemas import read_schema

KOTLIN = ROOT / "tests" / "plugins" / "kotlin"
CASES_SHOWN = (
    "alias_and_twin",
    "deprecated_and_since",
    "hostile_text",
    "open_and_closed_choice",
    "presence_and_nullability",
    "union_told_by_kind",
    "union_told_by_tag",
)
SOURCES = ("src/main/kotlin/Spec.kt", "src/main/kotlin/Field.kt")


@pytest.mark.golden
@pytest.mark.parametrize("case", CASES_SHOWN)
def test_kotlin_models_are_as_expected(here: Here, case: str, goldens: Goldens) -> None:
    spec = CASES / case / "spec.json"
    result = here.run("generate", "-t", str(KOTLIN), "--spec", str(spec))
    assert result.code == 0, result.err
    files = here.files("generated/kotlin")
    assert set(files) == {"README.md", "build.gradle.kts", *SOURCES}
    copied = files["build.gradle.kts"]
    assert copied == (KOTLIN / "runtime" / "build.gradle.kts").read_text(encoding="utf-8")
    goldens.compare(KOTLIN / "expected" / f"{case}.kt", files[SOURCES[0]])


def test_every_case_that_is_shown_is_there() -> None:
    assert {path.stem for path in (KOTLIN / "expected").iterdir()} == set(CASES_SHOWN)
    assert set(CASES_SHOWN) <= set(folders())


def test_words_of_the_language_are_no_names(here: Here) -> None:
    spec = CASES / "names_obstacle_course" / "spec.json"
    assert here.run("generate", "-t", str(KOTLIN), "--spec", str(spec)).code == 0
    text = "".join(here.files("generated/kotlin").values())
    reserved = tomllib.loads((KOTLIN / "target.toml").read_text(encoding="utf-8"))["names"][
        "reserved"
    ]
    declared = [
        line.split()[1].rstrip(":") for line in text.splitlines() if line.startswith("    val ")
    ]
    assert "class_" in declared
    assert not set(declared) & set(reserved)


def test_the_manifest_is_as_its_schema_says() -> None:
    schema = json.loads(read_schema("target"))
    jsonschema.Draft202012Validator.check_schema(schema)
    document = tomllib.loads((KOTLIN / "target.toml").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema)
