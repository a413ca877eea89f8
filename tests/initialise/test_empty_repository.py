"""`specloom init` in a repository that has nothing yet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import DOCUMENT, Here
from contents import everything
from initialise.repositories import FILES, make, the_config, written
from specloom.config import read_config
from specloom.targets import registry


def test_it_writes_all_that_is_needed_and_says_so(here: Here) -> None:
    result = here.run("init")
    assert result.code == 0
    assert result.err == ""
    assert written(here) == FILES
    assert result.out.splitlines() == [
        *(f"wrote {name}" for name in sorted(FILES)),
        "next: make generate, and commit what it writes",
    ]
    assert the_config(here) == {"spec": "spec", "output": "generated", "targets": ["python"]}


def test_what_it_wrote_works(here: Here) -> None:
    here.run("init", "-t", "ir")
    assert make(here, "generate-check").returncode != 0
    assert "ir: 1 file, 1 new" in make(here, "generate").stdout
    assert make(here, "generate-check").returncode == 0
    here.write_spec(json.dumps(DOCUMENT).replace("A cat.", "A tomcat."))
    check = make(here, "generate-check")
    assert check.returncode != 0
    assert "+  | A tomcat." in check.stdout
    assert make(here).returncode == 0  # `make` alone generates
    assert make(here, "generate-check").returncode == 0


def test_a_second_run_finds_everything_there(here: Here) -> None:
    here.run("init")
    before = everything(here.folder)
    result = here.run("init")
    assert result.code == 0
    assert result.out.splitlines() == [
        *(f"{name} is there already" for name in sorted(FILES)),
        "everything is there already",
    ]
    assert everything(here.folder) == before


def test_a_rehearsal_writes_nothing(here: Here) -> None:
    result = here.run("init", "--dry-run")
    assert result.code == 0
    assert result.out.splitlines() == [f"would write {name}" for name in sorted(FILES)]
    assert written(here) == set()


def test_a_folder_with_spaces_elsewhere(here: Here) -> None:
    here.write_spec(path="my shop/spec/small.schema.json")
    (here.folder / "my shop" / ".git").mkdir()
    result = here.run("init", "--dir", "my shop", "-t", "ir")
    assert "wrote my shop/specloom.toml" in result.out
    assert make(here, "-C", "my shop", "generate").returncode == 0
    assert (here.folder / "my shop/generated/ir/small.txt").is_file()


def test_without_a_spec_the_shipped_one_is_configured(here: Here) -> None:
    (here.folder / "spec/small.schema.json").unlink()
    result = here.run("init")
    assert "so the spec that comes with specloom is used" in result.out
    assert the_config(here)["spec"] == "@shipped"
    assert here.run("show", "Thread").code == 0


@pytest.mark.parametrize("spec", ["api schemas", "a'b", 'a"b', "a\\b", "größe", "#", "[x]"])
def test_the_configuration_says_any_path(here: Here, spec: str) -> None:
    here.write_spec(path=f"{spec}/small.schema.json")
    assert here.run("init", "--spec", spec, "-t", "ir").code == 0
    assert the_config(here)["spec"] == Path(spec).as_posix()
    assert here.run("generate").code == 0


def test_a_spec_is_named_from_where_the_configuration_is(here: Here) -> None:
    (here.folder / "app").mkdir()
    assert here.run("init", "--dir", "app", "--spec", "spec/small.schema.json").code == 0
    config, problems = read_config(here.folder / "app/specloom.toml")
    assert not problems
    assert config.spec is not None
    assert config.spec.resolve() == here.folder / "spec/small.schema.json"


def test_several_specs_become_packages(here: Here) -> None:
    assert here.run("init", "--spec", "spec", "--spec", "@shipped", "-t", "ir").code == 0
    assert the_config(here)["packages"] == {
        "small_api": {"spec": "spec", "output": "generated/small_api"},
        "threads_api": {"spec": "@shipped", "output": "generated/threads_api"},
    }
    assert here.run("generate").code == 0
    assert here.run("generate", "--check").code == 0
    assert here.run("lint").code == 0
    hooks = (here.folder / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert "specloom validate --package small_api\n" in hooks


@pytest.mark.parametrize(
    ("marker", "target"),
    [("package.json", "typescript"), ("go.mod", "go"), ("Cargo.toml", "rust"), ("pom.xml", "java")],
)
def test_the_languages_of_a_repository_are_its_targets(
    here: Here, monkeypatch: pytest.MonkeyPatch, marker: str, target: str
) -> None:
    built_in = {**registry.BUILT_IN, target: "specloom.targets.text"}
    monkeypatch.setattr(registry, "BUILT_IN", built_in)
    here.write(marker, "")
    here.write("setup.py", "")
    here.run("init")
    assert set(the_config(here)["targets"]) == {"python", target}
