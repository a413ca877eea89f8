"""`specloom generate --watch`: generating whenever what was generated from changes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from specloom.cli.codes import Stop
from specloom.cli.generation import Generation
from specloom.cli.project import Project, shown
from specloom.config import find_config
from specloom.plugins.plug import looks_like_path
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
        yield from watched_files(generation, projects)

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


def watched_files(generation: Generation, projects: Sequence[Project]) -> Iterator[Path]:
    """The files of the specs, and those of targets and templates that are not built in."""
    for project in projects:
        yield from _files_of(project.spec)
        places = [plug.place for plug in project.config.plugs.values() if plug.path]
        places += [Path(name) for name in generation.chosen if looks_like_path(name)]
        templates = generation.templates or project.config.templates
        for place in [*places, *([templates] if templates else [])]:
            yield from (path for path in (place, *place.rglob("*")) if path.is_file())


def _files_of(spec: Path) -> Iterator[Path]:
    """The files that a spec may consist of; what else lies in its folder does not matter."""
    try:
        yield from (path for path in spec.iterdir() if path.suffix == ".json")
    except NotADirectoryError:
        yield spec
    except OSError:  # not there just now
        return
