"""A repository that `specloom init` is run in, and what it finds there."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from typing import Any

from commands import Here
from contents import everything

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


def written(here: Here) -> set[str]:
    """What there is besides the spec."""
    return set(everything(here.folder)) - {"spec/small.schema.json"}


def make(here: Here, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `make` there, with the specloom of these tests."""
    return subprocess.run(
        ["make", "--no-print-directory", SPECLOOM, *arguments],
        cwd=here.folder,
        capture_output=True,
        text=True,
        check=False,
    )


def the_config(here: Here) -> dict[str, Any]:
    """What specloom.toml says."""
    return tomllib.loads((here.folder / "specloom.toml").read_text(encoding="utf-8"))
