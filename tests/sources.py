"""The source of specloom as data, for tests that hold it to the design."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from goldens import ROOT

CODE = ROOT / "codegen"


@dataclass(frozen=True)
class Source:
    """One module: its dotted name, where it stands, and its syntax tree."""

    name: str
    path: Path
    tree: ast.Module

    def within(self, *packages: str) -> bool:
        """Whether this module is one of `packages` or inside one of them."""
        return any(
            self.name == package or self.name.startswith(f"{package}.") for package in packages
        )


@cache
def sources() -> tuple[Source, ...]:
    """Every module of specloom."""
    return tuple(read(path) for path in sorted((CODE / "specloom").rglob("*.py")))


def read(path: Path) -> Source:
    """The module in the file `path`."""
    parts = path.relative_to(CODE).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Source(name, path, ast.parse(path.read_text(encoding="utf-8"), str(path)))


def imports(source: Source) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it: `a.b` and `a.b.c` for `from a.b import c`."""
    package = source.name if source.path.stem == "__init__" else source.name.rpartition(".")[0]
    for node in ast.walk(source.tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                start = package.rsplit(".", level - 1)[0] if level else ""
                base = ".".join(filter(None, [start, module]))
                yield base
                yield from (f"{base}.{alias.name}" for alias in names)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name


def calls(source: Source) -> Iterator[tuple[str, int]]:
    """What a module calls, by the last part of its name, and the line: `("write_text", 12)`."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                yield name, node.lineno
