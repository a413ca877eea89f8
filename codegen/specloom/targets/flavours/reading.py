"""How a flavour reads the spec: the bundle, retold in the words that datamodel-code-generator understands.

Names become those of the Python target. Formats and defaults go: they inform, but models would act on them.
A second name of a record is no definition, since it is to be the same class. Unions told by a tag name it in
a `discriminator`; what an open union or choice accepts beyond the spec is spelled out where a flavour can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from specloom.ir import (
    Alias,
    ByTag,
    Choice,
    Decl,
    Docs,
    Field,
    Kind,
    ListOf,
    MapOf,
    Name,
    Nullable,
    Package,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)
from specloom.plaintext import neutralise
from specloom.targets.flavours.flavour import Extras, Flavour
from specloom.targets.jsonschema.bundle import Reading, Schema, bundle
from specloom.targets.python.names import Names


@dataclass(frozen=True)
class FlavouredReading:
    """One package as one flavour reads it."""

    package: Package
    flavour: Flavour

    @cached_property
    def names(self) -> Names:
        """What the Python target calls everything."""
        return Names(self.package)

    @cached_property
    def types(self) -> Mapping[str, str]:
        """What this flavour calls every declaration: the same, but for names that its own words take."""
        given = self.names.types
        return {
            spelled: f"{name}_" if name in self.flavour.taken else name
            for spelled, name in given.items()
        }

    @cached_property
    def second_names(self) -> Mapping[str, str]:
        """Python name of a record by each further Python name that it has."""
        types = self.types
        return {
            types[spelled]: types[self._first(spelled)]
            for spelled in self.package.decls
            if self._first(spelled) != spelled
        }

    @cached_property
    def document(self) -> Schema:
        """The JSON Schema to generate from."""
        told = replace(
            self.package,
            modules=tuple(
                replace(module, decls=tuple(self._retell(decl) for decl in module.decls))
                for module in self.package.modules
            ),
        )
        made = bundle(told, Reading(closed=True))
        definitions: Schema = {}
        for name, decl in told.decls.items():
            if name not in self.second_names:
                definitions |= self._spell_out(decl, _say_any(made["$defs"][name]))
        return {"$schema": made["$schema"], "$defs": definitions}

    @cached_property
    def exports(self) -> tuple[str, ...]:
        """The names of all definitions."""
        return tuple(self.document["$defs"])

    @cached_property
    def attributes(self) -> Mapping[str, str]:
        """Attribute by `Class.member`, where the two differ."""
        return dict(self._attributes())

    @cached_property
    def extras(self) -> Mapping[str, Extras]:
        """What the template of a class is told besides, by class."""
        return {name: self.flavour.closed for name, record in self._records() if not record.open}

    @cached_property
    def loose(self) -> frozenset[str]:
        """The declarations that can only be a map of anything, since a member has a name that cannot be."""
        decls = self.package.decls
        odd = re.compile(self.flavour.unnameable)
        records = {
            spelled
            for spelled, decl in decls.items()
            if isinstance(decl, Record) and any(odd.search(field.wire) for field in decl.fields)
        }
        unions = {
            spelled
            for spelled, decl in decls.items()
            if isinstance(decl, Union)
            and isinstance(decl.told, ByTag)
            and any(
                self._first(variant.type.target) in records
                for variant in decl.variants
                if isinstance(variant.type, Ref)
            )
        }
        return frozenset(records | unions)

    def _records(self) -> Iterator[tuple[str, Record]]:
        for spelled, decl in self.package.decls.items():
            if isinstance(decl, Record) and spelled not in self.loose:
                yield self.types[spelled], decl

    def _attributes(self) -> Iterator[tuple[str, str]]:
        for home, record in self._records():
            for wire, attribute in self.names.fields(record).items():
                if wire != attribute:
                    yield f"{home}.{wire}", attribute

    # --- declarations ---------------------------------------------------------------------------------

    def _first(self, spelled: str) -> str:
        """The record that a name is a second name of; the name itself if it is something else."""
        found = self.package.resolve(Ref(spelled))
        if isinstance(found, Ref) and isinstance(self.package.decls[found.target], Record):
            return found.target
        return spelled

    def _retell(self, decl: Decl) -> Decl:
        name = Name(decl.name.words, self.types[decl.name.spelled])
        docs = _tame(decl.docs)
        if decl.name.spelled in self.loose:
            return Alias(name, MapOf(Scalar(Kind.ANY)), docs, decl.where)
        match decl:
            case Record():
                fields = tuple(self._retell_field(field) for field in decl.fields)
                return replace(decl, name=name, docs=docs, fields=fields)
            case Union():
                variants = tuple(
                    replace(variant, type=self._retell_type(variant.type))
                    for variant in decl.variants
                )
                return replace(decl, name=name, docs=docs, variants=variants)
            case Alias():
                return replace(decl, name=name, docs=docs, type=self._retell_type(decl.type))
            case Choice():
                return replace(decl, name=name, docs=docs)

    def _retell_field(self, field: Field) -> Field:
        docs, type = _tame(field.docs), self._retell_type(field.type)
        return replace(field, docs=docs, type=type, has_default=False)

    def _retell_type(self, type: Type) -> Type:
        match type:
            case Scalar():
                return replace(type, format=None)
            case ListOf():
                return replace(type, item=self._retell_type(type.item))
            case MapOf():
                return replace(type, value=self._retell_type(type.value))
            case Nullable():
                return replace(type, inner=self._retell_type(type.inner))
            case Ref():
                return Ref(self.types[self._first(type.target)])
            case _:
                return type

    # --- what is open ---------------------------------------------------------------------------------

    def _spell_out(self, decl: Decl, schema: Schema) -> Schema:
        """The definitions that a declaration becomes; `schema` is the closed reading of it."""
        name = decl.name.spelled
        match decl:
            case Record(open=True):
                return {name: schema | {"additionalProperties": True}}
            case Choice(open=True):
                return {name: self._open_choice(decl, schema)}
            case Union(told=ByTag(wire=wire)):
                schema = schema | {"discriminator": {"propertyName": wire}}
                if decl.open and self.flavour.unknown_variants:
                    return self._open_union(decl, wire, schema)
                return {name: schema}
            case _:
                return {name: schema}

    def _open_choice(self, choice: Choice, schema: Schema) -> Schema:
        text = schema.get("description", "")
        if self.flavour.unknown_values:
            values = {"enum": [option.value for option in choice.options]}
            return {"description": text, "anyOf": [values, {"type": "string"}]}
        known = ", ".join(f"`{neutralise(option.value)}`" for option in choice.options)
        return {"description": f"{text} Known values: {known}.".strip(), "type": "string"}

    def _open_union(self, union: Union, wire: str, schema: Schema) -> Schema:
        """The union of what is known, the record for what is not, and either.

        The tag of what is unknown is a text that is none of the known ones, which is said by a pattern:
        a payload with a known tag is read as that variant or not at all.
        """
        name = union.name.spelled
        known, unknown = self._free(f"Known{name}"), self._free(f"Unknown{name}")
        tags = "|".join(re.escape(str(variant.tag)) for variant in union.variants)
        rest: dict[str, Any] = {
            "description": f"A variant of `{name}` that this version does not know.",
            "type": "object",
            "properties": {wire: {"type": "string", "pattern": f"^(?!(?:{tags})$(?!\\n))"}},
            "required": [wire],
            "additionalProperties": True,
        }
        references = [{"$ref": f"#/$defs/{known}"}, {"$ref": f"#/$defs/{unknown}"}]
        either = {word: text for word, text in schema.items() if word == "description"}
        closed = {"description": f"The variants of `{name}` that this version knows."}
        return {
            name: either | {"anyOf": references},
            known: schema | closed,
            unknown: rest,
        }

    def _free(self, name: str) -> str:
        """`name`, with underscores if the spec uses it."""
        while name in self.types.values():
            name += "_"
        return name


def _say_any(schema: Schema) -> Schema:
    """`schema` in which a map of anything says so: without the word, it would be read as an empty record."""
    told = dict(schema)
    for word in ("items", "additionalProperties"):
        if isinstance(told.get(word), dict):
            told[word] = _say_any(told[word])
    for word in ("anyOf", "oneOf"):
        if word in told:
            told[word] = [_say_any(branch) for branch in told[word]]
    if "properties" in told:
        told["properties"] = {name: _say_any(use) for name, use in told["properties"].items()}
    elif "object" in (told.get("type"), *told.get("type", ())):
        told.setdefault("additionalProperties", {})
    return told


def _tame(docs: Docs) -> Docs:
    return replace(docs, text=neutralise(docs.text))
