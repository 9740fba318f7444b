"""``proofreel demo``: the way of a lesson through the real MCP server, as an MCP client drives it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from server.commands.calling import own_command

__all__ = ["demo"]

_SERVER = Path(__file__).parent.parent
_EXAMPLES = next(folder for folder in (_SERVER / "examples", _SERVER.parent / "examples") if folder.is_dir())


def demo(
    lesson: Annotated[
        Path | None, typer.Argument(help="A lesson file; by default the Pythagorean theorem.", exists=True)
    ] = None,
    quality: Annotated[
        Literal["preview", "full"], typer.Option(help="preview: 480p15; full: 1080p30.")
    ] = "full",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Where to put the video.")] = None,
) -> None:
    """Make a video as Claude Desktop would: start the MCP server, plan, check, render, export."""
    file = lesson or _EXAMPLES / "pythagoras.md"
    try:
        asyncio.run(
            _drive(file.read_text(encoding="utf-8"), quality, (out or Path(f"{file.stem}.mp4")).resolve())
        )
    except _Stopped as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


class _Stopped(Exception):
    pass


async def _drive(text: str, quality: str, out: Path) -> None:
    from fastmcp import Client
    from fastmcp.client.transports import StdioTransport
    from fastmcp.exceptions import ToolError

    begun = time.monotonic()
    # Without an environment of its own the server would not see this one's settings.
    environment = dict(os.environ)
    transport = StdioTransport(sys.executable, ["-m", "proofreel", "serve"], environment, keep_alive=False)
    async with Client(transport, progress_handler=_progress) as client:
        try:
            session = await _call(client, "plan_lesson", lesson=text, quality=quality)
            await _check(client, session)
            session = await _finish(client, session["session_id"])
            while "path" not in (
                export := await _call(client, "export_video", session_id=session["session_id"])
            ):
                pass
        except ToolError as error:
            raise _Stopped(str(error)) from error
    shutil.copyfile(export["path"], out)
    seconds = time.monotonic() - begun
    typer.echo(f"\n{out}  ({export['duration_s']:.1f} s of video, made in {seconds:.1f} s)")
    typer.echo(f"Play it scene by scene: {own_command()} serve --http --open {session['session_id']}")


async def _check(client: Any, session: dict[str, Any]) -> None:
    """Check the scenes that have something to render; the rest were checked when they were made."""
    waiting = [scene for scene in session["scenes"] if scene["status"] != "ready"]
    for scene in waiting if session.get("changed") != [] else []:
        checked = await _call(client, "check_scene", scene_id=scene["scene_id"], sheet=False)
        for finding in checked["findings"]:
            typer.echo(f"      {finding['severity']} {finding['rule']}: {finding['message']}")
        if checked.get("error"):
            typer.echo(f"      {checked['error']['type']}: {checked['error']['message']}")


async def _finish(client: Any, session_id: str) -> dict[str, Any]:
    session = await _call(client, "render", session_id=session_id)
    while session["status"] not in ("ready", "error"):
        session = await _call(client, "get_status", session_id=session_id, wait_s=20)
    failed = [scene for scene in session["scenes"] if scene["status"] == "error"]
    if failed:
        said = "\n".join(f"scene {scene['index'] + 1}: {json.dumps(scene['error'])}" for scene in failed)
        raise _Stopped(f"These scenes failed; the others are kept:\n{said}")
    return session


async def _call(client: Any, tool: str, **arguments: Any) -> dict[str, Any]:
    shown = ", ".join(f"{key}={value!r}"[:48] for key, value in arguments.items())
    begun = time.monotonic()
    result = await client.call_tool(tool, arguments)
    typer.echo(f"→ {tool}({shown})  {time.monotonic() - begun:.1f} s")
    structured: dict[str, Any] = result.structured_content
    return structured


async def _progress(progress: float, total: float | None, message: str | None) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r\x1b[K      {message or f'{progress}/{total}'}", err=True, nl=False)
        if total and progress >= total:
            typer.echo("\r\x1b[K", err=True, nl=False)
