"""`specloom targets`: what can be generated."""

from __future__ import annotations

import click

from specloom.cli.console import Console
from specloom.cli.flags import speaks
from specloom.targets import registry
from specloom.targets.base import OptionValue


@click.command(short_help="List what can be generated.")
@speaks
def command(console: Console) -> int:
    """List the targets, what each makes, and its options."""
    targets = [registry.find(name) for name in registry.names()]
    width = max(len(target.name) for target in targets)
    lines = []
    for target in targets:
        lines.append(f"{target.name:{width}}  {target.summary}")
        for option in target.options:
            default = f"{target.name}.{option.name}={_written(option.default)}"
            lines.append(f"{'':{width}}    {default}: {option.help}")
    console.result("\n".join(lines) + "\n")
    return 0


def _written(value: OptionValue) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(value) if isinstance(value, list) else str(value)
