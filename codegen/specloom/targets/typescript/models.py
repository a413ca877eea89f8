"""Views of the models: one block of TypeScript a declaration, every decision made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specloom.ir import (
    Alias,
    ByTag,
    Choice,
    Decl,
    Docs,
    Field,
    Module,
    Presence,
    Record,
    Ref,
    Type,
    Union,
    parts,
)
from specloom.ir import Json as IrJson
from specloom.render import render
from specloom.targets.typescript.layout import Doc, array, lay, union
from specloom.targets.typescript.literals import comment, key, quoted
from specloom.targets.typescript.names import Names, values_name
from specloom.targets.typescript.types import Writing


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member of an interface."""

    docs: str
    declaration: str


@dataclass(frozen=True, slots=True)
class InterfaceView:
    """A record."""

    docs: str
    name: str
    members: tuple[MemberView, ...]


@dataclass(frozen=True, slots=True)
class AliasView:
    """A type that is no record; with the type of its unknown variants, or the constant of its known values,
    if it has one.
    """

    docs: str
    declaration: str
    unknown: str
    unknown_docs: str
    tag: str
    constant: str
    constant_docs: str


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A file of models."""

    header: str
    docs: str
    uses_others: bool
    uses_runtime: bool
    blocks: tuple[str, ...]


def write_models(module: Module, names: Names, header: str) -> str:
    """The models of one spec file."""
    writing = Writing(names, names.module_of(module))
    view = ModuleView(
        header=header,
        docs=comment(module.docs.text),
        uses_others=any(
            names.modules[part.target] != writing.home
            for decl in module.decls
            for type in _types(decl)
            for part in parts(type)
            if isinstance(part, Ref)
        ),
        uses_runtime=any(
            decl.name.spelled in names.unknowns or (isinstance(decl, Choice) and decl.open)
            for decl in module.decls
        ),
        blocks=tuple(_block(decl, writing) for decl in module.decls),
    )
    return render("typescript/models.ts.j2", view)


def _types(decl: Decl) -> Iterator[Type]:
    match decl:
        case Record():
            yield from (field.type for field in decl.fields)
        case Union():
            yield from (variant.type for variant in decl.variants)
        case Alias():
            yield decl.type
        case Choice():
            pass


def _block(decl: Decl, writing: Writing) -> str:
    if isinstance(decl, Record):
        return render("typescript/interface.ts.j2", _record(decl, writing))
    return render("typescript/alias.ts.j2", _alias(decl, writing))


def _record(record: Record, writing: Writing) -> InterfaceView:
    return InterfaceView(
        docs=documented(record.docs),
        name=writing.names.types[record.name.spelled],
        members=tuple(_member(field, writing) for field in record.fields),
    )


def _member(field: Field, writing: Writing) -> MemberView:
    optional = field.presence is Presence.OPTIONAL
    assumed = ""
    if field.has_default and field.default is not None:
        assumed = f"If absent, the server assumes {_shown(field.default)}."
    return MemberView(
        docs=documented(field.docs, assumed, indent=2),
        declaration=writing.member(field.wire, field.type, is_optional=optional),
    )


def _alias(decl: Union | Choice | Alias, writing: Writing) -> AliasView:
    names = writing.names
    name = names.types[decl.name.spelled]
    unknown = names.unknowns.get(decl.name.spelled, "")
    told = decl.told if isinstance(decl, Union) else None
    values = [quoted(o.value) for o in decl.options] if isinstance(decl, Choice) else []
    constant = ""
    if isinstance(decl, Choice):
        constant = lay([f"export const {values_name(decl.name)} = ", array(values), " as const;"])
    return AliasView(
        docs=documented(decl.docs),
        declaration=lay([f"export type {name} =", union(_variants(decl, writing)), ";"]),
        unknown=unknown,
        unknown_docs=comment(f"A `{name}` that this package does not know; `tagOf` reads its tag."),
        tag=key(told.wire) if isinstance(told, ByTag) else "",
        constant=constant,
        constant_docs=comment(f"The values of `{name}` that this package knows."),
    )


def _variants(decl: Union | Choice | Alias, writing: Writing) -> list[Doc]:
    match decl:
        case Alias():
            return list(writing.variants(decl.type))
        case Choice():
            known: list[Doc] = [quoted(option.value) for option in decl.options]
            return [*known, "rt.Open"] if decl.open else known
        case Union():
            found = [part for v in decl.variants for part in writing.variants(v.type)]
            unknown = writing.names.unknowns.get(decl.name.spelled)
            return [*found, unknown] if unknown else found


def documented(docs: Docs, more: str = "", indent: int = 0) -> str:
    """The comment that says what the spec says of a thing."""
    notes = []
    if docs.since is not None:
        notes.append(f"@since {docs.since}")
    if docs.deprecated:
        notes.append("@deprecated")
    text = f"{docs.text}\n\n{more}" if more else docs.text
    return comment(text, notes, indent)


def _shown(value: IrJson) -> str:
    return json.dumps(_thaw(value), ensure_ascii=False)


def _thaw(value: IrJson) -> object:
    if isinstance(value, tuple):
        return [_thaw(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _thaw(item) for key, item in value.items()}
    return value
