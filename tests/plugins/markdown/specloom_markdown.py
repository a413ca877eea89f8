"""A reference in Markdown: a target for specloom that a Python package brings along.

One page for every file of the spec, one section for every type, with links between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from specloom.ir import (
    Alias,
    Choice,
    Const,
    Decl,
    ListOf,
    MapOf,
    Module,
    Nullable,
    Package,
    Presence,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)
from specloom.origin import mark
from specloom.plaintext import neutralise, on_one_line
from specloom.targets.base import File, Option, OptionValue, Output


@dataclass(frozen=True)
class MarkdownTarget:
    """Writes a page for every file of the spec, and one that lists them."""

    name: str = "markdown"
    folder: str = "markdown"
    summary: str = "a reference of all types, in Markdown"
    options: Sequence[Option] = (
        Option("title", "the title of the first page (empty: the name of the package)", ""),
    )

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """All pages."""
        head = f"<!-- {mark(package, self.name)} -->"
        title = str(options["title"]) or package.name.spelled
        pages = {module.file: _page_name(module) for module in package.modules}
        reference = _Reference(package, pages)
        index = [head, "", f"# {_plain(title)} {_plain(package.version)}", ""]
        index += [f"- [{_plain(file)}]({page})" for file, page in pages.items()]
        files = [File(PurePosixPath("README.md"), _text(index))]
        for module in package.modules:
            lines = [head, "", f"# {_plain(module.file)}", "", _plain(module.docs.text)]
            lines += reference.module(module)
            files.append(File(PurePosixPath(pages[module.file]), _text(lines)))
        return Output(files)


@dataclass(frozen=True)
class _Reference:
    """The sections of the pages, and the links between them."""

    package: Package
    pages: Mapping[str, str]

    def module(self, module: Module) -> Iterator[str]:
        for decl in module.decls:
            yield from ("", f'<a id="{_anchor(decl.name.spelled)}"></a>')
            yield from (f"## {_plain(decl.name.spelled)}", "", _plain(decl.docs.text))
            yield from self.decl(decl)

    def decl(self, decl: Decl) -> Iterator[str]:
        match decl:
            case Record(fields=fields) if fields:
                yield from ("", "| member | type | |", "|---|---|---|")
                for field in fields:
                    needed = "" if field.presence is Presence.REQUIRED else "optional. "
                    docs = needed + _plain(field.docs.text)
                    yield f"| {_code(field.wire)} | {self.type(field.type)} | {docs} |"
            case Union(variants=variants):
                yield from ("", "One of:", "")
                yield from (f"- {self.type(variant.type)}" for variant in variants)
            case Choice(options=values):
                yield from ("", "One of:", "")
                yield from (f"- {_code(value.value)}" for value in values)
            case Alias(type=type):
                yield from ("", f"Another name for {self.type(type)}.")

    def type(self, type: Type) -> str:
        match type:
            case Scalar(kind=kind):
                return str(kind)
            case Const(value=value):
                return _code(value if isinstance(value, str) else str(value).lower())
            case ListOf(item=item):
                return f"list of {self.type(item)}"
            case MapOf(value=value):
                return f"map of {self.type(value)}"
            case Nullable(inner=inner):
                return f"{self.type(inner)} or null"
            case Ref(target=target):
                page = self.pages[self.package.homes[target].file]
                return f"[{_plain(target)}]({page}#{_anchor(target)})"


def _page_name(module: Module) -> str:
    return f"{'-'.join(module.name.words)}.md"


def _anchor(spelled: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}" for c in spelled)


def _plain(text: str) -> str:
    """Text of the spec on one line, in which nothing is markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", neutralise(" ".join(text.split())))


def _code(text: str) -> str:
    """Text of the spec as code: what would end it or a cell of the table is spelled out."""
    shown = on_one_line(text).replace("|", "\\u007c").replace("`", "\\u0060")
    return f"`{shown}`" if shown.strip() else "(empty)"


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"


TARGET = MarkdownTarget()
