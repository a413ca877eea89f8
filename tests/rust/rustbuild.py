"""Generated Rust crates, written to a folder, and `cargo` on them."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cases_of
import toolchains
from specloom.ir import Package
from specloom.targets.base import OptionValue


def find_cargo() -> str:
    """The `cargo` command, and that what it calls is there as well."""
    for tool in ("rustc", "rustfmt", "cargo-clippy"):
        toolchains.find(tool)
    return toolchains.find("cargo")


def emit(package: Package, **given: OptionValue) -> dict[str, str]:
    """What the target makes of a package, by path."""
    return cases_of.texts(cases_of.emit(package, "rust", **given))


def write(package: Package, folder: Path, **given: OptionValue) -> Path:
    """Puts the crate into `folder`."""
    return cases_of.write(emit(package, **given), folder)


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
    settings: dict[str, str | Path] = {
        "CARGO_TARGET_DIR": Path(tempfile.gettempdir()) / "specloom-rust-cache",
        "CARGO_TERM_COLOR": "never",
        "RUST_BACKTRACE": "0",
    }
    return toolchains.run(command, folder, seconds=seconds, **settings | variables)
