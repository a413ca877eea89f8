"""The order of definitions in a module of models: what is evaluated at run time stands after what it names.

Annotations are never evaluated, so classes may stand anywhere. Aliases are evaluated: `isinstance` works with
a union of classes, and a second name of a class can be called. Where two modules name each other in aliases,
both define their classes first and import the other's afterwards; their aliases then name classes only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from specloom.ir import Alias, Choice, Decl, Module, Package, Record, Ref, Type, Union, parts


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The declarations of a module in the order in which they are written.

    The first `classes` of them are classes if the module is in a circle, followed by late imports; `spread`
    are the aliases that are written out rather than named; `quoted` those that cannot be evaluated, being
    made of themselves.
    """

    decls: tuple[Decl, ...]
    classes: int | None
    spread: frozenset[str]
    quoted: frozenset[str]


def arrange(module: Module, package: Package) -> Arrangement:
    """The arrangement of one module."""
    circle = _circle(module, package)
    spread = frozenset(
        decl.name.spelled
        for other in circle
        for decl in other.decls
        if not isinstance(decl, Record)
    )
    decls: Iterable[Decl] = module.decls
    if circle:
        decls = sorted(module.decls, key=lambda decl: not isinstance(decl, Record))
    ordered, quoted = _sort(decls)
    classes = sum(isinstance(decl, Record) for decl in module.decls) if circle else None
    return Arrangement(tuple(ordered), classes, spread, frozenset(quoted))


def _sort(decls: Iterable[Decl]) -> tuple[list[Decl], set[str]]:
    """The declarations, each after what it is evaluated with; and those for which there is no such place."""
    waiting = {decl.name.spelled: decl for decl in decls}
    ordered: list[Decl] = []
    quoted: set[str] = set()
    begun: set[str] = set()

    def place(name: str) -> None:
        begun.add(name)
        for needed in sorted(evaluated(waiting[name]) & waiting.keys(), key=[*waiting].index):
            if needed not in begun:
                place(needed)
            elif needed in waiting:
                quoted.add(name)
        ordered.append(waiting.pop(name))

    for name in [*waiting]:
        if name not in begun:
            place(name)
    return ordered, quoted


def evaluated(decl: Decl) -> frozenset[str]:
    """The declarations that must exist when `decl` is evaluated."""
    match decl:
        case Union():
            return frozenset(name for variant in decl.variants for name in _refs(variant.type))
        case Alias():
            return frozenset(_refs(decl.type))
        case Record() | Choice():
            return frozenset()


def _refs(type: Type) -> Iterator[str]:
    return (part.target for part in parts(type) if isinstance(part, Ref))


def _circle(module: Module, package: Package) -> list[Module]:
    """The other modules that name this one in aliases, directly or not, and are so named by it."""
    edges = {
        other.name.spelled: {
            package.homes[name].name.spelled for decl in other.decls for name in evaluated(decl)
        }
        for other in package.modules
    }
    here = module.name.spelled
    ahead = _reach(here, edges)
    return [
        other
        for other in package.modules
        if other is not module
        and other.name.spelled in ahead
        and here in _reach(other.name.spelled, edges)
    ]


def _reach(start: str, edges: Mapping[str, Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(edges[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(edges[name])
    return found
