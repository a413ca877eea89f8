"""Flags that mean the same wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from specloom.cli.console import Console
from specloom.cli.report import FORMATS
from specloom.problems import Severity

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
    """What `speaks` gives, and `--spec` and `--config`; the verb receives those as `project`."""

    @wraps(verb)
    def wrapped(*args: Any, spec: Path | None, config: Path | None, **kwargs: Any) -> Any:
        from specloom.cli.project import open_project

        return verb(*args, project=open_project(kwargs["console"], spec, config), **kwargs)

    path = click.Path(path_type=Path)
    flags = [
        click.option(
            "--spec",
            type=path,
            metavar="PATH",
            help="The spec: a folder or one file. Default: as configured, else ./spec, else the one that "
            "comes with specloom.",
        ),
        click.option(
            "--config",
            type=path,
            metavar="FILE",
            help="The configuration. Default: the nearest specloom.toml or [tool.specloom] upwards.",
        ),
    ]
    return cast(Verb, speaks(_with(wrapped, flags)))


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
