"""Generated Go modules, written to a folder, and the `go` command on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from cases_of import load
from goldens import ROOT
from specloom.ir import Package
from specloom.targets.base import OptionValue
from specloom.targets.golang import TARGET


def find_go() -> str:
    """The `go` command; a missing one is a named skip, and an error where nothing may be missing."""
    found = shutil.which("go")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs go: it is not on the path")
        pytest.skip("go is not installed")
    return found


def read_spec(path: Path) -> Package:
    """The package that the spec at `path` means."""
    package, problems = load(path)
    assert package is not None, problems
    return package


def emit(package: Package, **given: OptionValue) -> dict[str, str]:
    """What the target makes of a package, by path."""
    output = TARGET.emit(package, {one.name: one.default for one in TARGET.options} | given)
    assert not output.problems
    return {str(file.path): file.text for file in output.files}


def write(package: Package, folder: Path) -> Path:
    """Puts the module into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in emit(package).items():
        (folder / path).write_text(text, encoding="utf-8", newline="")
    return folder


def run(
    command: Sequence[str],
    folder: Path,
    *,
    vectors: Path | None = None,
    report: Path | None = None,
    seconds: int = 300,
) -> subprocess.CompletedProcess[str]:
    """A command in a module's folder, without the network; nothing is written outside a temporary folder."""
    environment = os.environ | {
        "GOFLAGS": "-mod=mod",
        "GOPROXY": "off",
        "GOTOOLCHAIN": "local",
        "GOCACHE": str(Path(tempfile.gettempdir()) / "specloom-go-cache"),
        "SPECLOOM_VECTORS": str(vectors or ROOT / "tests" / "vectors"),
        "SPECLOOM_SPEC": str(ROOT / "spec"),
    }
    if report is not None:
        environment["SPECLOOM_REPORT"] = str(report)
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
