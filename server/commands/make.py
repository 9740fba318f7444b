"""``proofreel make``: a lesson file becomes a video, without any LLM."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from server.commands.calling import own_command

if TYPE_CHECKING:
    from pipeline.exporting import Export
    from pipeline.pairing import Plan

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
    from server.commands.rendering import render_shown
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
            if not await render_shown(studio, plan.session.id, file=file):
                return plan, None
            return plan, await studio.export(plan.session.id, owner="local", obliged=False)

    plan, export = asyncio.run(run())
    if export is None:
        raise typer.Exit(1)
    target = export.copy_to(out or file.with_suffix(".mp4"))
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
