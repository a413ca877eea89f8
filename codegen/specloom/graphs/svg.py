"""A graph as SVG: layers side by side, the nodes of each one below the other, curves between them.

No engine: a graph around one type is a fan on either side of it, and a fan needs no more.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from specloom.graphs.graph import Edge, Graph, Node
from specloom.graphs.labels import join_labels, shorten
from specloom.plaintext import on_one_line

_CHARACTER = 7.25  # the width of one, in the monospaced type of 12 pixels that the style asks for
_SMALL = 6.05  # in the type of 10 pixels
_HEIGHT = 24
_PITCH = 36
_PADDING = 10
_MARGIN = 12
_CURVE = 32

STYLE = """\
text { font: 12px ui-monospace, Menlo, Consolas, monospace; fill: #1c1f23; }
.label { font-size: 10px; fill: #5a626b; }
rect { fill: #f6f7f9; stroke: #9aa4af; }
.centre rect { stroke-width: 2; }
path { fill: none; stroke: #9aa4af; }
.back { stroke-dasharray: 3 3; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6e8eb; }
  .label { fill: #a3abb5; }
  rect { fill: #23272d; }
}
"""
"""How a picture looks that stands alone."""


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    width: float

    @property
    def middle(self) -> float:
        return self.y + _HEIGHT / 2

    @property
    def right(self) -> float:
        return self.x + self.width


def draw_svg(
    graph: Graph, link: Callable[[Node], str | None] | None = None, style: str = STYLE
) -> str:
    """`graph` as an SVG element; `link` gives the address that a node leads to, if any."""
    boxes, width, height = _place(graph)
    title = html.escape(on_one_line(f"References around {graph.centre.name}"))
    size = f'width="{_n(width)}" height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}"'
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} aria-label="{title}">']
    if style:
        lines.append(f"<style>\n{style}</style>")
    labelled: set[Node] = set()
    for edge in graph.edges:
        lines += _draw_edge(edge, graph.edges, boxes, labelled)
    for node, box in boxes.items():
        lines.append(_draw_node(node, box, node is graph.centre, link(node) if link else None))
    return "\n".join([*lines, "</svg>"]) + "\n"


def _place(graph: Graph) -> tuple[Mapping[Node, _Box], float, float]:
    """Where each node stands, and the size of it all."""
    layers = sorted({node.layer for node in graph.nodes})
    columns = {layer: [n for n in graph.nodes if n.layer == layer] for layer in layers}
    tallest = max(len(column) for column in columns.values())
    boxes: dict[Node, _Box] = {}
    x: float = _MARGIN
    for layer, column in columns.items():
        y = _MARGIN + (tallest - len(column)) * _PITCH / 2
        widths = [_width(shorten(on_one_line(n.name)), _CHARACTER) + 2 * _PADDING for n in column]
        for number, (node, width) in enumerate(zip(column, widths, strict=True)):
            boxes[node] = _Box(x, y + number * _PITCH, width)
        x += max(widths) + _gap(graph.edges, layer)
    right = max(box.right for box in boxes.values()) + _CURVE
    return boxes, right + _MARGIN, tallest * _PITCH + 2 * _MARGIN


def _gap(edges: Sequence[Edge], layer: int) -> float:
    """The room between a layer and the next: for the longest label, and a curve."""
    between = [_label_of(e) for e in edges if e.source.layer == layer < e.target.layer]
    return max((_width(label, _SMALL) for label in between), default=0) + 8 + 2 * _CURVE


def _label_of(edge: Edge) -> str:
    return shorten(on_one_line(join_labels(edge.labels)))


def _draw_edge(
    edge: Edge, edges: Sequence[Edge], boxes: Mapping[Node, _Box], labelled: set[Node]
) -> Iterator[str]:
    source, target = boxes[edge.source], boxes[edge.target]
    if edge.source.layer >= edge.target.layer:
        way = f"M{_n(source.right)} {_n(source.middle + 4)}" + _bend(
            max(source.right, target.right) + _CURVE, source.middle + 4, target.middle - 4, target
        )
        yield f'<path class="back" d="{way}"/>'
        return
    label = _label_of(edge)
    if edge.target.layer > 0:  # the label stands at the target, where no other edge begins
        end = target.x - _gap(edges, edge.source.layer) + 2 * _CURVE
        way = _curve(source.right, source.middle, end, target.middle) + f"H{_n(target.x)}"
        yield f'<path d="{way}"/>'
        if edge.target not in labelled:
            labelled.add(edge.target)
            yield _text("label", target.x - _width(label, _SMALL) - 4, target.middle - 4, label)
    else:
        start = target.x - 2 * _CURVE
        way = f"M{_n(source.right)} {_n(source.middle)}H{_n(start)}"
        way += _curve(start, source.middle, target.x, target.middle)
        yield f'<path d="{way}"/>'
        yield _text("label", source.right + 4, source.middle - 4, label)


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    half = (x1 + x2) / 2
    ends = f"{_n(half)} {_n(y1)} {_n(half)} {_n(y2)} {_n(x2)} {_n(y2)}"
    return f"M{_n(x1)} {_n(y1)}C{ends}"


def _bend(reach: float, y1: float, y2: float, target: _Box) -> str:
    return f"C{_n(reach)} {_n(y1)} {_n(reach)} {_n(y2)} {_n(target.right)} {_n(y2)}"


def _draw_node(node: Node, box: _Box, is_centre: bool, address: str | None) -> str:
    name = on_one_line(node.name)
    full = f"<title>{html.escape(name)}</title>" if shorten(name) != name else ""
    rounded = _HEIGHT // 2 if node.sort in ("choice", "operation", "stream") else 4
    drawn = (
        f'<rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_HEIGHT}"'
        f' rx="{rounded}"/>'
    )
    drawn += _text("", box.x + _PADDING, box.middle + 4, shorten(name))
    classes = f"{node.sort} centre" if is_centre else str(node.sort)
    drawn = f'<g class="{classes}">{full}{drawn}</g>'
    return drawn if address is None else f'<a href="{html.escape(address)}">{drawn}</a>'


def _text(kind: str, x: float, y: float, text: str) -> str:
    attribute = f' class="{kind}"' if kind else ""
    return f'<text{attribute} x="{_n(x)}" y="{_n(y)}">{html.escape(text)}</text>'


def _width(text: str, character: float) -> float:
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return (len(text) + wide) * character


def _n(number: float) -> str:
    """A coordinate, to the tenth of a pixel."""
    return f"{round(number, 1):g}"
