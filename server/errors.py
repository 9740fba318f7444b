"""Errors as clients get them: what happened, where, and what to do; never a traceback."""

from __future__ import annotations

import time
from typing import Any

import structlog
from fastmcp.exceptions import NotFoundError, PromptError, ToolError, ValidationError
from fastmcp.server.middleware import CallNext, Middleware, MiddlewareContext
from fastmcp.tools import ToolResult
from mcp.shared.exceptions import MCPError
from mcp_types import INTERNAL_ERROR, INVALID_PARAMS
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import ValidationError as PydanticValidationError

from pipeline.correlation import correlated, correlation_id, known_or_new, logging_of
from pipeline.observing import metrics
from pipeline.observing.traces import span
from proofreel.errors import ProofreelError
from server.wording import nearest, wrong_arguments

__all__ = ["ActionableErrors", "describe"]

log = structlog.get_logger(__name__)

_LONGEST_ID = 100
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


_RESOURCE_NOT_FOUND = -32002
"""What the handshake versions call it."""
_TOO_LONG = (
    "timeout: the call took longer than 30 s and was stopped. Fix: the machine is busy; if it is with "
    "renders, get_status waits for them. Then call again."
)


class ActionableErrors(Middleware):
    """Turns what a tool raises into text that a model can act on."""

    async def on_call_tool(
        self, context: MiddlewareContext[Any], call_next: CallNext[Any, ToolResult]
    ) -> ToolResult:
        """Run the tool; reword what goes wrong."""
        name = str(context.message.name)
        about = {f"{key}_id": _id_of(context, f"{key}_id") for key in ("project", "session", "scene")}
        # Over HTTP the request has its id already; over stdio each call is a request.
        found, begun, outcome = correlation_id() or known_or_new(None), time.perf_counter(), "error"
        with correlated(found), logging_of(**about), span(f"tool {name}"):
            try:
                result = await self._reworded(context, call_next)
            except ToolError as error:
                # A label per name that somebody made up would be kept for ever.
                name = "unknown" if str(error).startswith("unknown_tool") else name
                raise
            else:
                outcome = "ok"
                return result
            finally:
                seconds = time.perf_counter() - begun
                metrics.tool_called(name, outcome, seconds)
                log.info("tool_called", tool=name, outcome=outcome, ms=round(seconds * 1000, 1))

    async def _reworded(
        self, context: MiddlewareContext[Any], call_next: CallNext[Any, ToolResult]
    ) -> ToolResult:
        try:
            return await call_next(context)
        except MCPError as error:
            if _is_late(error):
                raise ToolError(_TOO_LONG) from error
            raise  # an answer of the protocol itself, such as a capability that the client lacks
        except ProofreelError as error:
            raise ToolError(describe(error)) from error
        except (PydanticValidationError, ValidationError) as error:
            raise ToolError(await _arguments(error, context)) from error
        except NotFoundError as error:
            raise ToolError(await _unknown_tool(context)) from error
        except ToolError as error:
            raise await _of_tool(error, context) from error
        except TimeoutError as error:
            raise ToolError(_TOO_LONG) from error
        except Exception as error:
            raise ToolError(_unexpected(error)) from error

    async def on_read_resource(self, context: MiddlewareContext[Any], call_next: CallNext[Any, Any]) -> Any:
        """Read the resource; say what is missing, and what there is."""
        try:
            return await call_next(context)
        except Exception as error:
            raise _of_resource(error, context) from error

    async def on_get_prompt(self, context: MiddlewareContext[Any], call_next: CallNext[Any, Any]) -> Any:
        """Make the prompt; name what is wrong with its arguments."""
        try:
            return await call_next(context)
        except ProofreelError as error:
            raise PromptError(describe(error)) from error


def _is_late(error: BaseException | None) -> bool:
    """Whether a tool was stopped at its time limit, as FastMCP says it, itself or wrapped once."""
    return isinstance(error, TimeoutError) or "execution timed out after" in str(error or "")


def _id_of(context: MiddlewareContext[Any], name: str) -> str:
    given: dict[str, Any] = context.message.arguments or {}
    found = given.get(name)
    return found if isinstance(found, str) and len(found) < _LONGEST_ID else ""


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


def _of_resource(error: Exception, context: MiddlewareContext[Any]) -> Exception:
    causes = (error, error.__cause__)
    known = next((cause for cause in causes if isinstance(cause, ProofreelError)), None)
    if known is not None:
        code = _not_found_code(context) if known.code == "not_found" else INTERNAL_ERROR
        return MCPError(code, describe(known), {"uri": str(context.message.uri), "code": known.code})
    invalid = next((cause for cause in causes if isinstance(cause, PydanticValidationError)), None)
    return MCPError(INVALID_PARAMS, wrong_arguments(invalid)) if invalid is not None else error


def _not_found_code(context: MiddlewareContext[Any]) -> int:
    request = context.fastmcp_context.request_context if context.fastmcp_context else None
    modern = request is not None and request.protocol_version in MODERN_PROTOCOL_VERSIONS
    return INVALID_PARAMS if modern else _RESOURCE_NOT_FOUND


async def _of_tool(error: ToolError, context: MiddlewareContext[Any]) -> ToolError:
    """The error as the client gets it, by what FastMCP has wrapped; one without a cause is worded already."""
    cause = error.__cause__
    if isinstance(cause, ProofreelError):
        return ToolError(describe(cause))
    if isinstance(cause, PydanticValidationError):
        return ToolError(await _arguments(cause, context))
    if _is_late(error) or _is_late(cause):
        return ToolError(_TOO_LONG)
    return error if cause is None else ToolError(_unexpected(cause))


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
    log.error("tool_crashed", exc_info=error)
    return (
        f"internal: proofreel itself failed ({type(error).__name__}). Retry once; "
        f"if it stays, report correlation id {correlation_id()} with the server's log."
    )
