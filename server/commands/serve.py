"""``proofreel serve``: the MCP server over stdio, or MCP, HTTP API and player over HTTP."""

from __future__ import annotations

import asyncio
import gc
import ipaddress
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from server.settings import Settings

__all__ = ["serve"]


def serve(
    http: Annotated[
        bool, typer.Option("--http", help="Serve MCP, the HTTP API and the player over HTTP.")
    ] = False,
    host: Annotated[str | None, typer.Option(help="With --http: where to listen.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="With --http: the port; 0 takes a free one.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(help="Append every call to this file, for `proofreel transcript`.")
    ] = None,
    open_session: Annotated[
        str | None, typer.Option("--open", help="With --http: open this session in the browser.")
    ] = None,
) -> None:
    """Serve agents and viewers. Without --http: MCP on stdin and stdout, for an MCP client to start."""
    os.environ.setdefault("FASTMCP_CHECK_FOR_UPDATES", "off")
    # It would print tracebacks of its own, in boxes: every line here is one of ours.
    os.environ.setdefault("FASTMCP_LOG_ENABLED", "false")
    from server.logs import configure_logging
    from server.settings import load_settings

    settings = load_settings()
    changes = {key: value for key, value in {"host": host, "port": port}.items() if value is not None}
    settings = settings.model_copy(update=changes)
    configure_logging(settings)
    from pipeline.observing.traces import tracing

    with tracing(settings.otel_endpoint):
        asyncio.run(_http(settings, open_session, record) if http else _stdio(settings, record))


async def _stdio(settings: Settings, record: Path | None) -> None:
    from pipeline.studio import open_studio
    from server.app import create_mcp
    from server.directing import directing
    from server.shares import studio_settings
    from server.syncing import syncing

    async with (
        open_studio(studio_settings(settings)) as studio,
        syncing(settings, studio),
        directing(settings, studio),
    ):
        await create_mcp(studio, record=record).run_stdio_async(show_banner=False, log_level="CRITICAL")


async def _http(settings: Settings, open_session: str | None, record: Path | None) -> None:
    from socket import IPPROTO_TCP, TCP_NODELAY

    import uvicorn

    from pipeline.studio import open_studio
    from server.directing import directing
    from server.http import create_app
    from server.listening import Listener
    from server.shares import studio_settings
    from server.syncing import syncing

    _require_loopback(settings)
    async with (
        open_studio(studio_settings(settings)) as studio,
        syncing(settings, studio),
        directing(settings, studio),
    ):
        app = create_app(settings, studio, record=record)
        config = uvicorn.Config(
            app,
            settings.host,
            settings.port,
            log_config=None,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=3,
        )
        server = Listener(config)
        socket = config.bind_socket()
        # Accepted connections inherit it. Without, a small answer waits 40 ms for an acknowledgement.
        socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        socket.listen()  # whoever reads the address below may connect at once and is answered when all is up
        url = f"http://{settings.host}:{socket.getsockname()[1]}"
        typer.echo(f"Studio and player: {url}/   MCP: {url}/mcp/   API: {url}/docs", err=True)
        if open_session:
            import webbrowser

            webbrowser.open(f"{url}/watch/{open_session}")
        _calm_collector()
        await server.serve_until_cancelled([socket])


def _calm_collector() -> None:
    """Keep the garbage collector from stopping everybody for a twentieth of a second, again and again.

    What is loaded by now stays: it is walked through no more. A walk through all of the rest (hundreds of
    open streams) comes a hundred times as seldom: the small walks find most of what there is.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(1000, 10, 1000)


def _require_loopback(settings: Settings) -> None:
    from server.settings import SettingsError

    host = settings.host
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback and settings.auth == "none":
        raise SettingsError(
            f"{host} can be reached from other machines, and PROOFREEL_AUTH is none.",
            fix="Set PROOFREEL_AUTH=tokens and make one (`proofreel token create`), or listen on 127.0.0.1.",
        )
