"""The HTTP app: ``/mcp``, ``/api``, ``/media`` and the pages of the player and the studio."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipeline.chunks import LocalChunkStore
from pipeline.state.errors import NotFound
from pipeline.studio import Studio
from proofreel import __version__
from proofreel.errors import ProofreelError
from server.api import router
from server.app import create_mcp
from server.knowledge_api import router as knowledge_router
from server.settings import Settings

__all__ = ["create_app"]

log = structlog.get_logger(__name__)

_WEB = Path(__file__).parent / "web"
_STATUS = {
    "not_found": 404,
    "stale_version": 409,
    "scene_busy": 409,
    "forbidden_transition": 409,
    "edit_refused": 422,
    "lesson_invalid": 422,
    "not_ready": 409,
    "sandbox_backend_missing": 503,
    "sandbox_queue_full": 503,
    "unknown_topic": 404,
}


def create_app(settings: Settings, studio: Studio) -> FastAPI:
    """An app around one studio; the caller opens and closes the studio."""
    mcp_app = create_mcp(studio).http_app(path="/", stateless_http=True, host_origin_protection=True)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(mcp_app.lifespan(app))
            await _resume(studio)
            yield

    app = FastAPI(title="proofreel", version=__version__, lifespan=lifespan, redirect_slashes=False)
    app.state.studio = studio
    # A page on another name that resolves to this machine must not drive the studio (DNS rebinding).
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=_hosts(settings))
    app.middleware("http")(_same_origin_only)
    app.include_router(router)
    app.include_router(knowledge_router)
    app.mount("/mcp", mcp_app)
    _add_errors(app)
    _add_media(app, studio)
    _add_pages(app)
    return app


async def _resume(studio: Studio) -> None:
    try:
        await studio.start_queue()
    except ProofreelError as error:
        log.warning("no_rendering", code=error.code, error=error.message, fix=error.fix)


def _hosts(settings: Settings) -> list[str]:
    return ["localhost", "127.0.0.1", "[::1]", settings.host]


async def _same_origin_only(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Refuse writes that another site's page sends with this browser."""
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host')}"
    if (
        origin not in (None, own)
        and request.url.path.startswith("/api")
        and request.method not in ("GET", "HEAD")
    ):
        return _problem(
            403, "foreign_origin", f"{origin} may not change anything here.", "Use the studio's own page."
        )
    return await call_next(request)


def _add_media(app: FastAPI, studio: Studio) -> None:
    @app.api_route("/media/{key:path}", methods=["GET", "HEAD"])
    async def media(key: str) -> FileResponse:  # pyright: ignore[reportUnusedFunction]
        """A chunk. Chunks never change: browsers keep them."""
        store = studio.store
        if not isinstance(store, LocalChunkStore) or (found := store.head(key)) is None:
            raise NotFound(f"There is no chunk {key!r}.", fix="Ask for the session again.")
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "public, max-age=31536000, immutable",
            "ETag": f'"{found.sha256}"',
            "Access-Control-Allow-Origin": "*",
        }
        return FileResponse(store.path(key), media_type=_media_type(key), headers=headers)


def _media_type(key: str) -> str:
    """By the key's end; what is not for viewers is bytes."""
    return {"mp4": "video/mp4", "jpg": "image/jpeg"}.get(key.rpartition(".")[2], "application/octet-stream")


def _add_pages(app: FastAPI) -> None:
    index = _WEB / "index.html"
    if (_WEB / "assets").is_dir():
        app.mount("/assets", StaticFiles(directory=_WEB / "assets"))

    @app.get("/", include_in_schema=False)
    @app.get("/s/{session_id}", include_in_schema=False)
    @app.get("/watch/{session_id}", include_in_schema=False)
    async def page(session_id: str = "") -> Response:  # pyright: ignore[reportUnusedFunction]
        del session_id
        if not index.is_file():
            return PlainTextResponse("The web pages are not built: run `make setup`.", 503)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(ProofreelError)
    async def known(_: Request, error: ProofreelError) -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        more: dict[str, Any] = {}
        if error.code == "stale_version":
            more = {"currentVersion": error.details.get("current_version"), "diff": error.details.get("diff")}
        if "problems" in error.details:
            more["problems"] = error.details["problems"]
        return _problem(_STATUS.get(error.code, 500), error.code, error.message, error.fix, **more)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        said = "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
        return _problem(422, "invalid_request", said, "See /docs for the form of the request.")

    @app.exception_handler(HTTPException)
    async def plain(_: Request, error: HTTPException) -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        return _problem(error.status_code, "http", str(error.detail), "See /docs for what there is.")

    @app.exception_handler(Exception)
    async def unexpected(_: Request, error: Exception) -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        response = _problem(500, "internal", "proofreel itself failed.", "Retry; if it stays, report it.")
        log.error("request_crashed", exc_info=error, correlation_id=response.headers["X-Correlation-Id"])
        return response


def _problem(status: int, code: str, detail: str, fix: str, **more: Any) -> JSONResponse:
    correlation_id = str(uuid.uuid4())
    body = {
        "type": f"urn:proofreel:problem:{code}",
        "title": code.replace("_", " "),
        "status": status,
        "detail": detail,
        "code": code,
        "fix": fix,
        "correlationId": correlation_id,
        **more,
    }
    return JSONResponse(
        body, status, media_type="application/problem+json", headers={"X-Correlation-Id": correlation_id}
    )
