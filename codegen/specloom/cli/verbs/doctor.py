"""`specloom doctor`: what is installed and found, for bug reports and for "why does it not work"."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import click

from specloom import __version__
from specloom.cli.codes import Code
from specloom.cli.console import Console
from specloom.cli.flags import speaks
from specloom.cli.plugs import open_offers
from specloom.cli.project import find_spec, shown
from specloom.config import EMPTY, find_config, read_config
from specloom.shipped import find_shipped
from specloom.targets.base import Target
from specloom.targets.data import DataTarget

_TOOLCHAINS = {
    "node": ["node", "--version"],
    "npm": ["npm", "--version"],
    "go": ["go", "version"],
    "rustc": ["rustc", "--version"],
    "cargo": ["cargo", "--version"],
    "java": ["java", "--version"],
    "mvn": ["mvn", "--version"],
}
"""What builds and tests the generated code of each language; none is needed to generate it."""

_COLOUR = re.compile("\x1b\\[[0-9;]*m")
_PATIENCE = 20  # seconds; a JVM on a busy machine takes several


@click.command(short_help="Say what is installed and found.")
@speaks
def command(console: Console) -> int:
    """Say which versions are at work, what was found where, and which toolchains are present."""
    missing = []
    lines = [
        f"specloom     {__version__} ({Path(__file__).parents[2]})",
        f"python       {platform.python_version()} ({platform.system()} {platform.machine()})",
    ]
    for name, version in _dependencies():
        lines.append(f"  {name} {version or 'missing'}")
        missing += [name] if version is None else []
    path = find_config(Path.cwd())
    config, problems = read_config(shown(path)) if path else (EMPTY, [])
    lines.append(f"config       {shown(path) if path else 'none'}")
    lines.append(f"spec         {find_spec(None, config) or 'none'}")
    lines.append(f"templates    {find_shipped('templates') or 'none'}")
    opened, broken = open_offers(config, all=False)
    if opened:
        lines.append("plugins")
        lines += [
            f"  {offer.name:10} {_plugin(target)} ({offer.origin})" for offer, target in opened
        ]
    lines.append("toolchains")
    lines += [f"  {name:10} {_toolchain(words)}" for name, words in _TOOLCHAINS.items()]
    console.result("\n".join(lines) + "\n")
    problems = [*problems, *broken]
    if problems:
        console.report(problems)
    missing += [name for name in ("spec", "templates") if find_shipped(name) is None]
    for name in missing:
        console.warn(f"the installation lacks {name}: install specloom again")
    return Code.FINDINGS if missing or problems else Code.GOOD


def _dependencies() -> Iterator[tuple[str, str | None]]:
    """What specloom needs, with the version that is there; what would speed it up, if it is there."""
    try:
        needed = metadata.requires("specloom") or []
    except metadata.PackageNotFoundError:  # a checkout on the path, not installed
        needed = []
    for requirement in needed:
        found = re.match(r"[\w.-]+", requirement)
        if found is None or re.search(r"extra\s*==\s*['\"](?!fast)", requirement):
            continue
        version = _version(found[0])
        if version is not None or "extra" not in requirement:
            yield found[0], version


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _plugin(target: Target | None) -> str:
    """Whether a target can be used, and whether what it makes can be built."""
    if target is None:
        return "cannot be used"
    commands = (
        (target.manifest.build, target.manifest.test) if isinstance(target, DataTarget) else ()
    )
    programs = dict.fromkeys(command[0] for command in commands if command)
    lacking = [program for program in programs if shutil.which(program) is None]
    return f"good, but {' and '.join(lacking)} cannot be found" if lacking else "good"


def _toolchain(words: list[str]) -> str:
    path = shutil.which(words[0])
    if path is None:
        return "not found"
    try:
        run = subprocess.run(
            [path, *words[1:]],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "NO_COLOR": "1"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"does not run: {error}"
    lines = [_COLOUR.sub("", line) for line in (run.stdout or run.stderr).strip().splitlines()]
    if run.returncode:
        return f"does not run: {lines[0] if lines else f'exit code {run.returncode}'}"
    return lines[0] if lines else "found"
