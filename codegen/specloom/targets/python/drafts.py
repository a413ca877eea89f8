"""Blocks that nobody will read: taken as the templates leave them, without black and libcst.

A package that is only imported, to check or replay a stream, is there in tenths of a second this way.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from specloom.targets.python.blocks import Block


def draft_blocks(sources: Sequence[str], _pack: str = "") -> list[Block]:
    """The blocks as they are; nothing is kept between runs."""
    return [_draft(source) for source in sources]


def _draft(source: str) -> Block:
    tree = ast.parse(source)
    evaluated: set[str] = set()
    annotated: set[str] = set()
    for statement in tree.body:
        _mention(statement, evaluated, annotated)
    return Block(
        source.strip("\n") + "\n",
        frozenset(evaluated),
        frozenset(annotated - evaluated),
        tuple(_bound(tree)),
    )


def _mention(node: ast.AST, evaluated: set[str], annotated: set[str]) -> None:
    """Gathers the names that are mentioned: those evaluated some time, and those in annotations."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        evaluated.add(node.id)
    for name, value in ast.iter_fields(node):
        found = annotated if name in ("annotation", "returns") else evaluated
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                _mention(child, found, annotated)


def _bound(tree: ast.Module) -> Iterator[str]:
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
