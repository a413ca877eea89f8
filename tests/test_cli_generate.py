"""`specloom generate`: what it writes, says, lists and refuses."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

from commands import DOCUMENT, Here, make_here, with_definitions
from goldens import ROOT
from specloom.ir import Package, Where
from specloom.problems import Problem, Severity
from specloom.targets import registry
from specloom.targets.base import File, Option, OptionValue, Output

here = pytest.fixture(make_here)

ALL = ["-t", "ir", "-t", "jsonschema"]
"""These two, whatever other targets there are."""

FILES = {"FILES", "ir/small.txt", "jsonschema/small_api.schema.json"}


def changed_spec(here: Here) -> None:
    cat = DOCUMENT["$defs"]["Cat"]
    here.write_spec(
        with_definitions(Cat={**cat, "description": "A tomcat."}, Mood=DOCUMENT["$defs"]["Mood"])
    )


# --- writing --------------------------------------------------------------------------------------------


def test_it_writes_and_says_what_it_did(here: Here) -> None:
    first = here.run("generate", *ALL)
    assert (first.code, first.out) == (0, "ir: 1 file, 1 new\njsonschema: 1 file, 1 new\n")
    assert set(here.files()) == FILES
    again = here.run("generate", *ALL)
    assert (again.code, again.out) == (0, "ir: 1 file, unchanged\njsonschema: 1 file, unchanged\n")
    changed_spec(here)
    assert (
        here.run("generate", *ALL).out == "ir: 1 file, 1 updated\njsonschema: 1 file, 1 updated\n"
    )
    assert "A tomcat." in here.files()["ir/small.txt"]


def test_every_target_is_generated_unless_some_are_chosen(here: Here) -> None:
    assert here.run("generate", "-q").code == 0
    folders = {path.split("/")[0] for path in here.files()} - {"FILES"}
    assert folders == {registry.find(name).folder for name in registry.names()}


def test_quiet_says_nothing(here: Here) -> None:
    result = here.run("generate", *ALL, "-q")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_verbose_says_which_files_and_which_spec(here: Here) -> None:
    result = here.run("generate", *ALL, "-v")
    assert "write generated/ir/small.txt\n" in result.err
    assert "spec: spec\n" in result.err


@pytest.mark.parametrize("form", ["-o", "--output"])
def test_it_writes_where_it_is_told(here: Here, form: str) -> None:
    assert here.run("generate", *ALL, form, "deep/out").code == 0
    assert set(here.files("deep/out")) == FILES
    assert not (here.folder / "generated").exists()


def test_the_spec_may_be_one_file_anywhere(here: Here) -> None:
    file = here.write_spec(path="elsewhere/cats.json")
    result = here.run("generate", "-t", "ir", "--spec", str(file))
    assert result.code == 0
    assert set(here.files()) == {"FILES", "ir/cats.txt"}


def test_a_spec_of_another_domain_generates(here: Here) -> None:
    result = here.run("generate", *ALL, "--spec", str(ROOT / "tests" / "other_spec"))
    assert result.code == 0, result.err


def test_without_a_spec_here_the_shipped_one_is_meant(here: Here) -> None:
    (here.folder / "spec/small.schema.json").unlink()
    (here.folder / "spec").rmdir()
    assert here.run("generate", "-t", "jsonschema").code == 0
    assert "jsonschema/threads_api.schema.json" in here.files()


def test_what_is_no_longer_made_goes(here: Here) -> None:
    here.run("generate", *ALL)
    more = with_definitions(Dog={"type": "string", "description": "A dog."})
    del more["x-package"]
    here.write_spec(more, "spec/more.schema.json")
    here.run("generate", *ALL)
    assert "ir/more.txt" in here.files()
    (here.folder / "spec/more.schema.json").unlink()
    result = here.run("generate", "-t", "ir")
    assert result.out == "ir: 1 file, unchanged\nremoved 1 file no longer generated\n"
    assert "ir/more.txt" not in here.files()


def test_somebody_elses_file_stops_it(here: Here) -> None:
    here.write("generated/ir/small.txt", "mine")
    result = here.run("generate", *ALL)
    assert result.code == 1
    assert "generated/ir/small.txt:1:1: error: somebody else's file" in result.err
    assert result.out == ""
    assert here.files() == {"ir/small.txt": "mine"}


def test_an_output_that_is_a_file_stops_it(here: Here) -> None:
    here.write("generated", "a file")
    result = here.run("generate", *ALL)
    assert result.code == 1
    assert (
        "generated:1:1: error: the output folder cannot be: 'generated' is no folder" in result.err
    )


def test_an_output_that_lies_in_a_file_stops_it(here: Here) -> None:
    here.write("file", "")
    result = here.run("generate", *ALL, "-o", "file/out")
    assert result.code == 1
    assert "file/out:1:1: error: the output folder cannot be: 'file' is no folder" in result.err


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody can write to")
def test_an_output_that_cannot_be_written_stops_it(here: Here) -> None:
    result = here.run("generate", *ALL, "-o", "/proc/specloom")
    assert result.code == 1
    assert "/proc/specloom:1:1: error: the output cannot be written: " in result.err


def test_a_spec_with_errors_writes_nothing_and_keeps_what_was_there(here: Here) -> None:
    here.run("generate", *ALL)
    before = here.files()
    here.write_spec("{}")
    assert here.run("generate", *ALL).code == 3
    assert here.files() == before


# --- not writing ----------------------------------------------------------------------------------------


def test_check_is_silent_about_nothing_but_success(here: Here) -> None:
    here.run("generate", *ALL)
    result = here.run("generate", *ALL, "--check")
    assert (result.code, result.out) == (0, "generated: up to date, 2 files\n")
    assert here.run("generate", *ALL, "--check", "-q").out == ""


def test_check_prints_a_diff_that_git_applies(here: Here) -> None:
    here.run("generate", *ALL)
    changed_spec(here)
    before = here.files()
    result = here.run("generate", *ALL, "--check")
    assert result.code == 1
    assert result.err.endswith("commit what it changes [stale]\n1 error\n")
    assert here.files() == before
    assert "-  | A cat.\n+  | A tomcat.\n" in result.out
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "apply", "-"], input=result.out.encode(), check=True)
    assert here.run("generate", *ALL, "--check").code == 0


def test_check_of_nothing_there_fails_and_makes_nothing(here: Here) -> None:
    assert here.run("generate", *ALL, "--check").code == 1
    assert not (here.folder / "generated").exists()


def test_check_takes_crlf_for_the_same(here: Here) -> None:
    here.run("generate", *ALL)
    for path in (here.folder / "generated").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert here.run("generate", *ALL, "--check").code == 0


def test_check_of_one_target_minds_only_that(here: Here) -> None:
    here.run("generate", *ALL)
    (here.folder / "generated/ir/small.txt").unlink()
    assert here.run("generate", "-t", "jsonschema", "--check").code == 0
    assert here.run("generate", "-t", "ir", "--check").code == 1


def test_dry_run_lists_what_would_change(here: Here) -> None:
    here.run("generate", *ALL)
    changed_spec(here)
    (here.folder / "generated/jsonschema/small_api.schema.json").unlink()
    before = here.files()
    result = here.run("generate", *ALL, "--dry-run")
    assert result.code == 0
    assert set(result.out.splitlines()) == {
        "update generated/ir/small.txt",
        "write generated/jsonschema/small_api.schema.json",
        "update generated/FILES",
    }
    assert here.files() == before


def test_list_files_lists_every_path(here: Here) -> None:
    result = here.run("generate", *ALL, "--list-files", "-o", "out")
    assert result.code == 0
    assert result.out.splitlines() == [
        "out/ir/small.txt",
        "out/jsonschema/small_api.schema.json",
        "out/FILES",
    ]
    assert not (here.folder / "out").exists()


# --- targets that misbehave -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Stub:
    """A target that makes what it is told to."""

    made: Output
    name: str = "stub"
    folder: str = "stub"
    summary: str = "made for a test"
    options: tuple[Option, ...] = (
        Option("text", "A text.", "x"),
        Option("number", "A number.", 1),
        Option("flag", "A flag.", False),
        Option("words", "Words.", ["a"]),
    )

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """What it was told to make, and a file that shows the options."""
        shown = File(PurePosixPath("options.txt"), repr(dict(options)) + "\n")
        return Output([*self.made.files, shown], self.made.problems)


def install(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "BUILT_IN", {"stub": "stub"})
    monkeypatch.setattr(registry, "find", {"stub": stub}.__getitem__)


@pytest.mark.parametrize("path", ["../escape", "/etc/escape", "nul", "a/../../b"])
def test_a_path_that_leaves_the_output_is_refused(
    here: Here, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(Stub(Output([File(PurePosixPath(path), "x")])), monkeypatch)
    for flags in ([], ["--check"], ["--dry-run"], ["--list-files"]):
        result = here.run("generate", *flags)
        assert result.code == 1
        assert "[bad-path]" in result.err
        assert result.out == ""
    assert not (here.folder / "generated").exists()


@pytest.mark.parametrize(("severity", "code"), [(Severity.ERROR, 1), (Severity.WARNING, 0)])
def test_a_targets_own_problems_count(
    here: Here, severity: Severity, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem(Where("spec/x.json", "", 3, 4), "it will not do", "mend it", "odd", severity)
    install(Stub(Output([], [problem])), monkeypatch)
    result = here.run("generate")
    assert result.code == code
    assert f"spec/x.json:3:4: {severity}: it will not do; mend it [odd]" in result.err
    assert (here.folder / "generated").exists() is (code == 0)


@pytest.mark.parametrize(
    ("text", "option", "value"),
    [
        ("text=", "text", ""),
        ("text=a=b", "text", "a=b"),
        ("number=-3", "number", -3),
        ("flag=true", "flag", True),
        ("flag=FALSE", "flag", False),
        ("words=b, c", "words", ["b", "c"]),
        ("words=", "words", []),
    ],
)
def test_an_option_reaches_the_target(
    here: Here, text: str, option: str, value: OptionValue, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(Stub(Output([])), monkeypatch)
    assert here.run("generate", "--option", f"stub.{text}").code == 0
    wanted = {"text": "x", "number": 1, "flag": False, "words": ["a"]} | {option: value}
    assert here.files()["stub/options.txt"] == f"{wanted!r}\n"


@pytest.mark.parametrize("text", ["number=x", "number=", "number=1.5", "flag=1", "flag="])
def test_an_option_of_the_wrong_kind_is_refused(
    here: Here, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(Stub(Output([])), monkeypatch)
    result = here.run("generate", "--option", f"stub.{text}")
    assert result.code == 2
    assert "[bad-option]" in result.err


# --- configuration --------------------------------------------------------------------------------------


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


# --- the checkout ---------------------------------------------------------------------------------------


def test_a_run_takes_no_notice_of_its_surroundings(here: Here) -> None:
    one = here.run("generate", *ALL, "-o", "one")
    os.environ.pop("COLUMNS", None)
    two = here.run("generate", *ALL, "-o", str(here.folder / "two"))
    assert one.out == two.out
    assert here.files("one") == here.files("two")


def test_the_shipped_spec_is_found_in_the_checkout() -> None:
    from specloom.shipped import find_shipped

    assert find_shipped("spec") == ROOT / "spec"
    assert find_shipped("templates") == ROOT / "templates"


def test_an_installed_tool_finds_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from specloom import shipped

    installed = tmp_path / "site-packages" / "specloom"
    (installed / "_data" / "spec").mkdir(parents=True)
    monkeypatch.setattr(shipped, "_PACKAGE", installed)
    assert shipped.find_shipped("spec") == installed / "_data" / "spec"
    assert shipped.find_shipped("templates") is None
