"""Graphs: the right nodes in the right layers, and labels that stay labels in Mermaid and in SVG."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from commands import Here
from goldens import ROOT
from packages import member, package, record
from reference.site import packages
from specloom.graphs.graph import Graph, read_references
from specloom.graphs.labels import shorten
from specloom.graphs.mermaid import draw_mermaid
from specloom.graphs.svg import draw_svg
from specloom.ir import Package, Ref

PACKAGES = packages()
SVG = "{http://www.w3.org/2000/svg}"
NODE = re.compile(r' {4}(n\d+)(\[\[|\[\(|\[/|\(\[|\{\{|\[)"([^"]*)"(\]\]|\)\]|/\]|\]\)|\}\}|\])')
EDGE = re.compile(r' {4}(n\d+) -->\|"([^"]*)"\| (n\d+)')


def chain() -> Package:
    """A refers to B and B to C; C refers back to B and to itself."""
    return package(
        record("A", member("b", Ref("B"))),
        record("B", member("c", Ref("C")), member("again", Ref("C"))),
        record("C", member("b", Ref("B")), member("c", Ref("C"))),
    )


def layers(graph: Graph) -> dict[str, int]:
    return {node.name: node.layer for node in graph.nodes}


def edges(graph: Graph) -> set[tuple[str, str, tuple[str, ...]]]:
    return {(edge.source.name, edge.target.name, edge.labels) for edge in graph.edges}


def test_users_come_before_and_references_after() -> None:
    references = read_references(chain())
    assert layers(references.around("B")) == {"B": 0, "C": 1, "A": -1}
    assert edges(references.around("B")) == {
        ("A", "B", ("b",)),
        ("B", "C", ("c", "again")),
        ("C", "B", ("b",)),
        ("C", "C", ("c",)),
    }
    assert layers(references.around("A")) == {"A": 0, "B": 1}


def test_depth_goes_further_forwards() -> None:
    around = read_references(chain()).around("A", 2)
    assert layers(around) == {"A": 0, "B": 1, "C": 2}


def test_operations_and_streams_are_users() -> None:
    around = read_references(PACKAGES["shipped"]).around("Message")
    sorts = {node.name: str(node.sort) for node in around.nodes if node.layer == -1}
    assert sorts["createMessage"] == "operation"
    assert sorts["AssistantStreamEvent"] == "stream"
    assert sorts["MessageList"] == "record"


def places(picture: str) -> dict[str, tuple[float, float]]:
    """Where each node stands, by its name: the left end and the top of its box."""
    found = {}
    for group in ET.fromstring(picture).iter(f"{SVG}g"):
        box, text = group.find(f"{SVG}rect"), group.find(f"{SVG}text")
        assert box is not None
        assert text is not None
        found[text.text or ""] = (float(box.attrib["x"]), float(box.attrib["y"]))
    return found


def test_layers_stand_side_by_side_and_nothing_covers_anything() -> None:
    graph = read_references(PACKAGES["shipped"]).around("Message", 3)
    found = places(draw_svg(graph))
    assert len(found) == len(graph.nodes) == len(set(found.values()))
    columns: dict[int, set[float]] = {}
    for node in graph.nodes:
        columns.setdefault(node.layer, set()).add(found[shorten(node.name)][0])
    lefts = [min(columns[layer]) for layer in sorted(columns)]
    assert all(len(column) == 1 for column in columns.values())
    assert lefts == sorted(set(lefts))


@pytest.mark.parametrize("name", [name for name in PACKAGES if name != "names_obstacle_course"])
def test_every_graph_can_be_read(name: str) -> None:
    references = read_references(PACKAGES[name])
    for spelled in PACKAGES[name].decls:
        graph = references.around(spelled)
        assert len(places(draw_svg(graph))) == len(graph.nodes)
        first, *lines = draw_mermaid(graph).splitlines()
        assert first == "flowchart LR"
        nodes = [found[1] for line in lines if (found := NODE.fullmatch(line))]
        ends = {
            end for line in lines if (found := EDGE.fullmatch(line)) for end in found.group(1, 3)
        }
        assert len(nodes) == len(graph.nodes)
        assert ends <= set(nodes)
        assert len(lines) == len(nodes) + len(graph.edges) + 1


def test_labels_stay_labels() -> None:
    hostile = '</text><script>&"]-->|;\n'
    made = package(record("A", member(hostile, Ref("B"))), record("B", member("x", Ref("A"))))
    graph = read_references(made).around("A")
    assert "<script>" not in draw_svg(graph)
    assert any(
        text.text == '</text><script>&"]-->|;\\n'
        for text in ET.fromstring(draw_svg(graph)).iter(f"{SVG}text")
    )
    found = [EDGE.fullmatch(line) for line in draw_mermaid(graph).splitlines()]
    labels = [edge[2] for edge in found if edge]
    plain = {re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label) for label in labels}
    assert plain == {'</text><script>&"]-->|;\\n', "x"}
    assert not [label for label in labels if re.search(r'[<>"|&]', label)]


def test_a_long_name_is_cut_and_told_in_full() -> None:
    long = "A" + "b" * 80
    made = package(record(long, member("x", Ref(long))))
    assert f"<title>{long}</title>" in draw_svg(read_references(made).around(long))


# --- the command ----------------------------------------------------------------------------------------


def test_show_draws(here: Here) -> None:
    spec = str(ROOT / "spec")
    plain = here.run("show", "MessageAttachment", "--graph", "--spec", spec)
    assert (
        plain.out == here.run("show", "MessageAttachment", "--graph", "mermaid", "--spec", spec).out
    )
    assert '    n2 -->|"attachments"| n0\n' in plain.out
    deeper = here.run("show", "Message", "--graph", "svg", "--depth", "2", "--spec", spec)
    assert "ImageFileContentBlock" in places(deeper.out)
    assert "ImageFileContentBlock" not in places(
        here.run("show", "Message", "--graph", "svg", "--spec", spec).out
    )


def test_show_draws_no_other_form(here: Here) -> None:
    assert here.run("show", "Message", "--graph", "png", "--spec", str(ROOT / "spec")).code == 2
