"""The HTTP app: ``/mcp``, ``/api``, ``/media`` and the pages of the player and the studio."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import structlog
from fastapi import FastAPI, Response
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles

from pipeline.chunks import LocalChunkStore
from pipeline.observing import metrics
from pipeline.state import projects
from pipeline.state.errors import NotFound
from pipeline.studio import Studio
from pipeline.sync.status import numbers as sync_numbers
from proofreel import __version__
from proofreel.errors import ProofreelError
from server.api import Owner, router
from server.app import create_mcp
from server.auth.gate import Gate
from server.auth.limits import RequestLimits
from server.auth.login import router as login_router
from server.auth.providers import make_auth, make_sign_in
from server.auth.viewing import ViewingKeys
from server.jobs_api import router as jobs_router
from server.knowledge_api import router as knowledge_router
from server.openapi import describe_api
from server.problems import PlainErrors, add_problems
from server.requests import EitherSlash, KnownHosts, RequestContext, SameOrigin
from server.settings import Settings
from server.viewer import HttpViewer

if TYPE_CHECKING:
    from fastmcp.server.auth import AuthProvider

__all__ = ["create_app"]

log = structlog.get_logger(__name__)

_CONFIG = '<script type="application/json" id="proofreel-config">{}</script>'
_WEB = Path(__file__).parent / "web"


def create_app(
    settings: Settings, studio: Studio, *, auth: AuthProvider | None = None, record: Path | None = None
) -> FastAPI:
    """An app around one studio; the caller opens and closes the studio.

    ``auth`` in the place of what the settings say; ``record`` is a file that every MCP call is written to.
    """
    auth = auth or make_auth(settings, studio.db)
    keys = ViewingKeys(_secret(settings))
    viewer = HttpViewer(studio, settings, keys)
    mcp = create_mcp(studio, auth=auth, secret=_secret(settings), viewer=viewer, record=record)
    hosts = _hosts(settings)
    mcp_app = mcp.http_app(path="/", stateless_http=True, host_origin_protection=True, allowed_hosts=hosts)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(mcp_app.lifespan(app))
            await _resume(studio)
            yield

    app = FastAPI(title="proofreel", version=__version__, lifespan=lifespan, redirect_slashes=False)
    app.state.studio = studio
    app.state.job_secrets = tuple(secret.get_secret_value() for secret in settings.sync_secrets)
    app.state.auth = auth
    app.state.sign_in = make_sign_in(settings, auth)
    app.state.keys = keys
    # Of those added here the last one sees a request first.
    app.add_middleware(PlainErrors)
    app.add_middleware(EitherSlash)
    app.add_middleware(SameOrigin)
    app.add_middleware(Gate, auth=auth, keys=keys, owner=studio.settings.owner)
    app.add_middleware(
        RequestLimits, per_minute=settings.rate_per_minute, largest_body=settings.largest_request_kb * 1024
    )
    # A page on another name that resolves to this machine must not drive the studio (DNS rebinding).
    app.add_middleware(KnownHosts, allowed_hosts=hosts)
    for routes in (router, knowledge_router, jobs_router, login_router):
        app.include_router(routes)
    app.mount("/mcp", mcp_app)
    if auth is not None:
        app.router.routes.extend(auth.get_well_known_routes(mcp_path="/"))
    add_problems(app)
    _add_media(app, studio)
    _add_pages(app, settings)
    _add_health(app, studio)
    _add_metrics(app, studio, syncs=settings.sync_url is not None)
    describe_api(app)
    # The last one added sees a request first: whatever answers it, the answer has its correlation id.
    app.add_middleware(RequestContext)
    return app


async def _resume(studio: Studio) -> None:
    try:
        await studio.start_queue()
    except ProofreelError as error:
        log.warning("no_rendering", code=error.code, error=error.message, fix=error.fix)


def _hosts(settings: Settings) -> list[str]:
    public = urlsplit(settings.public_url).hostname if settings.public_url else None
    return ["localhost", "127.0.0.1", "[::1]", settings.host, *([public] if public else [])]


def _secret(settings: Settings) -> str | None:
    return settings.server_secret.get_secret_value() if settings.server_secret else None


def _add_media(app: FastAPI, studio: Studio) -> None:
    files: dict[str, Any] = {"content": {"video/mp4": {}, "image/jpeg": {}}}
    said: dict[str, Any] = {"response_class": Response, "responses": {200: files, 206: files}}

    @app.api_route("/media/{key:path}", methods=["GET", "HEAD"], **said)
    async def media(key: str, owner: Owner) -> FileResponse:  # pyright: ignore[reportUnusedFunction]
        """A chunk. Chunks never change: browsers keep them."""
        store = studio.store
        projects.require_media_owner(studio.db, key, owner=owner)
        if not isinstance(store, LocalChunkStore) or (found := store.head(key)) is None:
            raise NotFound(f"There is no chunk {key!r}.", fix="Ask for the session again.")
        # A cache between must not hand one owner's video to another.
        shared = "public" if app.state.auth is None else "private"
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": f"{shared}, max-age=31536000, immutable",
            "ETag": f'"{found.sha256}"',
            "Access-Control-Allow-Origin": "*",
        }
        return FileResponse(store.path(key), media_type=_media_type(key), headers=headers)


def _media_type(key: str) -> str:
    """By the key's end; what is not for viewers is bytes."""
    return {"mp4": "video/mp4", "jpg": "image/jpeg"}.get(key.rpartition(".")[2], "application/octet-stream")


def _add_health(app: FastAPI, studio: Studio) -> None:
    @app.get("/healthz", response_class=PlainTextResponse)
    async def healthy() -> str:  # pyright: ignore[reportUnusedFunction]
        """Whether the process answers."""
        return "ok"

    @app.get("/readyz", response_class=PlainTextResponse)
    def ready() -> str:  # pyright: ignore[reportUnusedFunction]
        """Whether the database answers too; 500 otherwise."""
        studio.db.rows("SELECT 1 FROM projects LIMIT 1")
        return "ok"


def _add_metrics(app: FastAPI, studio: Studio, *, syncs: bool) -> None:
    def now() -> dict[str, dict[str, float]]:
        jobs: dict[str, float] = {"waiting": 0, "leased": 0}
        for row in studio.db.rows("SELECT status, COUNT(*) AS many FROM jobs GROUP BY status"):
            jobs[row["status"]] = row["many"]
        pool = studio.pool_status()
        workers: dict[str, float] = {}
        if pool is not None:
            workers = {"warm": pool.warm, "starting": pool.starting, "busy": pool.busy}
        return {"jobs": jobs, "pool_workers": workers} | (sync_numbers(studio.db) if syncs else {})

    @app.get("/metrics", response_class=PlainTextResponse)
    def figures() -> Response:  # pyright: ignore[reportUnusedFunction]
        """The service in figures, for Prometheus."""
        return Response(metrics.exposition(now), media_type=metrics.CONTENT_TYPE_LATEST)


def _add_pages(app: FastAPI, settings: Settings) -> None:
    index = _WEB / "index.html"
    # Within a script element nothing but `<` could end it.
    config = json.dumps({"convexUrl": settings.convex_url} if settings.convex_url else {})
    config = config.replace("<", "\\u003c")
    if (_WEB / "assets").is_dir():
        app.mount("/assets", StaticFiles(directory=_WEB / "assets"))

    @app.get("/", include_in_schema=False)
    @app.get("/s/{session_id}", include_in_schema=False)
    @app.get("/watch/{session_id}", include_in_schema=False)
    async def page(session_id: str = "") -> Response:  # pyright: ignore[reportUnusedFunction]
        del session_id
        if not index.is_file():
            return PlainTextResponse("The web pages are not built: run `make setup`.", 503)
        text = index.read_text("utf-8").replace(_CONFIG.format("{}"), _CONFIG.format(config))
        return HTMLResponse(text, headers={"Cache-Control": "no-cache"})
