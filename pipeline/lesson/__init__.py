"""The lesson format: what a lesson file means, how it is read, and the Manim code it becomes.

``parts``, ``blocks``, ``figures`` and ``model`` are the meaning; ``parser`` with ``reading``, ``inline`` and
``yaml_body`` reads Markdown; ``compile`` with ``writing`` and ``source`` makes code for the lesson kit;
``markdown`` writes a lesson back. A new kind of block touches ``blocks`` or ``figures``, ``reading``,
``writing``, ``markdown`` where it has no YAML body, and the kit.
"""

from __future__ import annotations

from pipeline.lesson.compile import CompiledScene, compile_scene
from pipeline.lesson.errors import LessonError, Problem
from pipeline.lesson.markdown import to_markdown
from pipeline.lesson.model import Lesson, Scene, from_plan
from pipeline.lesson.parser import load, parse
from pipeline.lesson.pictures import read_pictures

__all__ = [
    "CompiledScene",
    "Lesson",
    "LessonError",
    "Problem",
    "Scene",
    "compile_scene",
    "from_plan",
    "load",
    "parse",
    "read_pictures",
    "to_markdown",
]
