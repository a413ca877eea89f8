"""The only Jinja2 environment: views in, text out. Nothing else in the tool knows about templates.

Templates lay out and never decide: a view is a dataclass whose fields are what a template may name, and a
misspelt name stops the build (`StrictUndefined`). Text from a spec was escaped for its place when the view
was made; a template escapes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specloom.shipped import find_shipped

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def render(template: str, view: Any) -> str:
    """The text that `templates/<template>` makes of `view`, a dataclass."""
    return _template(template).render({f.name: getattr(view, f.name) for f in fields(view)})


def read_runtime(folder: str) -> Mapping[str, str]:
    """The files under `templates/<folder>`, by path: code that depends on nothing in a spec, to be copied."""
    root = templates() / folder
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file() and not _is_litter(path.relative_to(root))
    }


def _is_litter(path: Path) -> bool:
    """Whether a tool left it behind: caches of compilers and checkers."""
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)


@cache
def templates() -> Path:
    """The folder of the templates."""
    folder = find_shipped("templates")
    if folder is None:
        raise FileNotFoundError("this installation of specloom lacks its templates; reinstall it")
    return folder


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(templates()),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - what is made is source code, escaped where the views are made
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
