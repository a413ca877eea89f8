"""Files that options name: targets are pure, so the command reads for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from specloom.problems import Problem
from specloom.targets.base import OptionValue, Target
from specloom.where import Where

ARGUMENTS = Where("(command line)")


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
                text = (folder / path).read_text(encoding="utf-8")
            except (OSError, ValueError) as error:
                named = f"option '{target.name}.{option.name}' names {path}"
                fact = f"{named}, which cannot be read: {_why(error)}"
                problems.append(
                    Problem(where, fact, "name a file of UTF-8 text", "unreadable-file")
                )
            else:
                texts.append(f"# file: {(folder / path).as_posix()}\n{text}")
        read[option.name] = texts
    return read, problems


def _why(error: OSError | ValueError) -> str:
    return error.strerror or "unknown reason" if isinstance(error, OSError) else "it is not UTF-8"
