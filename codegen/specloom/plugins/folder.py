"""Targets that are data, read from their folder: `target.toml`, `templates/` and `runtime/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from specloom.plugins.plug import WORDS
from specloom.problems import Problem
from specloom.render import Sheets, read_sheets
from specloom.schemas import find_mistakes
from specloom.suggest import nearest
from specloom.targets.data import DataTarget
from specloom.targets.data.manifest import make_manifest
from specloom.tomlplaces import Keys, read_fault, where_is
from specloom.where import Where

FILE = "target.toml"
_PLACEHOLDERS = {"package": {"package"}, "module": {"package", "module"}}


def read_folder(root: Path, name: str | None = None) -> tuple[DataTarget | None, Sequence[Problem]]:
    """The target in the folder `root`, called `name` or as it calls itself; or what is wrong with it."""
    path = root / FILE
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        document = tomllib.loads(text)
    except OSError as error:
        fact = f"'{root}' is no target: its {FILE} cannot be read: {(error.strerror or '').lower()}"
        remedy = "`specloom targets --scaffold NAME DIR` writes a target to begin with"
        return None, [Problem(Where(str(root)), fact, remedy, "no-target")]
    except UnicodeDecodeError as error:
        fact = f"it is not UTF-8 (byte {error.start})"
        return None, [Problem(Where(str(path)), fact, "save it as UTF-8", "bad-target")]
    except tomllib.TOMLDecodeError as error:
        return None, [_bad_toml(path, text, str(error))]
    except RecursionError:
        return None, [_bad_toml(path, text, "it is nested too deeply")]
    sheets, problems = _read_optional(root / "templates")
    runtime, more = _read_optional(root / "runtime")
    checker = _Checker(path, text)
    found = [*problems, *more, *checker.check(document, sheets.texts)]
    if found:
        return None, found
    manifest = make_manifest(document)
    return DataTarget(name or manifest.name, manifest, sheets, runtime.texts), []


def _read_optional(folder: Path) -> tuple[Sheets, Sequence[Problem]]:
    return read_sheets(folder) if folder.exists() else (Sheets(folder, {}), [])


def _bad_toml(path: Path, text: str, message: str) -> Problem:
    where, fact = read_fault(path, text, message)
    return Problem(where, f"it is not TOML: {fact}", "mend the syntax", "bad-target")


class _Checker:
    """Says what is wrong with a manifest, and where."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text

    def check(self, document: Mapping[str, Any], templates: Mapping[str, str]) -> list[Problem]:
        """Everything that is wrong; what the schema cannot say comes once it is content."""
        mistakes = [
            self.problem(mistake.keys, mistake.fact, mistake.remedy)
            for mistake in find_mistakes(document, "target")
        ]
        return mistakes or [
            *self.check_files(document["files"], templates),
            *self.check_options(document),
        ]

    def check_files(
        self, rules: Sequence[Mapping[str, str]], templates: Mapping[str, str]
    ) -> Iterator[Problem]:
        """Templates that are not there, and placeholders that mean nothing."""
        for number, rule in enumerate(rules):
            template, path = rule["template"], rule["path"]
            if template not in templates:
                other = "put it into templates/ beside this file"
                remedy = nearest(template, templates, otherwise=other)
                fact = f"there is no template '{template}'"
                yield self.problem(("files", number, "template"), fact, remedy)
            each = rule.get("each", "package")
            known = _PLACEHOLDERS.get(each, {"package", "module", "type"})
            for word in re.findall(r"\{([^{}]*)\}", path):
                if word not in known:
                    fact = f"'{{{word}}}' means nothing in the path of a file for each {each}"
                    remedy = f"it may hold {', '.join(f'{{{w}}}' for w in sorted(known))}"
                    yield self.problem(("files", number, "path"), fact, remedy)

    def check_options(self, document: Mapping[str, Any]) -> Iterator[Problem]:
        """Names of options that the configuration has for itself."""
        for name in document.get("options", {}):
            if name in WORDS:
                fact = (
                    f"no option can be called '{name}': the configuration says so where a target is"
                )
                yield self.problem(("options", name), fact, "give it another name")

    def problem(self, keys: Keys, fact: str, remedy: str) -> Problem:
        return Problem(where_is(self.path, self.text, keys), fact, remedy, "bad-target")
