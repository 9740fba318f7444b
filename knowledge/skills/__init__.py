"""Ways of making a video: one folder with a ``SKILL.md`` each, as agents load them.

They stand here once: the server offers them as skills and as prompts, ``proofreel skills`` installs them,
and what a kind of video shows is what the director asks of its plans.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["SKILLS", "how_of", "skill_body", "video_of"]

SKILLS = Path(__file__).parent
_SHOWS = "## What the video shows\n"
_HOW = "## How\n"


@cache
def skill_body(name: str) -> str:
    """A skill's text without its front matter."""
    return (SKILLS / name / "SKILL.md").read_text(encoding="utf-8").split("---\n", 2)[2].strip()


def video_of(name: str) -> str:
    """What the videos of a skill show, in one line."""
    return " ".join(skill_body(name).partition(_SHOWS)[2].partition("\n## ")[0].split())


def how_of(name: str) -> str:
    """The steps of a skill that says what its videos show as well."""
    return skill_body(name).partition(_HOW)[2].strip()
