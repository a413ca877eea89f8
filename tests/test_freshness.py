"""generated/ is what the spec says, whole and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from contents import everything
from goldens import ROOT

GENERATED = ROOT / "generated"
LITTER = {"__pycache__", "node_modules", "target", "build", "dist", ".mypy_cache", ".pytest_cache"}
LITTER |= {"Cargo.lock"}


def check(output: Path) -> subprocess.CompletedProcess[str]:
    """What `specloom generate --check` says of a folder."""
    command = [sys.executable, "-m", "specloom", "generate", "--check", "-o", str(output)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, but for what compilers and test runners leave there."""
    return everything(folder, but=LITTER)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns(*LITTER)
    return Path(shutil.copytree(GENERATED, tmp_path / "generated", ignore=ignore))


def test_generated_is_fresh() -> None:
    run = check(GENERATED)
    assert run.returncode == 0, f"run `make generate`\n{run.stdout}{run.stderr}"


def test_generated_holds_nothing_written_by_hand() -> None:
    listed = {
        line.split("  ", 1)[1]
        for line in (GENERATED / "FILES").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    }
    assert set(snapshot(GENERATED)) == {*listed, "FILES"}


def test_staleness_is_seen_and_left_alone(copy: Path) -> None:
    """Changed, missing and left-over files: all are named, none is touched."""
    listed = sorted(name for name in snapshot(copy) if name.endswith(".py"))
    changed, missing = copy / listed[0], copy / listed[-1]
    changed.write_text(changed.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    missing.unlink()
    before = snapshot(copy)
    run = check(copy)
    assert run.returncode == 1
    assert "-# by hand" in run.stdout
    assert all(f"{name}\n" in run.stdout for name in (listed[0], listed[-1]))
    assert snapshot(copy) == before
