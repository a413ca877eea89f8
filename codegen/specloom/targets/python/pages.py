"""Modules put together from finished blocks: heads, imports derived from use, `__all__`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import indent

from specloom.render import render
from specloom.targets.python.blocks import Block
from specloom.targets.python.imports import Import, write_imports


@dataclass(frozen=True, slots=True)
class Page:
    """A module to be written.

    `known` says where the names come from that it does not define. Imports of sibling modules that are needed
    when it is loaded stand before the block number `late`, where that is given. A public module has an
    `__all__`. `origin` is the file of the spec that it was made from.

    The blocks numbered in `woven` hold methods that people wrote: what only these need of sibling modules is
    imported at the end, when nothing can be in a circle any more. `checked` are names that they import for
    type checkers only.
    """

    path: str
    docs: str
    sources: tuple[str, ...]
    known: Mapping[str, Import]
    is_public: bool
    late: int | None = None
    origin: str = ""
    woven: frozenset[int] = frozenset()
    checked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BlockView:
    """A finished stretch of a module, and the empty lines before it."""

    gap: str
    text: str


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A module, ready to be laid down."""

    header: str
    docs: str
    imports: str
    for_checkers: str
    is_public: bool
    exports: tuple[str, ...]
    blocks: tuple[BlockView, ...]


_TYPE_CHECKING = Import("typing", "TYPE_CHECKING", "TYPE_CHECKING")


def exports_of(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The public names that blocks define, in order."""
    return tuple(name for block in blocks for name in block.bound if not name.startswith("_"))


def write_page(page: Page, blocks: Sequence[Block], header: str) -> str:
    """The text of a module."""
    places = _place_imports(page, blocks)
    texts = [block.text for block in blocks]
    if places["late"]:
        texts.insert(page.late or 0, write_imports(places["late"]))
    if places["last"]:
        texts.append(write_imports(places["last"]))
    typing = {_TYPE_CHECKING} if places["checked"] else set()
    return render(
        "python/module.py.j2",
        ModuleView(
            header=header,
            docs=page.docs,
            imports=write_imports(places["first"] | typing),
            for_checkers=indent(write_imports(places["checked"]), "    ").lstrip(),
            is_public=page.is_public,
            exports=exports_of(blocks),
            blocks=tuple(_space_out(texts, after_imports=not page.is_public)),
        ),
    )


def _space_out(texts: Sequence[str], after_imports: bool) -> Iterator[BlockView]:
    """Blocks two lines apart, as definitions are; plain statements come one line after imports."""
    for text in texts:
        is_definition = text.startswith(("def ", "class ", "@", "async "))
        yield BlockView("\n" if after_imports and not is_definition else "\n\n", text.rstrip("\n"))
        after_imports = text.startswith(("from ", "import "))


def _place_imports(page: Page, blocks: Sequence[Block]) -> Mapping[str, set[Import]]:
    """What a module imports, by where: first, for type checkers, late (see `Page`), last."""
    bound = {name for block in blocks for name in block.bound}
    plain: set[str] = set()
    woven: set[str] = set()
    annotated: set[str] = set()
    for number, block in enumerate(blocks):
        (woven if number in page.woven else plain).update(block.evaluated)
        annotated |= block.annotated
    places: dict[str, set[Import]] = {
        "first": set(),
        "checked": set(),
        "late": set(),
        "last": set(),
    }
    for name in (plain | woven | annotated) - bound:
        item = page.known.get(name)
        if item is None:  # a local variable, or a builtin
            continue
        if name in page.checked:
            place = "checked"
        elif not _is_sibling(item):
            place = "first"
        elif name in plain:
            place = "first" if page.late is None else "late"
        else:
            place = "last" if name in woven else "checked"
        places[place].add(item)
    return places


def _is_sibling(item: Import) -> bool:
    """Whether a module of models is imported from, rather than a runtime file."""
    return item.module.startswith(".") and item.module.strip(".")[:1] not in ("", "_")
