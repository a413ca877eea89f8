"""Target `ir`: the meaning of a spec as prose, one line a fact; reviewers read it first.

It holds no line numbers: a comment added to the spec must not make noise here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from specloom.ir import Module, Package
from specloom.origin import mark
from specloom.prose.decls import decl_lines, docs_lines
from specloom.prose.merges import delta_lines, stream_lines
from specloom.prose.words import indent, symbol
from specloom.targets.base import File, Option, OptionValue, Output
from specloom.targets.text.operations import access_lines, operation_lines

_OPERATIONS = "operations"


@dataclass(frozen=True, slots=True)
class TextTarget:
    """Writes `<module>.txt` for every module, and the operations."""

    name: str = "ir"
    folder: str = "ir"
    summary: str = "what the spec means, as prose for reviewers"
    options: Sequence[Option] = ()

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """One file a module; operations stand in a file of their own, or in the module of that name."""
        pages = {"_".join(m.name.words): module_blocks(package, m) for m in package.modules}
        if package.operations:
            blocks = [access_lines(package)] if package.server or package.auth else []
            blocks += [operation_lines(operation) for operation in package.operations]
            pages.setdefault(_OPERATIONS, [_package_lines(package)]).extend(blocks)
        head = [f"# {mark(package, self.name)}"]
        return Output(
            [
                File(PurePosixPath(f"{name}.txt"), _page([head, *blocks]))
                for name, blocks in pages.items()
            ]
        )


def module_blocks(package: Package, module: Module) -> list[list[str]]:
    """The blocks of lines that say what `module` holds, streams and deltas included."""
    head = (
        f"module {symbol(module.name.spelled)} of {symbol(package.name.spelled)} {package.version}"
    )
    blocks = [[head, *indent(docs_lines(module.docs))]]
    blocks += [decl_lines(decl) for decl in module.decls]
    blocks += [delta_lines(package, d) for d in package.deltas if package.homes[d.delta] is module]
    blocks += [stream_lines(s) for s in package.streams if package.homes[s.event] is module]
    return blocks


def _package_lines(package: Package) -> list[str]:
    head = f"package {symbol(package.name.spelled)} {package.version}"
    return [head, *indent(docs_lines(package.docs))]


def _page(blocks: Sequence[Sequence[str]]) -> str:
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


TARGET = TextTarget()
