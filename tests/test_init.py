"""`specloom init`: what it puts into somebody else's repository, and what it leaves alone."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import specloom
from commands import DOCUMENT, Here, make_here
from goldens import ROOT
from specloom.config import read_config
from specloom.initialise import repository
from specloom.targets import registry

here = pytest.fixture(make_here)

FILES = {
    ".github/workflows/specloom.yml",
    ".pre-commit-config.yaml",
    ".specloom/config.schema.json",
    ".specloom/requirements.txt",
    "Makefile",
    "specloom.mk",
    "specloom.toml",
}
SPECLOOM = f'SPECLOOM="{sys.executable}" -m specloom'


def everything(here: Here) -> dict[str, bytes]:
    return {
        path.relative_to(here.folder).as_posix(): path.read_bytes()
        for path in here.folder.rglob("*")
        if path.is_file()
    }


def written(here: Here) -> set[str]:
    return set(everything(here)) - {"spec/small.schema.json"}


def make(here: Here, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", SPECLOOM, *arguments],
        cwd=here.folder,
        capture_output=True,
        text=True,
        check=False,
    )


def the_config(here: Here) -> dict[str, Any]:
    return tomllib.loads((here.folder / "specloom.toml").read_text(encoding="utf-8"))


# --- an empty repository --------------------------------------------------------------------------------


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
    before = everything(here)
    result = here.run("init")
    assert result.code == 0
    assert result.out.splitlines() == [
        *(f"{name} is there already" for name in sorted(FILES)),
        "everything is there already",
    ]
    assert everything(here) == before


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


# --- a repository that has something --------------------------------------------------------------------

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
    before = everything(here)
    result = here.run("init")
    assert result.code == 0
    after = everything(here)
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


# --- what stops it --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--dir", "nowhere"], "nowhere"),
        (["--dir", "spec/small.schema.json"], "small.schema.json"),
        (["--spec", "nowhere"], "there is no spec at 'nowhere'"),
        (["--spec", "spec", "--spec", "spec"], "two of the specs describe one package"),
        (["-t", "pyhton"], "did you mean 'python'?"),
        (["--requirement", "a\nb"], "not one line"),
        (["--requirement", " "], "not one line"),
    ],
)
def test_what_cannot_be_asked_for_exits_with_2(here: Here, arguments: list[str], said: str) -> None:
    result = here.run("init", *arguments)
    assert result.code == 2
    assert said in result.err
    assert written(here) == set()


def test_a_broken_spec_among_several_exits_with_3(here: Here) -> None:
    here.write_spec("{", "other/small.schema.json")
    result = here.run("init", "--spec", "spec", "--spec", "other")
    assert result.code == 3
    assert "other/small.schema.json:1:2: error" in result.err
    assert written(here) == {"other/small.schema.json"}


@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_is_in_the_way_stops_all_of_it(here: Here, tmp_path: Path, kind: str) -> None:
    if kind == "link":
        (here.folder / "elsewhere").mkdir()
        (here.folder / ".specloom").symlink_to("elsewhere")
    else:
        here.write(".specloom", "a file")
    result = here.run("init")
    assert result.code == 1
    assert "'.specloom' is in the way: it is a link or no folder" in result.err
    assert not (here.folder / "specloom.toml").exists()
    assert list((here.folder / "elsewhere").glob("*")) == []


def test_a_link_to_a_file_is_there_already(here: Here) -> None:
    here.write("shared.mk", "all:\n")
    (here.folder / "Makefile").symlink_to("shared.mk")
    (here.folder / ".pre-commit-config.yaml").symlink_to("nowhere")
    result = here.run("init")
    assert result.code == 0
    assert "Makefile is yours" in result.out
    assert (here.folder / "shared.mk").read_text() == "all:\n"
    assert (here.folder / ".pre-commit-config.yaml").is_symlink()


def test_a_folder_that_cannot_be_written_is_left_as_it_was(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    result = here.run("init")
    assert result.code == 1
    assert "no space left on device; nothing has been changed" in result.err
    assert written(here) == set()


# --- what is in the files -------------------------------------------------------------------------------


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
        name for name, text in everything(here).items() if specloom.__version__.encode() in text
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
