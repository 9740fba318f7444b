"""Guides that an agent reads once: resources, kept as Markdown beside this module."""

from __future__ import annotations

from pathlib import Path

from fastmcp import FastMCP

__all__ = ["register"]

_FOLDER = Path(__file__).parent / "guides_text"
_ABOUT = {
    "layout": "Placing things so that they fit and stay readable, for scenes in Manim code.",
    "lesson-format": "How a lesson is written in Markdown: front matter, blocks, Manim code. Read it once.",
    "pitfalls": "What most often goes wrong with the installed Manim, and what is right.",
}


def register(mcp: FastMCP) -> None:
    """Add ``guide://…`` resources and the lesson's JSON schema."""
    for path in sorted(_FOLDER.glob("*.md")):
        _add(mcp, path)
    mcp.resource(
        "guide://lesson-schema",
        name="lesson-schema",
        title="JSON schema of a lesson",
        mime_type="application/json",
    )(lesson_schema)


def _add(mcp: FastMCP, path: Path) -> None:
    def read() -> str:
        return path.read_text(encoding="utf-8")

    title = path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
    mcp.resource(
        f"guide://{path.stem}",
        name=path.stem,
        title=title,
        description=_ABOUT[path.stem],
        mime_type="text/markdown",
    )(read)


def lesson_schema() -> str:
    """The JSON schema of what plan_lesson accepts as JSON."""
    import json

    from pipeline.lesson import Lesson

    return json.dumps(Lesson.model_json_schema(), separators=(",", ":"))
