"""The only user of Jinja2: views in, text out. Nothing else in the tool knows about templates.

Templates lay out and never decide: a view is a dataclass whose fields are what a template may name, and a
misspelt name stops the build (`StrictUndefined`). Text from a spec was escaped for its place when the view
was made; a template escapes nothing.

Templates of other people (`Sheets`) run in a sandbox, and what is wrong with one is a `TemplateMistake`. A
project may put its own before those that came with the tool (`overriding`); whatever stands before it, a
built-in template is called `builtin:<name>`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from specloom.filenames import is_litter
from specloom.problems import Problem
from specloom.shipped import find_shipped
from specloom.suggest import nearest
from specloom.where import Where

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment, Template

BUILT_IN = "builtin"
"""What stands before the name of a template, with a colon, to mean the one that came with the tool."""


class TemplateMistake(Exception):  # noqa: N818 - a mistake of whoever wrote the template
    """A template of somebody's cannot be filled."""

    def __init__(self, where: Where, fact: str) -> None:
        super().__init__(f"{where}: {fact}")
        self.where = where
        self.fact = fact


@dataclass(frozen=True, slots=True)
class Sheets:
    """Templates of somebody's: where their folder is, and the text of each by its name."""

    root: Path
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills templates of somebody's."""

    sheets: Sheets
    environment: Environment

    def fill(self, template: str, variables: Mapping[str, Any]) -> str:
        """The text that a template makes of `variables`. Raises TemplateMistake."""
        from jinja2 import TemplateSyntaxError

        try:
            return self.environment.get_template(template).render(variables)
        except TemplateSyntaxError as error:
            where = Where(str(self.sheets.root / (error.name or template)), "", error.lineno)
            raise TemplateMistake(
                where, _decapitalise(error.message or "it is no template")
            ) from None
        except RecursionError:
            where = Where(str(self.sheets.root / template))
            raise TemplateMistake(where, "it includes itself without end") from None
        except Exception as error:  # noqa: BLE001 - expressions of a template may raise anything
            raise TemplateMistake(self._place(error, template), _reason(error)) from None

    def _place(self, error: Exception, template: str) -> Where:
        """The innermost line of a template of theirs that the error came through."""
        files = {str(self.sheets.root / name) for name in self.sheets.texts}
        frames = walk_tb(error.__traceback__)
        lines = [(f.f_code.co_filename, n) for f, n in frames if f.f_code.co_filename in files]
        file, line = lines[-1] if lines else (str(self.sheets.root / template), 1)
        return Where(file, "", line)


def _reason(error: Exception) -> str:
    from jinja2 import TemplateNotFound

    if isinstance(error, TemplateNotFound):
        return f"it asks for the template '{error.name}', and there is none"
    return _decapitalise(" ".join(str(error).split()) or type(error).__name__)


def _decapitalise(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}".rstrip(".")


def filler(sheets: Sheets, filters: Mapping[str, Callable[[str], str]]) -> Filler:
    """What fills `sheets`, with filters of its own."""
    environment = _sandbox(sheets, [])
    environment.filters.update(filters)
    return Filler(sheets, environment)


_before: ContextVar[Filler | None] = ContextVar("_before", default=None)


@contextmanager
def overriding(sheets: Sheets | None) -> Iterator[None]:
    """Put `sheets` before the built-in templates and runtime files of the same names."""
    token = _before.set(Filler(sheets, _sandbox(sheets, [_loader()])) if sheets else None)
    try:
        yield
    finally:
        _before.reset(token)


def render(template: str, view: Any) -> str:
    """The text that `templates/<template>` makes of `view`, a dataclass."""
    variables = {f.name: getattr(view, f.name) for f in fields(view)}
    own = _before.get()
    if own is not None:
        return own.fill(template, variables)
    return _template(template).render(variables)


def read_runtime(folder: str) -> Mapping[str, str]:
    """The files under `templates/<folder>`, by path: code that depends on nothing in a spec, to be copied."""
    texts = read_texts(templates() / folder)
    own = _before.get()
    if own is not None:
        mine = own.sheets.texts
        texts |= {path: mine[f"{folder}/{path}"] for path in texts if f"{folder}/{path}" in mine}
    return texts


def read_texts(root: Path) -> dict[str, str]:
    """Every file below `root` by its path, but for what tools leave behind."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file() and not _is_litter(path.relative_to(root))
    }


def read_sheets(root: Path) -> tuple[Sheets, Sequence[Problem]]:
    """The templates of somebody's in the folder `root`, and what cannot be read of it."""
    if not root.is_dir():
        fact = f"there is no folder '{root}'"
        return Sheets(root, {}), [
            Problem(Where(str(root)), fact, "name one that is there", "no-folder")
        ]
    try:
        texts = read_texts(root)
        away = [name for name in texts if not _is_within(root / name, root)]
        if not away:
            return Sheets(root, texts), []
        fact, remedy = f"'{away[0]}' is a link that leads out of this folder", "copy the file"
    except UnicodeDecodeError:
        fact, remedy = "a file in this folder is not UTF-8", "save it as UTF-8, or take it out"
    except OSError as error:
        fact = f"it cannot be read: {(error.strerror or str(error)).lower()}"
        remedy = "make it a folder that you may read"
    return Sheets(root, {}), [Problem(Where(str(root)), fact, remedy, "unreadable-file")]


def _is_within(path: Path, folder: Path) -> bool:
    """Whether a file is where it seems to be: folders come from other people, and links lead anywhere."""
    return path.resolve().is_relative_to(folder.resolve())


def read_overrides(root: Path) -> tuple[Sheets, Sequence[Problem]]:
    """The templates in `root` that stand before built-in ones; each must have the name of one."""
    sheets, problems = read_sheets(root)
    known = read_texts(templates())
    strange = [
        Problem(
            Where(str(root / name)),
            f"there is no built-in template '{name}'",
            nearest(name, known, otherwise="`specloom targets --export DIR` writes all there are"),
            "unknown-template",
        )
        for name in sheets.texts
        if name not in known
    ]
    return sheets, [*problems, *strange]


def _is_litter(path: Path) -> bool:
    """Whether a tool left it behind."""
    return any(is_litter(part) for part in path.parts)


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


_LAYOUT: Mapping[str, Any] = {
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "auto_reload": False,
}


@cache
def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    # What is made is source code, and escaped where the views are made.
    return Environment(loader=_loader(), undefined=StrictUndefined, **_LAYOUT)  # noqa: S701


@cache
def _loader() -> BaseLoader:
    from jinja2 import FileSystemLoader

    return FileSystemLoader(templates())


def _sandbox(sheets: Sheets, after: Sequence[BaseLoader]) -> Environment:
    """Where templates of somebody's may look at what they are given, and at nothing else."""
    from jinja2 import ChoiceLoader, FunctionLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def find(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = sheets.texts.get(name)
        return None if text is None else (text, str(sheets.root / name), lambda: True)

    built_in = PrefixLoader({BUILT_IN: _loader()}, delimiter=":")
    loader = ChoiceLoader([FunctionLoader(find), built_in, *after])
    environment = ImmutableSandboxedEnvironment(loader=loader, undefined=StrictUndefined, **_LAYOUT)
    del environment.globals["lipsum"], environment.filters["random"]  # the same bytes always
    return environment
