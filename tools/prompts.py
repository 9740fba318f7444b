"""Prompts that a person picks: the skills of ``knowledge.skills``, with arguments."""

from __future__ import annotations

from typing import Annotated

from fastmcp import FastMCP
from pydantic import Field

from knowledge.skills import SKILLS, how_of, skill_body

__all__ = ["AUDIENCES", "LANGUAGES", "MINUTES", "register"]

AUDIENCES = ("somebody who has never heard of it", "school children", "students", "colleagues of the field")
MINUTES = ("1", "2", "3", "5")
LANGUAGES = ("en", "de", "es", "fr", "it", "ja", "nl", "pl", "pt-BR", "tr", "uk", "zh")


def register(mcp: FastMCP) -> None:
    """Add the prompts, and the skills that they are made from."""
    from fastmcp.skills.provider import SkillsDirectoryProvider

    mcp.prompt(explain_topic, title="Explain a topic")
    mcp.prompt(explain_paper, title="Explain a paper")
    mcp.prompt(explain_codebase, title="Explain a codebase")
    mcp.prompt(explain_pull_request, title="Explain a pull request")
    mcp.prompt(explain_algorithm, title="Explain a running algorithm")
    mcp.prompt(notes_to_lesson, title="Turn notes into a lesson")
    mcp.prompt(review_video, title="Review a video")
    mcp.prompt(fix_scene, title="Fix a failed scene")
    mcp.prompt(translate_lesson, title="Translate a lesson")
    mcp.add_provider(SkillsDirectoryProvider(SKILLS))


def explain_topic(
    topic: Annotated[str, Field(description="What to explain, e.g. why the sky is blue")],
    audience: Annotated[str, Field(description="For whom")] = AUDIENCES[0],
    minutes: Annotated[str, Field(description="About how long")] = MINUTES[0],
) -> str:
    """Make a short explainer video of a topic."""
    asked = f"Explain {topic} to {audience} in a video of about {minutes} min."
    return f"{asked}\n\n{skill_body('explain-a-topic')}"


def explain_paper(paper: Annotated[str, Field(description="Where it is, or its text")]) -> str:
    """Make a video of what a paper found, cited by page."""
    return _explained("explain-a-paper", f"Explain the paper {paper} in a video.")


def explain_codebase(folder: Annotated[str, Field(description="The folder of the source tree")]) -> str:
    """Make a video of how a codebase works, cited by file and line."""
    return _explained("explain-a-codebase", f"Explain the codebase in {folder} in a video.")


def explain_pull_request(diff: Annotated[str, Field(description="The diff, or where it is")]) -> str:
    """Make a video of what a pull request changes and why."""
    return _explained("explain-a-pull-request", f"Explain this pull request in a video: {diff}")


def explain_algorithm(
    code: Annotated[str, Field(description="The code, or where it is")],
    trace: Annotated[str, Field(description="A trace of a run, one step a line, or how to get one")] = "",
) -> str:
    """Make a video of an algorithm at work on a small input."""
    run = f"\n\nFollow this trace: {trace}" if trace else ""
    return _explained("explain-an-algorithm", f"Explain this algorithm as it runs: {code}{run}")


def notes_to_lesson(notes: Annotated[str, Field(description="The notes, as text")]) -> str:
    """Turn notes into a lesson and a video."""
    return f"Make a lesson out of these notes.\n\n{skill_body('notes-to-lesson')}\n\n---\n\n{notes}"


def review_video(session_id: Annotated[str, Field(description="The session to look at")]) -> str:
    """Look critically at a session and say what to mend."""
    return f"Review session {session_id}.\n\n{skill_body('review-a-video')}"


def fix_scene(scene_id: Annotated[str, Field(description="The scene that fails")]) -> str:
    """Mend a scene that fails to check or render."""
    return f"Mend scene {scene_id}.\n\n{skill_body('fix-a-failed-scene')}"


def translate_lesson(
    session_id: Annotated[str, Field(description="The session to translate")],
    language: Annotated[str, Field(description="A language tag, e.g. de or pt-BR")],
) -> str:
    """Make the same video in another language."""
    return f"Translate session {session_id} into {language}.\n\n{skill_body('translate-a-lesson')}"


def _explained(skill: str, asked: str) -> str:
    return f"{asked}\n\n{skill_body(skill)}\n\n## The skill `explain-a-topic`\n\n{how_of('explain-a-topic')}"
