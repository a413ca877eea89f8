"""Finishing one block of Python: black lays it out, libcst tells which names it uses and binds.

Blocks are finished one by one and remembered by their content, since black takes about a millisecond a line.
Whole files come out as if black had formatted them at once; a test says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from specloom.cache import key_of, read_pack, write_pack
from specloom.parallel import spread

if TYPE_CHECKING:
    from libcst import Module

LINE_LENGTH = 100

_EDITION = 2
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
    """What a result depends on besides its source. Their versions are read without importing them."""
    from importlib.metadata import version

    return f"{_EDITION} {version('black')} {version('libcst')} {LINE_LENGTH}"


def _unpack(entry: Sequence[str]) -> Block:
    text, evaluated, annotated, bound = entry
    return Block(
        text, frozenset(evaluated.split()), frozenset(annotated.split()), tuple(bound.split())
    )


def _finish(source: str) -> list[str]:
    import libcst

    text = lay_out(source)
    module = libcst.parse_module(text)
    evaluated, annotated = names_in(module)
    return [
        text,
        " ".join(sorted(evaluated)),
        " ".join(sorted(annotated)),
        " ".join(bound_by(module)),
    ]


def lay_out(source: str) -> str:
    """`source` as black lays it out."""
    import black
    from black.mode import TargetVersion

    # The versions are named, so that the layout of a block does not hang on what else is in its file.
    mode = black.Mode(line_length=LINE_LENGTH, target_versions={TargetVersion.PY311})
    return black.format_str(source, mode=mode)


def names_in(module: Module) -> tuple[set[str], set[str]]:
    """The names that a module mentions: those evaluated some time, and those in annotations only."""
    import libcst as cst

    evaluated: set[str] = set()
    annotated: set[str] = set()

    def walk(node: Any, found: set[str]) -> None:
        match node:
            case cst.Name(value=value):
                found.add(value)
            case cst.Annotation():
                walk(node.annotation, annotated)
            case cst.Attribute():
                walk(node.value, found)
            case cst.Arg():
                walk(node.value, found)
            case cst.AnnAssign(target=cst.Name()):
                walk(node.annotation, found)
                if node.value is not None:
                    walk(node.value, found)
            case cst.AssignTarget(target=cst.Name()):
                pass
            case cst.SimpleString() | cst.SimpleWhitespace() | cst.Import() | cst.ImportFrom():
                pass
            case _:
                for child in node.children:
                    walk(child, found)

    walk(module, evaluated)
    return evaluated, annotated - evaluated


def bound_by(module: Module) -> Iterable[str]:
    """The names that the statements of a module define, in order."""
    import libcst as cst

    for statement in module.body:
        match statement:
            case cst.ClassDef(name=cst.Name(value=name)) | cst.FunctionDef(
                name=cst.Name(value=name)
            ):
                yield name
            case cst.SimpleStatementLine(body=body):
                for part in body:
                    match part:
                        case cst.AnnAssign(target=cst.Name(value=name)):
                            yield name
                        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
                            yield name
                        case _:
                            pass
            case _:
                pass
