"""The targets that there are here, opened for whoever lists them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from specloom.cli.project import shown
from specloom.config import EMPTY, Config, find_config, read_config
from specloom.problems import Problem
from specloom.targets import registry
from specloom.targets.base import Target
from specloom.targets.registry import Offer


def read_settings(path: Path | None) -> tuple[Config, Sequence[Problem]]:
    """The configuration at `path`, or the nearest one; none if there is none."""
    path = path or find_config(Path.cwd())
    return (EMPTY, []) if path is None else read_config(shown(path))


def open_offers(
    config: Config, *, all: bool = True
) -> tuple[Sequence[tuple[Offer, Target | None]], Sequence[Problem]]:
    """Every target that can be had, None for what cannot be opened, and why.

    Without `all`, those that are built in are left out.
    """
    plugs = dict(config.plugs)
    for package in config.packages.values():
        plugs |= package.plugs
    opened: list[tuple[Offer, Target | None]] = []
    problems: list[Problem] = []
    for offer in registry.offers(plugs):
        if offer.origin or all:
            target, wrong = registry.open_offer(offer, config.where, plugs)
            opened.append((offer, target))
            problems += wrong
    return opened, problems
