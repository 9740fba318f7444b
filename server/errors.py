"""Errors as clients get them: what happened, where, and what to do; never a traceback."""

from __future__ import annotations

import uuid
from typing import Any

import structlog
from fastmcp.exceptions import NotFoundError, ToolError, ValidationError
from fastmcp.server.middleware import CallNext, Middleware, MiddlewareContext
from fastmcp.tools import ToolResult
from pydantic import ValidationError as PydanticValidationError

from proofreel.errors import ProofreelError

__all__ = ["ActionableErrors", "describe"]

log = structlog.get_logger(__name__)

_SHOWN = (
    "lesson",
    "lesson_line",
    "line",
    "excerpt",
    "diff",
    "nearest",
    "current_version",
    "status",
    "scenes",
)


class ActionableErrors(Middleware):
    """Turns what a tool raises into text that a model can act on."""

    async def on_call_tool(
        self, context: MiddlewareContext[Any], call_next: CallNext[Any, ToolResult]
    ) -> ToolResult:
        """Run the tool; reword what goes wrong."""
        try:
            return await call_next(context)
        except ProofreelError as error:
            raise ToolError(describe(error)) from error
        except (PydanticValidationError, ValidationError) as error:
            raise ToolError(_arguments(error)) from error
        except (ToolError, NotFoundError) as error:
            cause = error.__cause__
            if isinstance(cause, ProofreelError):
                raise ToolError(describe(cause)) from cause
            if isinstance(cause, PydanticValidationError):
                raise ToolError(_arguments(cause)) from cause
            if cause is None:
                raise
            raise ToolError(_unexpected(cause)) from cause
        except Exception as error:
            raise ToolError(_unexpected(error)) from error


def describe(error: ProofreelError) -> str:
    """Code, message, fix, and the details that help to act."""
    lines = [f"{error.code}: {error.message}"]
    if error.fix:
        lines.append(f"Fix: {error.fix}")
    for key in _SHOWN:
        value = error.details.get(key)
        if value and str(value) not in error.message + error.fix:
            lines.append(f"{key}: {value}")
    return "\n".join(lines)


def _arguments(error: Exception) -> str:
    found = error if isinstance(error, PydanticValidationError) else error.__cause__
    if not isinstance(found, PydanticValidationError):
        return f"invalid_arguments: {error}"
    problems: list[str] = []
    for problem in found.errors(include_url=False, include_context=False):
        place = ".".join(str(part) for part in problem["loc"]) or "arguments"
        given = repr(problem["input"])
        problems.append(f"{place}: {problem['msg']} (given: {given[:80]})")
    return "invalid_arguments: " + "; ".join(problems)


def _unexpected(error: BaseException) -> str:
    correlation_id = str(uuid.uuid4())
    log.error("tool_crashed", correlation_id=correlation_id, exc_info=error)
    return (
        f"internal: proofreel itself failed ({type(error).__name__}). Retry once; "
        f"if it stays, report correlation id {correlation_id} with the server's log."
    )
