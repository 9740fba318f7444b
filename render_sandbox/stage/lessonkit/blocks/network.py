"""Nodes and edges: laid out by what the graph is, scaled until no node meets another."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from manim import (
    Animation,
    ArcBetweenPoints,
    FadeIn,
    Group,
    GrowFromCenter,
    Line,
    Mobject,
    RoundedRectangle,
    Triangle,
    VGroup,
)

from ..block import Block, Kind, Page, Part, changing, drawing, fade_in
from ..frame import body_size, unit
from ..graph_places import Link, Point, grid, places_of
from ..motion import APPEAR, EASE
from ..prose import Prose
from ..theme import current_theme

__all__ = ["Link", "Network"]


_MEASURE, _NARROW = 10.0, 7.0
"""Width of a node's words, in em: as is good to read, and where nodes would meet."""
_TIP = 0.46
"""Length of an arrow's tip, in em."""


class Network(Block):
    """A graph; ``path`` names nodes that light up one after another."""

    kind: Kind = "figure"
    largest = 1.3
    fills = True

    def __init__(
        self,
        *,
        nodes: Sequence[str],
        edges: Sequence[Link] = (),
        layout: str = "auto",
        path: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.nodes = list(dict.fromkeys([*nodes, *(end for edge in edges for end in (edge.start, edge.end))]))
        self.edges = list(edges)
        self.layout = layout
        self.path = list(path)

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """Nodes spread over the room; smaller type where they would touch."""
        places = places_of(self.nodes, self.edges, self.layout, width / height)
        size = body_size() * scale
        measure = _MEASURE
        while True:
            labels = {
                node: Prose(node, size=size, width=measure * size, align="center") for node in self.nodes
            }
            boxes = {node: _box(label, size) for node, label in labels.items()}
            spots = _spread(places, boxes, width, height)
            if size < 0.3 * body_size() or not _touching(spots, boxes, 0.35 * size):
                break
            if measure == _MEASURE:
                measure = _NARROW
            else:
                size *= 0.88
        if _touching(spots, boxes, 0.02):
            spots = _spread(grid(self.nodes, width / height), boxes, width, height)
        return [self._page(labels, boxes, spots, width, height, size)]

    def _page(
        self,
        labels: dict[str, Prose],
        boxes: dict[str, tuple[float, float]],
        spots: dict[str, Point],
        width: float,
        height: float,
        size: float,
    ) -> Page:
        theme = current_theme()
        shapes: dict[str, Group] = {}
        for node, label in labels.items():
            across, high = boxes[node]
            box = RoundedRectangle(width=across, height=high, corner_radius=_corner(boxes[node], size))
            box.set_fill(theme.surface, 1).set_stroke(theme.accent, 3.5 * unit())
            label.place_ink(center=0, top=label.box_height / 2)
            shapes[node] = Group(box, label).shift(spots[node])
        links = [self._link(link, boxes, spots, size) for link in self.edges]
        links = _without_meeting_labels(links, list(shapes.values()))
        group = Group(*links, *shapes.values())
        page = Page(group, width, height)
        shown: set[int] = set()
        for node in self.nodes:
            new = [
                links[index]
                for index, link in enumerate(self.edges)
                if index not in shown
                and {link.start, link.end} <= set(self.nodes[: self.nodes.index(node) + 1])
            ]
            shown |= {index for index in range(len(links)) if links[index] in new}
            page.parts.append(Part(_enter(shapes[node], new), f"{node} word"))
        page.parts = _merged(page.parts, most=8)
        for number, node in enumerate(self.path):
            before = self.path[number - 1] if number else None
            step = next(
                (
                    links[index]
                    for index, link in enumerate(self.edges)
                    if {link.start, link.end} == {before, node}
                ),
                None,
            )
            page.parts.append(Part(_light(shapes[node], step), f"{node} word word"))
        top, bottom = float(group.get_top()[1]), float(group.get_bottom()[1])
        left, right = float(group.get_left()[0]), float(group.get_right()[0])
        group.shift((width / 2 - (left + right) / 2, -top, 0))
        page.height = top - bottom
        return page

    def _link(
        self,
        link: Link,
        boxes: dict[str, tuple[float, float]],
        spots: dict[str, Point],
        size: float,
    ) -> Group:
        theme = current_theme()
        a, b = spots[link.start], spots[link.end]
        if link.start == link.end:
            top = a + np.array((0, boxes[link.start][1] / 2, 0))
            a, b = top, top + np.array((0, 0.3 * size, 0))
        else:
            a, b = _border(a, b, boxes[link.start], size), _border(b, a, boxes[link.end], size)
        between = _between(link, spots) if self.layout == "row" else []
        if between:
            a, b, angle = _over(link, between, boxes, spots, size)
        else:
            angle = 0.0
        group = Group(_arrow(a, b, angle, size, tipped=link.directed))
        if link.label:
            label = Prose(
                link.label, size=0.74 * size, width=6 * size, color=theme.accents[1], align="center"
            )
            back = RoundedRectangle(
                width=label.width + 0.3 * size, height=label.height + 0.26 * size, corner_radius=0.1 * size
            )
            back.set_fill(theme.background, 1).set_stroke(width=0)
            group.add(Group(back, label.move_to(back)).move_to((a + b) / 2))
        return group


def _arrow(a: Point, b: Point, angle: float, size: float, *, tipped: bool) -> VGroup:
    """A line or an arc of so many radians from a to b, and the tip at its end where there is room for it."""
    theme = current_theme()
    far = float(np.linalg.norm(b - a))
    along = (b - a) / max(far, 1e-9)
    turn = np.array(((math.cos(angle / 2), -math.sin(angle / 2)), (math.sin(angle / 2), math.cos(angle / 2))))
    coming = np.array((*(turn @ along[:2]), 0.0))
    has_tip = tipped and far > 1.6 * _TIP * size
    foot = b - coming * 0.9 * _TIP * size if has_tip else b
    way = ArcBetweenPoints(a, foot, angle=angle) if angle else Line(a, foot)
    drawn = VGroup(way.set_stroke(theme.muted, 3.5 * unit()))
    if has_tip:
        tip = Triangle(radius=2 / 3 * _TIP * size).set_fill(theme.muted, 1).set_stroke(width=0)
        tip.stretch(0.72, 0).rotate(math.atan2(coming[1], coming[0]) - math.pi / 2)
        drawn.add(tip.move_to(b - coming * 0.5 * _TIP * size))
    return drawn


def _between(link: Link, spots: dict[str, Point]) -> list[str]:
    """The nodes of a row that a straight line would be drawn through."""
    a, b = spots[link.start], spots[link.end]
    axis = int(abs(b[1] - a[1]) > abs(b[0] - a[0]))
    low, high = sorted((float(a[axis]), float(b[axis])))
    return [node for node, spot in spots.items() if low + 1e-6 < spot[axis] < high - 1e-6]


def _over(
    link: Link,
    between: list[str],
    boxes: dict[str, tuple[float, float]],
    spots: dict[str, Point],
    size: float,
) -> tuple[Point, Point, float]:
    """From where to where an arc leads that passes some nodes by, and its angle.

    Onwards it is above or to the right of them, backwards on the other side.
    """
    a, b = spots[link.start], spots[link.end]
    side = int(abs(b[0] - a[0]) >= abs(b[1] - a[1]))
    onwards = (b - a)[1 - side] * (1 if side else -1) > 0
    out = np.array((1 - side, side, 0)) * (1 if onwards else -1)
    reach = {node: boxes[node][side] / 2 for node in (link.start, link.end, *between)}
    a, b = a + reach[link.start] * out, b + reach[link.end] * out
    ends = min(reach[link.start], reach[link.end])
    far = b - a
    rise = max(reach[node] for node in between) - ends + 0.9 * size + 0.08 * float(np.linalg.norm(far))
    is_to_the_right = float(out[0] * far[1] - out[1] * far[0]) > 0
    angle = 4 * math.atan(2 * rise / float(np.linalg.norm(far)))
    return a, b, angle if is_to_the_right else -angle


def _box(label: Prose, size: float) -> tuple[float, float]:
    height = max(label.box_height + 0.7 * size, float(label.height) + 0.7 * size)
    return max(float(label.width) + 1.3 * size, 1.9 * size), height


def _spread(
    places: dict[str, Point], boxes: dict[str, tuple[float, float]], width: float, height: float
) -> dict[str, Point]:
    """Places in the room, so that every box is inside it."""
    wide = max(box[0] for box in boxes.values())
    high = max(box[1] for box in boxes.values())
    xs = [place[0] for place in places.values()]
    ys = [place[1] for place in places.values()]
    span_x, span_y = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    across = min(width, wide * (1 + 2.3 * len(places)))
    spots: dict[str, Point] = {}
    for node, place in places.items():
        share_x = (place[0] - min(xs)) / span_x if len(set(xs)) > 1 else 0.5
        share_y = (place[1] - min(ys)) / span_y if len(set(ys)) > 1 else 0.5
        own = boxes[node][0]
        x = (width - across) / 2 + own / 2 + share_x * max(across - own, 0.0)
        spots[node] = np.array([x, -high / 2 - (1 - share_y) * max(height - high, 0.0), 0])
    return spots


def _touching(spots: dict[str, Point], boxes: dict[str, tuple[float, float]], gap: float) -> bool:
    names = list(spots)
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            far = np.abs(spots[one] - spots[other])
            if (
                far[0] < (boxes[one][0] + boxes[other][0]) / 2 + gap
                and far[1] < (boxes[one][1] + boxes[other][1]) / 2 + gap
            ):
                return True
    return False


def _border(start: Point, end: Point, box: tuple[float, float], size: float) -> Point:
    """Where the line from the middle of a node to ``end`` leaves its outline, soft corners and all."""
    way = end - start
    inside, outside = 0.0, 1.0
    if _is_in(way, box, size):
        return start + way
    for _ in range(24):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if _is_in(middle * way, box, size) else (inside, middle)
    return start + way * outside


def _is_in(place: Point, box: tuple[float, float], size: float) -> bool:
    """Whether a place, seen from a node's middle, is within the node."""
    corner = _corner(box, size)
    beyond = np.maximum(np.abs(place[:2]) - (box[0] / 2 - corner, box[1] / 2 - corner), 0.0)
    return bool(np.hypot(*beyond) <= corner)


def _corner(box: tuple[float, float], size: float) -> float:
    """The radius of a node's corners: those of a pill, or smaller where it has several lines."""
    return 0.5 * size if box[1] > 2.4 * size else 0.499 * box[1]


def _without_meeting_labels(links: list[Group], nodes: list[Group]) -> list[Group]:
    """Slide labels along their edges off each other and off nodes; one without room is left out."""
    taken: list[Mobject] = list(nodes)
    for link in links:
        if len(link.submobjects) < 2:
            continue
        label = link.submobjects[1]
        line = link.submobjects[0].submobjects[0]
        for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78):
            label.move_to(line.point_from_proportion(share))
            if not any(_meet(label, other) for other in taken):
                taken.append(label)
                break
        else:
            link.remove(label)
    return links


def _meet(one: Mobject, other: Mobject) -> bool:
    far = np.abs(one.get_center() - other.get_center())
    return bool(far[0] < (one.width + other.width) / 2 and far[1] < (one.height + other.height) / 2)


def _enter(node: Group, links: list[Group]) -> Callable[[], list[Animation]]:
    def enter() -> list[Animation]:
        moves: list[Animation] = [GrowFromCenter(node.submobjects[0], run_time=APPEAR, rate_func=EASE)]
        moves.append(FadeIn(node.submobjects[1], run_time=APPEAR))
        for link in links:
            moves.append(drawing(link.submobjects[0]))
            moves += [fade_in(label, shift=(0, 0, 0)) for label in link.submobjects[1:]]
        return moves

    return enter


def _light(node: Group, link: Group | None) -> Callable[[], list[Animation]]:
    theme = current_theme()

    def enter() -> list[Animation]:
        color = theme.accents[1]
        moves: list[Animation] = [
            changing(node.submobjects[0]).set_stroke(color, 6 * unit()).set_fill(color, 0.25).build()
        ]
        if link is not None:
            line = link.submobjects[0]
            moves.append(changing(line.submobjects[0]).set_stroke(color, 6 * unit()).build())
            moves += [changing(tip).set_fill(color, 1).build() for tip in line.submobjects[1:]]
        return moves

    return enter


def _merged(parts: list[Part], most: int) -> list[Part]:
    """At most so many steps: neighbours appear together."""
    if len(parts) <= most:
        return parts
    each = -(-len(parts) // most)
    merged: list[Part] = []
    for start in range(0, len(parts), each):
        some = parts[start : start + each]
        merged.append(Part(_together(some), " ".join(part.text for part in some)))
    return merged


def _together(parts: list[Part]) -> Callable[[], list[Animation]]:
    def enter() -> list[Animation]:
        found: list[Animation] = []
        for part in parts:
            entering = part.enter()
            found += [entering] if isinstance(entering, Animation) else list(entering)
        return found

    return enter
