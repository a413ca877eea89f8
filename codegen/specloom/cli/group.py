"""The root command. A verb is a module in `verbs/` that exposes `command`, imported when it is called."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import click

from specloom import __version__
from specloom.cli import verbs
from specloom.suggest import nearest


class LazyGroup(click.Group):
    """Finds verbs by their module names and imports none before it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all verbs."""
        return sorted(
            module.name.replace("_", "-") for module in pkgutil.iter_modules(verbs.__path__)
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb `cmd_name`, imported now."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"{verbs.__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a verb that there is not."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            known = self.list_commands(ctx)
            remedy = nearest(args[0], known, otherwise=f"the verbs are {', '.join(known)}")
            raise click.UsageError(f"there is no verb '{args[0]}'; {remedy}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 good; 1 findings or drift; 2 usage; 3 the spec cannot be loaded; 4 internal error.",
)
@click.version_option(__version__, message="specloom %(version)s")
def specloom() -> None:
    """Typed code, decoders and delta-merge helpers from one hand-maintained JSON Schema spec."""
