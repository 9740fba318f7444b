"""Rendering a session before a person: progress while it goes on, and what went wrong, on stderr."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.studio import Studio

__all__ = ["render_shown"]


async def render_shown(
    studio: Studio, session_id: str, *, owner: str = "local", file: Path | None = None
) -> bool:
    """Render what has no chunk yet, with a line per scene. Returns whether everything is ready.

    ``file``: the lesson that errors are placed in.
    """
    from pipeline.queue.waiting import open_jobs
    from pipeline.state import projects, scenes
    from server.progress import SceneProgress

    await studio.render(session_id, owner=owner)
    with SceneProgress([scene.title for scene in scenes.list_scenes(studio.db, session_id)]) as progress:
        while True:
            session = projects.get_session(studio.db, session_id)
            jobs = open_jobs(studio.db, session_id)
            for scene in scenes.list_scenes(studio.db, session_id):
                progress.update(scene, jobs.get(scene.id))
            if session.status in ("ready", "error"):
                break
            await asyncio.sleep(0.1)
    if session.status == "error":
        _report_errors(studio, session_id, file)
    return session.status == "ready"


def _report_errors(studio: Studio, session_id: str, file: Path | None) -> None:
    from pipeline.state import scenes

    for scene in scenes.list_scenes(studio.db, session_id):
        if scene.error is None:
            continue
        error: dict[str, Any] = scene.error
        place = f"{file or scene.id}"
        if file and error.get("lesson_line"):
            place = f"{file}:{error['lesson_line']}"
        typer.echo(f"\n{place}: {error['message']}", err=True)
        for number, code in error.get("excerpt", []):
            mark = ">" if str(number) == str(error.get("line")) else " "
            typer.echo(f"  {mark} {number:>4} {code}", err=True)
        if error.get("fix"):
            typer.echo(f"  Fix: {error['fix']}", err=True)
    typer.echo("\nThe other scenes are kept: mend these and run the same command again.", err=True)
