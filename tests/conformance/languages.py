"""The languages of generated/, and how the runner of each is run: as its people run tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from conformance.corpus import ROOT, SPEC, VECTORS, Json

TEMPORARY = Path(tempfile.gettempdir())
LITTER = {"node_modules", "dist", "target"}
"""What ordinary commands leave at the root of a package."""


class RunFailedError(Exception):
    """A runner did not end well, or wrote no report."""


class NotReadyError(RunFailedError):
    """What a runner needs could not be installed."""


@dataclass(frozen=True)
class Language:
    """A package below generated/. `commands` run one by one, without a shell; the last is the runner."""

    name: str
    folder: str
    commands: tuple[tuple[str, ...], ...]
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def program(self) -> str:
        """What must be installed."""
        return self.commands[0][0]

    @property
    def shown(self) -> str:
        """The commands as people type them."""
        lines = " && ".join(" ".join(command) for command in self.commands)
        return lines.replace(sys.executable, "python")

    @property
    def home(self) -> Path:
        """The package."""
        return ROOT / "generated" / self.folder


PYTHON = (sys.executable, "-m", "conformance")
LANGUAGES = (
    Language(
        "Python",
        "python",
        ((*PYTHON, "--language", "Python", "--", *PYTHON[:2], "conformance.python_package"),),
        {"PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), "."])},
    ),
    Language(
        "TypeScript",
        "typescript",
        (("npm", "install", "--prefer-offline", "--no-audit", "--no-fund"), ("npm", "test")),
    ),
    Language(
        "Go",
        "go",
        (("go", "test", "-count=1", "./..."),),
        {
            "GOFLAGS": "-mod=mod -trimpath",  # what the tests of Go have compiled serves here as well
            "GOPROXY": "off",
            "GOCACHE": str(TEMPORARY / "specloom-go-cache"),
        },
    ),
    Language(
        "Rust",
        "rust",
        (("cargo", "test", "--quiet"),),
        {"CARGO_TARGET_DIR": str(TEMPORARY / "specloom-rust-cache")},
    ),
    Language("Java", "java", (("mvn", "--quiet", "--batch-mode", "test"),)),
)
"""Whoever adds a language adds a line."""


def run(language: Language, folder: Path) -> Json:
    """The report of a language's runner, on a copy of its package in `folder`."""
    copy = folder / language.folder
    root = str(language.home)
    shutil.copytree(root, copy, ignore=lambda where, _: LITTER if where == root else ())
    place = folder / "report.json"
    environment = os.environ | {
        "SPECLOOM_VECTORS": str(VECTORS),
        "SPECLOOM_SPEC": str(SPEC),
        "SPECLOOM_REPORT": str(place),
    }
    environment.pop("NODE_OPTIONS", None)
    for command in language.commands:
        done = subprocess.run(
            command,
            cwd=copy,
            env={**environment, **language.environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            said = (done.stdout + done.stderr)[-6000:]
            kind = RunFailedError if command is language.commands[-1] else NotReadyError
            raise kind(f"{language.name}: {' '.join(command)} failed\n{said}")
    if not place.exists():
        raise RunFailedError(f"{language.name}: its runner writes no report")
    return json.loads(place.read_text("utf-8"))
