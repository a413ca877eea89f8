"""What is in the files that `specloom init` writes."""

from __future__ import annotations

import json
import tomllib

import jsonschema
import pytest
import yaml

import specloom
from commands import Here
from contents import everything
from goldens import ROOT
from initialise.repositories import FILES, written
from specloom.config import read_config


def test_the_schema_can_be_printed(here: Here) -> None:
    result = here.run("init", "--print-schema")
    assert result.code == 0
    schema = json.loads(result.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema == json.loads(
        (ROOT / "codegen/specloom/schemas/config.schema.json").read_text(encoding="utf-8")
    )
    assert written(here) == set()


@pytest.mark.parametrize("specs", [["spec"], ["spec", "@shipped"]])
def test_the_configuration_points_at_its_schema_and_keeps_to_it(
    here: Here, specs: list[str]
) -> None:
    here.run("init", *(word for spec in specs for word in ("--spec", spec)))
    text = (here.folder / "specloom.toml").read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert first.startswith("#:schema ./")
    schema = json.loads((here.folder / first.removeprefix("#:schema ")).read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(tomllib.loads(text))


def test_the_commented_settings_work_as_well(here: Here) -> None:
    here.run("init")
    text = (here.folder / "specloom.toml").read_text(encoding="utf-8")
    head, _, several = text.partition("# Several specs:")
    head, _, payloads = head.partition("# What is in which files,")
    head, _, options = head.partition("# Targets have options.")
    shared = [line for line in head.splitlines() if line.startswith("targets")]
    for commented, others in (
        (options, [line for line in head.splitlines() if not line.startswith("targets")]),
        (several, shared),
        (payloads, head.splitlines()),
    ):
        lines = [line.removeprefix("# ") for line in commented.splitlines()[1:]]
        here.write("specloom.toml", "\n".join([*others, *lines, ""]))
        config, problems = read_config(here.folder / "specloom.toml")
        assert not problems
        assert config.options or config.packages or config.types


def test_the_version_is_pinned_in_one_place(here: Here) -> None:
    here.run("init")
    pinned = [
        name
        for name, text in everything(here.folder).items()
        if specloom.__version__.encode() in text
    ]
    assert [name for name in pinned if name in FILES] == [".specloom/requirements.txt"]
    assert f"specloom=={specloom.__version__}\n" in here.files(".specloom")["requirements.txt"]


def test_another_source_can_be_pinned(here: Here) -> None:
    here.run("init", "--requirement", "specloom @ file:///wheels/specloom.whl")
    lines = here.files(".specloom")["requirements.txt"].splitlines()
    assert lines[-1] == "specloom @ file:///wheels/specloom.whl"


def test_the_workflow_does_what_people_do(here: Here) -> None:
    here.run("init", "-t", "ir")
    here.run("generate")
    workflow = yaml.safe_load(here.files(".github/workflows")["specloom.yml"])
    runs = [step["run"] for step in workflow["jobs"]["specloom"]["steps"] if "run" in step]
    assert runs[0] == "python -m pip install -r .specloom/requirements.txt"
    commands = [run.split() for run in runs[1:]]
    assert [command[:2] for command in commands] == [["specloom", "lint"], ["specloom", "generate"]]
    for command in commands:
        assert here.run(*command[1:]).code == 0


def test_the_hooks_do_what_people_do(here: Here) -> None:
    here.run("init", "-t", "ir")
    here.run("generate")
    hooks = yaml.safe_load((here.folder / ".pre-commit-config.yaml").read_text("utf-8"))
    by_id = {hook["id"]: hook for hook in hooks["repos"][0]["hooks"]}
    assert set(by_id) == {"specloom-lint", "specloom-generate-check", "specloom-validate"}
    for name in ("specloom-lint", "specloom-generate-check"):
        assert here.run(*by_id[name]["entry"].split()[1:]).code == 0
