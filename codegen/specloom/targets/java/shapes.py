"""The table of types: what each is on the wire, as `schema.json` tells the run-time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from specloom.ir import (
    Alias,
    Bounds,
    ByTag,
    Choice,
    Const,
    Decl,
    ExactlyOneOf,
    ListOf,
    MapOf,
    Nullable,
    Presence,
    Record,
    Ref,
    RequiredIf,
    Scalar,
    Type,
    Union,
)
from specloom.targets.java.types import Typing

Table = dict[str, Any]
"""A JSON object."""

_PIECES = re.compile(r"\\.|\[\^?\\?.(?:\\.|[^\]\\])*\]|.", re.DOTALL)


@dataclass(frozen=True)
class Shapes:
    """The shapes of one package."""

    typing: Typing

    def all(self) -> Table:
        """The shape of every declaration by its name."""
        return {name: self._of(decl) for name, decl in self.typing.package.decls.items()}

    def _of(self, decl: Decl) -> Table:
        match decl:
            case Record():
                return self._record(decl)
            case Choice():
                options = [option.value for option in decl.options]
                return {"kind": "choice", "open": decl.open, "options": options}
            case Union():
                return self._union(decl)
            case Alias():
                return self._alias(decl)

    def _alias(self, alias: Alias) -> Table:
        """An alias is told anew, so that a codec finds it by name."""
        type = self.typing.resolved(alias.type)
        nullable = isinstance(type, Nullable)
        bare = type.inner if isinstance(type, Nullable) else type
        if isinstance(bare, Ref):
            told = self._of(self.typing.package.decls[bare.target])
            return told | ({"nullable": True} if nullable else {})
        shape = self.shape(type)
        return {"kind": shape} if isinstance(shape, str) else shape

    def _record(self, record: Record) -> Table:
        told: Table = {"kind": "record", "open": record.open}
        told["members"] = [
            {"name": field.wire, "type": self.shape(field.type)}
            | ({"required": True} if field.presence is Presence.REQUIRED else {})
            for field in record.fields
        ]
        asks = [rule for rule in record.rules if isinstance(rule, RequiredIf)]
        ones = [list(rule.fields) for rule in record.rules if isinstance(rule, ExactlyOneOf)]
        if asks:
            told["asks"] = [{"field": a.field, "when": a.when, "equals": a.equals} for a in asks]
        if ones:
            told["oneOf"] = ones
        return told

    def _union(self, union: Union) -> Table:
        if isinstance(union.told, ByTag):
            variants = {variant.tag: self.shape(variant.type) for variant in union.variants}
            return {
                "kind": "tagged",
                "tag": union.told.wire,
                "open": union.open,
                "variants": variants,
            }
        told = {variant.kind.value: self.shape(variant.type) for variant in union.variants}
        return {"kind": "either", "variants": told}

    def shape(self, type: Type) -> str | Table:
        """The shape of a use of a type: a word, a reference, or an object that says more."""
        resolved = self.typing.resolved(type)
        match resolved:
            case Scalar(kind=kind, bounds=bounds):
                limits = _limits(bounds)
                return {"kind": kind.value, "limits": limits} if limits else kind.value
            case Const(value=value):
                return {"kind": "const", "value": value}
            case ListOf(item=item):
                told = {"kind": "list", "inner": self.shape(item)}
                return told | _wrapped(_lengths(resolved.min_items, resolved.max_items))
            case MapOf(value=inner):
                told = {"kind": "map", "inner": self.shape(inner)}
                return told | _wrapped(_map_limits(resolved))
            case Nullable(inner=inner):
                shape = self.shape(inner)
                told = {"kind": shape} if isinstance(shape, str) else shape
                return told | {"nullable": True}
            case Ref(target=target):
                return {"ref": target}


def _wrapped(limits: Table) -> Table:
    return {"limits": limits} if limits else {}


def _said(limits: Mapping[str, Any]) -> Table:
    return {name: limit for name, limit in limits.items() if limit is not None}


def _limits(bounds: Bounds) -> Table:
    return _said(
        {
            "least": bounds.minimum,
            "most": bounds.maximum,
            "above": bounds.exclusive_minimum,
            "below": bounds.exclusive_maximum,
            "multiple": bounds.multiple_of,
            "shortest": bounds.min_length,
            "longest": bounds.max_length,
            "pattern": pattern(bounds.pattern),
        }
    )


def _lengths(least: int | None, most: int | None) -> Table:
    return _said({"shortest": least, "longest": most})


def _map_limits(type: MapOf) -> Table:
    keys = {"longestKey": type.key_max_length, "keyPattern": pattern(type.key_pattern)}
    return _lengths(type.min_members, type.max_members) | _said(keys)


def pattern(text: str | None) -> str | None:
    """A pattern of a spec as Java reads it.

    Two differences are left by the dialect: Java's `$` also matches before a last line end, and `&&` in a
    class is an operator.
    """
    if text is None:
        return None
    return "".join(map(_java_piece, _PIECES.findall(text)))


def _java_piece(piece: str) -> str:
    if piece == "$":
        return r"\z"
    return piece.replace("&", r"\&") if piece.startswith("[") else piece
