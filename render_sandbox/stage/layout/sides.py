"""Lengths beside the sides of polygons: drawn as one shape, or as three or four lines end to end."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import Graph, Line, Polygon

from . import statements
from .context import Context
from .ground import covers, within
from .snapshot import Floats
from .standing import Standing
from .things import Thing

__all__ = ["judge_lengths"]

_SAME = 0.05
_NODE = 0.15
"""Half the size from which on what stands on a corner is a node of a graph: its edges have weights."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """The sides of one polygon; ``thing`` stands for it."""

    thing: Thing
    context: Context
    ends: list[tuple[Floats, Floats]]

    def holds(self, points: Floats) -> npt.NDArray[np.bool_]:
        """Which points are within the polygon."""
        row = self.context.state.snapshot.order.get(self.thing.key)
        if row is not None and isinstance(self.thing.root, Polygon):
            return covers(self.context.state.snapshot, row, points)
        return within(np.array(self.ends), points)


def judge_lengths(context: Context, texts: list[Thing], standing: Standing) -> None:
    """Sides of one polygon, or lines that make one, with plain numbers at their middles, compared."""
    labels = [
        (one, said.value) for one in texts
        if not one.roles & {"tick", "entry"} and (said := statements.length(one.text)) is not None
    ]  # fmt: skip
    if len(labels) < 2:
        return
    centres = np.array([_centre(context.state.box(text)) for text, _ in labels])
    for figure in _sides_of(context):
        within = figure.holds(centres)
        outside = [one for one, inside in zip(labels, within, strict=True) if not inside]
        _judge_sides(
            standing,
            context,
            figure,
            [one for one in outside if not _in_a_cell(context, one[0], figure.thing)],
        )


def _judge_sides(
    standing: Standing, context: Context, figure: _Sides, labels: list[tuple[Thing, float]]
) -> None:
    pairs: list[tuple[Thing, float, float]] = []
    for start, end in figure.ends:
        middle = (start + end) / 2
        length = float(np.hypot(*(end - start)))
        near: list[tuple[Thing, float]] = []
        for text, value in labels:
            box = context.state.box(text)
            distance = float(np.hypot(*(_centre(box) - middle)))
            if distance < 0.55 + 0.3 * (box[2] - box[0]):
                near.append((text, value))
        if len(near) == 1 and near[0][1] > 0 and length > 1.2:
            pairs.append((*near[0], length))
    if len(pairs) < 2:
        return
    ratios = [length / value for _, value, length in pairs]
    if max(ratios) / min(ratios) < 1.3:
        return
    log = context.log
    odd = int(np.argmax([abs(math.log(one / float(np.median(ratios)))) for one in ratios]))
    text, value, length = pairs[odd]
    scale = float(np.median([one for index, one in enumerate(ratios) if index != odd]))
    standing.claim(
        context, "wrong-length", "warning", [text, figure.thing],
        f"{log.called(text)} stands at a side {length / scale:.2g} long on the scale of the others.",
        f"draw it {value * scale:.2f} units long, or write {length / scale:.2g}",
    )  # fmt: skip


def _sides_of(context: Context) -> list[_Sides]:
    """The triangles and quadrangles on the frame."""
    found: list[_Sides] = []
    lines: list[tuple[Thing, Floats, Floats]] = []
    for thing in context.state.figures:
        looks = context.looks(thing.root)
        if isinstance(looks, Polygon) and isinstance(thing.root, Polygon):
            corners = [np.asarray(one)[:2] for one in thing.root.get_vertices()]
            if 3 <= len(corners) <= 4 and thing.key in context.state.snapshot.order:
                ends = list(zip(corners, corners[1:] + corners[:1], strict=True))
                found.append(_Sides(thing, context, ends))
        elif _is_bare_line(looks, thing):
            line: Any = thing.root
            start, end = line.get_start_and_end()
            lines.append((thing, np.asarray(start)[:2], np.asarray(end)[:2]))
    return found + _cycles(context, lines)


def _is_bare_line(looks: Any, thing: Thing) -> bool:
    in_graph = any(isinstance(one, Graph) for one in thing.ancestors)
    return type(looks) is Line and type(thing.root) is Line and len(thing.rows) == 1 and not in_graph


def _cycles(context: Context, lines: list[tuple[Thing, Floats, Floats]]) -> list[_Sides]:
    """Lines that make nothing but one closed triangle or quadrangle, and no node stands on its corners."""
    if not 3 <= len(lines) <= 60:
        return []
    corners: list[Floats] = []
    edges = [tuple(_index(corners, end) for end in (start, end)) for _, start, end in lines]
    found: list[_Sides] = []
    left = set(range(len(edges)))
    while left:
        members = [left.pop()]
        touched = set(edges[members[0]])
        while grown := [one for one in left if touched & set(edges[one])]:
            members += grown
            left.difference_update(grown)
            touched.update(corner for one in grown for corner in edges[one])
        ends_there = [corner for one in members for corner in edges[one]]
        is_closed = 3 <= len(members) <= 4 and all(ends_there.count(one) == 2 for one in touched)
        if is_closed and not any(_is_node(context, corners[one]) for one in touched):
            ends = [(lines[one][1], lines[one][2]) for one in members]
            found.append(_Sides(lines[min(members)][0], context, ends))
    return found


def _index(corners: list[Floats], point: Floats) -> int:
    for index, one in enumerate(corners):
        if np.hypot(*(one - point)) < _SAME:
            return index
    corners.append(point)
    return len(corners) - 1


def _is_node(context: Context, corner: Floats) -> bool:
    for thing in context.state.things:
        if not context.state.visible(thing):
            continue
        box = context.state.box(thing)
        centred = np.abs((box[:2] + box[2:]) / 2 - corner).max() < 0.08
        if centred and (box[2:] - box[:2]).min() > 2 * _NODE:
            return True
    return False


def _in_a_cell(context: Context, text: Thing, among: Thing) -> bool:
    """Whether the number stands in a shape of its own, no larger than ``among``: it isn't a side's."""
    state = context.state
    centre = _centre(state.box(text))
    width, height = state.box(among)[2:] - state.box(among)[:2]
    for figure in state.figures:
        box = state.box(figure)
        within = bool(((box[:2] < centre) & (centre < box[2:])).all())
        if figure is among or not within or box[2] - box[0] > 1.05 * width or box[3] - box[1] > 1.05 * height:
            continue
        if any(covers(state.snapshot, int(row), centre[None])[0] for row in figure.rows):
            return True
    return False


def _centre(box: Floats) -> Floats:
    return (box[:2] + box[2:]) / 2
