"""`specloom completion`: what a shell needs to complete our command lines."""

from __future__ import annotations

from collections.abc import Mapping

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from specloom.cli.console import Console
from specloom.cli.flags import speaks

_SHELLS: Mapping[str, type[ShellComplete]] = {
    "bash": BashComplete,
    "zsh": ZshComplete,
    "fish": FishComplete,
}

_HELP = """Print the completion script for SHELL.

\b
bash: eval "$(specloom completion bash)" in ~/.bashrc (bash 4.4 or later)
zsh:  eval "$(specloom completion zsh)" in ~/.zshrc
fish: specloom completion fish > ~/.config/fish/completions/specloom.fish
"""  # the escape tells click to keep the lines as they are


@click.command(help=_HELP, short_help="Print the completion script for a shell.")
@click.argument("shell", type=click.Choice(list(_SHELLS)))
@speaks
def command(console: Console, shell: str) -> int:
    """Print the completion script for a shell."""
    from specloom.cli.group import specloom

    script = _SHELLS[shell](specloom, {}, "specloom", "_SPECLOOM_COMPLETE")
    # The base class's method: bash's own runs bash to learn its version.
    console.result(ShellComplete.source(script).strip() + "\n")
    return 0
