"""Products: what is generated goes through the real compilers and type checkers."""

from __future__ import annotations

import compileall
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from cases_of import emit, folders, load, read_case
from goldens import ROOT

PYTHON = ROOT / "generated" / "python"
OTHER_SPEC = ROOT / "tests" / "other_spec"


def check(*command: str, cwd: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def mypy(folder: Path, cache: Path) -> None:
    check("mypy", "--strict", "--config-file=", f"--cache-dir={cache}", ".", cwd=folder)


def pyright(files: Iterable[Path], folder: Path, tmp_path: Path) -> None:
    settings = {
        "include": [str(path) for path in files],
        "extraPaths": [str(folder)],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    check("basedpyright", "--level", "error", "-p", str(tmp_path), cwd=folder)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python packages of all golden cases and of the other spec, side by side."""
    folder = tmp_path_factory.mktemp("others")
    packages = [read_case(path)[0] for path in folders().values()]
    packages.append(load(OTHER_SPEC)[0])
    for package in filter(None, packages):
        for file in emit(package, "python"):
            if file.path.suffix == ".py" or file.path.name == "py.typed":
                target = folder / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.text.encode())
    return folder


def test_the_package_compiles() -> None:
    assert compileall.compile_dir(PYTHON, quiet=1, force=True)


def test_other_packages_compile(others: Path) -> None:
    assert len(list(others.iterdir())) > 10
    assert compileall.compile_dir(others, quiet=1)


def test_mypy_finds_nothing_in_the_package(tmp_path: Path) -> None:
    mypy(PYTHON, tmp_path)


def test_mypy_finds_nothing_in_other_packages(others: Path, tmp_path: Path) -> None:
    mypy(others, tmp_path)


def test_pyright_finds_nothing_in_the_package(tmp_path: Path) -> None:
    pyright([PYTHON], PYTHON, tmp_path)


def test_pyright_finds_nothing_in_other_packages(others: Path, tmp_path: Path) -> None:
    """Runtime files are alike in every package: two are looked at whole, of the others what differs."""
    whole = {"parcels", "kitchen"}  # without and with deltas and streams
    modules = [path.relative_to(others) for path in sorted(others.rglob("*.py"))]
    chosen = [others / path for path in modules if path.name[0] != "_" or path.parts[0] in whole]
    assert whole <= {path.parts[0] for path in modules}
    pyright(chosen, others, tmp_path)
