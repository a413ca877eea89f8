"""Generated Rust crates, written to a folder, and `cargo` on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from cases_of import load
from goldens import ROOT
from specloom.ir import Package
from specloom.targets.base import OptionValue
from specloom.targets.rust import TARGET

TOOLS = ("cargo", "rustc", "rustfmt", "cargo-clippy")


def find_cargo() -> str:
    """The `cargo` command; a missing one is a named skip, and an error where nothing may be missing."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        if os.environ.get("CI"):
            pytest.fail(f"CI needs {', '.join(missing)}: not on the path")
        pytest.skip(f"{', '.join(missing)}: not installed")
    return "cargo"


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


def write(package: Package, folder: Path, **given: OptionValue) -> Path:
    """Puts the crate into `folder`."""
    for path, text in emit(package, **given).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")
    return folder


def workspace(root: Path, members: Sequence[str]) -> Path:
    """Makes the crates in `root` one workspace, which is built with one lock and one set of dependencies."""
    listed = ", ".join(f'"{member}"' for member in members)
    quick = "[profile.dev]\ndebug = false\nincremental = false\n"
    text = f'[workspace]\nresolver = "2"\nmembers = [{listed}]\n\n{quick}'
    (root / "Cargo.toml").write_text(text, encoding="utf-8")
    return root


def run(
    command: Sequence[str], folder: Path, *, seconds: int = 600, **variables: str | Path
) -> subprocess.CompletedProcess[str]:
    """A command in a folder; what is built lies in a temporary folder that later runs find again."""
    environment: Mapping[str, str] = os.environ | {
        "CARGO_TARGET_DIR": str(Path(tempfile.gettempdir()) / "specloom-rust-cache"),
        "CARGO_TERM_COLOR": "never",
        "RUST_BACKTRACE": "0",
        "SPECLOOM_VECTORS": str(ROOT / "tests" / "vectors"),
        "SPECLOOM_SPEC": str(ROOT / "spec"),
        **{name: str(value) for name, value in variables.items()},
    }
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
