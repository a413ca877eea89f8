"""Finding things by the name that somebody typed, or began to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from specloom.suggest import nearest

if TYPE_CHECKING:
    from specloom.ir import Decl, Package


def complete_decl(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    """The names of declarations of the spec here that begin like `incomplete`, for shells."""
    from pathlib import Path

    from specloom.cli.project import find_spec, load
    from specloom.config import EMPTY, find_config, read_config

    path = find_config(Path.cwd())
    spec = find_spec(None, read_config(path)[0] if path else EMPTY)
    package = load(spec).package if spec else None
    return [name for name in package.decls if name.startswith(incomplete)] if package else []


def complete_target(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The targets that begin like `incomplete`, for shells: names, or files where it looks like a path."""
    from specloom.cli.plugs import read_settings
    from specloom.plugins.plug import looks_like_path
    from specloom.targets import registry

    if looks_like_path(incomplete):
        return [CompletionItem(incomplete, type="file")]
    known = registry.offers(read_settings(None)[0].plugs)
    return [CompletionItem(offer.name) for offer in known if offer.name.startswith(incomplete)]


def require_decl(package: Package, name: str) -> Decl:
    """The declaration `name`; a usage error with a suggestion when there is none."""
    if name not in package.decls:
        remedy = nearest(name, package.decls, otherwise="`specloom ir` lists all there are")
        raise click.UsageError(f"the spec does not define '{name}'; {remedy}")
    return package.decls[name]
