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
from server.wording import nearest, wrong_arguments

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


_TOO_LONG = (
    "timeout: the call took longer than 30 s and was stopped. Fix: ask get_status how things stand; "
    "give render a shorter wait_s."
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
            raise ToolError(await _arguments(error, context)) from error
        except NotFoundError as error:
            raise ToolError(await _unknown_tool(context)) from error
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ProofreelError):
                raise ToolError(describe(cause)) from cause
            if isinstance(cause, PydanticValidationError):
                raise ToolError(await _arguments(cause, context)) from cause
            if isinstance(cause, TimeoutError) or "timed out" in str(error):
                raise ToolError(_TOO_LONG) from error
            if cause is None:
                raise
            raise ToolError(_unexpected(cause)) from cause
        except TimeoutError as error:
            raise ToolError(_TOO_LONG) from error
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


async def _arguments(error: Exception, context: MiddlewareContext[Any]) -> str:
    found = error if isinstance(error, PydanticValidationError) else error.__cause__
    if not isinstance(found, PydanticValidationError):
        return f"invalid_arguments: {error}"
    server = context.fastmcp_context.fastmcp if context.fastmcp_context else None
    tool = await server.get_tool(context.message.name) if server else None
    return wrong_arguments(found, tool.parameters["properties"] if tool else ())


async def _unknown_tool(context: MiddlewareContext[Any]) -> str:
    name = str(context.message.name)
    server = context.fastmcp_context.fastmcp if context.fastmcp_context else None
    known = [tool.name for tool in await server.list_tools(run_middleware=False)] if server else []
    return f"unknown_tool: there is no tool {name!r}.{nearest(name, known)}"


def _unexpected(error: BaseException) -> str:
    correlation_id = str(uuid.uuid4())
    log.error("tool_crashed", correlation_id=correlation_id, exc_info=error)
    return (
        f"internal: proofreel itself failed ({type(error).__name__}). Retry once; "
        f"if it stays, report correlation id {correlation_id} with the server's log."
    )
