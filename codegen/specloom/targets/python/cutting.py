"""Cutting a block into parts that can be laid out one by one, and come out as the whole would.

Black decides about the empty lines between two statements from both. A cut is made only where it leaves what
is there: two lines beside a definition, up to two between plain statements, and nothing but space between.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_PLAIN = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)


def cut(source: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The parts of `source`, whose syntax is `tree`: the text of each, and the line ends that follow it."""
    lines = source.split("\n")
    start = 0
    if "\r" in source:  # lines would be counted otherwise
        yield source, "\n"
        return
    for before, after in zip(tree.body, tree.body[1:], strict=False):
        end, beginning = before.end_lineno or 0, _first_line(after) - 1
        gap = lines[end:beginning]
        if _is_cut(before, after, gap):
            yield _part(lines[start:end]), "\n" * (len(gap) + 1)
            start = beginning
    yield _part(lines[start:]), "\n"


def _part(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n") + "\n"


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _is_cut(before: ast.stmt, after: ast.stmt, gap: list[str]) -> bool:
    if any(gap) or _is_text(after):  # a text is laid out otherwise where it comes first
        return False
    if isinstance(before, _DEFINITIONS) or isinstance(after, _DEFINITIONS):
        return len(gap) == 2 and isinstance(after, _DEFINITIONS + _PLAIN)
    return isinstance(before, _PLAIN) and isinstance(after, _PLAIN) and 1 <= len(gap) <= 2


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
