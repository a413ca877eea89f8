"""What people install, for tests: the wheel, and environments that have never seen the checkout.

Nothing is fetched: environments are made without pip, and see the packages of the one that runs the tests
through a .pth file where they need them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from contents import everything
from goldens import ROOT


@dataclass(frozen=True)
class Environment:
    """A virtual environment of its own."""

    folder: Path

    @property
    def bin(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def site(self) -> Path:
        places = {"base": str(self.folder), "platbase": str(self.folder)}
        return Path(sysconfig.get_path("purelib", "venv", places))

    def lend_packages(self) -> None:
        """Let it see the packages of the environment that runs this test (but none of its .pth files)."""
        (self.site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")

    def take_packages_back(self) -> None:
        (self.site / "lent.pth").unlink()

    def install(self, what: Path) -> None:
        pip = [sys.executable, "-m", "pip", "--python", str(self.bin / "python"), "install"]
        flags = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--no-compile"]
        run(*pip, *flags, str(what), cwd=self.folder)

    def python(self, *arguments: str, cwd: Path) -> str:
        return run(str(self.bin / "python"), *arguments, cwd=cwd)


def run(*command: str, cwd: Path) -> str:
    """What a command prints; fails with all it said when it fails."""
    foreign = ("PYTHON", "PIP_", "PYTEST", "SPECLOOM", "VIRTUAL_ENV")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
    environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    ran = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (
        ran.returncode == 0
    ), f"{' '.join(command)}: exit {ran.returncode}\n{ran.stdout}{ran.stderr}"
    return ran.stdout


def make_environment(folder: Path) -> Environment:
    run(sys.executable, "-m", "venv", "--without-pip", str(folder), cwd=ROOT)
    return Environment(folder)


def files(folder: Path) -> dict[str, bytes]:
    """Every file in a folder by its path, but for what Python leaves there."""
    return everything(folder, but={"__pycache__"})


def build(folder: Path) -> None:
    """Put the sdist into `folder`, and the wheel that was made from that sdist."""
    flags = ["--no-isolation", "--outdir", str(folder)]
    run(sys.executable, "-m", "build", *flags, str(ROOT), cwd=folder)


def install_wheel(built: Path, folder: Path) -> Environment:
    """An environment with the wheel in it, that has never seen the checkout."""
    environment = make_environment(folder)
    (wheel,) = built.glob("*.whl")
    environment.install(wheel)
    environment.lend_packages()
    return environment
