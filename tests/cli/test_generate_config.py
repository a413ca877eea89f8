"""`specloom generate` with a configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.generating import ALL
from commands import Here


@pytest.mark.parametrize(
    ("path", "head"), [("specloom.toml", ""), ("pyproject.toml", "[tool.specloom]\n")]
)
def test_the_configuration_is_heeded(here: Here, path: str, head: str) -> None:
    here.write_spec(path="my/cats.schema.json")
    here.write(path, f'{head}spec = "my"\noutput = "out"\ntargets = ["ir"]\n')
    assert here.run("generate").out == "ir: 1 file, 1 new\n"
    assert set(here.files("out")) == {"FILES", "ir/cats.txt"}


def test_flags_beat_the_configuration(here: Here) -> None:
    here.write("specloom.toml", 'spec = "missing"\noutput = "out"\ntargets = ["ir"]\n')
    result = here.run("generate", "--spec", "spec", "-o", "mine", "-t", "jsonschema")
    assert result.code == 0
    assert set(here.files("mine")) == {"FILES", "jsonschema/small_api.schema.json"}


def test_options_come_from_the_configuration_and_flags_beat_them(here: Here) -> None:
    here.write("specloom.toml", "[targets.jsonschema]\nclosed = true\n")
    assert here.run("generate").code == 0
    assert set(here.files()) == {"FILES", "jsonschema/small_api.schema.json"}
    closed = here.files()["jsonschema/small_api.schema.json"]
    assert "anyOf" not in closed
    assert here.run("generate", "--option", "jsonschema.closed=false").code == 0
    assert "anyOf" in here.files()["jsonschema/small_api.schema.json"]


def test_paths_in_the_configuration_are_relative_to_it(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("specloom.toml", 'spec = "spec"\noutput = "out"\ntargets = ["ir"]\n')
    (here.folder / "deep/er").mkdir(parents=True)
    monkeypatch.chdir(here.folder / "deep/er")
    assert here.run("generate").code == 0
    assert "ir/small.txt" in here.files("out")


def test_a_target_left_out_of_the_configuration_goes(here: Here) -> None:
    here.run("generate", *ALL)
    here.write("specloom.toml", 'targets = ["ir"]\n')
    assert "removed 1 file" in here.run("generate").out
    assert set(here.files()) == {"FILES", "ir/small.txt"}


@pytest.mark.parametrize(
    "arguments",
    [("generate", "-o", ""), ("generate", "--spec", ""), ("fmt", ""), ("samples", "-o", "")],
    ids=" ".join,
)
def test_an_empty_path_is_no_folder(here: Here, arguments: tuple[str, ...]) -> None:
    before = sorted(Path().rglob("*"))
    result = here.run(*arguments)
    assert result.code == 2
    assert "the path is empty; `.` is the current folder" in result.err
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize("flags", [[], ["--check"]])
def test_problems_of_the_configuration_exit_with_2(here: Here, flags: list[str]) -> None:
    here.write("specloom.toml", 'otuput = "x"\n\ntargets = ["pyhton"]\n')
    result = here.run("generate", *flags)
    assert result.code == 2
    assert (
        "specloom.toml:1:1: error: there is no setting 'otuput'; did you mean 'output'?"
        in result.err
    )


def test_an_unknown_target_in_the_configuration_is_told(here: Here) -> None:
    here.write("specloom.toml", 'targets = ["jsonshema"]\n')
    result = here.run("generate")
    assert result.code == 2
    assert (
        "specloom.toml:1:1: error: there is no target 'jsonshema'; did you mean 'jsonschema'?"
        in result.err
    )
