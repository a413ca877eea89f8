"""A target to begin with, and what the command knows of targets that are not built in."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from commands import Here
from specloom.cli.console import Console
from specloom.cli.generation import Generation, Wish
from specloom.cli.lookup import complete_target
from specloom.cli.project import open_projects
from specloom.cli.verbs import doctor
from specloom.cli.watching import watched_files


def test_a_skeleton_generates_the_models_of_a_union(here: Here) -> None:
    result = here.run("targets", "--scaffold", "elixir", "tools/elixir")
    assert result.code == 0, result.err
    assert "wrote tools/elixir/target.toml\n" in result.out
    made = here.files("tools/elixir/test/expected/elixir")["Spec.kt"]
    assert "sealed interface Shape {" in made
    assert ") : Shape {" in made
    again = here.run("generate", "-t", "tools/elixir")
    assert again.code == 0, again.err
    assert "class Cat(" in here.files()["elixir/Small.kt"]


def test_its_test_passes_and_can_fail(here: Here) -> None:
    assert here.run("targets", "--scaffold", "elixir", "mine").code == 0
    specloom = f"SPECLOOM={shlex.quote(sys.executable)} -m specloom"

    def make(job: str) -> int:
        run = subprocess.run(
            [shutil.which("make") or "make", job, specloom],
            cwd=here.folder / "mine",
            capture_output=True,
            check=False,
        )
        return run.returncode

    assert make("test") == 0
    template = here.folder / "mine/templates/models.kt.j2"
    template.write_text(template.read_text(encoding="utf-8").replace("class", "klass"), "utf-8")
    assert make("test") != 0
    assert make("bless") == 0
    assert make("test") == 0


def test_a_skeleton_in_this_folder_is_named_as_a_path(here: Here) -> None:
    result = here.run("targets", "--scaffold", "elixir", "elixir")
    assert "next: specloom generate -t ./elixir" in result.out


@pytest.mark.parametrize(
    ("name", "folder", "words"),
    [
        ("Elixir", "new", "cannot name a target"),
        ("../x", "new", "cannot name a target"),
        ("python", "new", "there is a built-in target 'python'"),
        ("elixir", "taken", "there is a target in 'taken' already"),
    ],
)
def test_a_skeleton_is_in_nobodys_way(here: Here, name: str, folder: str, words: str) -> None:
    here.write("taken/target.toml", "")
    result = here.run("targets", "--scaffold", name, folder)
    assert result.code == 2
    assert words in result.err
    assert not (here.folder / "new").exists()


# --- lists ----------------------------------------------------------------------------------------------


def configure(here: Here) -> None:
    assert here.run("targets", "--scaffold", "elixir", "mine").code == 0
    text = (here.folder / "mine/target.toml").read_text(encoding="utf-8")
    here.write("mine/target.toml", text.replace('# build = ["gradle"', 'build = ["no-gradle"'))
    here.write("specloom.toml", '[targets.gin]\npath = "mine"\n[targets.lost]\npath = "lost"\n')


def test_targets_lists_them_with_where_they_are(here: Here) -> None:
    configure(here)
    result = here.run("targets")
    assert result.code == 1
    assert "elixir models (mine, as specloom.toml says)\n" in result.out
    assert "gin.package=models: the package of the classes\n" in result.out
    assert "cannot be used (lost, as specloom.toml says)\n" in result.out
    assert "specloom.toml:3:10: error: there is no program 'lost'" in result.err


def test_doctor_says_what_ails_them(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_TOOLCHAINS", {})
    configure(here)
    result = here.run("doctor")
    assert result.code == 1
    assert (
        "gin        good, but no-gradle cannot be found (mine, as specloom.toml says)" in result.out
    )
    assert "lost       cannot be used" in result.out


def test_shells_complete_them(here: Here) -> None:
    configure(here)
    context = click.Context(click.Command("generate"))
    option = click.Option(["-t"])
    assert [item.value for item in complete_target(context, option, "g")] == ["go", "gin"]
    assert [item.type for item in complete_target(context, option, "./mi")] == ["file"]


def test_watching_looks_at_them_too(here: Here) -> None:
    configure(here)
    here.write("look/go/go.mod.j2", "")
    generation = Generation(Console(), Wish.WRITE, ["./other"], None, [], templates=Path("look"))
    here.write("other/target.toml", "")
    seen = {
        path.as_posix() for path in watched_files(generation, open_projects(Console(), None, None))
    }
    assert {"look/go/go.mod.j2", "other/target.toml", "mine/target.toml"} <= seen
    assert "spec/small.schema.json" in seen
