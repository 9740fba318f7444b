"""``proofreel make``: a lesson file becomes a video, without any LLM."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from server.commands.calling import own_command

if TYPE_CHECKING:
    from pipeline.exporting import Export
    from pipeline.pairing import Plan
    from pipeline.studio import Studio

__all__ = ["make"]


def make(
    file: Annotated[Path, typer.Argument(help="The lesson, a Markdown file.", exists=True, dir_okay=False)],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="The video; by default beside the lesson.")
    ] = None,
    quality: Annotated[
        Literal["preview", "full"], typer.Option(help="preview: 480p15; full: 1080p30.")
    ] = "full",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Make the video of a lesson file. Scenes that did not change are not rendered again."""
    from pipeline.lesson import load, read_pictures
    from server.logs import configure_logging
    from server.settings import load_settings
    from server.shares import studio_settings

    settings = load_settings()
    configure_logging(settings)
    lesson = load(file)
    pictures = read_pictures(lesson, file)

    async def run() -> tuple[Plan, Export | None]:
        from pipeline.studio import open_studio

        async with open_studio(studio_settings(settings)) as studio:
            plan = studio.plan(
                lesson, owner="local", quality=quality, source_name=file.name, pictures=pictures
            )
            ok = await _render(studio, plan)
            export = await studio.export(plan.session.id, owner="local", obliged=False) if ok else None
            if not ok:
                _report_errors(studio, plan, file)
            return plan, export

    plan, export = asyncio.run(run())
    if export is None:
        raise typer.Exit(1)
    target = out or file.with_suffix(".mp4")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(export.path, target)
    result = {
        "video": str(target),
        "session": plan.session.id,
        "frames": export.frames,
        "seconds": round(export.frames / export.fps, 3),
        "scenes": len(plan.scenes),
        "changed": len(plan.changed),
    }
    if as_json:
        typer.echo(json.dumps(result))
    else:
        typer.echo(f"{target}  ({result['seconds']:.1f} s, {len(plan.scenes)} scenes)")
        typer.echo(f"Watch it: {own_command()} serve --http --open {plan.session.id}", err=True)


async def _render(studio: Studio, plan: Plan) -> bool:
    """Render with a progress bar per scene on stderr. Returns whether everything is ready."""
    from pipeline.queue.waiting import open_jobs
    from pipeline.state import projects, scenes
    from server.progress import SceneProgress

    await studio.render(plan.session.id, owner="local")
    with SceneProgress([scene.title for scene in plan.scenes]) as progress:
        while True:
            session = projects.get_session(studio.db, plan.session.id)
            jobs = open_jobs(studio.db, plan.session.id)
            for scene in scenes.list_scenes(studio.db, plan.session.id):
                progress.update(scene, jobs.get(scene.id))
            if session.status in ("ready", "error"):
                return session.status == "ready"
            await asyncio.sleep(0.1)


def _report_errors(studio: Studio, plan: Plan, file: Path) -> None:
    from pipeline.state import scenes

    for scene in scenes.list_scenes(studio.db, plan.session.id):
        if scene.error is None:
            continue
        error: dict[str, Any] = scene.error
        place = f"{file}:{error['lesson_line']}" if error.get("lesson_line") else str(file)
        typer.echo(f"\n{place}: {error['message']}", err=True)
        for number, code in error.get("excerpt", []):
            mark = ">" if str(number) == str(error.get("line")) else " "
            typer.echo(f"  {mark} {number:>4} {code}", err=True)
        if error.get("fix"):
            typer.echo(f"  Fix: {error['fix']}", err=True)
    typer.echo("\nThe other scenes are kept: mend these and run the same command again.", err=True)
