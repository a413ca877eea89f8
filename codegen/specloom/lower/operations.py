"""Operations: the calls of an API, held against the definitions they name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from specloom.documents import Document
from specloom.documents.wording import near, show
from specloom.ir import (
    Alias,
    Auth,
    Decl,
    Kind,
    Nullable,
    Operation,
    Param,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
    Where,
)
from specloom.lower.gather import Gathered
from specloom.lower.naming import name_it, read_docs, refuse_folding
from specloom.lower.uses import UseReader
from specloom.pointers import step
from specloom.problems import Problem

_PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")


def read_operations(
    gathered: Gathered, decls: Mapping[str, Decl]
) -> tuple[tuple[Operation, ...], list[Problem]]:
    """The operations of the spec in their order, and what is wrong with them."""
    document = gathered.spec.operations
    if document is None or (document.name, "") in gathered.spec.broken:
        return (), []
    reader = _OperationReader(gathered, decls, document)
    operations = tuple(
        reader.read(spelled, schema) for spelled, schema in document.data["operations"].items()
    )
    reader.problems += refuse_folding(
        ((operation.name, operation.where) for operation in operations),
        "operations",
        "give one of them an `x-name`",
    )
    calls: dict[tuple[str, str], Operation] = {}
    for operation in operations:
        call = (operation.method, _PLACEHOLDER.sub("{}", operation.path))
        first = calls.setdefault(call, operation)
        if first is not operation:
            fact = f"{call[0]} {show(operation.path)} is the call of `{first.name.spelled}` already"
            remedy = "let one of them go elsewhere"
            reader.problems.append(Problem(operation.where, fact, remedy, "same-call"))
    return operations, reader.problems


def read_access(gathered: Gathered) -> tuple[str, Auth | None]:
    """Where the operations are, and what a call shows of its caller."""
    document = gathered.spec.operations
    if document is None or (document.name, "") in gathered.spec.broken:
        return "", None
    auth = document.data.get("auth")
    return document.data.get("server", ""), None if auth is None else Auth(auth)


class _OperationReader:
    """Reads operations that the dialect has accepted."""

    def __init__(self, gathered: Gathered, decls: Mapping[str, Decl], document: Document) -> None:
        self.gathered = gathered
        self.decls = decls
        self.document = document
        self.uses = UseReader(gathered.spec)
        self.problems = self.uses.problems

    def read(self, spelled: str, schema: Mapping[str, Any]) -> Operation:
        """One operation."""
        pointer = step("/operations", spelled)
        where = self.document.where_key(pointer)
        errors = schema.get("errors", {})
        for role in ("query", "body"):
            self._check_record(schema, pointer, role)
        self._check_name(schema["response"], f"{pointer}/response")
        self._check_events(schema, pointer)
        for status, name in errors.items():
            self._check_name(name, f"{pointer}/errors/{status}")
        self._check_trigger(schema, pointer)
        return Operation(
            name=name_it(spelled, schema.get("x-name"), where, self.problems),
            title=schema["title"],
            method=schema["method"],
            path=schema["path"],
            params=self._params(schema, pointer),
            query=schema.get("query"),
            body=schema.get("body"),
            body_required=schema.get("bodyRequired", False),
            response=schema["response"],
            events=schema.get("events"),
            trigger=schema.get("trigger"),
            errors=tuple(sorted((int(status), name) for status, name in errors.items())),
            paginated=schema.get("paginated", False),
            headers=tuple(schema.get("headers", {}).items()),
            docs=read_docs(schema),
            where=where,
        )

    def _params(self, schema: Mapping[str, Any], pointer: str) -> tuple[Param, ...]:
        """The path parameters in the order of the path."""
        given = schema.get("params", {})
        slots = _PLACEHOLDER.findall(schema["path"])
        for slot in slots:
            if slot not in given:
                remedy = near(slot, set(given) - set(slots), "describe it under `params`")
                fact = f"the path has {{{slot}}}, which is no parameter"
                self._refuse(self.document.where(f"{pointer}/path"), fact, remedy, "path-params")
        if len(slots) > len(set(slots)):
            fact = "the path has a placeholder twice"
            remedy = "name the two apart"
            self._refuse(self.document.where(f"{pointer}/path"), fact, remedy, "path-params")
        params: dict[str, Param] = {}
        wheres: list[Where] = []
        for wire, use in given.items():
            inner = step(f"{pointer}/params", wire)
            where = self.document.where_key(inner)
            wheres.append(where)
            if wire not in slots:
                fact = f"{show(wire)} has no place in the path"
                remedy = near(wire, set(slots) - set(given), f"put {{{wire}}} into the path")
                self._refuse(where, fact, remedy, "path-params")
            name = name_it(wire, use.get("x-name"), where, self.problems)
            params[wire] = Param(
                name, wire, self.uses.read(self.document, inner, use), read_docs(use)
            )
        self.problems += refuse_folding(
            ((param.name, where) for param, where in zip(params.values(), wheres, strict=True)),
            "parameters",
            "give one of them an `x-name`",
        )
        return tuple(params[slot] for slot in dict.fromkeys(slots) if slot in params)

    def _check_name(self, name: str, pointer: str) -> Decl | None:
        """The declaration an operation names; a problem if there is none."""
        if name in self.decls or name in self.gathered.broken:
            return self._follow(Ref(name))
        fact = f"the spec has no definition {show(name)}"
        remedy = near(name, self.decls, "define it, or correct the name")
        self._refuse(self.document.where(pointer), fact, remedy, "unknown-definition")
        return None

    def _check_record(self, schema: Mapping[str, Any], pointer: str, role: str) -> None:
        name = schema.get(role)
        decl = self._check_name(name, f"{pointer}/{role}") if name else None
        if decl and not isinstance(decl, Record):
            where = self.document.where(f"{pointer}/{role}")
            fact = f"the {role} {show(name)} is no record"
            self._refuse(where, fact, "name an object with members", "not-a-record")

    def _check_events(self, schema: Mapping[str, Any], pointer: str) -> None:
        name = schema.get("events")
        decl = self._check_name(name, f"{pointer}/events") if name else None
        if decl and not isinstance(decl, Union):
            where = self.document.where(f"{pointer}/events")
            fact = f"the events {show(name)} are no union"
            self._refuse(where, fact, "name a union with a variant an event", "not-a-union")

    def _check_trigger(self, schema: Mapping[str, Any], pointer: str) -> None:
        trigger, body = schema.get("trigger"), self._follow(Ref(schema.get("body", "")))
        if trigger is None or not isinstance(body, Record):
            return
        where = self.document.where(f"{pointer}/trigger")
        members = {field.wire: field for field in body.fields}
        if trigger not in members:
            fact = f"the body `{schema['body']}` has no member {show(trigger)}"
            remedy = near(trigger, members, "name a boolean member of the body")
            self._refuse(where, fact, remedy, "unknown-member")
        elif not self._is_boolean(members[trigger].type):
            fact = f"the member {show(trigger)} of `{schema['body']}` is no boolean"
            self._refuse(where, fact, "name a boolean member of the body", "trigger")

    def _is_boolean(self, type: Type) -> bool:
        while isinstance(type, Nullable | Ref):
            if isinstance(type, Nullable):
                type = type.inner
                continue
            decl = self.decls.get(type.target)
            if not isinstance(decl, Alias):
                return False
            type = decl.type
        return isinstance(type, Scalar) and type.kind is Kind.BOOLEAN

    def _follow(self, ref: Ref) -> Decl | None:
        """What a name comes to, aliases of names followed."""
        decl = self.decls.get(ref.target)
        while isinstance(decl, Alias) and isinstance(decl.type, Ref):
            decl = self.decls.get(decl.type.target)
        return decl

    def _refuse(self, where: Where, fact: str, remedy: str, code: str) -> None:
        self.problems.append(Problem(where, fact, remedy, code))
