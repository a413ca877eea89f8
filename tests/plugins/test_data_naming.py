"""Targets that are data: how a project names one."""

from __future__ import annotations

import pytest

from commands import Here
from plugins.small_target import write_target


def test_a_configuration_names_one_and_its_options(here: Here) -> None:
    more = '[options.title]\nhelp = "What stands above."\ndefault = "none"\n'
    write_target(here, more, "{{ options.title }}\n")
    here.write(
        "specloom.toml", '[targets.ir]\n[targets.mine]\npath = "my/target"\ntitle = "Cats"\n'
    )
    assert here.run("generate").code == 0
    assert here.files()["mine/small_api.txt"] == "Cats\n"
    assert here.run("generate", "--check").code == 0
    assert here.run("generate", "-t", "mine", "--option", "mine.title=Dogs").code == 0
    assert here.files()["mine/small_api.txt"] == "Dogs\n"


def test_paths_of_a_configuration_start_from_its_folder(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_target(here)
    here.write("specloom.toml", 'spec = "spec"\noutput = "out"\ntargets = ["./my/target"]\n')
    (here.folder / "deep").mkdir()
    monkeypatch.chdir(here.folder / "deep")
    result = here.run("generate")
    assert result.code == 0, result.err
    assert here.files("out")["small/small_api.txt"] == "small_api\n"


def test_a_path_in_a_configuration_has_options_too(here: Here) -> None:
    more = '[options.title]\nhelp = "What stands above."\ndefault = "none"\n'
    write_target(here, more, "{{ options.title }}\n")
    here.write("specloom.toml", '[targets."./my/target"]\ntitle = "Cats"\n')
    assert here.run("generate").code == 0
    assert here.files()["small/small_api.txt"] == "Cats\n"
    assert here.run("generate", "--option", "small.title=Dogs").code == 0
    assert here.files()["small/small_api.txt"] == "Dogs\n"
    assert here.run("generate", "--option", "small.titel=Dogs").code == 2


def test_packages_share_targets_and_templates(here: Here) -> None:
    write_target(here)
    here.write("look/go/go.mod.j2", "ours")
    here.write("theirs/go/go.mod.j2", "theirs")
    here.write(
        "specloom.toml",
        'templates = "look"\n[targets.go]\n[targets.mine]\npath = "my/target"\n'
        '[packages.a]\nspec = "spec"\n[packages.b]\nspec = "spec"\ntemplates = "theirs"\n',
    )
    result = here.run("generate")
    assert result.code == 0, result.err
    files = here.files()
    assert files["a/mine/small_api.txt"] == files["b/mine/small_api.txt"] == "small_api\n"
    assert (files["a/go/go.mod"], files["b/go/go.mod"]) == ("ours", "theirs")


def test_a_target_that_is_not_chosen_is_not_opened(here: Here) -> None:
    here.write("specloom.toml", '[targets.ir]\n[targets.mine]\npath = "nowhere/at/all"\n')
    assert here.run("generate", "-t", "ir").code == 0
    assert here.run("generate").code == 2


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ('path = "a"\ncommand = ["b"]', "bad-setting"),
        ("path = 1", "bad-setting"),
        ('path = ""', "bad-setting"),
        ('command = "node x.mjs"', "bad-setting"),
        ("command = []", "bad-setting"),
        ('path = "my/target"\ntimeout = 0', "bad-setting"),
        ('path = "my/target"\ntimeout = true', "bad-setting"),
        ('path = "nowhere"', "no-target"),
        ('path = "spec"', "no-target"),
        ('path = "my/target"\nsize = 1', "unknown-option"),
    ],
)
def test_a_configuration_that_names_none_is_refused(here: Here, settings: str, code: str) -> None:
    write_target(here)
    here.write("specloom.toml", f"[targets.mine]\n{settings}\n")
    result = here.run("generate")
    assert result.code == 2
    assert f"[{code}]" in result.err
    assert not (here.folder / "generated").exists()


@pytest.mark.parametrize("name", ["python", "Mine", "my_target", "a/b", "nul", "files"])
def test_a_name_that_would_be_in_the_way_is_refused(here: Here, name: str) -> None:
    write_target(here)
    here.write("specloom.toml", f'[targets."{name}"]\npath = "my/target"\n')
    result = here.run("generate")
    assert result.code in (1, 2)
    assert here.files() == {} if (here.folder / "generated").exists() else True
    assert "error:" in result.err


def test_two_targets_of_one_name_are_refused(here: Here) -> None:
    write_target(here)
    write_target(here, folder="another")
    result = here.run("generate", "-t", "./my/target", "-t", "./another")
    assert result.code == 2
    assert "two of the targets are called 'small'" in result.err
