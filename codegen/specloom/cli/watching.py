"""`specloom generate --watch`: generating whenever what was generated from changes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from specloom.cli.codes import Stop
from specloom.cli.generation import Generation
from specloom.cli.project import Project, shown
from specloom.config import find_config
from specloom.watch import Watcher, follow


def keep_generating(
    generation: Generation,
    projects: Sequence[Project],
    reopen: Callable[[], Sequence[Project]],
) -> None:
    """Generate `projects`, and again after every change, until Ctrl-C.

    Errors are printed and waited out: the next change may mend them.
    """
    console = generation.console

    def find() -> Iterator[Path]:
        nearest = find_config(Path.cwd())  # there may be one now
        settings = {Path(project.config.where.file) for project in projects}
        yield from settings | ({shown(nearest)} if nearest else set())
        for project in projects:
            yield from _files_of(project.spec)

    def act(changed: Sequence[Path]) -> None:
        nonlocal projects
        if changed:
            console.say(f"changed: {', '.join(str(shown(path)) for path in changed)}")
        try:
            if changed:
                projects = reopen()
            generation.run(projects)
        except Stop:  # the configuration is wrong, and that has been said
            pass
        places = ", ".join(dict.fromkeys(str(project.spec) for project in projects))
        console.say(f"watching {places}; Ctrl-C ends")
        sys.stdout.flush()
        sys.stderr.flush()

    try:
        follow(Watcher(find), act)
    except KeyboardInterrupt:
        console.say("\nstopped")


def _files_of(spec: Path) -> Iterator[Path]:
    """The files that a spec may consist of; what else lies in its folder does not matter."""
    try:
        yield from (path for path in spec.iterdir() if path.suffix == ".json")
    except NotADirectoryError:
        yield spec
    except OSError:  # not there just now
        return
