"""What a project has settled: `specloom.toml`, or `[tool.specloom]` in `pyproject.toml`.

The keys are published as schemas/config.schema.json; a test holds the two together. Paths in the file are
relative to its folder.
(Road not taken: validating with jsonschema, which takes longer to import than all of this to run.)
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from specloom.plugins.plug import WORDS, Plug, read_plug
from specloom.problems import Problem
from specloom.suggest import nearest
from specloom.where import Where

FILE = "specloom.toml"
PYPROJECT = "pyproject.toml"
SHIPPED = "@shipped"
"""What `spec` says to mean the spec that came with specloom, wherever that is installed."""
OUTPUT = "generated"
"""The folder that is generated into when nothing else is said."""
KEYS = ("spec", "output", "targets", "templates", "validate", "packages")
_PACKAGE_KEYS = ("spec", "output", "targets", "templates", "validate")
_PACKAGE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")


_NONE: Mapping[str, Any] = MappingProxyType({})


class Config(NamedTuple):
    """The settings of a project. `targets` is None when the file does not choose among them.

    `plugs` are the targets that it says the places of, and `templates` is a folder of templates that stand
    before the built-in ones. `types` says what payloads are in which files, by glob. `packages` is there when
    the file names several specs: the settings of each, what is shared filled in.
    """

    where: Where
    spec: Path | None = None
    output: Path | None = None
    targets: tuple[str, ...] | None = None
    options: Mapping[str, Mapping[str, object]] = _NONE
    packages: Mapping[str, Config] = _NONE
    plugs: Mapping[str, Plug] = _NONE
    templates: Path | None = None
    types: Mapping[str, str] = _NONE


EMPTY = Config(Where("(no configuration)"))


def find_config(start: Path) -> Path | None:
    """The configuration that governs `start`: the nearest one upwards, not beyond the repository."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder / FILE
        pyproject = folder / PYPROJECT
        if pyproject.is_file() and re.search(r"(?m)^\s*\[tool\.specloom\b", _peek(pyproject)):
            return pyproject
        if (folder / ".git").exists():
            return None
    return None


def read_config(path: Path) -> tuple[Config, Sequence[Problem]]:
    """The settings in `path`. With problems they are not to be used."""
    import tomllib

    try:
        text = path.read_bytes().decode("utf-8-sig")
        table: object = tomllib.loads(text.replace("\r\n", "\n"))
    except OSError as error:
        fact = f"the configuration cannot be read: {(error.strerror or str(error)).lower()}"
        return EMPTY, [
            Problem(Where(str(path)), fact, "name another with --config", "config-unreadable")
        ]
    except UnicodeDecodeError as error:
        fact = f"the configuration is not UTF-8 (byte {error.start})"
        return EMPTY, [Problem(Where(str(path)), fact, "save it as UTF-8", "config-unreadable")]
    except tomllib.TOMLDecodeError as error:
        return EMPTY, [_bad_toml(path, text, str(error))]
    except RecursionError:
        return EMPTY, [_bad_toml(path, text, "it is nested too deeply")]
    prefix: tuple[str, ...] = ()
    if path.name == PYPROJECT:
        prefix = ("tool", "specloom")
        for key in prefix:
            table = table.get(key, {}) if isinstance(table, dict) else {}
    reader = _Reader(path, text, prefix)
    return reader.read(table if isinstance(table, dict) else {}), reader.problems


def _peek(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return ""


def _bad_toml(path: Path, text: str, message: str) -> Problem:
    from specloom.tomlplaces import read_fault

    where, fact = read_fault(path, text, message)
    return Problem(
        where, f"the configuration is not TOML: {fact}", "mend the syntax", "config-syntax"
    )


class _Reader:
    def __init__(self, path: Path, text: str, prefix: tuple[str, ...]) -> None:
        self.path, self.text, self.prefix = path, text, prefix
        self.problems: list[Problem] = []

    def read(self, table: Mapping[str, object]) -> Config:
        config = self.settings(table, (), KEYS)
        if "packages" not in table:
            return config
        if "spec" in table:
            fact = "'spec' stands beside 'packages', so nobody knows whose it is"
            self.complain(("spec",), fact, "give it to one of the packages", "bad-setting")
        return config._replace(packages=self.packages(table["packages"], config))

    def settings(
        self, table: Mapping[str, object], above: tuple[str, ...], known: Sequence[str]
    ) -> Config:
        """What one table says; `above` are the keys that lead to it."""
        for key in table:
            if key not in known:
                remedy = nearest(key, known, otherwise=f"the keys are {', '.join(known)}")
                fact = f"there is no setting '{key}'"
                self.complain((*above, key), fact, remedy, "unknown-setting")
        spec = (
            Path(SHIPPED) if table.get("spec") == SHIPPED else self.folder(table, (*above, "spec"))
        )
        output = self.folder(table, (*above, "output"))
        targets, tables = self.targets(table.get("targets"), (*above, "targets"))
        plugs = {name: self.plug(name, t, above) for name, t in tables.items() if _is_plug(t)}
        return Config(
            where=Where(str(self.path)),
            spec=spec,
            output=output,
            targets=targets,
            options={
                n: {w: t[w] for w in t if n not in plugs or w not in WORDS}
                for n, t in tables.items()
            },
            plugs={name: plug for name, plug in plugs.items() if plug is not None},
            templates=self.folder(table, (*above, "templates")),
            types=self.types(table.get("validate"), (*above, "validate")),
        )

    def packages(self, value: object, shared: Config) -> Mapping[str, Config]:
        """The settings of every package, with what the packages share."""
        if not isinstance(value, dict) or not value:
            remedy = "write a table [packages.NAME] for each"
            self.complain(("packages",), "'packages' holds no packages", remedy, "bad-setting")
            return {}
        found: dict[str, Config] = {}
        for name, table in value.items():
            keys = ("packages", name)
            if not _PACKAGE_NAME.fullmatch(name):
                remedy = "use ASCII letters, digits, '_' and '-'"
                self.complain(keys, f"{name!r} cannot name a package", remedy, "bad-setting")
            elif not isinstance(table, dict) or "spec" not in table:
                fact = f"package '{name}' does not say where its spec is"
                remedy = f'write spec = "some/folder" under [packages.{name}]'
                self.complain(keys, fact, remedy, "bad-setting")
            else:
                found[name] = self.fill_in(name, self.settings(table, keys, _PACKAGE_KEYS), shared)
        self.check_outputs(found)
        return found

    def fill_in(self, name: str, own: Config, shared: Config) -> Config:
        """What a package says itself, and what it shares with the others where it says nothing."""
        folder = (shared.output or self.path.parent / OUTPUT) / name
        config = own._replace(output=own.output or folder)
        if own.targets is None:
            config = config._replace(
                targets=shared.targets, options=shared.options, plugs=shared.plugs
            )
        return config._replace(
            types=own.types or shared.types, templates=own.templates or shared.templates
        )

    def check_outputs(self, packages: Mapping[str, Config]) -> None:
        """Two packages in one folder would remove each other's files."""
        places: dict[str, str] = {}
        for name, config in packages.items():
            place = os.path.normpath(config.output or ".") + os.sep
            for other, earlier in places.items():
                if place.startswith(other) or other.startswith(place):
                    fact = f"packages '{earlier}' and '{name}' are generated into one folder"
                    keys = ("packages", name, "output")
                    self.complain(keys, fact, "give each a folder of its own", "bad-setting")
            places[place] = name

    def folder(self, table: Mapping[str, object], keys: tuple[str, ...]) -> Path | None:
        value = table.get(keys[-1])
        if value is None:
            return None
        if not isinstance(value, str) or not value or "\0" in value:
            remedy = 'write it in quotes, as "some/folder"'
            self.complain(keys, f"'{keys[-1]}' is not a path", remedy, "bad-setting")
            return None
        return self.path.parent / value

    def targets(
        self, value: object, keys: tuple[str, ...]
    ) -> tuple[tuple[str, ...] | None, Mapping[str, Mapping[str, object]]]:
        """A list of names, or a table that also holds their options."""
        if value is None:
            return None, {}
        if isinstance(value, list) and value and all(isinstance(name, str) for name in value):
            return tuple(dict.fromkeys(value)), {}
        if isinstance(value, dict) and value:
            options = {}
            for name, settings in value.items():
                if isinstance(settings, dict):
                    options[name] = settings
                    self.check_options(settings, (*keys, name))
                else:
                    fact = f"the options of target '{name}' are no table"
                    self.complain((*keys, name), fact, f"write [targets.{name}]", "bad-setting")
            return tuple(value), options
        remedy = 'write targets = ["python"], or a table [targets.python] for each'
        self.complain(keys, "'targets' names no targets", remedy, "bad-setting")
        return None, {}

    def plug(
        self, name: str, settings: Mapping[str, object], above: tuple[str, ...]
    ) -> Plug | None:
        """Where the target `name` is."""
        keys = (*above, "targets", name)
        where = self.place(keys)
        plug, wrong = read_plug(settings, where, self.path.parent)
        if wrong is not None:
            key, fact, remedy = wrong
            self.complain((*keys, key), f"target '{name}': {fact}", remedy, "bad-setting")
        return plug

    def check_options(self, settings: Mapping[str, object], keys: tuple[str, ...]) -> None:
        for option, value in settings.items():
            items = value if isinstance(value, list) else []
            if not isinstance(value, str | int | bool | list) or any(
                not isinstance(item, str) for item in items
            ):
                named = f"option '{option}' of target '{keys[-1]}'"
                fact = f"{named} is no text, whole number, truth value or list"
                remedy = "write it as one of those"
                self.complain((*keys, option), fact, remedy, "bad-setting")

    def types(self, value: object, keys: tuple[str, ...]) -> Mapping[str, str]:
        """Which type the payloads of which files have, by glob, in the order of the file."""
        types = value.get("types", {}) if isinstance(value, dict) else None
        known = isinstance(value, dict) and set(value) <= {"types"}
        if value is None:
            return {}
        if known and isinstance(types, dict) and all(isinstance(t, str) for t in types.values()):
            return types
        remedy = 'write [validate.types], and under it "some/folder/*.json" = "TypeName"'
        self.complain(keys, "'validate' does not map paths to types", remedy, "bad-setting")
        return {}

    def complain(self, keys: tuple[str, ...], fact: str, remedy: str, code: str) -> None:
        self.problems.append(Problem(self.place(keys), fact, remedy, code))

    def place(self, keys: tuple[str, ...]) -> Where:
        from specloom.tomlplaces import where_is  # most configurations are right

        return where_is(self.path, self.text, (*self.prefix, *keys))


def _is_plug(settings: Mapping[str, object]) -> bool:
    return "path" in settings or "command" in settings
