"""Views of the models: one block of Python a declaration, every decision made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from specloom.ir import Alias, Choice, Const, Decl, Docs, Field, Presence, Record, Union
from specloom.ir import Json as IrJson
from specloom.plaintext import on_one_line
from specloom.render import render
from specloom.targets.python.literals import docstring, literal, quoted
from specloom.targets.python.names import Names, decoder_name, values_name
from specloom.targets.python.order import Arrangement
from specloom.targets.python.shapes import tuple_of
from specloom.targets.python.types import alias_of, of_field, takes_null


@dataclass(frozen=True, slots=True)
class MemberView:
    """One attribute: `id: str`, its default with the equals sign, its docstring."""

    name: str
    annotation: str
    default: str
    docs: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """A class."""

    name: str
    docs: str
    members: tuple[MemberView, ...]


@dataclass(frozen=True, slots=True)
class AliasView:
    """A type alias, with the constant of its known values or the function that decodes it if it has one."""

    name: str
    means: str
    docs: str
    constant: str
    known: str
    decoder: str
    decoder_docs: str
    spelled: str


def write_block(decl: Decl, names: Names, arrangement: Arrangement) -> str:
    """The definition of `decl` as Python source."""
    if isinstance(decl, Record):
        return render("python/record.py.j2", _record(decl, names))
    return render("python/alias.py.j2", _alias(decl, names, arrangement))


def _record(record: Record, names: Names) -> RecordView:
    attributes = names.fields(record)
    return RecordView(
        name=names.types[record.name.spelled],
        docs=docstring(prose(record.docs), 4),
        members=tuple(_member(field, attributes[field.wire], names) for field in record.fields),
    )


def _member(field: Field, name: str, names: Names) -> MemberView:
    text = prose(field.docs)
    if field.has_default and field.default is not None:
        text = f"{text}\n\nIf absent, the server assumes {_shown(field.default)}."
    if name != field.wire:
        text = f"{text}\n\nOn the wire: {json.dumps(field.wire, ensure_ascii=False)}."
    return MemberView(
        name=name,
        annotation=of_field(field, names),
        default=_default(field, names),
        docs=docstring(text, 4),
    )


def _default(field: Field, names: Names) -> str:
    """What the constructor assumes. A required constant can only be one thing, so nobody need pass it."""
    if field.presence is Presence.OPTIONAL:
        return " = UNSET" if takes_null(field.type, names.package) else " = None"
    constant = constant_of(field, names)
    return "" if constant is None else f" = {constant}"


def constant_of(field: Field, names: Names) -> str | None:
    """The literal that a field always has, None if it may differ."""
    type = names.package.resolve(field.type)
    return literal(type.value) if isinstance(type, Const) else None


def _alias(decl: Union | Choice | Alias, names: Names, arrangement: Arrangement) -> AliasView:
    name = names.types[decl.name.spelled]
    means = alias_of(decl, names, arrangement.spread)
    if decl.name.spelled in arrangement.quoted:
        means = quoted(means)
    is_choice = isinstance(decl, Choice)
    return AliasView(
        name=name,
        means=means,
        docs=docstring(prose(decl.docs)),
        constant=values_name(decl.name) if is_choice else "",
        known=tuple_of(quoted(o.value) for o in decl.options) if isinstance(decl, Choice) else "",
        decoder=decoder_name(decl.name) if isinstance(decl, Union) else "",
        decoder_docs=docstring(
            f"What a parsed JSON value means as {name}; see `Record.decode`.", 4
        ),
        spelled=quoted(decl.name.spelled),
    )


def prose(docs: Docs) -> str:
    """What a docstring says: the text, and what else is known."""
    notes = [docs.text]
    if docs.deprecated:
        notes.append("Deprecated.")
    if docs.since is not None:
        notes.append(f"Since {docs.since}.")
    return "\n\n".join(notes)


def _shown(value: IrJson) -> str:
    return on_one_line(json.dumps(_thaw(value), ensure_ascii=False))


def _thaw(value: IrJson) -> object:
    if isinstance(value, tuple):
        return [_thaw(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _thaw(item) for key, item in value.items()}
    return value
