"""Programs of other languages that tests run: a missing one is a named skip, and an error under CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from goldens import ROOT


def find(*programs: str) -> str:
    """Where a program is: the first of these names that there is."""
    found = next(filter(None, map(shutil.which, programs)), None)
    return found if found is not None else missing(f"{programs[0]} is not installed")


def find_browser() -> str:
    """A browser that runs headless as Chromium does."""
    return find("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def missing(what: str) -> NoReturn:
    """Skips with a reason, or fails under CI."""
    if os.environ.get("CI"):
        pytest.fail(f"CI needs it: {what}")
    pytest.skip(what)


def run(
    command: Sequence[str], folder: Path, *, seconds: int = 600, **variables: str | Path
) -> subprocess.CompletedProcess[str]:
    """A command in a folder; the vectors and the spec are this repository's if `variables` say no other."""
    environment = os.environ | {
        "SPECLOOM_VECTORS": str(ROOT / "tests" / "vectors"),
        "SPECLOOM_SPEC": str(ROOT / "spec"),
        **{name: str(value) for name, value in variables.items()},
    }
    environment.pop("NODE_OPTIONS", None)
    return subprocess.run(
        [*command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )


def say(done: subprocess.CompletedProcess[str]) -> str:
    """What a command wrote, for a failure: its end."""
    return (done.stdout + done.stderr)[-6000:]
