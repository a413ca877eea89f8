"""What may be asked of the command: version, help, verbs, and what is said of anything else."""

from __future__ import annotations

import re

import click
import pytest

import specloom
from cli.processes import specloom_process
from commands import Here
from specloom.cli import verbs
from specloom.cli.group import specloom as root

VERBS = root.list_commands(click.Context(root))


@pytest.mark.parametrize("arguments", [["--version"], ["--version", "-q"]])
def test_version(arguments: list[str]) -> None:
    run = specloom_process(*arguments)
    if arguments == ["--version"]:
        assert (run.returncode, run.stdout) == (0, f"specloom {specloom.__version__}\n")


def test_version_through_click_says_the_same(here: Here) -> None:
    assert here.run("--version").out == f"specloom {specloom.__version__}\n"


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_lists_every_verb(here: Here, flag: str) -> None:
    result = here.run(flag)
    assert result.code == 0
    assert "Exit codes" in result.out
    assert all(re.search(rf"^  {verb} +\S", result.out, re.MULTILINE) for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_the_common_flags(here: Here, verb: str) -> None:
    result = here.run(verb, "-h")
    assert result.code == 0
    for flag in ("-q", "-v", "--color", "--format", "-h"):
        assert flag in result.out


def test_these_verbs_are_there() -> None:
    promised = "bundle completion doctor fmt generate ir lint show targets"
    assert set(promised.split()) <= set(VERBS)
    assert sorted(VERBS) == VERBS


def test_a_module_is_a_verb(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    here.write(
        "more/say_hello.py", "import click\ncommand = click.Command('x', callback=lambda: 7)\n"
    )
    monkeypatch.setattr(verbs, "__path__", [*verbs.__path__, str(here.folder / "more")])
    assert "say-hello" in root.list_commands(click.Context(root))
    assert here.run("say-hello").code == 7


def test_no_arguments_is_a_question_answered_with_help(here: Here) -> None:
    result = here.run()
    assert result.code == 2
    assert "Commands:" in result.err
    assert result.out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["genrate"], "did you mean 'generate'?"),
        (["xyzzy"], "the verbs are bundle, completion"),
        (["generate", "--chek"], "--chek"),
        (["show"], "NAME"),
        (["show", "Cat", "Dog"], "Dog"),
        (["generate", "--format", "xml"], "xml"),
        (["generate", "--color", "blue"], "blue"),
        (["generate", "-t", "pyhton", "-t", "jsonschma"], "did you mean 'jsonschema'?"),
        (["generate", "--check", "--dry-run"], "exclude one another"),
        (["generate", "--option", "nonsense"], "TARGET.NAME=VALUE"),
        (["generate", "--option", "ir.nonsense=1"], "has no option 'nonsense'"),
        (["generate", "--option", "jsonschema.closed=maybe"], "give true or false"),
        (["generate", "--option", "jsonschma.closed=true"], "no target 'jsonschma'"),
        (["show", "Cta"], "did you mean 'Cat'?"),
        (["show", "Xyzzy"], "does not define 'Xyzzy'"),
        (["bundle", "--root", "cat"], "did you mean 'Cat'?"),
        (["completion", "tcsh"], "tcsh"),
        (["lint", "--config", "missing.toml"], "missing.toml"),
        (["lint", "--fail-on", "maybe"], "maybe"),
    ],
)
def test_what_cannot_be_asked_for_exits_with_2(here: Here, arguments: list[str], said: str) -> None:
    result = here.run(*arguments)
    assert result.code == 2
    assert said in result.err
    assert result.out == ""
    assert not (here.folder / "generated").exists()
