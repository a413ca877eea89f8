"""`specloom init` in a repository that has something: it is left alone, and advice is given."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from commands import Here
from contents import everything
from initialise.repositories import FILES, make, written
from specloom.initialise import repository

THEIRS: Mapping[str, str] = {
    ".github/workflows/specloom.yml": "on: push\n",
    ".pre-commit-config.yaml": "repos: []\n",
    ".specloom/config.schema.json": "{}\n",
    ".specloom/requirements.txt": "specloom==0.0.1\n",
    "Makefile": "all:\n\techo all\n",
    "specloom.mk": "generate:\n",
    "specloom.toml": 'output = "out"\n',
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", [*sorted(THEIRS), "all"])
def test_nothing_that_is_there_is_touched(here: Here, name: str, newline: str) -> None:
    there = dict(THEIRS) if name == "all" else {name: THEIRS[name]}
    for path, text in there.items():
        here.write(path, "").write_bytes(text.replace("\n", newline).encode())
    before = everything(here.folder)
    result = here.run("init")
    assert result.code == 0
    after = everything(here.folder)
    assert {path: after[path] for path in before} == before
    assert written(here) == FILES
    for path in there:
        assert f"{path} is there already" in result.out


def test_an_own_makefile_gets_advice_that_works(here: Here) -> None:
    makefile = "all:\n\t@echo all\ngenerate:\n\t@echo also mine\n"
    here.write("Makefile", makefile)
    result = here.run("init", "-t", "ir")
    advice = "Makefile is yours: add this line at its end:\n    include specloom.mk\n"
    assert advice in result.out
    here.write("Makefile", makefile + "include specloom.mk\n")
    assert make(here).stdout == "all\n"
    assert make(here, "generate").stdout == "ir: 1 file, 1 new\nalso mine\n"
    assert "is yours" not in here.run("init").out


@pytest.mark.parametrize("name", ["GNUmakefile", "makefile"])
def test_a_makefile_of_another_name_is_one(here: Here, name: str) -> None:
    here.write(name, "all:\n")
    result = here.run("init")
    assert f"{name} is yours: add this line" in result.out
    assert written(here) == (FILES - {"Makefile"}) | {name}


@pytest.mark.parametrize(
    ("line", "included"),
    [
        ("include specloom.mk", True),
        ("-include specloom.mk", True),
        ("include a.mk ./specloom.mk # ours", True),
        ("include a.mk", False),
        ("# include specloom.mk", False),
        ("include not-specloom.mk", False),
        ("\tinclude specloom.mk", False),  # a command of a rule
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_include_is_recognised(tmp_path: Path, line: str, included: bool, newline: str) -> None:
    (tmp_path / "Makefile").write_bytes(f"all:\n{line}\n".replace("\n", newline).encode())
    assert repository.look(tmp_path).includes_rules is included


def test_own_hooks_get_advice_that_works(here: Here) -> None:
    here.write(".pre-commit-config.yaml", "repos:\n  - repo: local\n    hooks: []\n")
    result = here.run("init")
    _, _, rest = result.out.partition("add these lines under `repos:`:\n")
    lines = [line.removeprefix("    ") for line in rest.splitlines() if line.startswith("    ")]
    text = "\n".join(["repos:", "  - repo: local", "    hooks: []", *lines, ""])
    here.write(".pre-commit-config.yaml", text)
    assert len(yaml.safe_load(text)["repos"]) == 2
    assert "is yours" not in here.run("init").out.replace("Makefile is yours", "")


def test_settings_in_pyproject_are_settings(here: Here) -> None:
    here.write("pyproject.toml", '[tool.specloom.packages.mine]\nspec = "spec"\n')
    result = here.run("init")
    assert result.code == 0
    assert written(here) == (FILES - {"specloom.toml"}) | {"pyproject.toml"}
    assert "specloom.toml" not in result.out
    hooks = (here.folder / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert "specloom validate\n" in hooks  # one package needs no choice


def test_wrong_settings_stop_it(here: Here) -> None:
    here.write("specloom.toml", 'outptu = "x"\n')
    result = here.run("init")
    assert result.code == 2
    assert "did you mean 'output'?" in result.err
    assert written(here) == {"specloom.toml"}


def test_a_folder_in_a_repository_gets_what_works_there(here: Here) -> None:
    """Hooks and workflows are read at the root only."""
    here.write_spec(path="app/spec/small.schema.json")
    result = here.run("init", "--dir", "app")
    deep = FILES - {".github/workflows/specloom.yml", ".pre-commit-config.yaml"}
    assert written(here) == {"app/spec/small.schema.json", *(f"app/{name}" for name in deep)}
    assert f"run `specloom init` in {here.folder}" in result.out


def test_an_old_schema_is_named(here: Here) -> None:
    here.write(".specloom/config.schema.json", "{}\n")
    said = ".specloom/config.schema.json is of another version: remove it and run `specloom init`"
    assert said in here.run("init").out
    assert "everything is there already" not in here.run("init").out


def test_a_checkout_with_other_line_ends_is_the_same(here: Here) -> None:
    here.run("init")
    for path in FILES:
        file = here.folder / path
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert "everything is there already" in here.run("init").out


def test_no_workflow_where_none_is_wanted(here: Here) -> None:
    here.run("init", "--no-ci")
    assert written(here) == FILES - {".github/workflows/specloom.yml"}
