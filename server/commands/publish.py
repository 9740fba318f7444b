"""``proofreel publish`` and ``proofreel storage``: chunks on S3 and the buckets they live in."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any

import typer

__all__ = ["publish", "storage"]

storage = typer.Typer(help="The buckets on S3.", no_args_is_help=True)


def publish(
    session: Annotated[str, typer.Argument(help="The session's id: ses_…")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Upload a session whose scenes are all ready, check each URL with ranged reads, and print the URLs.

    What is there already is not sent again: after a break, run the same command.
    """
    from pipeline.publishing import Progress
    from server.logs import configure_logging
    from server.settings import load_settings
    from server.shares import studio_settings

    settings = load_settings()
    configure_logging(settings)

    async def run() -> Progress:
        from pipeline.studio import open_studio

        async with open_studio(studio_settings(settings)) as studio:
            known = -1
            while True:
                progress = await studio.publish(session, owner=studio.settings.owner, wait_s=0.5)
                if len(progress.scenes) != known:
                    known = len(progress.scenes)
                    typer.echo(f"{known} of {progress.total} scenes", err=True)
                if progress.done:
                    return progress

    progress = asyncio.run(run())
    scenes = sorted(progress.scenes, key=lambda scene: scene.index)
    rows = [
        {
            "scene": scene.scene_id,
            "index": scene.index,
            "version": scene.version,
            "url": scene.url,
            "sha256": scene.sha256,
            "bytes": scene.size,
            "sent": scene.sent,
        }
        for scene in scenes
    ]
    if as_json:
        typer.echo(json.dumps({"session": session, "scenes": rows}))
    else:
        for scene in scenes:
            typer.echo(scene.url)


@storage.command("setup")
def setup(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be done, and stop.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Make the two buckets, with their rights, origins and lifecycle. Run again, it changes nothing."""
    from pipeline.chunks import StoreRefused
    from pipeline.chunks.buckets import apply, plan, rights
    from server.settings import load_settings
    from server.shares import s3_settings

    settings = s3_settings(load_settings())
    if settings is None:
        fix = "Set PROOFREEL_S3_BUCKET and PROOFREEL_S3_SOURCES_BUCKET."
        raise StoreRefused("No bucket is set.", fix=fix)
    steps = plan(settings)
    if dry_run:
        told = {"steps": [_readable(step.as_dict()) for step in steps], "rights": rights(settings)}
        typer.echo(json.dumps(told, indent=None if as_json else 2))
        return
    done = apply(settings, steps)
    if as_json:
        typer.echo(json.dumps({"steps": [{**each.step.as_dict(), "result": each.result} for each in done]}))
        return
    for each in done:
        typer.echo(f"{each.result:<12} {each.step.call} {each.step.arguments['Bucket']}")


def _readable(step: dict[str, Any]) -> dict[str, Any]:
    # The API takes a policy as text; a person reads it as what it says.
    arguments = step["arguments"]
    if "Policy" in arguments:
        arguments = {**arguments, "Policy": json.loads(arguments["Policy"])}
    return {**step, "arguments": arguments}
