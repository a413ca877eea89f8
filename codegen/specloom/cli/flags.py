"""Flags that mean the same wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from specloom.cli.console import Console
from specloom.cli.report import FORMATS
from specloom.problems import Severity


class SomePath(click.Path):
    """A path that is given as a `Path`. Nothing is none: `.` says the current folder."""

    def __init__(self, **wants: bool) -> None:
        super().__init__(path_type=Path, **wants)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; a usage error if it is empty, as a variable of a shell that was not set is."""
        if value == "":
            self.fail("the path is empty; `.` is the current folder", param, ctx)
        return super().convert(value, param, ctx)


Verb = TypeVar("Verb", bound=Callable[..., Any])


def speaks(verb: Verb) -> Verb:
    """Give a verb `-q`, `-v`, `--color` and `--format`; it receives them as `console`."""

    @wraps(verb)
    def wrapped(
        *args: Any, quiet: bool, verbose: int, color: str, format: str, **kwargs: Any
    ) -> Any:
        return verb(*args, console=Console(quiet, verbose, color, format), **kwargs)

    flags = [
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
        click.option("-v", "--verbose", count=True, help="Say more."),
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            help="Colour what is written to a terminal (auto heeds NO_COLOR).",
        ),
        click.option(
            "--format",
            type=click.Choice(list(FORMATS)),
            default="text",
            help="How problems are written.",
        ),
    ]
    return cast(Verb, _with(wrapped, flags))


def reads_spec(verb: Verb) -> Verb:
    """What `speaks` gives, and the flags that say which spec; the verb receives those as `project`."""

    @wraps(verb)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        from specloom.cli.project import open_project

        project = open_project(kwargs["console"], *_take(kwargs))
        return verb(*args, project=project, **kwargs)

    return cast(Verb, speaks(_with(wrapped, _spec_flags())))


def reads_specs(verb: Verb) -> Verb:
    """As `reads_spec`, for verbs that work on every spec of the configuration.

    The verb receives `reopen`, which gives the projects: a verb that runs on may ask again.
    """

    @wraps(verb)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        from specloom.cli.project import open_projects

        reopen = partial(open_projects, kwargs["console"], *_take(kwargs))
        return verb(*args, reopen=reopen, **kwargs)

    return cast(Verb, speaks(_with(wrapped, _spec_flags())))


def _take(kwargs: dict[str, Any]) -> tuple[Path | None, Path | None, str | None]:
    return kwargs.pop("spec"), kwargs.pop("config"), kwargs.pop("package")


def _spec_flags() -> list[Callable[[Any], Any]]:
    path = SomePath()
    return [
        click.option(
            "--spec",
            type=path,
            metavar="PATH",
            help="The spec: a folder, one file, or @shipped. Default: as configured, else ./spec, else the "
            "one that comes with specloom.",
        ),
        click.option(
            "--package",
            metavar="NAME",
            help="One package of the configuration, where it names several specs.",
        ),
        click.option(
            "--config",
            type=path,
            metavar="FILE",
            help="The configuration. Default: the nearest specloom.toml or [tool.specloom] upwards.",
        ),
    ]


def fails_on(verb: Verb) -> Verb:
    """Give a verb `--fail-on`; it receives it as `fail_on`."""

    @wraps(verb)
    def wrapped(*args: Any, fail_on: str, **kwargs: Any) -> Any:
        return verb(*args, fail_on=Severity(fail_on), **kwargs)

    flag = click.option(
        "--fail-on",
        type=click.Choice([str(severity) for severity in Severity]),
        default=str(Severity.ERROR),
        help="The least severity that makes the exit code 1.",
    )
    return cast(Verb, flag(wrapped))


def _with(verb: Any, flags: list[Callable[[Any], Any]]) -> Any:
    for flag in reversed(flags):
        verb = flag(verb)
    return verb
