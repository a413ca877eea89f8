"""Files that options name: targets are pure, so the command reads for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from specloom.problems import Problem
from specloom.where import Where

if TYPE_CHECKING:
    from specloom.targets.base import OptionValue, Target

ARGUMENTS = Where("(command line)")
_FILE = "# file: "


def read_sources(
    target: Target, settled: Mapping[str, OptionValue], config: Where, typed: Collection[str]
) -> tuple[dict[str, OptionValue], Sequence[Problem]]:
    """The options of `target` with files in place of their paths.

    Paths are relative to the configuration that says them, or to the current folder for options that were
    `typed` on the command line (TARGET.NAME each). Each text is preceded by a line that names its file:
    `# file: sdk/partials.py`.
    """
    read = dict(settled)
    problems: list[Problem] = []
    for option in target.options:
        paths = settled[option.name]
        if not option.reads or not isinstance(paths, list):
            continue
        where = ARGUMENTS if f"{target.name}.{option.name}" in typed else config
        folder = Path() if where is ARGUMENTS else Path(config.file).parent
        texts: list[str] = []
        for path in paths:
            try:
                texts.append(read_source(folder / path))
            except (OSError, ValueError) as error:
                named = f"option '{target.name}.{option.name}' names {path}"
                fact = f"{named}, which cannot be read: {_why(error)}"
                problems.append(
                    Problem(where, fact, "name a file of UTF-8 text", "unreadable-file")
                )
        read[option.name] = texts
    return read, problems


def read_source(path: Path) -> str:
    """The text of a file, preceded by the line that names it. Raises OSError, ValueError."""
    return f"{_FILE}{path.as_posix()}\n{path.read_text(encoding='utf-8')}"


def path_of(source: str) -> str:
    """The file that the first line of such a text names."""
    return source.partition("\n")[0].removeprefix(_FILE)


def _why(error: OSError | ValueError) -> str:
    return error.strerror or "unknown reason" if isinstance(error, OSError) else "it is not UTF-8"
