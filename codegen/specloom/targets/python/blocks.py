"""Finishing one block of Python: black lays it out, its syntax tree tells which names it uses and binds.

Blocks are finished one by one and remembered by their content, since black takes about a millisecond a line.
Black also lays out a second time what it has changed: so each part of a block goes to it by itself, and what
the templates laid out its way goes there once. Whole files come out as if black had formatted them at once; a
test says so.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from specloom.cache import key_of, read_pack, write_pack
from specloom.parallel import spread
from specloom.targets.python.cutting import cut
from specloom.targets.python.limits import LINE_LENGTH as LINE_LENGTH  # noqa: PLC0414 - told on
from specloom.targets.python.mentions import bound_by, names_in

_EDITION = 3
"""To be raised when blocks are finished in another way, so that no earlier result is taken for a new one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A finished stretch of a module.

    `evaluated` are the names it uses when the module is loaded or its functions run, `annotated` those it
    uses in annotations only, `bound` those it defines.
    """

    text: str
    evaluated: frozenset[str]
    annotated: frozenset[str]
    bound: tuple[str, ...]


def finish_blocks(sources: Sequence[str], pack: str) -> list[Block]:
    """The blocks finished. `pack` names what is kept between runs: the blocks of the last one."""
    tools = _tools()
    keys = [key_of([tools, source]) for source in sources]
    known = dict(read_pack(pack))
    missing = {key: source for key, source in zip(keys, sources, strict=True) if key not in known}
    if missing:
        made = spread(_finish, list(missing.values()), [len(text) for text in missing.values()])
        known.update(zip(missing, made, strict=True))
    if missing or len(known) != len(set(keys)):
        write_pack(pack, {key: known[key] for key in keys})
    return [_unpack(known[key]) for key in keys]


def _tools() -> str:
    """What a result depends on besides its source. Its version is read without importing it."""
    from importlib.metadata import version

    return f"{_EDITION} {version('black')} {LINE_LENGTH}"


def _unpack(entry: Sequence[str]) -> Block:
    text, evaluated, annotated, bound = entry
    return Block(
        text, frozenset(evaluated.split()), frozenset(annotated.split()), tuple(bound.split())
    )


def _finish(source: str) -> list[str]:
    tree = ast.parse(source)
    evaluated, annotated = names_in(tree)
    return [
        "".join(lay_out(part).rstrip("\n") + gap for part, gap in cut(source, tree)),
        " ".join(sorted(evaluated)),
        " ".join(sorted(annotated)),
        " ".join(bound_by(tree)),
    ]


def lay_out(source: str) -> str:
    """`source` as black lays it out."""
    import black
    from black.mode import TargetVersion

    # The versions are named, so that the layout of a block does not hang on what else is in its file.
    mode = black.Mode(line_length=LINE_LENGTH, target_versions={TargetVersion.PY311})
    return black.format_str(source, mode=mode)
