"""What `target.toml` says, as frozen data; schemas/target.schema.json describes every key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from specloom.targets.base import Option


@dataclass(frozen=True, slots=True)
class Naming:
    """How things are called."""

    types: str = "pascal"
    fields: str = "camel"
    values: str = "upper_snake"
    files: str = "snake"
    letters: str = "unicode"
    acronyms: frozenset[str] = frozenset()
    reserved: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    escape: str = "{name}_"


@dataclass(frozen=True, slots=True)
class TypeMap:
    """How types are written."""

    string: str
    integer: str
    number: str
    boolean: str
    any: str
    list: str
    map: str
    nullable: str
    optional: str
    optional_nullable: str
    boxed: str
    formats: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Literals:
    """How values are written."""

    quote: str = '"'
    escapes: Mapping[str, str] | None = None
    character: str = "\\u{hex4}"
    true: str = "true"
    false: str = "false"
    null: str = "null"


@dataclass(frozen=True, slots=True)
class Comments:
    """How prose is written."""

    start: str = ""
    line: str = ""
    end: str = ""
    single: str = ""
    replace: Mapping[str, str] | None = None
    width: int = 100


@dataclass(frozen=True, slots=True)
class FileRule:
    """A template, and what there is one file of."""

    template: str
    path: str
    each: str = "package"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that `target.toml` says."""

    name: str
    summary: str
    naming: Naming
    types: TypeMap
    literals: Literals
    comments: Comments
    files: tuple[FileRule, ...]
    options: tuple[Option, ...]
    capabilities: tuple[str, ...]
    build: tuple[str, ...]
    test: tuple[str, ...]


def make_manifest(document: Mapping[str, Any]) -> Manifest:
    """The manifest that a valid document holds."""
    names = dict(document.get("names", {}))
    for words in ("acronyms", "reserved", "taken"):
        names[words] = frozenset(names.get(words, ()))
    commands = document.get("commands", {})
    options = document.get("options", {})
    return Manifest(
        name=document["name"],
        summary=document["summary"],
        naming=Naming(**names),
        types=_type_map(document["types"]),
        literals=Literals(**document.get("literals", {})),
        comments=Comments(**document.get("comments", {})),
        files=tuple(FileRule(**rule) for rule in document["files"]),
        options=tuple(
            Option(name, said["help"], said["default"]) for name, said in options.items()
        ),
        capabilities=tuple(document.get("capabilities", ())),
        build=tuple(commands.get("build", ())),
        test=tuple(commands.get("test", ())),
    )


def _type_map(types: Mapping[str, Any]) -> TypeMap:
    optional = types.get("optional", types["nullable"])
    more = {"optional": optional, "optional_nullable": optional, "boxed": "{inner}", "formats": {}}
    return TypeMap(**{**more, **types})
