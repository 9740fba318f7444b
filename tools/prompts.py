"""Prompts that a person picks: the five ways of ``skills/``, begun with arguments."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from fastmcp import FastMCP
from pydantic import Field

__all__ = ["LANGUAGES", "SKILLS", "register"]

SKILLS = Path(__file__).parent / "skills"
LANGUAGES = ("en", "de", "es", "fr", "it", "ja", "nl", "pl", "pt-BR", "tr", "uk", "zh")


def register(mcp: FastMCP) -> None:
    """Add the prompts, and the skills that they are made from."""
    from fastmcp.skills.provider import SkillsDirectoryProvider

    mcp.prompt(explain_topic, title="Explain a topic")
    mcp.prompt(notes_to_lesson, title="Turn notes into a lesson")
    mcp.prompt(review_video, title="Review a video")
    mcp.prompt(fix_scene, title="Fix a failed scene")
    mcp.prompt(translate_lesson, title="Translate a lesson")
    mcp.add_provider(SkillsDirectoryProvider(SKILLS))


def explain_topic(
    topic: Annotated[str, Field(description="What to explain, e.g. why the sky is blue")],
    audience: Annotated[str, Field(description="For whom")] = "somebody who has never heard of it",
    minutes: Annotated[str, Field(description="About how long")] = "1",
) -> str:
    """Make a short explainer video of a topic."""
    return f"Explain {topic} to {audience} in a video of about {minutes} min.\n\n{_way('explain-a-topic')}"


def notes_to_lesson(notes: Annotated[str, Field(description="The notes, as text")]) -> str:
    """Turn notes into a lesson and a video."""
    return f"Make a lesson out of these notes.\n\n{_way('notes-to-lesson')}\n\n---\n\n{notes}"


def review_video(session_id: Annotated[str, Field(description="The session to look at")]) -> str:
    """Look critically at a session and say what to mend."""
    return f"Review session {session_id}.\n\n{_way('review-a-video')}"


def fix_scene(scene_id: Annotated[str, Field(description="The scene that fails")]) -> str:
    """Mend a scene that fails to check or render."""
    return f"Mend scene {scene_id}.\n\n{_way('fix-a-failed-scene')}"


def translate_lesson(
    session_id: Annotated[str, Field(description="The session to translate")],
    language: Annotated[str, Field(description="A language tag, e.g. de or pt-BR")],
) -> str:
    """Make the same video in another language."""
    return f"Translate session {session_id} into {language}.\n\n{_way('translate-a-lesson')}"


@cache
def _way(name: str) -> str:
    """The skill's body, without its front matter."""
    return (SKILLS / name / "SKILL.md").read_text(encoding="utf-8").split("---\n", 2)[2].strip()
