"""A graph in the words of Mermaid, which many Markdown readers draw."""

from __future__ import annotations

import re

from specloom.graphs.graph import Edge, Graph, Node, Sort
from specloom.graphs.labels import join_labels
from specloom.plaintext import on_one_line

_SHAPES = {
    Sort.RECORD: ("[", "]"),
    Sort.UNION: ("{{", "}}"),
    Sort.CHOICE: ("([", "])"),
    Sort.ALIAS: ("[/", "/]"),
    Sort.OPERATION: ("[[", "]]"),
    Sort.STREAM: ("[(", ")]"),
}
_SPECIAL = re.compile(r"[^\w .,:/()\[\]+-]")


def draw_mermaid(graph: Graph) -> str:
    """`graph` as a Mermaid flowchart."""
    ids = {node: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    lines += [f"    {ids[node]}{_box(node)}" for node in graph.nodes]
    lines += [f"    {ids[e.source]} -->{_label(e)} {ids[e.target]}" for e in graph.edges]
    lines.append(f"    style {ids[graph.centre]} stroke-width:3px")
    return "\n".join(lines) + "\n"


def _box(node: Node) -> str:
    before, after = _SHAPES[node.sort]
    return f"{before}{_quote(node.name)}{after}"


def _label(edge: Edge) -> str:
    return f"|{_quote(join_labels(edge.labels))}|"


def _quote(text: str) -> str:
    """`text` as a label that ends where it ends: Mermaid reads `#60;` as the character 60."""
    return f'"{_SPECIAL.sub(lambda found: f"#{ord(found[0])};", on_one_line(text)) or " "}"'
