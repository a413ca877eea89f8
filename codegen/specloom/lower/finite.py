"""Proof that every declaration has a value that comes to an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specloom.documents.cycles import find_cycles
from specloom.ir import (
    Alias,
    Decl,
    ListOf,
    MapOf,
    Presence,
    Record,
    Ref,
    Type,
    Union,
)
from specloom.problems import Problem


def refuse_endless(decls: Mapping[str, Decl]) -> Iterator[Problem]:
    """A problem for each required member that makes a record hold another of itself, without end."""
    endless = {name: list(_needs(decl)) for name, decl in decls.items()}
    # A declaration ends if what it needs ends: take away those that do until none is left to take.
    users: dict[str, list[str]] = {name: [] for name in decls}
    waiting: dict[str, int] = {}
    for name, needs in endless.items():
        known = {need for need in needs if need in decls}
        if isinstance(decls[name], Union):
            waiting[name] = 1 if known and "" not in needs else 0  # any variant that ends will do
        else:
            waiting[name] = len(known)
        for need in known:
            users[need].append(name)
    ending = [name for name, count in waiting.items() if count <= 0]
    for name in ending:  # grows while it is walked
        del endless[name]
        for user in users[name]:
            waiting[user] -= 1
            if waiting[user] == 0:
                ending.append(user)
    graph = {name: [need for need in needs if need in endless] for name, needs in endless.items()}
    for members in find_cycles(graph):
        yield from _explain([decls[name] for name in members])


def _explain(round_about: list[Decl]) -> Iterator[Problem]:
    """The problems of declarations that need each other without end."""
    names = {decl.name.spelled for decl in round_about}
    for decl in round_about:
        for field in decl.fields if isinstance(decl, Record) else ():
            if field.presence is Presence.REQUIRED and _need(field.type) in names:
                owner = decl.name.spelled
                fact = (
                    f"`{owner}.{field.wire}` is required and holds another `{owner}`, without end"
                )
                remedy = "let it be optional, nullable or a list"
                yield Problem(field.where, fact, remedy, "endless-record")


def _needs(decl: Decl) -> Iterator[str]:
    """The declarations of which a value of `decl` needs a value (all, or for a union any)."""
    if isinstance(decl, Record):
        types = [field.type for field in decl.fields if field.presence is Presence.REQUIRED]
    elif isinstance(decl, Union):
        types = [variant.type for variant in decl.variants]
    else:
        types = [decl.type] if isinstance(decl, Alias) else []
    for type in types:
        need = _need(type)
        if need:
            yield need
        elif isinstance(decl, Union):
            yield ""  # this variant needs nothing


def _need(type: Type) -> str | None:
    """The declaration of which a value of `type` needs one, if any."""
    while isinstance(type, ListOf | MapOf):
        least = type.min_items if isinstance(type, ListOf) else type.min_members
        if not least:
            return None
        type = type.item if isinstance(type, ListOf) else type.value
    return type.target if isinstance(type, Ref) else None
