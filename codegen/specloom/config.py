"""What a project has settled: `specloom.toml`, or `[tool.specloom]` in `pyproject.toml`.

The keys are published as schemas/config.schema.json; a test holds the two together. Paths in the file are
relative to its folder.
(Road not taken: validating with jsonschema, which takes longer to import than all of this to run.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from specloom.ir import Where
from specloom.problems import Problem
from specloom.suggest import nearest

FILE = "specloom.toml"
PYPROJECT = "pyproject.toml"
KEYS = ("spec", "output", "targets")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a project. `targets` is None when the file does not choose among them."""

    where: Where
    spec: Path | None = None
    output: Path | None = None
    targets: tuple[str, ...] | None = None
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


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
        return EMPTY, [_bad_toml(path, str(error))]
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


def _bad_toml(path: Path, message: str) -> Problem:
    found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    where = Where(str(path), "", int(found[1]), int(found[2])) if found else Where(str(path))
    fact = message[: found.start()] if found else message
    fact = f"the configuration is not TOML: {fact[:1].lower()}{fact[1:]}"
    return Problem(where, fact, "mend the syntax", "config-syntax")


@dataclass(slots=True)
class _Reader:
    path: Path
    text: str
    prefix: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)

    def read(self, table: Mapping[str, object]) -> Config:
        for key in table:
            if key not in KEYS:
                remedy = nearest(key, KEYS, otherwise=f"the keys are {', '.join(KEYS)}")
                self.complain((key,), f"there is no setting '{key}'", remedy, "unknown-setting")
        targets, options = self.targets(table.get("targets"))
        return Config(
            Where(str(self.path)),
            self.folder(table, "spec"),
            self.folder(table, "output"),
            targets,
            options,
        )

    def folder(self, table: Mapping[str, object], key: str) -> Path | None:
        value = table.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value or "\0" in value:
            self.complain(
                (key,),
                f"'{key}' is not a path",
                'write it in quotes, as "some/folder"',
                "bad-setting",
            )
            return None
        return self.path.parent / value

    def targets(
        self, value: object
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
                    self.check_options(name, settings)
                else:
                    fact = f"the options of target '{name}' are no table"
                    self.complain(("targets", name), fact, f"write [targets.{name}]", "bad-setting")
            return tuple(value), options
        remedy = 'write targets = ["python"], or a table [targets.python] for each'
        self.complain(("targets",), "'targets' names no targets", remedy, "bad-setting")
        return None, {}

    def check_options(self, target: str, settings: Mapping[str, object]) -> None:
        for option, value in settings.items():
            items = value if isinstance(value, list) else []
            if not isinstance(value, str | int | bool | list) or any(
                not isinstance(item, str) for item in items
            ):
                fact = f"option '{option}' of target '{target}' is no text, whole number, truth value or list"
                keys = ("targets", target, option)
                self.complain(keys, fact, "write it as one of those", "bad-setting")

    def complain(self, keys: tuple[str, ...], fact: str, remedy: str, code: str) -> None:
        line = _line_of(self.text, (*self.prefix, *keys))
        pointer = "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in keys)
        self.problems.append(Problem(Where(str(self.path), pointer, line), fact, remedy, code))


def _line_of(text: str, keys: tuple[str, ...]) -> int:
    """The line where `keys` are set, as well as can be told without a parser that keeps places."""
    best = (0, 1)
    for number, path in _settings(text):
        depth = len(path) if path == keys[: len(path)] else 0
        if path[: len(keys)] == keys:
            depth = len(keys)
        best = max(best, (depth, number), key=lambda pair: pair[0])
    return best[1]


def _settings(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    header: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if found := re.match(r"\s*\[\[?\s*([^\[\]]+?)\s*\]", line):
            header = _keys(found[1])
            yield number, header
        elif found := re.match(
            r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""", line
        ):
            yield number, (*header, *_keys(found[1]))


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(
        part.strip().strip("\"'") for part in re.findall(r"""[\w-]+|"[^"]*"|'[^']*'""", dotted)
    )
