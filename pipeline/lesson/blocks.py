"""What a scene can be made of: one model for each kind of block, with all that is checked of it.

Text fields hold *inline Markdown*: ``**bold**``, ``*italic*``, `` `code` `` and ``$formula$``.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator
from pydantic.json_schema import SkipJsonSchema

from pipeline.lesson.expressions import to_python

__all__ = [
    "Block",
    "Bullet",
    "Bullets",
    "Code",
    "Compare",
    "Curve",
    "Edge",
    "Event",
    "Formula",
    "Graph",
    "Image",
    "Interval",
    "Jump",
    "Manim",
    "Mark",
    "Math",
    "Narration",
    "NumberLine",
    "Pause",
    "Plot",
    "PlotPoint",
    "Quiz",
    "Quote",
    "Side",
    "Steps",
    "Summary",
    "Table",
    "Timeline",
]

Text = Annotated[str, Field(min_length=1, max_length=2000)]
"""Inline Markdown."""
Label = Annotated[str, Field(min_length=1, max_length=120)]
Tex = Annotated[str, Field(min_length=1, max_length=2000)]
"""A formula in LaTeX's math language, without dollars."""
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e9, le=1e9)]


class Part(BaseModel):
    """A piece of a lesson that knows its line in the file (0: it never was in a file)."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    line: SkipJsonSchema[int] = Field(default=0, ge=0)


def _wrap(field: str) -> BeforeValidator:
    """Let a plain scalar stand for the object whose only needed field it is."""

    def wrap(value: object) -> object:
        return {field: value} if isinstance(value, str | int | float) else value

    return BeforeValidator(wrap)


class Narration(Part):
    """What the voice says. ``<mark a/>`` marks the moment of the next step of the picture."""

    kind: Literal["narration"] = "narration"
    text: Annotated[str, Field(min_length=1, max_length=4000)]


class Bullet(Part):
    """A point, and points below it."""

    text: Text
    points: list[Text] = Field(default=[], max_length=12)


class Bullets(Part):
    """A list whose points appear one after another."""

    kind: Literal["bullets"] = "bullets"
    items: list[Annotated[Bullet, _wrap("text")]] = Field(min_length=1, max_length=24)
    ordered: bool = False


class Math(Part):
    """One displayed formula."""

    kind: Literal["math"] = "math"
    tex: Tex


class Formula(Part):
    """A stage of a derivation, with a note on how it came about."""

    tex: Tex
    note: Annotated[str, Field(max_length=200)] = ""


class Steps(Part):
    """A chain of formulas, each morphing out of the one before."""

    kind: Literal["steps"] = "steps"
    steps: list[Annotated[Formula, _wrap("tex")]] = Field(min_length=1, max_length=24)


class Code(Part):
    """Code to show, with lines to point at one group after another."""

    kind: Literal["code"] = "code"
    code: Annotated[str, Field(min_length=1, max_length=8000)]
    language: Annotated[str, Field(pattern=r"^[\w+#.-]*$", max_length=30)] = "text"
    highlight: list[tuple[int, int]] = Field(
        default=[], max_length=24, description="Groups of lines, first and last, counted from 1."
    )

    @field_validator("highlight")
    @classmethod
    def _within(cls, groups: list[tuple[int, int]]) -> list[tuple[int, int]]:
        for first, last in groups:
            if not 1 <= first <= last:
                raise ValueError("Lines count from 1 and a group runs forwards, as in {2} or {4-6}.")
        return groups

    @model_validator(mode="after")
    def _lines_exist(self) -> Self:
        there = self.code.count("\n") + 1
        for _, last in self.highlight:
            if last > there:
                raise ValueError(f"Line {last} is marked, but the code has {there} lines. Mark 1 to {there}.")
        return self


class Manim(Part):
    """Raw Manim code: a whole scene class, or statements of ``construct`` among other blocks."""

    model_config = ConfigDict(str_strip_whitespace=False)

    kind: Literal["manim"] = "manim"
    code: Annotated[str, Field(min_length=1, max_length=60_000)]


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
    curves: list[Annotated[Curve, _wrap("y")]] = Field(default=[], max_length=6)
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
        if isinstance(data, dict) and "curve" in data and "curves" not in data:
            data = {("curves" if key == "curve" else key): value for key, value in data.items()}
            if not isinstance(data["curves"], list):
                data["curves"] = [data["curves"]]
        return data

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
    points: list[Annotated[Mark, _wrap("at")]] = Field(default=[], max_length=16)
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
        if isinstance(data, dict) and len(data) == 1:
            (key, value), *_ = data.items()
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

    @field_validator("nodes", "path", mode="before")
    @classmethod
    def _names(cls, names: Any) -> Any:
        return [str(name) for name in names] if isinstance(names, list) else names

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


class Table(Part):
    """A table with a header row."""

    kind: Literal["table"] = "table"
    header: list[str] = Field(min_length=1, max_length=16)
    rows: list[list[str]] = Field(min_length=1, max_length=40)
    align: list[Literal["left", "center", "right"]] = Field(default=[], max_length=16)

    @model_validator(mode="after")
    def _rectangular(self) -> Self:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.header):
                raise ValueError(
                    f"Row {number} has {len(row)} cells, the header has {len(self.header)}. Give each row {len(self.header)}."
                )
        return self


class Event(Part):
    """What happened when."""

    when: Label
    what: Text

    @model_validator(mode="before")
    @classmethod
    def _pair(cls, data: Any) -> Any:
        """``1687: Newton's Principia`` is the short form."""
        if isinstance(data, dict) and len(data) == 1 and not set(data) & {"when", "what", "line"}:
            (when, what), *_ = data.items()
            return {"when": str(when), "what": what}
        if isinstance(data, dict) and "when" in data:
            return {**data, "when": str(data["when"])}
        return data


class Timeline(Part):
    """Events along a line."""

    kind: Literal["timeline"] = "timeline"
    events: list[Event] = Field(min_length=1, max_length=16)


class Side(Part):
    """One column of a comparison."""

    title: Label
    points: list[Text] = Field(min_length=1, max_length=12)


class Compare(Part):
    """Two or three columns side by side."""

    kind: Literal["compare"] = "compare"
    sides: list[Side] = Field(min_length=2, max_length=3)


class Image(Part):
    """A picture from a file beside the lesson."""

    kind: Literal["image"] = "image"
    src: Annotated[str, Field(min_length=1, max_length=300)]
    alt: Annotated[str, Field(max_length=300)] = ""
    caption: Annotated[str, Field(max_length=300)] = ""

    @field_validator("src")
    @classmethod
    def _beside_the_lesson(cls, src: str) -> str:
        if re.match(r"^[A-Za-z][\w+.-]*:", src) or src.startswith(("/", "\\")):
            raise ValueError(
                "A picture lies beside the lesson file. Give a relative path such as images/map.png."
            )
        if ".." in src.replace("\\", "/").split("/"):
            raise ValueError("A picture lies beside or below the lesson file. Leave out '..'.")
        if not src.lower().endswith((".png", ".jpg", ".jpeg", ".svg")):
            raise ValueError(f"{src} is of an unknown kind. Give a .png, .jpg or .svg file.")
        return src


class Quote(Part):
    """Somebody's words."""

    kind: Literal["quote"] = "quote"
    text: Text
    by: Annotated[str, Field(max_length=120)] = ""


class Quiz(Part):
    """A question, time to think, and the answer."""

    kind: Literal["quiz"] = "quiz"
    question: Text
    options: list[Text] = Field(default=[], max_length=6)
    answer: Text
    pause: Annotated[float, Field(ge=0, le=60, description="Seconds to think.")] = 4.0
    why: Annotated[str, Field(max_length=400)] = ""

    @field_validator("options", mode="before")
    @classmethod
    def _texts(cls, options: Any) -> Any:
        return [str(option) for option in options] if isinstance(options, list) else options

    @field_validator("question", "answer", mode="before")
    @classmethod
    def _text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int | float) else value

    @model_validator(mode="after")
    def _answer_is_an_option(self) -> Self:
        if self.options and self.answer not in self.options:
            raise ValueError(f"The answer {self.answer!r} is none of the options. Repeat one of them.")
        return self


class Summary(Part):
    """What to take home."""

    kind: Literal["summary"] = "summary"
    points: list[Text] = Field(min_length=1, max_length=8)


class Pause(Part):
    """A new beat: the picture is cleared (``---`` in a file)."""

    kind: Literal["break"] = "break"


Block = Annotated[
    Narration
    | Bullets
    | Math
    | Steps
    | Code
    | Manim
    | Plot
    | NumberLine
    | Graph
    | Table
    | Timeline
    | Compare
    | Image
    | Quote
    | Quiz
    | Summary
    | Pause,
    Field(discriminator="kind"),
]
"""Any block of a scene."""
