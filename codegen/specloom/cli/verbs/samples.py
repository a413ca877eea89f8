"""`specloom samples`: payloads made up from the spec."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from specloom.cli.codes import Code
from specloom.cli.console import Console
from specloom.cli.flags import SomePath, reads_spec
from specloom.cli.lookup import require_decl
from specloom.cli.project import Project, load_package
from specloom.ir import Package
from specloom.problems import Problem, Severity


@click.command(short_help="Make up payloads, good and bad.")
@click.option(
    "--type", "names", multiple=True, metavar="NAME", help="Of this type only; may be repeated."
)
@click.option(
    "--mutate",
    is_flag=True,
    help="Also payloads that are wrong in one place, with the place and the reason.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=SomePath(),
    metavar="DIR",
    help="Write them to DIR/<Type>/accept and DIR/<Type>/reject, a file each, instead of printing.",
)
@reads_spec
def command(
    console: Console, project: Project, names: tuple[str, ...], mutate: bool, folder: Path | None
) -> int:
    """Make up payloads of every type, for tests of decoders: the same ones each time.

    Good ones: the least that will do, all that there can be, each null, each variant, each value, each limit.
    They are printed as one JSON object a line, with `type`, `case` and `payload`; bad ones also say `why`
    and at which `pointer`.
    """
    package = load_package(console, project)
    for name in names:
        require_decl(package, name)
    wanted = list(dict.fromkeys(names or package.decls))
    made = [*_make(package, wanted, mutate=mutate)]
    _confess(console, package, wanted, made)
    if folder is None:
        console.result("".join(f"{json.dumps(sample)}\n" for sample in made))
        return Code.GOOD
    from specloom.output.single import write_files

    failure = write_files(folder, dict(_file(sample) for sample in made))
    if failure is not None:
        console.report([failure])
        return Code.USAGE
    console.say(f"{folder}: {len(made)} samples of {len(wanted)} types")
    return Code.GOOD


def _make(package: Package, names: list[str], *, mutate: bool) -> Iterator[dict[str, Any]]:
    from specloom.samples import mutants_of, samples_of

    for name in names:
        yield from map(asdict, samples_of(package, name))
        if mutate:
            yield from map(asdict, mutants_of(package, name))


def _confess(
    console: Console, package: Package, names: list[str], made: list[dict[str, Any]]
) -> None:
    """Say of which types nothing could be made up."""
    missing = set(names) - {sample["type"] for sample in made}
    remedy = "write some by hand: a pattern or a limit is hard to meet"
    notes = [
        Problem(
            package.decls[name].where,
            f"no sample of {name} could be made up",
            remedy,
            "no-sample",
            Severity.NOTE,
        )
        for name in missing
    ]
    if notes:
        console.report(notes)


def _file(sample: dict[str, Any]) -> tuple[str, str]:
    """The path and text of a sample, as payloads lie under spec/examples."""
    name, case = sample["type"], sample["case"]
    good = "pointer" not in sample
    shown = {key: sample[key] for key in ("why", "pointer", "payload") if key in sample}
    text = json.dumps(sample["payload"] if good else shown, indent=2, ensure_ascii=False)
    return f"{name}/{'accept' if good else 'reject'}/{case}.json", text + "\n"
