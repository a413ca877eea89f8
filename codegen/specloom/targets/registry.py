"""Which targets there are: built in, named by a project, or installed as entry points.

A target is imported, read or run when it is asked for, not before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from specloom.plugins.plug import Plug, looks_like_path
from specloom.problems import Problem
from specloom.render import read_texts, templates
from specloom.suggest import nearest
from specloom.targets.base import Language, OptionValue, Target
from specloom.where import Where

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
    "openapi": "specloom.targets.openapi",
    "site": "specloom.targets.reference.site",
    "markdown": "specloom.targets.reference.markdown",
    "rust": "specloom.targets.rust",
}
"""Module of every built-in target, by the target's name; each exposes `TARGET`."""

LANGUAGES: Mapping[str, str] = {
    "python": "specloom.targets.python.usage",
    "typescript": "specloom.targets.typescript.usage",
    "go": "specloom.targets.golang.usage",
    "rust": "specloom.targets.rust.usage",
    "java": "specloom.targets.java.usage",
}
"""Module of the samples of every language that has some, by its target's name; each exposes `LANGUAGE`."""

PLUG_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""What targets may be called that are not built in: each owns the folder of its name."""


def names() -> tuple[str, ...]:
    """The names of all targets, in the order in which they are generated."""
    return tuple(BUILT_IN)


def find(name: str) -> Target:
    """The target called `name`; KeyError when there is none (see `unknown`)."""
    return cast(Target, import_module(BUILT_IN[name]).TARGET)


def languages() -> tuple[Language, ...]:
    """The languages that the reference shows samples in, in the order in which it shows them."""
    return tuple(cast(Language, import_module(module).LANGUAGE) for module in LANGUAGES.values())


def unknown(name: str, where: Where, more: Sequence[str] = ()) -> Problem | None:
    """A problem when no built-in target is called `name`; `more` are others that there are."""
    if name in BUILT_IN:
        return None
    return Problem(
        where,
        f"there is no target '{name}'",
        nearest(name, [*names(), *more], otherwise="`specloom targets` lists those there are"),
        "unknown-target",
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """A target that can be had, and in words where it comes from (nothing for those that are built in)."""

    name: str
    origin: str = ""


def offers(plugs: Mapping[str, Plug]) -> Sequence[Offer]:
    """Every target there is: built in, of the project, installed; none is opened."""
    from specloom.plugins.installed import find_installed

    listed = [Offer(name) for name in BUILT_IN]
    listed += [Offer(name, f"{plug}, as {plug.where.file} says") for name, plug in plugs.items()]
    for name, found in find_installed().items():
        listed.append(Offer(name, f"installed: {', '.join(one.distribution for one in found)}"))
    return listed


def templates_of(name: str) -> Mapping[str, str]:
    """The templates and runtime files of a built-in target, by their names; none if it has none."""
    shelf = BUILT_IN.get(name, "").removeprefix("specloom.targets.").partition(".")[0]
    for folder in (name, shelf):
        if folder and (templates() / folder).is_dir():
            return {
                f"{folder}/{path}": text for path, text in read_texts(templates() / folder).items()
            }
    return {}


def open_offer(
    offer: Offer, where: Where, plugs: Mapping[str, Plug]
) -> tuple[Target | None, Sequence[Problem]]:
    """The target of an offer, or what is wrong with it."""
    if offer.origin and offer.name in BUILT_IN and offer.name not in plugs:
        return None, [_clash(where, f"a target that is {offer.origin}", offer.name)]
    return open_target(offer.name, where, plugs, Path())


def open_target(
    name: str, where: Where, plugs: Mapping[str, Plug], folder: Path
) -> tuple[Target | None, Sequence[Problem]]:
    """The target that `name` stands for at `where`, or what is wrong with it.

    `plugs` are those of the project; a name that looks like a path is one, from `folder`.
    """
    if name in plugs:
        return _open_plug(plugs[name], name)
    if name in BUILT_IN:
        return find(name), []
    if looks_like_path(name):
        return _open_plug(Plug(where, folder, name), None)
    from specloom.plugins.installed import find_installed, load_installed

    found = find_installed()
    if name in found:
        return load_installed(name, found[name])
    missing = unknown(name, where, [*plugs, *found])
    return None, [missing] if missing else []


def _open_plug(plug: Plug, name: str | None) -> tuple[Target | None, Sequence[Problem]]:
    """The target of a folder or a program, called `name` or as it calls itself."""
    from specloom.plugins.folder import read_folder
    from specloom.plugins.program import open_program

    if name is not None and not PLUG_NAME.fullmatch(name):
        fact = f"{name!r} cannot name a target"
        remedy = "use small letters, digits and single hyphens"
        return None, [Problem(plug.where, fact, remedy, "bad-setting")]
    target: Target | None
    if plug.path and plug.place.is_dir():
        target, problems = read_folder(plug.place, name)
    else:
        target, problems = open_program(plug, name)
    if target is not None and target.name in BUILT_IN:
        return None, [_clash(plug.where, f"target '{plug}'", target.name)]
    return target, problems


def _clash(where: Where, what: str, name: str) -> Problem:
    fact = f"{what} is called '{name}', as one that is built in"
    remedy = "name it otherwise: [targets.NAME] with its path, in the configuration"
    return Problem(where, fact, remedy, "target-clash")


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
