"""The package of the shipped spec, made and built once for all tests of the target."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases_of import read_spec
from goldens import ROOT
from specloom.ir import Package
from toolchains import say
from typescript.npm import lend_tools, tool, write


@pytest.fixture(scope="session")
def shipped() -> Package:
    return read_spec(ROOT / "spec")


@pytest.fixture(scope="session")
def package(shipped: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The npm package of the shipped spec, built; it may import itself by its name."""
    folder = write(shipped, tmp_path_factory.mktemp("typescript") / "threads")
    lend_tools((folder / "package.json").read_text("utf-8"), folder)
    done = tool(folder, "tsc", "-p", "tsconfig.json")
    assert done.returncode == 0, say(done)
    return folder
