"""Mistakes in a lesson: every one that was found, each with its place and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import ClassVar

from proofreel.errors import ProofreelError

__all__ = ["LessonError", "Problem"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: where it is, what is wrong, and what would be right.

    ``line`` counts from 1 in a lesson file; it is 0 in a plan that never was a file, where ``what``
    names the place instead (``scenes[1].blocks[0].curve``).
    """

    file: str
    line: int
    what: str
    right: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what} {self.right}".rstrip()


class LessonError(ProofreelError):
    """A lesson with mistakes. ``problems`` holds all of them, in the order of the file."""

    code: ClassVar[str] = "lesson_invalid"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = sorted(set(problems), key=lambda problem: (problem.line, problem.what))
        count = len(self.problems)
        message = "\n".join(str(problem) for problem in self.problems)
        super().__init__(
            f"{count} mistake{'s' if count != 1 else ''} in the lesson:\n{message}",
            problems=[asdict(problem) for problem in self.problems],
        )
