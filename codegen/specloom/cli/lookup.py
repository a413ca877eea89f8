"""Finding a declaration by the name that somebody typed."""

from __future__ import annotations

import click

from specloom.ir import Decl, Package
from specloom.suggest import nearest


def require_decl(package: Package, name: str) -> Decl:
    """The declaration `name`; a usage error with a suggestion when there is none."""
    if name not in package.decls:
        remedy = nearest(name, package.decls, otherwise="`specloom ir` lists all there are")
        raise click.UsageError(f"the spec does not define '{name}'; {remedy}")
    return package.decls[name]
