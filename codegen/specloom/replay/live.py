"""The Python package of a spec, generated in memory and imported. Nobody reads it: it is not laid out."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from itertools import count
from pathlib import PurePosixPath
from types import ModuleType
from typing import Any

from specloom.ir import Package
from specloom.problems import Problem, has_errors
from specloom.targets import registry
from specloom.where import Where

PREFIX = "_specloom_live_"
_numbers = count()


class GenerationError(Exception):
    """The spec is sound, but no Python package can be made of it; `problems` say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class MemoryLoader(Loader, MetaPathFinder):
    """Imports the modules of one package from their sources, by path inside the package."""

    def __init__(self, name: str, sources: Mapping[str, str]) -> None:
        self.name = name
        self.sources = sources

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module of the package is, if it has it."""
        source = self._path(fullname)
        if source is None:
            return None
        return spec_from_loader(fullname, self, is_package=source.endswith("__init__.py"))

    def _path(self, fullname: str) -> str | None:
        head, _, rest = fullname.partition(".")
        inside = rest.replace(".", "/")
        paths = [f"{inside}.py", f"{inside}/__init__.py"] if inside else ["__init__.py"]
        return next((path for path in paths if head == self.name and path in self.sources), None)

    def exec_module(self, module: ModuleType) -> None:
        """Runs a module's source."""
        path = self._path(module.__name__)
        assert path is not None
        code = compile(self.sources[path], f"<generated {path}>", "exec")
        exec(code, module.__dict__)  # noqa: S102 - our own output, proof against what a spec says


def import_package(package: Package) -> Any:
    """The generated Python package, imported under a private name. Raises GenerationError."""
    from specloom.targets.python.drafts import draft_blocks
    from specloom.targets.python.emit import emit

    options, problems = registry.settle(registry.find("python"), {}, Where("-"))
    output = emit(package, options, draft_blocks)
    if has_errors([*problems, *output.problems]):
        raise GenerationError([*problems, *output.problems])
    root = min((f.path.parent for f in output.files if f.path.name == "__init__.py"), key=len_of)
    # A name of its own each time: whoever holds an earlier import goes on with it, unharmed.
    name = f"{PREFIX}{next(_numbers)}_{package.name.spelled}"
    sources = {
        file.path.relative_to(root).as_posix(): file.text
        for file in output.files
        if file.path.is_relative_to(root)
    }
    sys.meta_path.append(MemoryLoader(name, sources))
    return import_module(name)


def len_of(path: PurePosixPath) -> int:
    """How deep a path lies."""
    return len(path.parts)
