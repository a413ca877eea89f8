"""`specloom generate` that does not write: `--check`, `--dry-run`, `--list-files`."""

from __future__ import annotations

import subprocess

from cli.generating import ALL, changed_spec
from commands import Here


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
