"""What a scene can be made of: one model for each kind of block, with all that is checked of it.

Text fields hold *inline Markdown*: ``**bold**``, ``*italic*``, `` `code` `` and ``$formula$``.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from pipeline.lesson.figures import Curve, Edge, Graph, Interval, Jump, Mark, NumberLine, Plot, PlotPoint
from pipeline.lesson.parts import Label, Part, Tex, Text, as_mapping, as_texts, wrap

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
    items: list[Annotated[Bullet, wrap("text")]] = Field(min_length=1, max_length=24)
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
    steps: list[Annotated[Formula, wrap("tex")]] = Field(min_length=1, max_length=24)


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
                wanted = len(self.header)
                raise ValueError(
                    f"Row {number} has {len(row)} cells, the header has {wanted}. Give each row {wanted}."
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
        given = as_mapping(data)
        if given is None:
            return data
        if len(given) == 1 and not set(given) & {"when", "what", "line"}:
            when, what = next(iter(given.items()))
            return {"when": str(when), "what": what}
        return {**given, "when": str(given["when"])} if "when" in given else given


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

    _texts = field_validator("options", mode="before")(as_texts)

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
