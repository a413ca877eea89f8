"""How the command ends: exit codes, failures inside, interrupts, readers who go away."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.specs import BAD, DOUBLE
from commands import Here
from specloom.cli import project

READERS = [["generate"], ["show", "Cat"], ["ir"], ["bundle"], ["lint"], ["generate", "--check"]]


@pytest.mark.parametrize("arguments", READERS)
def test_a_spec_that_cannot_be_loaded_exits_with_3(here: Here, arguments: list[str]) -> None:
    here.write_spec("{")
    result = here.run(*arguments)
    assert result.code == 3
    assert re.search(
        r"^spec/small\.schema\.json:1:2: error: .+; .+ \[[a-z-]+\]$",
        result.err + result.out,
        re.MULTILINE,
    )


@pytest.mark.parametrize("arguments", READERS)
def test_a_spec_that_breaks_the_dialect_exits_with_3(here: Here, arguments: list[str]) -> None:
    here.write_spec(BAD)
    result = here.run(*arguments)
    assert result.code == 3
    assert "Nowhere" in result.err + result.out


@pytest.mark.parametrize("arguments", READERS)
def test_a_spec_that_cannot_be_lowered_exits_with_1(here: Here, arguments: list[str]) -> None:
    here.write_spec(DOUBLE)
    result = here.run(*arguments)
    assert result.code == 1
    assert "HTTPRoute" in result.err + result.out
    assert not (here.folder / "generated").exists()


@pytest.mark.parametrize("spec", ["missing", "empty", "."])
def test_a_spec_that_is_not_there_exits_with_3(here: Here, spec: str) -> None:
    (here.folder / "empty").mkdir()
    result = here.run("lint", "--spec", spec)
    assert result.code == 3
    assert "Traceback" not in result.err
    assert f"{spec}:1:1: error:" in result.out


def test_what_fails_inside_exits_with_4_and_one_line(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(spec: Path) -> project.Loaded:
        raise LookupError(f"a\n  \x1b[31mbug in {spec}")

    monkeypatch.setattr(project, "load", fail)
    monkeypatch.setattr("specloom.cli.verbs.lint.load", fail)
    result = here.run("lint")
    assert result.code == 4
    assert result.err == (
        "specloom: internal error: LookupError: a \\u001b[31mbug in spec; please report it to us "
        "(SPECLOOM_DEBUG=1 shows where)\n"
    )
    loud = here.run("lint", "-v")
    assert loud.code == 4
    assert "Traceback (most recent call last)" in loud.err
    monkeypatch.setenv("SPECLOOM_DEBUG", "1")
    assert "Traceback" in here.run("lint").err


def test_endless_recursion_is_one_line_too(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(spec: Path) -> project.Loaded:
        return fall(spec)

    monkeypatch.setattr("specloom.cli.verbs.lint.load", fall)
    result = here.run("lint")
    assert result.code == 4
    assert len(result.err.splitlines()) == 1


def test_an_interrupt_exits_with_130(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(spec: Path) -> project.Loaded:
        raise KeyboardInterrupt

    monkeypatch.setattr("specloom.cli.verbs.lint.load", interrupt)
    result = here.run("lint")
    assert (result.code, result.err) == (130, "\nspecloom: interrupted\n")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_ends_a_real_process_quietly(here: Here) -> None:
    program = (
        "import time, specloom.cli.verbs.lint as lint\n"
        "lint.load = lambda spec: (print('ready', flush=True), time.sleep(60))\n"
        "from specloom.cli import main\nmain(['lint'])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, "\nspecloom: interrupted\n")


@pytest.mark.skipif(os.name != "posix", reason="pipes")
@pytest.mark.parametrize("arguments", ["ir", "--version", "bundle", "-h", "targets"])
def test_a_reader_who_goes_away_is_no_error(here: Here, arguments: str) -> None:
    # the pipe is closed before anything is written
    reading, writing = os.pipe()
    os.close(reading)
    run = subprocess.run(
        [sys.executable, "-m", "specloom", arguments],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (run.returncode, run.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", ["ir", "bundle", "-h"])
def test_output_that_cannot_be_written_is_an_error(here: Here, arguments: str) -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "specloom", arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert run.returncode == 1
    assert re.fullmatch("specloom: .*cannot be written.*\n", run.stderr), run.stderr
