"""`specloom generate`: from the spec to files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from specloom.cli.codes import Code
from specloom.cli.console import Console
from specloom.cli.flags import reads_specs
from specloom.cli.generation import Generation, Wish
from specloom.cli.lookup import complete_target
from specloom.cli.project import Project


def _check_option(
    _context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    for text in value:
        name, equals, _ = text.partition("=")
        if not equals or "." not in name.strip("."):
            raise click.BadParameter(f"{text!r} is not TARGET.NAME=VALUE")
    return value


@click.command(short_help="Write code and documents from the spec.")
@click.option(
    "-t",
    "--target",
    "chosen",
    multiple=True,
    metavar="TARGET",
    shell_complete=complete_target,
    help="Generate this target only: its name, or the path of a folder or program that is one; may be "
    "repeated. Default: as configured, else all that are built in.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to generate into. Default: as configured, else ./generated.",
)
@click.option(
    "--option",
    "settings",
    multiple=True,
    metavar="TARGET.NAME=VALUE",
    callback=_check_option,
    help="Set an option of a target (`specloom targets` lists them); may be repeated.",
)
@click.option(
    "--templates",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Templates that stand before the built-in ones (`specloom targets --export` writes those). "
    "Default: as configured.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; print what differs as a diff and exit with 1."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; list what would change.")
@click.option(
    "--list-files", is_flag=True, help="Write nothing; list the files that belong to the output."
)
@click.option(
    "--watch",
    is_flag=True,
    help="Generate, and again whenever the spec changes, until interrupted.",
)
@reads_specs
def command(
    console: Console,
    reopen: Callable[[], Sequence[Project]],
    chosen: tuple[str, ...],
    folder: Path | None,
    settings: tuple[str, ...],
    templates: Path | None,
    check: bool,
    dry_run: bool,
    list_files: bool,
    watch: bool,
) -> int:
    """Write models, decoders and merge helpers from the spec.

    Only files whose content changes are touched. Files that specloom wrote before and no longer writes are
    removed; anybody else's file is never touched. What was written is listed in FILES in the output folder.
    """
    if check + dry_run + list_files + watch > 1:
        raise click.UsageError("--check, --dry-run, --list-files and --watch exclude one another")
    wish = (
        Wish.CHECK
        if check
        else Wish.REHEARSE if dry_run else Wish.LIST if list_files else Wish.WRITE
    )
    projects = reopen()
    if folder is not None and len(projects) > 1:
        raise click.UsageError(
            "-o names one folder for several packages; choose one with --package"
        )
    generation = Generation(console, wish, chosen, folder, settings, templates)
    if not watch:
        return generation.run(projects)
    from specloom.cli.watching import keep_generating

    keep_generating(generation, projects, reopen)
    return Code.GOOD
