"""Generated packages, built from a spec for one test session and imported."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

from cases_of import load
from specloom.ir import Package
from specloom.problems import has_errors
from specloom.targets.base import Output
from specloom.targets.python import TARGET


def emit(package: Package, **given: Any) -> Output:
    """What the target makes of `package`; `given` are options."""
    return TARGET.emit(package, {option.name: option.default for option in TARGET.options} | given)


def write(package: Package, folder: Path, **given: Any) -> None:
    """Put the generated project into `folder`."""
    output = emit(package, **given)
    assert not has_errors(output.problems), output.problems
    for file in output.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8", newline="")


def build(package: Package, folder: Path, **given: Any) -> Any:
    """The generated package, imported."""
    write(package, folder, **given)
    sys.path.insert(0, str(folder))
    try:
        module = importlib.import_module("_".join(package.name.words))
        assert str(folder) in str(module.__file__), "built twice under one name"
        # Whatever is loaded later must be found too: while the folder is on the path.
        for home in [*module._HOMES]:
            importlib.import_module(f"{module.__name__}.{home}")
    finally:
        sys.path.remove(str(folder))
    return module


def read_spec(path: Path) -> Package:
    """The package that the spec at `path` means."""
    package, problems = load(path)
    assert package is not None, problems
    return package
