"""Generated npm packages, written to folders that share one set of tools, and npm's commands on them."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cases_of
from goldens import ROOT
from specloom.ir import Package
from specloom.targets.base import OptionValue
from toolchains import find, missing, run, say

CACHE = ROOT / ".cache" / "typescript"
MORE_TOOLS = {"esbuild": "^0.25.0"}
"""What the tests need besides what a package asks for itself."""


def emit(package: Package, /, **given: OptionValue) -> dict[str, str]:
    """What the target makes of a package, by path."""
    return cases_of.texts(cases_of.emit(package, "typescript", **given))


def write(package: Package, folder: Path) -> Path:
    """Puts the npm package into `folder`."""
    return cases_of.write(emit(package), folder)


def lend_tools(package: str, folder: Path) -> None:
    """Lets what lies in `folder` see the tools that the package.json `package` asks for.

    They are installed once, under a name made of what is asked for, whichever test comes first.
    """
    asked = json.loads(package)["devDependencies"] | MORE_TOOLS
    name = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]
    home = CACHE / name
    with _alone(CACHE / f"{name}.lock"):
        if not (home / ".ready").exists():
            _install(asked, home)
    (folder / "node_modules").symlink_to(home / "node_modules", target_is_directory=True)


def _install(asked: dict[str, str], home: Path) -> None:
    npm = find("npm")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    described = {"name": "tools", "private": True, "devDependencies": asked}
    (home / "package.json").write_text(json.dumps(described), encoding="utf-8")
    flags = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
    done = run([npm, "install", *flags], home)
    if done.returncode:
        missing(f"npm cannot install {', '.join(sorted(asked))}: {say(done)[-300:]}")
    (home / ".ready").touch()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def tool(folder: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One of the tools lent to a folder."""
    return run([find("node"), str(_script(folder, name)), *arguments], folder)


def _script(folder: Path, name: str) -> Path:
    return (folder / "node_modules" / ".bin" / name).resolve()


STRICTLY = (
    "--noEmit",
    *("--target", "ES2022"),
    *("--module", "NodeNext"),
    *("--moduleResolution", "NodeNext"),
    "--strict",
    "--exactOptionalPropertyTypes",
    "--noUncheckedIndexedAccess",
    "--noImplicitReturns",
    "--noFallthroughCasesInSwitch",
)


def compile_source(
    package: Path, name: str, source: str, libraries: str = "ES2022"
) -> subprocess.CompletedProcess[str]:
    """Compiles a source that imports a package by its name, as those do who ask most of types."""
    (package / name).write_text(source, encoding="utf-8")
    done = tool(package, "tsc", *STRICTLY, "--lib", libraries, name)
    (package / name).unlink()
    return done
