"""The blocks that are pictures of numbers and relations: plots, number lines, graphs."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from pipeline.lesson.expressions import to_python
from pipeline.lesson.parts import Label, Number, Part, as_mapping, as_texts, wrap

__all__ = ["Curve", "Edge", "Graph", "Interval", "Jump", "Mark", "NumberLine", "Plot", "PlotPoint"]


class Curve(Part):
    """A function of x, as ``x^2 - 1`` or ``sin(x)/x``."""

    y: Annotated[str, Field(min_length=1, max_length=200)]
    label: Annotated[str, Field(max_length=60, description="Inline Markdown, e.g. $y = x^2$.")] = ""
    dashed: bool = False

    @field_validator("y")
    @classmethod
    def _readable(cls, y: str) -> str:
        to_python(y)
        return y


class PlotPoint(Part):
    """A marked point."""

    x: Number
    y: Number
    label: Annotated[str, Field(max_length=60)] = ""


Range = tuple[Number, Number]


def _forwards(value: tuple[float, float] | None) -> tuple[float, float] | None:
    if value is not None and not value[0] < value[1]:
        raise ValueError("A range runs from low to high, as in [-3, 3].")
    return value


class Plot(Part):
    """Curves, points and areas over axes, or bars."""

    kind: Literal["plot"] = "plot"
    curves: list[Annotated[Curve, wrap("y")]] = Field(default=[], max_length=6)
    x: Range = (-5.0, 5.0)
    y: Range | None = Field(default=None, description="By default what the curves need.")
    x_label: Annotated[str, Field(max_length=60)] = ""
    y_label: Annotated[str, Field(max_length=60)] = ""
    points: list[PlotPoint] = Field(default=[], max_length=24)
    area: Range | None = Field(default=None, description="Shade below the first curve between two x.")
    tangent: Number | None = Field(default=None, description="Draw the first curve's tangent at this x.")
    bars: dict[Label, Number] = Field(default={}, max_length=16)

    _ranges = field_validator("x", "y", "area")(_forwards)

    @model_validator(mode="before")
    @classmethod
    def _one_curve(cls, data: Any) -> Any:
        """``curve: x^2`` is the short form of a list of one."""
        given = as_mapping(data)
        if given is None or "curve" not in given or "curves" in given:
            return data
        curves = given["curve"]
        rest = {key: value for key, value in given.items() if key != "curve"}
        rest["curves"] = curves if isinstance(curves, list) else [curves]
        return rest

    @model_validator(mode="after")
    def _something_to_draw(self) -> Self:
        if not (self.curves or self.points or self.bars):
            raise ValueError("There is nothing to draw. Give curve: x^2, points: or bars:.")
        if self.bars and (self.curves or self.points):
            raise ValueError("Bars have axes of their own. Put curves and points into a second plot.")
        if (self.area is not None or self.tangent is not None) and not self.curves:
            raise ValueError("area and tangent belong to a curve. Give curve: x^2 as well.")
        return self


class Mark(Part):
    """A point on a number line."""

    at: Number
    label: Annotated[str, Field(max_length=60)] = ""


class Interval(Part):
    """A stretch of a number line; its ends are filled where closed."""

    start: Number = Field(alias="from")
    end: Number = Field(alias="to")
    label: Annotated[str, Field(max_length=60)] = ""
    closed: Literal["both", "left", "right", "none"] = "both"

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    @model_validator(mode="after")
    def _runs_forwards(self) -> Self:
        if not self.start < self.end:
            raise ValueError("An interval runs from low to high: from: -1, to: 2.")
        return self


class Jump(Part):
    """An arc from one number to another."""

    start: Number = Field(alias="from")
    end: Number = Field(alias="to")
    label: Annotated[str, Field(max_length=60)] = ""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class NumberLine(Part):
    """A number line with points, intervals and jumps."""

    kind: Literal["numberline"] = "numberline"
    range: Range
    step: Annotated[float, Field(gt=0, le=1e9)] | None = Field(default=None, description="Between ticks.")
    points: list[Annotated[Mark, wrap("at")]] = Field(default=[], max_length=16)
    intervals: list[Interval] = Field(default=[], max_length=6)
    jumps: list[Jump] = Field(default=[], max_length=12)

    _ranges = field_validator("range")(_forwards)

    @model_validator(mode="after")
    def _on_the_line(self) -> Self:
        low, high = self.range
        places = [mark.at for mark in self.points]
        for piece in (*self.intervals, *self.jumps):
            places += [piece.start, piece.end]
        for place in places:
            if not low <= place <= high:
                raise ValueError(
                    f"{place:g} is not on the line. Widen range: [{min(low, place):g}, {max(high, place):g}]."
                )
        return self


_EDGE = re.compile(r"^\s*(?P<a>.+?)\s*(?P<arrow>->|--|—|→)\s*(?P<b>[^:]+?)\s*(?::\s*(?P<label>.*\S)\s*)?$")


class Edge(Part):
    """A connection; as text ``A -- B``, with a direction ``A -> B``, with a label ``A -> B: 7``."""

    start: Label = Field(alias="from")
    end: Label = Field(alias="to")
    label: Annotated[str, Field(max_length=60)] = ""
    directed: bool = False

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        # YAML reads `A -> B: 7` as a mapping of one pair.
        pair = as_mapping(data)
        if pair is not None and len(pair) == 1:
            key, value = next(iter(pair.items()))
            if isinstance(key, str) and ("->" in key or "--" in key):
                data = f"{key}: {value}"
        if not isinstance(data, str):
            return data
        found = _EDGE.match(data)
        if not found:
            raise ValueError("An edge is written A -- B, A -> B, or A -> B: label.")
        return {
            "from": found["a"],
            "to": found["b"],
            "label": found["label"] or "",
            "directed": found["arrow"] in {"->", "→"},
        }


class Graph(Part):
    """Nodes and edges."""

    kind: Literal["graph"] = "graph"
    edges: list[Edge] = Field(default=[], max_length=60)
    nodes: list[Label] = Field(default=[], max_length=30, description="By default those of the edges.")
    layout: Literal["auto", "circle", "tree", "layers", "row"] = "auto"
    path: list[Label] = Field(default=[], max_length=30, description="Nodes to light up one after another.")

    _names = field_validator("nodes", "path", mode="before")(as_texts)

    @model_validator(mode="after")
    def _known_nodes(self) -> Self:
        named = list(self.nodes)
        for edge in self.edges:
            for node in (edge.start, edge.end):
                if node not in named:
                    if self.nodes:
                        raise ValueError(
                            f"The edge to {node!r} leads nowhere. Nodes are {', '.join(self.nodes)}."
                        )
                    named.append(node)
        if not named:
            raise ValueError("There is nothing to draw. Give edges: [A -- B] or nodes: [A, B].")
        if len(named) > 30:
            raise ValueError(f"{len(named)} nodes are more than anybody can read. At most 30 fit.")
        for node in self.path:
            if node not in named:
                raise ValueError(f"path names {node!r}, which is no node. Nodes are {', '.join(named)}.")
        self.nodes = named
        return self
