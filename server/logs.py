"""Logging: one line per event on stderr. Stdout belongs to the MCP protocol or to a command's result.

Every line of a request, its job and its sandbox has the same ``correlationId``, and ``projectId``,
``sessionId``, ``sceneId`` and ``jobId`` where they are known. No line has a secret.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import structlog
from pydantic import SecretStr

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

    from server.settings import Settings

__all__ = ["configure_logging"]

_NAMES = {
    "correlation_id": "correlationId",
    "project_id": "projectId",
    "session_id": "sessionId",
    "scene_id": "sceneId",
    "job_id": "jobId",
}
_MASK = "[secret]"
# What gives rights without being in the settings: bearer tokens, signatures, and the URLs of tickets.
_LOOKS_SECRET = re.compile(
    r"(?P<kept>Bearer |X-Amz-(?:Signature|Credential|Security-Token)=|Signature=|[?&]key=|"
    r"[Xx]-[Ss]ignature['\"]?: ?['\"]?)[A-Za-z0-9%/+=._~-]{8,}"
)
_SHORTEST = 6


def configure_logging(settings: Settings) -> None:
    """Send structlog's and the standard library's records to stderr, as JSON or for a terminal."""
    console = settings.log_format == "console" or (settings.log_format == "auto" and sys.stderr.isatty())
    level = getattr(logging, settings.log_level.upper())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _camel_ids,
    ]
    last: list[Processor] = [_renderer(console=console), _Redactor(secrets_of(settings))]
    if not console:
        last.insert(0, structlog.processors.format_exc_info)
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    strip: Any = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[strip, *last])
    )
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)
    # It prints a traceback for every error that a tool reports; ours are logged by server.errors.
    logging.getLogger("fastmcp").setLevel(logging.CRITICAL)


def secrets_of(settings: Settings) -> list[str]:
    """Every value in the settings that is a secret."""
    found: list[str] = []
    for name in type(settings).model_fields:
        value: Any = getattr(settings, name)
        each: list[Any] = [*value] if isinstance(value, tuple) else [value]
        found += [secret.get_secret_value() for secret in each if isinstance(secret, SecretStr)]
    return found


def _renderer(*, console: bool) -> Processor:
    return structlog.dev.ConsoleRenderer() if console else structlog.processors.JSONRenderer()


def _camel_ids(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    # The names that clients see in JSON: one search finds a request everywhere.
    return {_NAMES.get(key, key): value for key, value in event.items()}


class _Redactor:
    """The last processor: works on the finished line, so that no field and no traceback is forgotten."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = sorted({secret for secret in secrets if len(secret) >= _SHORTEST}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, _: WrappedLogger, __: str, line: Any) -> Any:
        text = str(line)
        if self._known is not None:
            text = self._known.sub(_MASK, text)
        return _LOOKS_SECRET.sub(rf"\g<kept>{_MASK}", text)
