"""Who refers to what: the uses of every declaration, by other declarations, operations and streams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from specloom.ir import Alias, Choice, Decl, Operation, Package, Record, Ref, Type, Union, parts
from specloom.prose.words import symbol


class Place(StrEnum):
    """Where a use stands."""

    TYPE = "type"
    OPERATION = "operation"
    STREAM = "stream"


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a declaration: in which `role`, by what. `label` says the role in a word."""

    role: str
    label: str
    place: Place
    by: str

    def words(self) -> str:
        """The use in words."""
        kind = "" if self.place is Place.TYPE else f"{self.place} "
        return f"{self.role} of {kind}{symbol(self.by)}"


def index_uses(package: Package) -> Mapping[str, tuple[Use, ...]]:
    """The uses of every declaration that has any, by its name, each once."""
    found: dict[str, dict[Use, None]] = {}
    for name, use in _uses(package):
        found.setdefault(name, {})[use] = None
    return {name: tuple(uses) for name, uses in found.items()}


def _uses(package: Package) -> Iterator[tuple[str, Use]]:
    for decl in package.decls.values():
        for name, role, label in _mentions(decl):
            yield name, Use(role, label, Place.TYPE, decl.name.spelled)
    for operation in package.operations:
        for name, role in _calls(operation):
            yield name, Use(role, role, Place.OPERATION, operation.name.spelled)
    for stream in package.streams:
        for target in stream.targets:
            label = target.name.spelled
            yield target.of, Use(f"object {symbol(label)}", label, Place.STREAM, stream.event)


def _mentions(decl: Decl) -> Iterator[tuple[str, str, str]]:
    """The declarations that `decl` mentions, with the role of each in it."""
    match decl:
        case Record():
            for field in decl.fields:
                for name in _targets(field.type):
                    yield name, f"member {symbol(field.wire)}", field.wire
        case Union():
            for variant in decl.variants:
                label = variant.tag if variant.tag is not None else str(variant.kind)
                for name in _targets(variant.type):
                    yield name, f"variant {symbol(label)}", label
        case Alias():
            for name in _targets(decl.type):
                yield name, "meaning", "meaning"
        case Choice():
            pass


def _calls(operation: Operation) -> Iterator[tuple[str, str]]:
    roles = {
        "query": operation.query,
        "body": operation.body,
        "response": operation.response,
        "events": operation.events,
    }
    yield from ((used, role) for role, used in roles.items() if used is not None)
    yield from ((used, f"error {status}") for status, used in operation.errors)
    for param in operation.params:
        for name in _targets(param.type):
            yield name, f"parameter {symbol(param.wire)}"


def _targets(type: Type) -> Iterator[str]:
    return (part.target for part in parts(type) if isinstance(part, Ref))
