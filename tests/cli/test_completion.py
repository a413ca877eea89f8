"""Completion: scripts that shells read, and what they offer."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from cli.processes import specloom_process
from commands import Here


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_one_that_the_shell_reads(here: Here, shell: str) -> None:
    script = here.run("completion", shell).out
    assert "_SPECLOOM_COMPLETE" in script
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=script, text=True, check=False)
        assert checked.returncode == 0


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("specloom gen", {"generate"}),
        ("specloom generate -t js", {"jsonschema"}),
        ("specloom show C", {"Cat"}),
        ("specloom lint --fail-on w", {"warning"}),
        ("specloom generate --dry", {"--dry-run"}),
    ],
)
def test_completion_offers_what_fits(here: Here, line: str, offered: set[str]) -> None:
    words = line.split()
    environment = {
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_SPECLOOM_COMPLETE": "bash_complete",
    }
    run = specloom_process(env=os.environ | environment)
    assert {row.split(",")[1] for row in run.stdout.split()} == offered, run.stderr
