"""Where the nodes of a graph go, by what kind of graph it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
import numpy.typing as npt

__all__ = ["Link", "Point", "grid", "places_of"]

Point = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Link:
    """An edge, with a direction and a label where wanted."""

    start: str
    end: str
    label: str = ""
    directed: bool = False


def places_of(nodes: list[str], edges: Sequence[Link], layout: str, shape: float) -> dict[str, Point]:
    """Where nodes go, in a square from 0 to 1; ``shape`` is the room's width by its height."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((edge.start, edge.end) for edge in edges if edge.start != edge.end)
    layout = _kind_of(graph, edges) if layout == "auto" else layout
    if layout == "row":
        shares = [(index + 0.5) / len(nodes) for index in range(len(nodes))]
        across = [np.array((share, 0.5, 0)) for share in shares]
        down = [np.array((0.5, 1 - share, 0)) for share in shares]
        return dict(zip(nodes, across if shape > 1 else down, strict=True))
    if layout == "tree" and nx.is_forest(graph.to_undirected()):
        return _tree(graph, nodes)
    if layout in {"tree", "layers"}:
        return _layers(graph, nodes, upright=shape < 1.6 or layout == "tree")
    if layout == "circle" or len(nodes) < 3:
        return _circle(nodes)
    plain = graph.to_undirected()
    return min((_kamada(plain), _circle(nodes)), key=lambda places: _crossings(places, edges))


def _circle(nodes: list[str]) -> dict[str, Point]:
    turn = math.pi / 2 if len(nodes) != 4 else math.pi * 3 / 4
    angles = {node: turn - math.tau * index / len(nodes) for index, node in enumerate(nodes)}
    return {
        node: np.array((0.5 + 0.5 * math.cos(angle), 0.5 + 0.5 * math.sin(angle), 0))
        for node, angle in angles.items()
    }


def _kamada(graph: nx.Graph[str]) -> dict[str, Point]:
    found = nx.kamada_kawai_layout(graph)
    return {node: np.array(((place[0] + 1) / 2, (place[1] + 1) / 2, 0)) for node, place in found.items()}


def _crossings(places: dict[str, Point], edges: Sequence[Link]) -> int:
    """How many pairs of edges cross."""

    def side(a: Point, b: Point, c: Point) -> float:
        return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

    count = 0
    for index, one in enumerate(edges):
        for other in edges[index + 1 :]:
            if {one.start, one.end} & {other.start, other.end}:
                continue
            a, b, c, d = (places[node] for node in (one.start, one.end, other.start, other.end))
            count += side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
    return count


def _kind_of(graph: nx.DiGraph[str], edges: Sequence[Link]) -> str:
    plain = graph.to_undirected()
    roots = sum(1 for node in graph if graph.in_degree(node) == 0)
    one_root = roots == 1 or not any(edge.directed for edge in edges)
    if graph.number_of_edges() and nx.is_tree(plain) and graph.number_of_nodes() > 2 and one_root:
        return "tree"
    if edges and all(edge.directed for edge in edges) and nx.is_directed_acyclic_graph(graph):
        return "layers"
    return "spring" if nx.is_connected(plain) else "circle"


def _tree(graph: nx.DiGraph[str], nodes: list[str]) -> dict[str, Point]:
    """Every leaf its own place across, every parent above the middle of its children."""
    plain = graph.to_undirected()
    places: dict[str, tuple[float, int]] = {}
    leaves = 0

    def put(node: str, depth: int, above: str | None) -> float:
        nonlocal leaves
        below = [child for child in nodes if plain.has_edge(node, child) and child != above]
        if below:
            across = [put(child, depth + 1, node) for child in below]
            x = (across[0] + across[-1]) / 2
        else:
            x = float(leaves)
            leaves += 1
        places[node] = (x, depth)
        return x

    for root in [node for node in nodes if graph.in_degree(node) == 0] + nodes:
        if root not in places:
            put(root, 0, None)
    widest, deepest = max(leaves - 1, 1), max(1, *(depth for _, depth in places.values()))
    return {node: np.array((x / widest, 1 - depth / deepest, 0)) for node, (x, depth) in places.items()}


def _layers(graph: nx.DiGraph[str], nodes: list[str], *, upright: bool) -> dict[str, Point]:
    """Rows by distance from the roots; within a row in the order of the parents."""
    roots = [node for node in nodes if graph.in_degree(node) == 0] or nodes[:1]
    depth: dict[str, int] = {}
    if nx.is_directed_acyclic_graph(graph):
        for node in nx.topological_sort(graph):
            depth[node] = max((depth[before] + 1 for before in graph.predecessors(node)), default=0)
    else:
        plain = graph.to_undirected()
        for root in roots:
            for node, far in nx.single_source_shortest_path_length(plain, root).items():
                depth[node] = min(depth.get(node, far), far)
        for node in nodes:
            depth.setdefault(node, 0)
    rows: dict[int, list[str]] = {}
    order: dict[str, float] = {}
    for far in sorted(set(depth.values())):
        row = [node for node in nodes if depth[node] == far]
        row.sort(
            key=lambda node: np.mean(
                [order[before] for before in graph.predecessors(node) if before in order]
                or [order.get(node, nodes.index(node) / len(nodes))]
            )
        )
        rows[far] = row
        order |= {node: (index + 0.5) / len(row) for index, node in enumerate(row)}
    deepest = max(rows)
    places: dict[str, Point] = {}
    for far, row in rows.items():
        for node in row:
            along = far / deepest if deepest else 0.5
            places[node] = (
                np.array((order[node], 1 - along, 0)) if upright else np.array((along, 1 - order[node], 0))
            )
    return places


def grid(nodes: list[str], shape: float) -> dict[str, Point]:
    """Rows and columns: where nothing else keeps the nodes apart."""
    columns = max(1, min(len(nodes), round(math.sqrt(len(nodes) * shape / 2.2))))
    rows = -(-len(nodes) // columns)
    return {
        node: np.array(((index % columns + 0.5) / columns, 1 - (index // columns + 0.5) / rows, 0))
        for index, node in enumerate(nodes)
    }
