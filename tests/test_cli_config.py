"""The configuration: what may be said, where it is looked for, and what is said of mistakes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

import specloom
from specloom.config import EMPTY, Config, find_config, read_config

SCHEMA = json.loads(
    (Path(specloom.__file__).parent / "schemas" / "config.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def read(folder: Path, text: str, name: str = "specloom.toml") -> tuple[Config, list[str]]:
    """The settings in `text`, and its problems as (line: code)."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    config, problems = read_config(path)
    assert all(problem.where.file == str(path) for problem in problems)
    return config, [f"{problem.where.line}: {problem.code}" for problem in problems]


# --- what may be said -----------------------------------------------------------------------------------


def test_everything_can_be_said(tmp_path: Path) -> None:
    text = 'spec = "a"\noutput = "b/c"\n[targets.python]\nx = 1\ny = ["z"]\n[targets.ir]\n'
    config, problems = read(tmp_path, text)
    assert problems == []
    assert (config.spec, config.output) == (tmp_path / "a", tmp_path / "b/c")
    assert config.targets == ("python", "ir")
    assert config.options == {"python": {"x": 1, "y": ["z"]}, "ir": {}}


def test_targets_may_be_a_list(tmp_path: Path) -> None:
    config, problems = read(tmp_path, 'targets = ["ir", "python", "ir"]\n')
    assert problems == []
    assert (config.targets, config.options) == (("ir", "python"), {})


def test_nothing_need_be_said(tmp_path: Path) -> None:
    config, problems = read(tmp_path, "")
    assert problems == []
    assert (config.spec, config.output, config.targets, config.options) == (None, None, None, {})


def test_a_table_of_pyproject_says_the_same(tmp_path: Path) -> None:
    text = '[project]\nspec = 1\n[tool.specloom]\nspec = "a"\n[tool.specloom.targets.ir]\n'
    config, problems = read(tmp_path, text, "pyproject.toml")
    assert problems == []
    assert (config.spec, config.targets) == (tmp_path / "a", ("ir",))


def test_a_mark_and_crlf_are_no_matter(tmp_path: Path) -> None:
    (tmp_path / "specloom.toml").write_bytes(b'\xef\xbb\xbfspec = "a"\r\noutput = "b"\r\n')
    config, problems = read_config(tmp_path / "specloom.toml")
    assert problems == []
    assert config.output == tmp_path / "b"


# --- mistakes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ('otuput = "x"\n', ["1: unknown-setting"]),
        ('spec = "a"\n\noutputs = "x"\n', ["3: unknown-setting"]),
        ("# spec = 1\nspec = 1\n", ["2: bad-setting"]),
        ('spec = ""\n', ["1: bad-setting"]),
        ('spec = "a\\u0000b"\n', ["1: bad-setting"]),
        ("output = []\n", ["1: bad-setting"]),
        ('targets = "ir"\n', ["1: bad-setting"]),
        ("targets = []\n", ["1: bad-setting"]),
        ("targets = [1]\n", ["1: bad-setting"]),
        ("[targets]\n", ["1: bad-setting"]),
        ("[targets]\npython = true\n", ["2: bad-setting"]),
        ("[targets.python]\nx = 1.5\n", ["2: bad-setting"]),
        ("[targets.python]\nx = 1\n'y' = [1]\n", ["3: bad-setting"]),
        ("[targets.python.x]\ny = 1\n", ["1: bad-setting"]),
        ("targets.python.x = 1979-05-27\n", ["1: bad-setting"]),
        (
            "a = 1\nb = 2\nspec = 3\n",
            ["1: unknown-setting", "2: unknown-setting", "3: bad-setting"],
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, problems: list[str]) -> None:
    assert read(tmp_path, text)[1] == problems
    assert not VALIDATOR.is_valid(tomllib.loads(text))


def test_the_line_is_the_one_of_the_right_table(tmp_path: Path) -> None:
    text = '[project]\nspecs = 1\n\n[tool.specloom]\nspecs = "x"\n'
    assert read(tmp_path, text, "pyproject.toml")[1] == ["5: unknown-setting"]


def test_a_misspelt_setting_brings_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / "specloom.toml").write_text("otuput = 1\nxyzzy = 1\n")
    _, problems = read_config(tmp_path / "specloom.toml")
    assert problems[0].remedy == "did you mean 'output'?"
    assert problems[1].remedy.startswith("the keys are spec, output, targets")
    assert problems[0].where.pointer == "/otuput"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"spec = \n", "1:8: error: the configuration is not TOML: invalid value"),
        (
            b"spec = 'a'\nspec = 'b'\n",
            "2:11: error: the configuration is not TOML: cannot overwrite",
        ),
        (b"spec = '\xff'\n", "1:1: error: the configuration is not UTF-8"),
        (b"[", "the configuration is not TOML"),
        (b"x = " + b"[" * 5000, "the configuration is not TOML"),
    ],
)
def test_what_is_no_toml_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "specloom.toml"
    path.write_bytes(content)
    config, problems = read_config(path)
    assert config == EMPTY
    assert len(problems) == 1
    assert said in str(problems[0])


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    config, problems = read_config(tmp_path / name)
    assert config == EMPTY
    assert [problem.code for problem in problems] == ["config-unreadable"]


# --- the published schema -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        'spec = "a"',
        'output = "b"',
        'targets = ["ir"]',
        "[targets.ir]",
        '[targets.x]\na = 1\nb = "c"\nd = true\ne = []\nf = ["g"]',
    ],
)
def test_what_is_read_is_valid(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text)[1] == []
    VALIDATOR.validate(tomllib.loads(text))


def test_the_schema_is_valid_and_describes_every_setting() -> None:
    VALIDATOR.check_schema(SCHEMA)
    for setting in SCHEMA["properties"].values():
        target = SCHEMA["$defs"][setting["$ref"].rpartition("/")[2]] if "$ref" in setting else {}
        assert setting.get("description") or target.get("description")


# --- where it is ----------------------------------------------------------------------------------------


def test_the_nearest_one_upwards_counts(tmp_path: Path) -> None:
    (tmp_path / "specloom.toml").touch()
    deep = tmp_path / "a/b/c"
    deep.mkdir(parents=True)
    assert find_config(deep) == tmp_path / "specloom.toml"
    (tmp_path / "a/pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert find_config(deep) == tmp_path / "specloom.toml"
    (tmp_path / "a/pyproject.toml").write_text("[tool.specloom]\n")
    assert find_config(deep) == tmp_path / "a/pyproject.toml"
    (tmp_path / "a/specloom.toml").touch()
    assert find_config(deep) == tmp_path / "a/specloom.toml"


@pytest.mark.parametrize("kind", ["folder", "file"])  # a work tree has a file
def test_none_outside_the_repository_counts(tmp_path: Path, kind: str) -> None:
    (tmp_path / "specloom.toml").touch()
    repository = tmp_path / "repository"
    (repository / "deep").mkdir(parents=True)
    git = repository / ".git"
    git.mkdir() if kind == "folder" else git.touch()
    assert find_config(repository / "deep") is None
    (repository / "specloom.toml").touch()
    assert find_config(repository / "deep") == repository / "specloom.toml"
