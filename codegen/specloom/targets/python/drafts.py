"""Blocks that nobody will read: taken as the templates leave them, without black and libcst.

A package that is only imported, to check or replay a stream, is there in tenths of a second this way.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from specloom.targets.python.blocks import Block
from specloom.targets.python.mentions import bound_by, names_in


def draft_blocks(sources: Sequence[str], _pack: str = "") -> list[Block]:
    """The blocks as they are; nothing is kept between runs."""
    return [_draft(source) for source in sources]


def _draft(source: str) -> Block:
    tree = ast.parse(source)
    return Block(source.strip("\n") + "\n", *names_in(tree), tuple(bound_by(tree)))
