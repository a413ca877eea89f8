"""`specloom targets`: what can be generated, and how to begin with a target or a look of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from specloom import output
from specloom.cli.codes import Code, Stop
from specloom.cli.console import Console
from specloom.cli.flags import speaks
from specloom.cli.lookup import complete_target
from specloom.cli.plugs import open_offers, read_settings
from specloom.cli.sources import ARGUMENTS
from specloom.output import Act
from specloom.problems import Problem
from specloom.targets import registry
from specloom.targets.base import OptionValue, Target


@click.command(short_help="List what can be generated; begin with a target of your own.")
@click.option(
    "-t",
    "--target",
    "chosen",
    multiple=True,
    metavar="TARGET",
    shell_complete=complete_target,
    help="With --export: the templates of this target only; may be repeated.",
)
@click.option(
    "--export",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Copy the templates of built-in targets into DIR, for `generate --templates DIR`.",
)
@click.option(
    "--scaffold",
    nargs=2,
    type=(str, click.Path(path_type=Path)),
    metavar="NAME DIR",
    help="Write a target of your own into DIR, to begin with: it generates models, and has a test.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The configuration. Default: the nearest specloom.toml or [tool.specloom] upwards.",
)
@speaks
def command(
    console: Console,
    chosen: tuple[str, ...],
    export: Path | None,
    scaffold: tuple[str, Path] | None,
    config: Path | None,
) -> int:
    """List the targets, what each makes, its options, and where those come from that are not built in."""
    if export is not None and scaffold is not None:
        raise click.UsageError("--export and --scaffold exclude one another")
    if chosen and export is None:
        raise click.UsageError("-t chooses whose templates --export copies")
    if export is not None:
        return _export(console, export, chosen)
    if scaffold is not None:
        from specloom.cli.scaffolding import begin

        return begin(console, *scaffold)
    return _list(console, config)


def _list(console: Console, config: Path | None) -> int:
    settings, problems = read_settings(config)
    opened, wrong = open_offers(settings)
    width = max(len(offer.name) for offer, _ in opened)
    lines = []
    for offer, target in opened:
        origin = f" ({offer.origin})" if offer.origin else ""
        summary = "cannot be used" if target is None else target.summary
        lines.append(f"{offer.name:{width}}  {summary}{origin}")
        lines += [f"{'':{width}}    {line}" for line in _options(target)]
    console.result("\n".join(lines) + "\n")
    if problems or wrong:
        console.report([*problems, *wrong])
        return Code.FINDINGS
    return Code.GOOD


def _options(target: Target | None) -> Iterator[str]:
    if target is None:
        return
    for option in target.options:
        yield f"{target.name}.{option.name}={_written(option.default)}: {option.help}"


def _written(value: OptionValue) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(value) if isinstance(value, list) else str(value)


def _export(console: Console, folder: Path, chosen: tuple[str, ...]) -> int:
    problems = [p for name in chosen if (p := registry.unknown(name, ARGUMENTS)) is not None]
    texts: dict[str, str] = {}
    for name in chosen or registry.names():
        found = registry.templates_of(name)
        if not found and name in chosen and name in registry.BUILT_IN:
            fact = f"target '{name}' has no templates"
            problems.append(Problem(ARGUMENTS, fact, "leave it out", "no-templates"))
        texts |= found
    if problems:
        console.report(problems)
        return Code.USAGE
    add_files(console, folder, texts)
    return Code.GOOD


def add_files(console: Console, folder: Path, texts: Mapping[str, str]) -> None:
    """Write what is not there, and say so. Stops when that cannot be done."""
    changes, problems = output.add(folder, texts)
    if problems:
        console.report(problems)
        raise Stop(Code.FINDINGS)
    for change in changes:
        path = (folder / change.path).as_posix()
        console.say(f"wrote {path}" if change.act is Act.WRITE else f"{path} is there already")
