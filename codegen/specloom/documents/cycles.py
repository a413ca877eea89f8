"""Cycles in directed graphs, found without recursion: specs decide how deep a graph is."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def find_cycles(graph: Mapping[Node, Collection[Node]]) -> list[list[Node]]:
    """The sets of nodes that can reach each other (Tarjan), each in the graph's order; loners left out.

    Edges to what is no node of the graph are ignored.
    """
    order = {node: number for number, node in enumerate(graph)}
    numbers: dict[Node, int] = {}
    lows: dict[Node, int] = {}
    path: list[Node] = []
    on_path: set[Node] = set()
    cycles: list[list[Node]] = []
    for root in graph:
        if root in numbers:
            continue
        work = [(root, iter(graph[root]))]
        numbers[root] = lows[root] = len(numbers)
        path.append(root)
        on_path.add(root)
        while work:
            node, edges = work[-1]
            for other in edges:
                if other not in graph:
                    continue
                if other not in numbers:
                    numbers[other] = lows[other] = len(numbers)
                    path.append(other)
                    on_path.add(other)
                    work.append((other, iter(graph[other])))
                    break
                if other in on_path:
                    lows[node] = min(lows[node], numbers[other])
            else:
                work.pop()
                if work:
                    lows[work[-1][0]] = min(lows[work[-1][0]], lows[node])
                if lows[node] == numbers[node]:
                    members = [path.pop()]
                    while members[-1] != node:
                        members.append(path.pop())
                    on_path.difference_update(members)
                    if len(members) > 1 or node in graph[node]:
                        cycles.append(sorted(members, key=order.__getitem__))
    return sorted(cycles, key=lambda members: order[members[0]])


def walk_round(graph: Mapping[Node, Collection[Node]], members: list[Node]) -> list[Node]:
    """A shortest walk from the first of `members` back to itself that stays among them."""
    start, inside = members[0], set(members)
    came: dict[Node, Node] = {}
    front = [start]
    while front:
        following: list[Node] = []
        for node in front:
            for other in graph[node]:
                if other == start:
                    walk = [start]
                    while node != start:
                        walk.append(node)
                        node = came[node]
                    return [start, *reversed(walk)]
                if other in inside and other not in came:
                    came[other] = node
                    following.append(other)
        front = following
    raise AssertionError("the members reach each other, and so does the first itself")
