"""Source text broken over lines as prettier breaks it.

A document is text with the places where a line may end. A group is laid on one line if it fits, else all of
its own places become line ends; groups inside it are judged for themselves. Only the constructs that the
views write are known here: this is no formatter, it spares one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

WIDTH = 100
_STEP = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A place where a line may end: `flat` stands there if it does not, `broken` before the end."""

    flat: str = " "
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Either:
    """Text that depends on whether the group around it is broken."""

    broken: str
    flat: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is on one line if that fits, else something else."""

    flat: Doc
    broken: Doc


@dataclass(frozen=True, slots=True)
class Indent:
    """What stands one step further in."""

    inner: Doc


@dataclass(frozen=True, slots=True)
class Group:
    """What is laid on one line, or broken at all of its own places. `is_open`: it is broken in any case."""

    inner: Doc
    is_open: bool = False


Doc: TypeAlias = "str | Line | Either | Choice | Indent | Group | Sequence[Doc]"

SPACE = Line()
SOFT = Line("")


def lay(document: Doc, indent: int = 0, taken: int = 0) -> str:
    """`document` as text that begins `taken` characters after a margin of `indent` spaces.

    The first line has no margin: whoever prints it has put it there already.
    """
    out: list[str] = []
    column = indent + taken
    stack: list[tuple[Doc, int, bool]] = [(document, indent, True)]
    while stack:
        part, margin, is_flat = stack.pop()
        match part:
            case str():
                out.append(part)
                column += len(part)
            case Line() if is_flat:
                out.append(part.flat)
                column += len(part.flat)
            case Line():
                out.append(f"{part.broken}\n{' ' * margin}")
                column = margin
            case Either():
                out.append(part.flat if is_flat else part.broken)
                column += len(out[-1])
            case Choice():
                if is_flat or _fits(part.flat, WIDTH - column, stack):
                    stack.append((part.flat, margin, True))
                else:
                    stack.append((part.broken, margin, False))
            case Indent():
                stack.append((part.inner, margin + _STEP, is_flat))
            case Group():
                fits = not part.is_open and _fits(part.inner, WIDTH - column, stack)
                stack.append((part.inner, margin, fits))
            case _:
                stack.extend((inner, margin, is_flat) for inner in reversed(part))
    return "\n".join(line.rstrip() for line in "".join(out).split("\n"))


def _fits(document: Doc, room: int, after: Sequence[tuple[Doc, int, bool]]) -> bool:
    """Whether `document` goes on one line, with what follows it up to the next place that is broken."""
    stack: list[tuple[Doc, bool]] = [(part, is_flat) for part, _, is_flat in after]
    stack.append((document, True))
    while stack and room >= 0:
        part, is_flat = stack.pop()
        match part:
            case str():
                room -= len(part)
            case Line() if is_flat:
                room -= len(part.flat)
            case Line():
                room -= len(part.broken)
                return room >= 0
            case Either():
                room -= len(part.flat if is_flat else part.broken)
            case Choice():
                stack.append((part.flat if is_flat else part.broken, is_flat))
            case Indent():
                stack.append((part.inner, is_flat))
            case Group():
                if part.is_open and is_flat:
                    return False
                stack.append((part.inner, is_flat and not part.is_open))
            case _:
                stack.extend((inner, is_flat) for inner in reversed(part))
    return room >= 0


def joined(parts: Iterable[Doc], between: Sequence[Doc]) -> list[Doc]:
    """`parts` with `between` between them."""
    out: list[Doc] = []
    for part in parts:
        if out:
            out.extend(between)
        out.append(part)
    return out


def brackets(
    left: str, parts: Iterable[Doc], right: str, edge: Line = SOFT, between: str = ","
) -> Doc:
    """Parts between brackets, separated by commas, the last followed by one when each has its line."""
    listed = joined(parts, [between, SPACE])
    if not listed:
        return f"{left}{right}"
    end = Line(edge.flat, between)
    return Group([left, Indent([edge, *listed]), end, right])


def call(function: str, arguments: Sequence[Doc]) -> Doc:
    """A call."""
    return [function, brackets("(", arguments, ")")]


def call_with(function: str, arguments: Sequence[Doc], members: Sequence[Doc]) -> Doc:
    """A call whose last argument is an object, which alone is broken if the whole does not fit."""
    if not members:
        return call(function, arguments)
    first = joined(arguments, [", "])
    head: Doc = [function, "(", *first, ", " if first else ""]
    return Choice([head, record(members), ")"], [head, opened(members), ")"])


def clause(condition: str, statement: Doc) -> Doc:
    """A statement under a condition."""
    return Group([f"if ({condition})", Indent([SPACE, statement, ";"])])


def array(items: Iterable[Doc]) -> Doc:
    """An array."""
    return brackets("[", items, "]")


def rows(items: Sequence[Doc]) -> Doc:
    """An array of arrays or objects: if there are several, each has its line."""
    if len(items) < 2:
        return array(items)
    listed = joined(items, [",", SPACE])
    return Group(["[", Indent([SOFT, *listed]), Line("", ","), "]"], is_open=True)


def type_arguments(name: str, arguments: Sequence[Doc]) -> Doc:
    """A generic type."""
    listed = joined(arguments, [",", SPACE])
    return [name, Group(["<", Indent([SOFT, *listed]), SOFT, ">"])]


def record(members: Iterable[Doc]) -> Doc:
    """An object, on one line if it fits."""
    return brackets("{", members, "}", SPACE)


def shape(members: Iterable[Doc]) -> Doc:
    """The type of an object, on one line if it fits."""
    return brackets("{", members, "}", SPACE, ";")


def opened(members: Iterable[Doc]) -> Doc:
    """An object with each member on its line."""
    listed = list(members)
    if not listed:
        return "{}"
    return Group(["{", Indent([SPACE, *joined(listed, [",", SPACE])]), Line(" ", ","), "}"], True)


def union(variants: Sequence[Doc]) -> Doc:
    """Variants after a colon or an equals sign: beside it, on the next line, or each on its own."""
    if len(variants) == 1:
        return [" ", variants[0]]
    return Group(Indent([SPACE, Group([Either("| "), *joined(variants, [SPACE, "| "])])]))
