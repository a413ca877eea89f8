"""The references around a declaration, as nodes in layers and edges between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from specloom.ir import Alias, Choice, Package, Record, Union
from specloom.prose.uses import Place, Use, index_uses


class Sort(StrEnum):
    """What a node stands for."""

    RECORD = "record"
    UNION = "union"
    CHOICE = "choice"
    ALIAS = "alias"
    OPERATION = "operation"
    STREAM = "stream"


_SORTS = {Record: Sort.RECORD, Union: Sort.UNION, Choice: Sort.CHOICE, Alias: Sort.ALIAS}


@dataclass(frozen=True, slots=True)
class Node:
    """A type, an operation or a stream. Layer 0 holds what the graph is about; what uses it comes before."""

    name: str
    sort: Sort
    layer: int


@dataclass(frozen=True, slots=True)
class Edge:
    """`source` refers to `target`, in the roles that `labels` name."""

    source: Node
    target: Node
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """What refers to what around `centre`, nearest first."""

    centre: Node
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


_Key = tuple[Place, str]


@dataclass(frozen=True)
class References:
    """Who refers to whom in a package, ready for many graphs."""

    package: Package
    uses: Mapping[str, Sequence[Use]]
    used: Mapping[_Key, Sequence[str]]

    def around(self, name: str, depth: int = 1) -> Graph:
        """The graph around the declaration `name`: `depth` references forwards, and the uses of it."""
        centre = (Place.TYPE, name)
        layers = {centre: 0}
        ahead = [centre]
        for layer in range(1, depth + 1):
            found = [(Place.TYPE, target) for key in ahead for target in self.used.get(key, ())]
            ahead = [key for key in dict.fromkeys(found) if key not in layers]
            layers |= dict.fromkeys(ahead, layer)
        for use in self.uses.get(name, ()):
            layers.setdefault((use.place, use.by), -1)
        nodes = {key: Node(key[1], self._sort(key), layer) for key, layer in layers.items()}
        return Graph(nodes[centre], tuple(nodes.values()), tuple(self._edges(nodes)))

    def _edges(self, nodes: Mapping[_Key, Node]) -> Iterator[Edge]:
        """The references between `nodes`, without those among the users."""
        for key, target in nodes.items():
            if key[0] is not Place.TYPE or target.layer < 0:
                continue
            labels: dict[_Key, list[str]] = {}
            for use in self.uses.get(target.name, ()):
                labels.setdefault((use.place, use.by), []).append(use.label)
            for user, found in labels.items():
                if user in nodes and (nodes[user].layer >= 0 or target.layer == 0):
                    yield Edge(nodes[user], target, tuple(dict.fromkeys(found)))

    def _sort(self, key: _Key) -> Sort:
        place, name = key
        if place is Place.TYPE:
            return _SORTS[type(self.package.decls[name])]
        return Sort.OPERATION if place is Place.OPERATION else Sort.STREAM


def read_references(package: Package) -> References:
    """Who refers to whom in `package`."""
    uses = index_uses(package)
    used: dict[_Key, list[str]] = {}
    for name in package.decls:
        for use in uses.get(name, ()):
            used.setdefault((use.place, use.by), []).append(name)
    return References(package, uses, used)
