"""A bar on the terminal, for work that takes a while."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from specloom.problems import Problem
from specloom.validate.inputs import Source
from specloom.validate.work import Task

WORTH_IT = 32 << 20
"""How many bytes take long enough for a bar."""


def wanted(sources: Sequence[Source], *, quiet: bool) -> bool:
    """Whether there is somebody to look at a bar, and time to do so."""
    if quiet or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stderr.isatty() and sum(source.size for source in sources) > WORTH_IT


@contextmanager
def bar(
    sources: Sequence[Source], kept: list[Problem]
) -> Iterator[Callable[[Task, Sequence[Problem]], None]]:
    """A bar while inside, to be told of each task that is done; what is found is `kept` till it is gone."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("validate"),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TimeRemainingColumn(),
        TextColumn("{task.fields[found]}"),
    )
    total = sum(source.size for source in sources)
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        line = progress.add_task("", total=total, found="")

        def heed(task: Task, problems: Sequence[Problem]) -> None:
            kept.extend(problems)
            progress.update(line, advance=task.size, found=f"{len(kept)} found" if kept else "")

        yield heed
