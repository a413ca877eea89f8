"""Which names a stretch of Python mentions and defines: imports are derived from that.

(Road not taken: libcst, which keeps comments and layout that nobody asks for here, and takes twenty times as
long. It reads what people wrote: see `partials`.)
"""

from __future__ import annotations

import ast
from collections.abc import Iterator


def names_in(tree: ast.Module) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a module mentions: those evaluated some time, and those in annotations only."""
    evaluated: set[str] = set()
    annotated: set[str] = set()
    for statement in tree.body:
        _mention(statement, evaluated, annotated)
    return frozenset(evaluated), frozenset(annotated - evaluated)


def _mention(node: ast.AST, evaluated: set[str], annotated: set[str]) -> None:
    """Gathers the names that are mentioned: those evaluated some time, and those in annotations."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        evaluated.add(node.id)
    for name, value in ast.iter_fields(node):
        found = annotated if name in ("annotation", "returns") else evaluated
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                _mention(child, found, annotated)


def bound_by(tree: ast.Module) -> Iterator[str]:
    """The names that the statements of a module define, in order."""
    for statement in tree.body:
        match statement:
            case (
                ast.ClassDef(name=name)
                | ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
            ):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                yield name
            case _:
                pass
