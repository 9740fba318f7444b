"""Errors over HTTP: ``application/problem+json`` (RFC 9457), each with the id to look for in the log."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.correlation import correlation_id, known_or_new
from proofreel.errors import ProofreelError

__all__ = ["CORRELATION_HEADER", "PlainErrors", "Problem", "add_problems", "problem"]

CORRELATION_HEADER = "X-Correlation-Id"
_STATUS = {
    "not_found": 404,
    "unknown_topic": 404,
    "chunk_exists": 409,
    "stale_version": 409,
    "scene_busy": 409,
    "forbidden_transition": 409,
    "not_ready": 409,
    "unmended_findings": 409,
    "director_missing": 409,
    "idempotency_in_flight": 409,
    "store_refused": 409,
    "signature_refused": 401,
    "edit_refused": 422,
    "lesson_invalid": 422,
    "idempotency_key_reused": 422,
    "sandbox_backend_missing": 503,
    "sandbox_queue_full": 503,
    "store_unavailable": 503,
}
_PLAIN_CODES: Final = {
    400: ("malformed_range", "Write it as `bytes=0-99`."),
    416: ("range_not_satisfiable", "Content-Range says how long it is."),
}
"""What is answered in plain words below our routes: by what sends files, in parts."""
_KEPT: Final = ("content-range", "allow")
_SHOWN = ("problems", "reason", "scenes", "findings")


class Problem(BaseModel):
    """What went wrong, and what to do. Some kinds of problems have more members."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:proofreel:problem:not_found"])
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable: match on this.")
    fix: str
    correlationId: str  # noqa: N815


def problem(status: int, code: str, detail: str, fix: str, **more: Any) -> JSONResponse:
    """A problem as a response, within the request that is being answered."""
    found = known_or_new(correlation_id())
    body = {
        "type": f"urn:proofreel:problem:{code}",
        "title": code.replace("_", " "),
        "status": status,
        "detail": detail,
        "code": code,
        "fix": fix,
        "correlationId": found,
        **more,
    }
    headers = {CORRELATION_HEADER: found}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def add_problems(app: FastAPI) -> None:
    """Answer every exception with a problem."""
    app.exception_handler(ProofreelError)(_known)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_plain)


async def _known(_: Request, error: ProofreelError) -> JSONResponse:
    more: dict[str, Any] = {name: error.details[name] for name in _SHOWN if name in error.details}
    if error.code == "stale_version":
        more |= {"currentVersion": error.details.get("current_version"), "diff": error.details.get("diff")}
    return problem(_STATUS.get(error.code, 500), error.code, error.message, error.fix, **more)


async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    said = "; ".join(f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors())
    return problem(422, "invalid_request", said, "See /docs for the form of the request.")


async def _plain(_: Request, error: HTTPException) -> JSONResponse:
    answer = problem(error.status_code, "http", str(error.detail), "See /docs for what there is.")
    answer.headers.update(error.headers or {})
    return answer


class PlainErrors:
    """Puts into a problem what a library answers in plain words. MCP has errors of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"].startswith("/mcp"):
            await self._app(scope, receive, send)
            return
        refused: Message | None = None
        words = b""

        async def worded(message: Message) -> None:
            nonlocal refused, words
            if message["type"] == "http.response.start" and _is_plain(message):
                refused = message
            elif refused is None:
                await send(message)
            else:
                words += message.get("body", b"")
                if not message.get("more_body", False):
                    await _as_problem(refused, words)(scope, receive, send)

        await self._app(scope, receive, worded)


def _is_plain(start: Message) -> bool:
    return start["status"] >= 400 and Headers(raw=start["headers"]).get("content-type", "").startswith(
        "text/plain"
    )


def _as_problem(start: Message, words: bytes) -> JSONResponse:
    status, headers = int(start["status"]), Headers(raw=start["headers"])
    code, fix = _PLAIN_CODES.get(status, ("http", "See /docs for what there is."))
    said = problem(status, code, words.decode(errors="replace") or f"{HTTPStatus(status).phrase}.", fix)
    said.headers.update({name: headers[name] for name in _KEPT if name in headers})
    return said
