"""``proofreel list``, ``export`` and ``delete``: what agents have made here, seen, taken and cleared away."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from server.commands.calling import own_command

if TYPE_CHECKING:
    from pipeline.state.database import Database
    from pipeline.state.model import Session

__all__ = ["delete", "export", "list_sessions"]

_Owner = Annotated[str, typer.Option("--owner", help="Whose, on a server where people sign in.")]


def list_sessions(
    session: Annotated[str | None, typer.Argument(help="List the scenes of this session: ses_…")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many projects, the newest first.")] = 20,
    owner: _Owner = "local",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """List projects with their sessions, or the scenes of one session: ids, and how far each is.

    The ids are what export, publish and edit want.
    """
    from pipeline.state.database import Database
    from pipeline.state.projects import get_session
    from server.settings import load_settings

    home = load_settings().home.expanduser().resolve()
    database = Database(home / "proofreel.db")
    try:
        if session is None:
            document, lines = _projects(database, owner, limit)
        else:
            document, lines = _scenes(database, get_session(database, session, owner=owner))
    finally:
        database.close()
    typer.echo(json.dumps(document) if as_json else "\n".join(lines))


def _projects(database: Database, owner: str, limit: int) -> tuple[dict[str, Any], list[str]]:
    from pipeline.state.projects import list_owners, list_projects

    found = list_projects(database, owner=owner, limit=limit)
    document = {
        "projects": [
            {
                "project": project.id,
                "title": project.title,
                "sessions": [
                    {
                        "session": one.id,
                        "title": one.title,
                        "status": one.status,
                        "scenes": one.scene_count,
                        "ready": one.ready_count,
                        "seconds": round(one.total_frames / one.fps, 3),
                        "fps": one.fps,
                        "updated_at": one.updated_at,
                    }
                    for one in project.sessions
                ],
            }
            for project in found
        ]
    }
    lines: list[str] = []
    for project in found:
        lines.append(project.title)
        for one in project.sessions:
            changed = datetime.fromtimestamp(one.updated_at / 1000, UTC).astimezone()
            ready = f"{one.ready_count} of {one.scene_count} scenes"
            length = _length(one.total_frames, one.fps)
            lines.append(f"  {one.id}  {one.status:<10}  {ready:<15}  {length:>6}  {changed:%Y-%m-%d %H:%M}")
    others = ", ".join(list_owners(database))
    if others and not lines:
        lines = [f"Nothing of {owner} yet; --owner is one of {others}."]
    return document, lines or [f"Nothing yet: {own_command()} make LESSON.md, or ask your MCP client."]


def _scenes(database: Database, session: Session) -> tuple[dict[str, Any], list[str]]:
    from pipeline.state.scenes import list_scenes

    fps = session.format.fps
    found = list_scenes(database, session.id)
    document = {
        "session": session.id,
        "title": session.title,
        "status": session.status,
        "scenes": [
            {
                "scene": scene.id,
                "index": scene.index,
                "title": scene.title,
                "status": scene.status,
                "version": scene.version,
                "seconds": round(scene.duration_frames / fps, 3),
            }
            for scene in found
        ],
    }
    lines = [
        f"{scene.index + 1:>3}  {scene.id}  {scene.status:<15}  v{scene.version:<3}"
        f"  {_length(scene.duration_frames, fps):>6}  {scene.title}"
        for scene in found
    ]
    return document, [f"{session.title}  ({session.status})", *lines]


def _length(frames: int, fps: int) -> str:
    minutes, seconds = divmod(round(frames / fps), 60)
    return f"{minutes}:{seconds:02}"


def delete(
    session: Annotated[str, typer.Argument(help="The session's id: ses_…")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    owner: _Owner = "local",
) -> None:
    """Take a session away: its scenes, all their versions, and its exports. It can't be brought back.

    Its files go with the next gc; objects in buckets stay.
    """
    from pipeline.state.database import Database
    from pipeline.state.projects import get_session
    from pipeline.state.removing import remove_session
    from pipeline.state.scenes import list_scenes
    from server.settings import load_settings

    home = load_settings().home.expanduser().resolve()
    database = Database(home / "proofreel.db")
    try:
        found = get_session(database, session, owner=owner)
        count = len(list_scenes(database, session))
        if not yes:
            typer.confirm(f"Delete {found.title!r} with its {count} scenes and all versions?", abort=True)
        remove_session(database, session)
    finally:
        database.close()
    typer.echo(f"Deleted {found.title!r}. `{own_command()} gc` removes its files.", err=True)


def export(
    session: Annotated[
        str | None, typer.Argument(help="ses_…, see `proofreel list`; by default what was changed last.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="The video; by default named after its title, here.")
    ] = None,
    captions: Annotated[
        Literal["vtt", "srt"] | None,
        typer.Option(help="Also write the captions beside it; they are in the video in any case."),
    ] = None,
    owner: _Owner = "local",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Write a session's scenes as one MP4 with chapters. Scenes that are not rendered yet are rendered."""
    from pipeline.captions import session_captions, session_subtitles
    from pipeline.exporting import Export
    from pipeline.state import projects
    from server.commands.rendering import render_shown
    from server.logs import configure_logging
    from server.settings import load_settings
    from server.shares import studio_settings

    settings = load_settings()
    configure_logging(settings)

    async def run() -> tuple[Session, Export | None, str]:
        from pipeline.studio import open_studio

        async with open_studio(studio_settings(settings)) as studio:
            chosen = projects.get_session(studio.db, session or _newest(studio.db, owner), owner=owner)
            if not await render_shown(studio, chosen.id, owner=owner):
                return chosen, None, ""
            made = await studio.export(chosen.id, owner=owner, obliged=False)
            said = session_subtitles if captions == "srt" else session_captions
            return chosen, made, said(studio.db, chosen)

    chosen, made, text = asyncio.run(run())
    if made is None:
        raise typer.Exit(1)
    target = made.copy_to(out or Path(made.path.name))
    result: dict[str, Any] = {
        "video": str(target),
        "session": chosen.id,
        "frames": made.frames,
        "seconds": round(made.frames / made.fps, 3),
    }
    if captions:
        beside = target.with_suffix(f".{captions}")
        beside.write_text(text, encoding="utf-8")
        result["captions"] = str(beside)
    typer.echo(json.dumps(result) if as_json else f"{target}  ({result['seconds']:.1f} s)")


def _newest(database: Database, owner: str) -> str:
    from pipeline.state.errors import NotFound
    from pipeline.state.projects import list_projects

    sessions = [one for project in list_projects(database, owner=owner) for one in project.sessions]
    if not sessions:
        raise NotFound("There is no session yet.", fix=f"{own_command()} make LESSON.md makes one.")
    return max(sessions, key=lambda one: one.updated_at).id
