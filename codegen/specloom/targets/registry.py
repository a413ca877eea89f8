"""Which targets there are. A target is imported when it is asked for, not before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import cast

from specloom.ir import Where
from specloom.problems import Problem
from specloom.suggest import nearest
from specloom.targets.base import OptionValue, Target

BUILT_IN: Mapping[str, str] = {
    "ir": "specloom.targets.text",
    "jsonschema": "specloom.targets.jsonschema",
    "python": "specloom.targets.python",
    "go": "specloom.targets.golang",
    "java": "specloom.targets.java",
    "python-pydantic": "specloom.targets.flavours.pydantic",
    "python-msgspec": "specloom.targets.flavours.msgspec",
    "python-typeddict": "specloom.targets.flavours.typeddict",
    "typescript": "specloom.targets.typescript",
}
"""Module of every built-in target, by the target's name; each exposes `TARGET`."""


def names() -> tuple[str, ...]:
    """The names of all targets, in the order in which they are generated."""
    return tuple(BUILT_IN)


def find(name: str) -> Target:
    """The target called `name`; KeyError when there is none (see `unknown`)."""
    return cast(Target, import_module(BUILT_IN[name]).TARGET)


def unknown(name: str, where: Where) -> Problem | None:
    """A problem when no target is called `name`."""
    if name in BUILT_IN:
        return None
    return Problem(
        where,
        f"there is no target '{name}'",
        nearest(name, names(), otherwise="`specloom targets` lists those there are"),
        "unknown-target",
    )


def settle(
    target: Target, given: Mapping[str, object], where: Where
) -> tuple[dict[str, OptionValue], Sequence[Problem]]:
    """Every option of `target` with its value: `given` where it says so, else the default."""
    declared = {option.name: option for option in target.options}
    settled: dict[str, OptionValue] = {name: option.default for name, option in declared.items()}
    problems = []
    for name, value in given.items():
        if name not in declared:
            fact = f"target '{target.name}' has no option '{name}'"
            remedy = nearest(name, declared, otherwise=_list_of(declared))
            problems.append(Problem(where, fact, remedy, "unknown-option"))
            continue
        fitted = fit(value, declared[name].default)
        if fitted is None:
            fact = f"option '{target.name}.{name}' cannot be {value!r}"
            remedy = f"give {_KIND_WORDS[type(declared[name].default)]}"
            problems.append(Problem(where, fact, remedy, "bad-option"))
            continue
        settled[name] = fitted
    return settled, problems


def fit(value: object, default: OptionValue) -> OptionValue | None:
    """`value` as the type that `default` has; text is read as the command line writes it. None: no fit."""
    match default:
        case bool():
            if isinstance(value, str):
                return {"true": True, "false": False}.get(value.lower())
            return value if isinstance(value, bool) else None
        case int():
            if isinstance(value, str) and value.lstrip("-").isdecimal():
                return int(value)
            return value if isinstance(value, int) and not isinstance(value, bool) else None
        case str():
            return value if isinstance(value, str) else None
        case _:
            if isinstance(value, str):
                return [word.strip() for word in value.split(",") if word.strip()]
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                return value
            return None


_KIND_WORDS: Mapping[type, str] = {
    bool: "true or false",
    int: "a whole number",
    str: "text",
    list: "a list of texts (on the command line: words joined by commas)",
}


def _list_of(declared: Mapping[str, object]) -> str:
    if not declared:
        return "it has no options"
    return f"its options are {', '.join(sorted(declared))}"
