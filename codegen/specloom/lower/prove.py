"""The third pass: every union gets the proof of how its variants are told apart (design, invariant 9)."""

from __future__ import annotations

from collections.abc import Mapping

from specloom.documents.spec import Landing
from specloom.documents.wording import show
from specloom.ir import (
    Alias,
    ByKind,
    ByTag,
    Choice,
    Const,
    JsonKind,
    Kind,
    ListOf,
    MapOf,
    Name,
    Presence,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
    Variant,
    Where,
)
from specloom.lower.gather import Gathered
from specloom.lower.naming import name_it, read_docs
from specloom.lower.uses import UseReader
from specloom.problems import Problem

_SCALAR_KINDS = {
    Kind.STRING: JsonKind.STRING,
    Kind.INTEGER: JsonKind.NUMBER,
    Kind.NUMBER: JsonKind.NUMBER,
    Kind.BOOLEAN: JsonKind.BOOLEAN,
}

Shaped = Mapping[str, Record | Choice | Alias]


def prove(gathered: Gathered, shaped: Shaped) -> tuple[dict[str, Union], list[Problem]]:
    """Every union by name, and which cannot be told apart."""
    prover = _Prover(gathered, shaped)
    unions = {
        name: prover.union(name, landing)
        for name, landing in gathered.definitions.items()
        if gathered.kinds[name].startswith("union")
    }
    return unions, prover.problems


class _Prover:
    """Proves unions one by one."""

    def __init__(self, gathered: Gathered, shaped: Shaped) -> None:
        self.gathered = gathered
        self.shaped = shaped
        self.uses = UseReader(gathered.spec)
        self.problems = self.uses.problems

    def union(self, name: str, landing: Landing) -> Union:
        """One of several types."""
        schema = landing.schema
        where = landing.document.where_key(landing.pointer)
        named = name_it(name, schema.get("x-name"), where, self.problems)
        told: ByTag | ByKind = ByKind()
        if "x-tag" in schema:
            told = ByTag(schema["x-tag"])
            variants = self._by_tag(name, landing, told.wire)
        else:
            variants = self._by_kind(name, landing)
        is_open = isinstance(told, ByTag) and not schema.get("x-closed", False)
        return Union(named, told, variants, is_open, read_docs(schema), where)

    # --- by tag --------------------------------------------------------------------------------------

    def _by_tag(self, name: str, landing: Landing, tag: str) -> tuple[Variant, ...]:
        document = landing.document
        known: dict[str, str] = {}
        variants = []
        for index, part in enumerate(landing.schema["oneOf"]):
            pointer = f"{landing.pointer}/oneOf/{index}"
            target = self.gathered.spec.resolve(part["$ref"], document).name
            decl = self._follow(Ref(target))
            if isinstance(decl, Ref) and decl.target in self.gathered.broken:
                continue
            where = document.where(pointer)
            if not isinstance(decl, Record):
                fact = f"`{name}` is told by {show(tag)}, and `{target}` is no record"
                remedy = "name records only; wrap others in a record of their own"
                self._refuse(where, fact, remedy, "variant-no-record")
                continue
            value = self._tag_value(name, decl, tag, where)
            if value is None:
                continue
            spelled = decl.name.spelled
            if value in known:
                fact = f"{show(value)} is the {show(tag)} of both `{known[value]}` and `{spelled}`"
                remedy = f"give each variant of `{name}` a constant of its own"
                self._refuse(where, fact, remedy, "same-tag")
                continue
            known[value] = spelled
            variants.append(Variant(decl.name, Ref(spelled), JsonKind.OBJECT, value))
        return tuple(variants)

    def _tag_value(self, union: str, record: Record, tag: str, where: Where) -> str | None:
        """The constant by which a record is told; a problem if it has none."""
        name = record.name.spelled
        field = next((field for field in record.fields if field.wire == tag), None)
        if field is None:
            fact = f"`{name}` ({record.where}) has no member {show(tag)} to tell it by in `{union}`"
            remedy = f"add {show(tag)} to it, required and with a `const` text"
            self._refuse(where, fact, remedy, "variant-no-tag")
            return None
        constant = self._follow(field.type)
        if not isinstance(constant, Const) or not isinstance(constant.value, str):
            fact = f"`{name}.{tag}` is no constant text, so `{union}` cannot tell it"
            remedy = 'write "const" and the text in place of its type'
            self._refuse(field.where, fact, remedy, "variant-tag")
            return None
        if field.presence is not Presence.REQUIRED:
            fact = f"`{name}.{tag}` may be absent, so `{union}` cannot tell it"
            remedy = f"add {show(tag)} to the `required` of `{name}`"
            self._refuse(field.where, fact, remedy, "variant-tag")
        return constant.value

    # --- by kind -------------------------------------------------------------------------------------

    def _by_kind(self, name: str, landing: Landing) -> tuple[Variant, ...]:
        known: dict[JsonKind, Type] = {}
        variants = []
        for index, part in enumerate(landing.schema["oneOf"]):
            pointer = f"{landing.pointer}/oneOf/{index}"
            where = landing.document.where(pointer)
            type = self.uses.read(landing.document, pointer, part)
            decl = self._follow(type)
            if isinstance(decl, Ref) and decl.target in self.gathered.broken:
                continue
            kind = self._kind(decl)
            if kind is None:
                fact = f"variant {index + 1} of `{name}` is {self._describe(decl)}"
                remedy = "name what it may be here, each of one kind, and make uses nullable"
                self._refuse(where, fact, remedy, "variant-no-kind")
                continue
            if kind in known:
                fact = f"`{name}` has two variants of the kind {kind.value}, and nothing tells them"
                remedy = "keep one of the two"
                if kind is JsonKind.OBJECT:
                    remedy = "put the records into a union with `x-tag`, and name that here"
                self._refuse(where, fact, remedy, "same-kind")
                continue
            known[kind] = type
            variants.append(Variant(self._variant_name(type, kind), type, kind))
        return tuple(variants)

    def _variant_name(self, type: Type, kind: JsonKind) -> Name:
        """The name of what a variant refers to, or of its kind."""
        if isinstance(type, Ref):
            document = self.gathered.definitions.get(type.target)
            given = document.schema.get("x-name") if document else None
            return name_it(type.target, given, Where(""), [])
        return Name((kind.value,), kind.value)

    def _kind(self, decl: Type | Record | Choice) -> JsonKind | None:
        """The one JSON kind of a type or declaration; None if it has several."""
        match decl:
            case Scalar(kind=kind):
                return _SCALAR_KINDS.get(kind)
            case Const(value=bool()):
                return JsonKind.BOOLEAN
            case Const(value=str()) | Choice():
                return JsonKind.STRING
            case Const():
                return JsonKind.NUMBER
            case ListOf():
                return JsonKind.ARRAY
            case MapOf() | Record():
                return JsonKind.OBJECT
            case Ref(target=target) if self.gathered.kinds.get(target) == "union_by_tag":
                return JsonKind.OBJECT
            case _:
                return None

    def _describe(self, decl: Type | Record | Choice) -> str:
        match decl:
            case Ref(target=target):
                return f"`{target}`, itself a union by kind"
            case Scalar():
                return "any value"
            case _:
                return "nullable"

    def _follow(self, type: Type) -> Type | Record | Choice:
        """What a type comes to: aliases followed; a Ref only to what is no record, choice or alias."""
        while isinstance(type, Ref):
            decl = self.shaped.get(type.target)
            if decl is None:
                return type
            if not isinstance(decl, Alias):
                return decl
            type = decl.type
        return type

    def _refuse(self, where: Where, fact: str, remedy: str, code: str) -> None:
        self.problems.append(Problem(where, fact, remedy, code))
