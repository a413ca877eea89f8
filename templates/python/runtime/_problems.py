"""What is wrong with a value: problems, the errors that carry them, and JSON pointers."""

# Annotations are evaluated here: a `NamedTuple` compiles those that are strings, and the first compilation in
# a process takes as long as the whole module.

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias

from ._kinds import kind_of

At: TypeAlias = "tuple[At, str | int] | None"
"""A place in a JSON value, as a chain from the inside out: extending it copies nothing."""

_SHOWN = 20


class Problem(NamedTuple):
    """One thing that is wrong: where (RFC 6901), what was expected there, and what was found."""

    pointer: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.pointer or 'the value'}: expected {self.expected}, found {self.found}"


class _ProblemsError(ValueError):
    problems: tuple[Problem, ...]
    where: str

    def __init__(self, problems: Iterable[Problem], where: str = "") -> None:
        self.problems = tuple(problems)
        self.where = where
        super().__init__(self.problems, where)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:_SHOWN]]
        if len(self.problems) > _SHOWN:
            lines.append(f"and {len(self.problems) - _SHOWN} more")
        text = "; ".join(lines)
        return f"{self.where}: {text}" if self.where else text


class DecodeError(_ProblemsError):
    """A value that cannot be decoded. `problems` lists all that is wrong with it.

    `where` says which part of a longer input it was, if there is one: the event of a stream.
    """


class EncodeError(_ProblemsError):
    """An object that must not be sent as it is. `problems` lists all that is wrong with it."""


def pointer(at: At) -> str:
    """The JSON pointer of a place."""
    steps: list[str] = []
    while at is not None:
        at, step = at
        steps.append(str(step).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{step}" for step in reversed(steps))


def describe(value: Any) -> str:
    """A value in a few words."""
    match kind_of(value):
        case "null":
            return "null"
        case "boolean":
            return "true" if value else "false"
        case "string":
            return f"the string {shorten(value)}"
        case "number":
            return f"the number {_digits(value)}"
        case "array":
            return f"a list of {count(len(value), 'item')}"
        case "object":
            return f"an object of {count(len(value), 'member')}"
        case _:
            return f"a Python object of type {value.__class__.__name__}"


def count(number: int, noun: str) -> str:
    """`1 item`, `2 items`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def shorten(text: str, length: int = 60) -> str:
    """A string as it would stand in Python source, cut to a readable length."""
    return repr(text) if len(text) <= length else f"{text[:length]!r}..."


def _digits(value: int | float) -> str:
    try:
        text = repr(value)
    except ValueError:  # more digits than Python is willing to print
        return "with too many digits to show"
    return text if len(text) <= 40 else f"{text[:40]}..."


TOO_DEEP = Problem(
    "", "nesting that can be followed", "nesting deeper than Python's recursion limit"
)
