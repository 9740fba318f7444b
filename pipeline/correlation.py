"""Which request something is done for: one id, from the call that came in to the last log line about it.

The id travels in a context variable, and in structlog's, so that every line that is logged on the way
has it. Over a queue it travels in the job's row; whoever takes the job enters it again.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

import structlog

__all__ = ["correlated", "correlation_id", "known_or_new", "logging_of"]

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_current: ContextVar[str] = ContextVar("correlation_id", default="")


def correlation_id() -> str:
    """The id of what is being done now; empty outside of any request."""
    return _current.get()


def known_or_new(given: str | None) -> str:
    """What a caller sent, if it is a UUID; else a new one. Anything else would go into logs as it is."""
    lowered = (given or "").lower()
    return lowered if _ID.fullmatch(lowered) else str(uuid.uuid4())


@contextmanager
def correlated(given: str) -> Generator[str]:
    """Everything in the block is done for this request."""
    token = _current.set(given)
    try:
        with structlog.contextvars.bound_contextvars(correlationId=given):
            yield given
    finally:
        _current.reset(token)


@contextmanager
def logging_of(
    *, project_id: str = "", session_id: str = "", scene_id: str = "", job_id: str = ""
) -> Generator[None]:
    """Every line logged in the block says what it is about."""
    about = {"projectId": project_id, "sessionId": session_id, "sceneId": scene_id, "jobId": job_id}
    with structlog.contextvars.bound_contextvars(**{name: value for name, value in about.items() if value}):
        yield
