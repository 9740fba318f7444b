"""The bytes of a lesson's pictures, from the folder of its file and from nowhere else."""

from __future__ import annotations

from pathlib import Path

from pipeline.lesson.blocks import Image
from pipeline.lesson.errors import LessonError, Problem
from pipeline.lesson.model import Lesson

__all__ = ["read_pictures"]

_LARGEST = 20_000_000


def read_pictures(lesson: Lesson, path: Path) -> dict[str, bytes]:
    """Path in the lesson → bytes, for every picture of a lesson that ``load`` read from ``path``.

    Raises:
        LessonError: names each one that a link leads out of the folder, or that is over 20 MB.
    """
    folder = path.parent.resolve()
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for block in (block for scene in lesson.scenes for block in scene.blocks if isinstance(block, Image)):
        picture = (folder / block.src).resolve()
        if not picture.is_relative_to(folder):
            problems.append(
                Problem(path.name, block.line, f"{block.src} lies outside the folder.", "Move it in.")
            )
        elif picture.stat().st_size > _LARGEST:
            problems.append(Problem(path.name, block.line, f"{block.src} is over 20 MB.", "Make it smaller."))
        else:
            found[block.src] = picture.read_bytes()
    if problems:
        raise LessonError(problems)
    return found
