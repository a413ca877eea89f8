"""Modules put together from finished blocks: heads, imports derived from use, `__all__`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from specloom.render import render
from specloom.targets.python.blocks import Block
from specloom.targets.python.imports import Import, write_imports


@dataclass(frozen=True, slots=True)
class Page:
    """A module to be written.

    `known` says where the names come from that it does not define. Imports of sibling modules that are needed
    at run time stand before the block number `late`, where that is given. A public module has an `__all__`. `origin`
    is the file of the spec that it was made from.
    """

    path: str
    docs: str
    sources: tuple[str, ...]
    known: Mapping[str, Import]
    is_public: bool
    late: int | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A module, ready to be laid down."""

    header: str
    docs: str
    imports: str
    for_checkers: str
    is_public: bool
    exports: tuple[str, ...]
    blocks: tuple[str, ...]


_TYPE_CHECKING = Import("typing", "TYPE_CHECKING", "TYPE_CHECKING")


def exports_of(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The public names that blocks define, in order."""
    return tuple(name for block in blocks for name in block.bound if not name.startswith("_"))


def write_page(page: Page, blocks: Sequence[Block], header: str) -> str:
    """The text of a module."""
    bound = {name for block in blocks for name in block.bound}
    used = {name for block in blocks for name in block.evaluated | block.annotated} - bound
    evaluated = {name for block in blocks for name in block.evaluated}
    imports = {name: page.known[name] for name in used if name in page.known}
    checked = {i for name, i in imports.items() if _is_sibling(i) and name not in evaluated}
    needed = set(imports.values()) - checked
    late = {i for i in needed if _is_sibling(i)} if page.late is not None else set()
    texts = [block.text.rstrip("\n") for block in blocks]
    if late:
        texts.insert(page.late or 0, write_imports(late))
    return render(
        "python/module.py.j2",
        ModuleView(
            header=header,
            docs=page.docs,
            imports=write_imports((needed - late) | ({_TYPE_CHECKING} if checked else set())),
            for_checkers=write_imports(checked).replace("\n", "\n    "),
            is_public=page.is_public,
            exports=exports_of(blocks),
            blocks=tuple(texts),
        ),
    )


def _is_sibling(item: Import) -> bool:
    """Whether a module of models is imported from, rather than a runtime file."""
    return item.module.startswith(".") and item.module.strip(".")[:1] not in ("", "_")
