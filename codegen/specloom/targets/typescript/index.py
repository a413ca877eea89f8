"""Views of the files that only export what others define."""

from __future__ import annotations

from dataclasses import dataclass

from specloom.render import render
from specloom.targets.typescript.layout import lay, record
from specloom.targets.typescript.names import EXPORTED_TYPES, EXPORTED_VALUES, Names


@dataclass(frozen=True, slots=True)
class LinesView:
    """A file of exports."""

    header: str
    lines: tuple[str, ...]


def write_barrel(names: Names, header: str) -> str:
    """The models of all modules."""
    return render("typescript/lines.ts.j2", LinesView(header, tuple(_from_modules(names, "."))))


def write_index(names: Names, header: str) -> str:
    """What people import."""
    package = names.package
    accumulators = ["ACCUMULATORS", *names.accumulators.values()]
    lines = [lay(["export ", record(accumulators), ' from "./accumulators.js";'])]
    lines = lines if package.deltas else []
    lines += [*_from_modules(names, "./codecs"), *_from_modules(names, "./models")]
    lines.append('export { CODECS } from "./registry.js";')
    if package.operations:
        lines.append('export { OPERATIONS, type Operations } from "./operations.js";')
    if package.streams:
        lines.append('export * from "./streams.js";')
    exported = [*(f"type {name}" for name in EXPORTED_TYPES), *EXPORTED_VALUES]
    lines.append(lay(["export ", record(exported), ' from "./runtime/index.js";']))
    return render("typescript/lines.ts.j2", LinesView(header, tuple(lines)))


def _from_modules(names: Names, folder: str) -> list[str]:
    return [
        f'export * from "{folder}/{names.module_of(module)}.js";'
        for module in names.package.modules
    ]
