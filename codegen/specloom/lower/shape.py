"""The second pass: each definition by itself becomes a declaration. Unions come later, with their proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from specloom.documents.spec import Landing
from specloom.documents.wording import near, show
from specloom.ir import (
    Alias,
    Choice,
    ExactlyOneOf,
    Field,
    Json,
    Name,
    Option,
    Presence,
    Record,
    RecordRule,
    RequiredIf,
    Where,
)
from specloom.lower.gather import Gathered
from specloom.lower.naming import name_it, read_docs
from specloom.lower.uses import UseReader, whole
from specloom.pointers import escape
from specloom.problems import Problem


@dataclass(frozen=True)
class Place:
    """A place inside a definition, to speak of in complaints."""

    landing: Landing

    def at(self, path: str) -> Where:
        """Where the value at a path from the definition begins."""
        return self.landing.document.where(self.landing.pointer + path)

    def name_at(self, path: str) -> Where:
        """Where the name of the member at a path from the definition stands."""
        return self.landing.document.where_key(self.landing.pointer + path)


def shape(gathered: Gathered) -> tuple[dict[str, Record | Choice | Alias], list[Problem]]:
    """Every record, choice and alias by name, and what is wrong inside them."""
    shaper = _Shaper(gathered)
    decls: dict[str, Record | Choice | Alias] = {}
    for name, landing in gathered.definitions.items():
        kind = gathered.kinds[name]
        if kind == "record":
            decls[name] = shaper.record(name, landing)
        elif kind == "choice":
            decls[name] = shaper.choice(name, landing)
        elif kind == "alias":
            decls[name] = shaper.alias(name, landing)
    return decls, shaper.problems


class _Shaper:
    """Shapes definitions one by one."""

    def __init__(self, gathered: Gathered) -> None:
        self.uses = UseReader(gathered.spec)
        self.problems = self.uses.problems

    def name(self, name: str, landing: Landing) -> tuple[Name, Where]:
        """The name of a definition, and where it stands."""
        where = landing.document.where_key(landing.pointer)
        return name_it(name, landing.schema.get("x-name"), where, self.problems), where

    def alias(self, name: str, landing: Landing) -> Alias:
        """A name for a use."""
        named, where = self.name(name, landing)
        type = self.uses.read(landing.document, landing.pointer, landing.schema)
        return Alias(named, type, read_docs(landing.schema), where)

    def choice(self, name: str, landing: Landing) -> Choice:
        """Some strings."""
        schema, place = landing.schema, Place(landing)
        names: Mapping[str, str] = schema.get("x-value-names", {})
        known = frozenset(schema["enum"])
        for value in names:
            if value not in known:
                where = place.name_at(f"/x-value-names/{escape(value)}")
                fact = f"{show(value)} is no value of `{name}`"
                self._refuse(where, fact, near(value, known, "take it out"), "unknown-value")
        options = tuple(
            Option(self._option_name(value, names.get(value), place.at(f"/enum/{index}")), value)
            for index, value in enumerate(schema["enum"])
        )
        named, where = self.name(name, landing)
        return Choice(named, options, not schema.get("x-closed", False), read_docs(schema), where)

    def _option_name(self, value: str, given: str | None, where: Where) -> Name:
        return name_it(value, given, where, self.problems, "x-value-names")

    def record(self, name: str, landing: Landing) -> Record:
        """An object with members."""
        schema, place = landing.schema, Place(landing)
        members = schema["properties"]
        for index, member in enumerate(schema.get("required", ())):
            self._check_member(member, members, name, place.at(f"/required/{index}"))
        required = frozenset(schema.get("required", ()))
        fields = tuple(
            self._field(member, use, landing, member in required) for member, use in members.items()
        )
        named, where = self.name(name, landing)
        return Record(
            named,
            fields,
            schema.get("additionalProperties", True),
            read_docs(schema),
            where,
            tuple(self._rules(name, landing)),
        )

    def _field(self, wire: str, use: Any, landing: Landing, required: bool) -> Field:
        pointer = f"{landing.pointer}/properties/{escape(wire)}"
        where = landing.document.where_key(pointer)
        return Field(
            name_it(wire, use.get("x-name"), where, self.problems),
            wire,
            self.uses.read(landing.document, pointer, use),
            Presence.REQUIRED if required else Presence.OPTIONAL,
            read_docs(use),
            where,
            freeze(use.get("default")),
            "default" in use,
        )

    def _rules(self, name: str, landing: Landing) -> list[RecordRule]:
        """The conditional rules of a record, its own first, then those in `allOf`."""
        rules: list[RecordRule] = []
        places = [("", landing.schema)]
        places += [(f"/allOf/{i}", rule) for i, rule in enumerate(landing.schema.get("allOf", ()))]
        for path, holder in places:
            if "if" in holder:
                rules += self._conditional(name, landing, path, holder)
            if "oneOf" in holder:
                rules += self._exactly_one(name, landing, path, holder)
        return rules

    def _conditional(self, name: str, landing: Landing, path: str, holder: Any) -> list[RecordRule]:
        members, place = landing.schema["properties"], Place(landing)
        ((when, condition),) = holder["if"]["properties"].items()
        if holder["if"]["required"] != [when]:
            where = place.at(f"{path}/if/required")
            fact = f"the rule asks for {show(when)} and requires another member"
            self._refuse(where, fact, f'write "required": ["{when}"]', "rule-condition")
        known = self._check_member(
            when, members, name, place.name_at(f"{path}/if/properties/{escape(when)}")
        )
        rules: list[RecordRule] = []
        for index, field in enumerate(holder["then"]["required"]):
            where = place.at(f"{path}/then/required/{index}")
            if self._check_member(field, members, name, where) and known:
                rules.append(RequiredIf(field, when, whole(condition["const"])))
        return rules

    def _exactly_one(self, name: str, landing: Landing, path: str, holder: Any) -> list[RecordRule]:
        members, place = landing.schema["properties"], Place(landing)
        fields: list[str] = []
        for index, branch in enumerate(holder["oneOf"]):
            where = place.at(f"{path}/oneOf/{index}/required/0")
            field = branch["required"][0]
            if self._check_member(field, members, name, where):
                if field in fields:
                    fact = f"{show(field)} is in the rule twice, so never exactly one of both"
                    self._refuse(where, fact, "keep one of the two", "repeated-value")
                fields.append(field)
        return [ExactlyOneOf(tuple(fields))]

    def _check_member(
        self, member: str, members: Mapping[str, Any], record: str, where: Where
    ) -> bool:
        """Whether a record has the member; a problem otherwise."""
        if member in members:
            return True
        remedy = near(member, members, "add it to `properties`, or take it out here")
        self._refuse(where, f"`{record}` has no member {show(member)}", remedy, "unknown-member")
        return False

    def _refuse(self, where: Where, fact: str, remedy: str, code: str) -> None:
        self.problems.append(Problem(where, fact, remedy, code))


def freeze(value: Any) -> Json:
    """A JSON value with tuples for lists, so that it is not changed by accident."""
    if isinstance(value, list):
        return tuple(freeze(item) for item in value)
    if isinstance(value, dict):
        return {key: freeze(item) for key, item in value.items()}
    frozen: Json = value
    return frozen
