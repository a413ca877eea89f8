"""A repository as `specloom init` finds it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from specloom.config import FILE, PYPROJECT, find_config

CONFIG = FILE
SCHEMA = ".specloom/config.schema.json"
REQUIREMENTS = ".specloom/requirements.txt"
RULES = "specloom.mk"
MAKEFILE = "Makefile"
HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/specloom.yml"

_MAKEFILES = ("GNUmakefile", "makefile", MAKEFILE)  # as make looks for them
_INCLUDES = re.compile(rf"^ *-?s?include\s(.*[\s/])?{re.escape(RULES)}\s*(#.*)?$", re.MULTILINE)

_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "python": (PYPROJECT, "setup.py", "requirements.txt"),
    "typescript": ("package.json", "tsconfig.json"),
    "go": ("go.mod",),
    "rust": ("Cargo.toml",),
    "java": ("pom.xml", "build.gradle", "build.gradle.kts"),
}
"""Files that give a language away, by the target for that language."""


@dataclass(frozen=True, slots=True)
class Repository:
    """What matters of a folder. Names are those of files in it; None when there is no such file."""

    folder: Path
    root: Path | None
    """The root of the repository that the folder lies deeper in; None when it is the root, or in none."""
    config: str | None
    makefile: str | None
    includes_rules: bool
    hooks: str | None
    has_hooks: bool
    schema: str
    """The text of the JSON Schema of the configuration; empty when there is none."""
    languages: tuple[str, ...]
    has_spec: bool


def look(folder: Path) -> Repository:
    """What is in `folder`, whatever its line ends are."""
    makefile = next((name for name in _MAKEFILES if (folder / name).is_file()), None)
    hooks = HOOKS if (folder / HOOKS).exists() else None
    return Repository(
        folder,
        _root_above(folder.resolve()),
        _config_in(folder),
        makefile,
        makefile is not None and bool(_INCLUDES.search(_read(folder / makefile))),
        hooks,
        "specloom" in _read(folder / HOOKS),
        _read(folder / SCHEMA),
        tuple(
            language
            for language, names in _LANGUAGES.items()
            if any((folder / name).is_file() for name in names)
        ),
        next((folder / "spec").glob("*.schema.json"), None) is not None,
    )


def _config_in(folder: Path) -> str | None:
    found = find_config(folder)
    return found.name if found is not None and found.parent == folder else None


def _root_above(folder: Path) -> Path | None:
    if (folder / ".git").exists():
        return None
    return next((parent for parent in folder.parents if (parent / ".git").exists()), None)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")
    except OSError:
        return ""
