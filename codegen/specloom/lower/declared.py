"""What is declared of deltas: looked up in the package and in the definitions as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specloom.documents.spec import Landing
from specloom.ir import (
    ByTag,
    Const,
    Field,
    ListOf,
    MapOf,
    MergeRule,
    Package,
    Record,
    Ref,
    Type,
    Union,
    Where,
)
from specloom.lower.merging import Words, read_words

Keys = tuple[str, ...]


class Declared:
    """The records of a package and what their definitions say of merging."""

    def __init__(self, package: Package, definitions: Mapping[str, Landing]) -> None:
        self.package = package
        self.definitions = definitions

    def addresses(self, record: Record) -> set[str]:
        """The members of a record that the `at` templates of others name."""
        templates = (self.words(record, field)[0].at or "" for field in record.fields)
        return {token[1:-1] for at in templates for token in at.split("/") if is_address(token)}

    def record(self, name: str) -> Record:
        """A record by name."""
        decl = self.package.decls[name]
        assert isinstance(decl, Record)
        return decl

    def words(self, record: Record, field: Field) -> tuple[Words, Where]:
        """What a member's `x-merge` says, and where it (or else the member) stands."""
        landing = self.definitions[record.name.spelled]
        schema = landing.schema["properties"][field.wire]
        if not isinstance(schema, dict) or "x-merge" not in schema:
            return Words(), field.where
        where = landing.document.where(f"{field.where.pointer}/x-merge")
        return read_words(schema["x-merge"]), where

    def default_keys(self, record: Record) -> Keys:
        """The key that the record's document gives to lists that name none."""
        document = self.definitions[record.name.spelled].document
        key: Any = document.data.get("x-delta-defaults", {}).get("key", ())
        return (key,) if isinstance(key, str) else tuple(key)

    def key_kind(self, record: Record, key: Keys) -> str | None:
        """The kind of a record's first key member, if it requires one that is an integer or a string."""
        for name in key:
            for field in record.fields:
                kind = getattr(self.package.bare(field.type), "kind", None)
                if (
                    field.wire == name
                    and field.presence == "required"
                    and kind in ("integer", "string")
                ):
                    return str(kind)
        return None

    def follow(self, record: Record, at: str) -> tuple[list[Type], str]:
        """The types an `at` template leads to, one a variant; else what of it leads nowhere."""
        found: list[Type] = [Ref(record.name.spelled)]
        walked = ""
        for token in at.split("/")[1:]:
            walked += f"/{token}"
            found = [inner for type in found for inner in self.step(type, token)]
            if not found:
                return [], walked
        return found, ""

    def step(self, type: Type, token: str) -> Iterator[Type]:
        """What one token of an `at` template leads to from a type."""
        plain = self.package.bare(type)
        if is_address(token):
            if isinstance(plain, ListOf):
                yield plain.item
            return
        for record in self.package.records_of(plain):
            yield from (field.type for field in record.fields if field.wire == token)

    def default_rule(self, type: Type, keys: Keys) -> MergeRule | None:
        """The rule of a member that declares none (merge.md, "Vocabulary"); None if it must declare one."""
        plain = self.package.bare(type)
        match plain:
            case ListOf(item=item):
                leaves = list(self.package.records_of(item))
                keyed = leaves and all(self.key_kind(leaf, keys) == "integer" for leaf in leaves)
                return MergeRule.MERGE if keyed else None
            case MapOf():
                return MergeRule.MERGE
            case Ref(target=target):
                decl = self.package.decls[target]
                if isinstance(decl, Record) or (
                    isinstance(decl, Union) and isinstance(decl.told, ByTag)
                ):
                    return MergeRule.MERGE
            case _:
                pass
        return MergeRule.ONCE if isinstance(plain, Const) else MergeRule.REPLACE


def is_address(token: str) -> bool:
    """Whether a token of an `at` template stands for a member of the delta."""
    return token.startswith("{") and token.endswith("}")
