"""``proofreel sync``: tell the Convex deployment what it hasn't heard, or everything anew."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.studio import Studio
    from pipeline.sync.settings import SyncSettings
    from pipeline.sync.status import SyncStatus
    from server.settings import Settings

__all__ = ["sync"]


def sync(
    session: Annotated[str | None, typer.Option(help="Tell everything of this session anew.")] = None,
    project: Annotated[str | None, typer.Option(help="Tell everything of this project anew.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Tell everything there is anew.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on until interrupted.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Only say how far behind it is.")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Send what waits for the Convex deployment; `serve` does so by itself. Exit code 1: some is left."""
    from server.logs import configure_logging
    from server.settings import load_settings

    if sum([session is not None, project is not None, everything, status]) > 1:
        raise typer.BadParameter("--session, --project, --all and --status exclude one another.")
    settings = load_settings()
    configure_logging(settings)
    reached = asyncio.run(_sync(settings, session, project, everything, watch, only_status=status))
    typer.echo(json.dumps(reached.as_dict()) if as_json else _told(reached))
    if not reached.ok or (reached.open and not status):
        raise typer.Exit(1)


async def _sync(
    settings: Settings,
    session: str | None,
    project: str | None,
    everything: bool,
    watch: bool,
    *,
    only_status: bool,
) -> SyncStatus:
    from pipeline.studio import open_studio
    from pipeline.sync.resync import resync_all, resync_project, resync_session
    from pipeline.sync.status import sync_status
    from server.shares import require_sync, studio_settings

    target = None if only_status else require_sync(settings)
    async with open_studio(studio_settings(settings)) as studio:
        if session is not None:
            resync_session(studio.db, session)
        if project is not None:
            resync_project(studio.db, project)
        if everything:
            resync_all(studio.db)
        if target is not None:
            await _drain(studio, target, watch=watch)
        return sync_status(studio.db)


async def _drain(studio: Studio, target: SyncSettings, *, watch: bool) -> None:
    from pipeline.sync import backlog
    from pipeline.sync.drain import draining

    # Whoever calls this has mended something, or wants to see: nobody waits for a backoff.
    backlog.release(studio.db)
    async with draining(studio.db, studio.store.url, target) as drain:
        if watch:
            typer.echo(f"Telling {target.url}; stop with Ctrl-C.", err=True)
            await drain.run()
        round_ = await drain.send_due()
    typer.echo(f"{round_.sent} updates sent to {target.url}.", err=True)


def _told(status: SyncStatus) -> str:
    lines = [
        f"{status.open} updates wait, the oldest for {status.lag_s:.0f} s; {status.parked} were given up."
    ]
    if status.error:
        lines.append(f"Last error: {status.error}")
    lines += [
        f"Given up in {session}. Fix what is wrong, then: proofreel sync --session {session}"
        for session in status.parked_sessions
    ]
    return "\n".join(lines)
