"""The meaning of a lesson: what a file says and what the planning tool accepts.

``Lesson.model_json_schema()`` documents it; ``from_plan`` reads it from JSON.
"""

from __future__ import annotations

import difflib
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from pipeline.lesson.blocks import Block
from pipeline.lesson.errors import LessonError
from pipeline.lesson.mistakes import problems_of
from pipeline.lesson.parts import Part
from pipeline.narration.engines import ENGINES

__all__ = ["MOST_SCENES", "THEMES", "Format", "Lesson", "Scene", "Voice", "from_plan"]

THEMES = ("midnight", "daylight", "chalkboard", "paper")
"""The themes of the lesson kit."""

Format = Literal["landscape", "square", "portrait"]
"""16:9, 1:1 and 9:16."""

MOST_SCENES = 60
"""Of one lesson; what is longer is several."""


def _engine(name: str) -> str:
    if name not in ENGINES:
        near = difflib.get_close_matches(name, ENGINES, 1)
        meant = f" Did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"There is no voice engine {name!r}; there are {', '.join(ENGINES)}.{meant}")
    return name


def _voice_name(name: str) -> str:
    # No slash: espeak and Piper would take one for a file of the server's.
    if not re.fullmatch(r"[\w+. -]*", name):
        raise ValueError(f"{name!r} is no voice's name: letters, digits, '+', '.', '-', '_' and spaces")
    return name


class Voice(Part):
    """Who speaks the narration."""

    engine: Annotated[str, Field(max_length=40), AfterValidator(_engine)] = "none"
    name: Annotated[
        str, Field(max_length=120, description="A voice of the engine."), AfterValidator(_voice_name)
    ] = ""
    speed: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0


def _voice(value: object) -> object:
    return {"engine": value} if isinstance(value, str) else value


class Scene(Part):
    """A heading and what stands below it: one Manim scene, one chunk of the video."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    blocks: list[Block] = Field(default=[], max_length=60)


class Lesson(Part):
    """What is taught."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    scenes: list[Scene] = Field(min_length=1, max_length=MOST_SCENES)
    theme: Literal["midnight", "daylight", "chalkboard", "paper"] = "midnight"
    format: Format = "landscape"
    voice: Annotated[Voice, BeforeValidator(_voice)] | None = Field(
        default=None,
        description="An engine's name, or engine, name and speed. Left out: what the server is set to.",
    )
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    math: Literal["mathjax", "latex"] = "mathjax"
    author: Annotated[str, Field(max_length=120)] = ""
    sources: list[Annotated[str, Field(min_length=1, max_length=500)]] = Field(
        default=[],
        max_length=40,
        description="What the facts are taken from; told in the video's description and its subtitles.",
    )


def from_plan(data: Any, name: str = "plan") -> Lesson:
    """A lesson from plain data (JSON of ``Lesson``).

    Raises LessonError with every mistake; each says its place, ``scenes[1].blocks[0].curve``.
    """
    try:
        return Lesson.model_validate(data)
    except ValidationError as error:
        raise LessonError(problems_of(error, file=name)) from error
