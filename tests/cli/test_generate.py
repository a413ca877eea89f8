"""`specloom generate`: what it writes, says and refuses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.generating import ALL, FILES, changed_spec
from commands import Here, with_definitions
from goldens import ROOT
from specloom.targets import registry


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


def test_a_run_takes_no_notice_of_its_surroundings(here: Here) -> None:
    one = here.run("generate", *ALL, "-o", "one")
    os.environ.pop("COLUMNS", None)
    two = here.run("generate", *ALL, "-o", str(here.folder / "two"))
    assert one.out == two.out
    assert here.files("one") == here.files("two")
