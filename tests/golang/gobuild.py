"""Generated Go modules, written to a folder, and the `go` command on them."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cases_of
import toolchains
from specloom.ir import Package
from specloom.targets.base import OptionValue


def emit(package: Package, **given: OptionValue) -> dict[str, str]:
    """What the target makes of a package, by path."""
    return cases_of.texts(cases_of.emit(package, "go", **given))


def write(package: Package, folder: Path) -> Path:
    """Puts the module into `folder`."""
    return cases_of.write(emit(package), folder)


def run(
    command: Sequence[str], folder: Path, *, seconds: int = 300, **variables: str | Path
) -> subprocess.CompletedProcess[str]:
    """A command in a module's folder, without the network; nothing is written outside a temporary folder."""
    settings: dict[str, str | Path] = {
        "GOFLAGS": "-mod=mod -trimpath",  # one module in many folders is compiled once
        "GOPROXY": "off",
        "GOTOOLCHAIN": "local",
        "GOCACHE": Path(tempfile.gettempdir()) / "specloom-go-cache",
    }
    return toolchains.run(command, folder, seconds=seconds, **settings, **variables)
