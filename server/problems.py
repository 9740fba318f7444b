"""Errors over HTTP: ``application/problem+json`` (RFC 9457), each with the id to look for in the log."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from pipeline.correlation import correlation_id, known_or_new
from proofreel.errors import ProofreelError

__all__ = ["CORRELATION_HEADER", "Problem", "add_problems", "problem"]

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
