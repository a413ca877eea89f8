"""Expressions and headers as google-java-format breaks them: what does not fit on a line of 100 columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TypeAlias

from specloom.targets.java.literals import WIDTH


@dataclass(frozen=True, slots=True)
class Call:
    """A call, or a header with its parameters: what stands before the parenthesis, and what in it."""

    head: str
    arguments: Sequence[Expression]

    @property
    def flat(self) -> str:
        """The call on one line."""
        return f"{self.head}({', '.join(map(flat, self.arguments))})"


Expression: TypeAlias = "str | Call"

_SIMPLE = re.compile(r"( *)(\w[^()\"]*)\(([^()\"<>]*)\)( \{|;)")
"""A line that is one call or header, with nothing to break inside its arguments."""


def flat(expression: Expression) -> str:
    """An expression on one line."""
    return expression if isinstance(expression, str) else expression.flat


_SHORT = 10
"""Arguments that are all shorter than this fill lines."""


def lay(
    expression: Expression, indent: int, before: str = "", after: str = "", *, fills: bool = True
) -> str:
    """An expression between two texts, the first line without its indent of so many columns."""
    line = f"{before}{flat(expression)}{after}"
    if isinstance(expression, str) or indent + len(line) <= WIDTH:
        return line
    inner = indent + 4
    pad = "\n" + " " * inner
    together = ", ".join(map(flat, expression.arguments))
    if inner + len(f"{together}){after}") <= WIDTH:
        return f"{before}{expression.head}({pad}{together}){after}"
    if fills and all(len(flat(argument)) < _SHORT for argument in expression.arguments):
        filled = wrap(f"{together}){after}", WIDTH - inner, break_long_words=False)
        return f"{before}{expression.head}({pad}{pad.join(filled)}"
    last = len(expression.arguments) - 1
    lines = [
        lay(argument, inner, "", f"){after}" if number == last else ",")
        for number, argument in enumerate(expression.arguments)
    ]
    return f"{before}{expression.head}({pad}{pad.join(lines)}"


def assign(target: str, expression: Expression, indent: int) -> str:
    """A declaration or an assignment: breaks come after the sign, before the name, inside the expression."""
    line = f"{target} = {flat(expression)};"
    if indent + len(line) <= WIDTH:
        return line
    inner = indent + 4
    head = f"{target} ="
    if indent + len(head) > WIDTH and " " in target:
        type, name = target.rsplit(" ", 1)
        head = f"{type}\n{' ' * inner}{name} ="
        inner += 4
    return f"{head}\n{' ' * inner}{lay(expression, inner, '', ';')}"


def clause(head: str, word: str, names: Sequence[str]) -> str:
    """The first line or lines of a type with a clause such as `permits`, up to the brace."""
    line = f"{head} {word} {', '.join(names)} {{"
    return line if len(line) <= WIDTH else f"{head}\n    {_listing(word, names)} {{"


def _listing(word: str, names: Sequence[str]) -> str:
    line = f"    {word} {', '.join(names)} {{"
    if len(line) <= WIDTH:
        return line.removesuffix(" {").lstrip()
    return f"{word} " + ",\n        ".join(names)


def arrow(head: str, body: str, indent: int) -> str:
    """A case of a switch."""
    line = f"{head} -> {body};"
    return line if indent + len(line) <= WIDTH else f"{head} ->\n{' ' * (indent + 4)}{body};"


def header(head: Expression, implemented: Sequence[str]) -> str:
    """The first line or lines of a type, up to its brace."""
    said = f" implements {', '.join(implemented)}" if implemented else ""
    line = f"{flat(head)}{said} {{"
    if len(line) <= WIDTH:
        return line
    if not implemented:
        return lay(head, 0, "", " {", fills=False)
    together = lay(head, 0, "", f"{said} {{", fills=False)
    if len(flat(head)) > WIDTH and together.count("\n") == 1:
        return together
    return f"{lay(head, 0, fills=False)}\n    {_listing('implements', implemented)} {{"


def extending(name: str, base: str) -> str:
    """The first line or lines of a class with a base."""
    line = f"public final class {name} extends {base} {{"
    return line if len(line) <= WIDTH else f"public final class {name}\n    extends {base} {{"


@dataclass(frozen=True, slots=True)
class Either:
    """Two conditions of which one must hold."""

    left: str
    right: Call


def conjunction(conditions: Sequence[Expression | Either], indent: int) -> str:
    """A `return` of conditions that must all hold."""
    flats = [_flat_condition(condition) for condition in conditions]
    line = f"return {' && '.join(flats)};"
    if indent + len(line) <= WIDTH:
        return line
    inner = indent + 4
    last = len(conditions) - 1
    lines = [
        _lay_condition(
            condition, inner, "&& " if number else "return ", ";" if number == last else ""
        )
        for number, condition in enumerate(conditions)
    ]
    return f"\n{' ' * inner}".join(lines)


def _flat_condition(condition: Expression | Either) -> str:
    if isinstance(condition, Either):
        return f"({condition.left} || {condition.right.flat})"
    return flat(condition)


def _lay_condition(condition: Expression | Either, indent: int, before: str, after: str) -> str:
    line = f"{before}{_flat_condition(condition)}{after}"
    if not isinstance(condition, Either):
        return lay(condition, indent, before, after)
    if indent + len(line) <= WIDTH:
        return line
    inner = indent + 4
    return (
        f"{before}({condition.left}\n{' ' * inner}{lay(condition.right, inner, '|| ', f'){after}')}"
    )


def finish(text: str) -> str:
    """The text of a file with the lines broken that long names have made too long."""
    return "\n".join(_finish_line(line) for line in text.split("\n"))


def _finish_line(line: str) -> str:
    simple = _SIMPLE.fullmatch(line) if len(line) > WIDTH else None
    if simple is None:
        return line
    indent, head, arguments, tail = simple.groups()
    return indent + lay(Call(head, arguments.split(", ")), len(indent), "", tail)
