"""Asking before something is destroyed, paid or made public.

A client that can ask its user is made to: clients of 2026-07-28 are answered with the question and call
again with the answer; older ones are asked while the call waits. For clients that cannot ask there is the
tool's ``confirm`` argument: the refusal says what it would do.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from fastmcp import Context
from fastmcp.server.elicitation import AcceptedElicitation
from mcp.types import ElicitRequest, ElicitRequestFormParams, InputRequiredResult
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from proofreel.errors import ProofreelError

__all__ = ["NotConfirmed", "consent"]

_KEY = "confirm"
_PATIENCE_S: Final = 25
"""A call ends after 30 s, whoever is still thinking."""
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"confirm": {"type": "boolean", "title": "Go ahead"}},
    "required": ["confirm"],
}


class NotConfirmed(ProofreelError):
    """Something that cannot be undone was asked for and not confirmed."""

    code = "not_confirmed"


async def consent(ctx: Context, what: str, *, confirm: bool) -> InputRequiredResult | None:
    """``None`` where ``what`` may go ahead; else the question that the tool has to return.

    Raises:
        NotConfirmed: the user said no, or cannot be asked and ``confirm`` is false.
    """
    if confirm:
        return None
    if not _can_ask(ctx):
        raise NotConfirmed(what, fix="Ask the user; if they agree, call again with confirm=true.")
    if _is_modern(ctx):
        if ctx.input_responses is None:
            request = ElicitRequest(
                params=ElicitRequestFormParams(message=f"{what} Go ahead?", requested_schema=_SCHEMA)
            )
            return InputRequiredResult(input_requests={_KEY: request})
        answer = ctx.input_responses.get(_KEY)
        agreed = getattr(answer, "action", "") == "accept" and bool((answer.content or {}).get("confirm"))  # pyright: ignore
    else:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                reply = await ctx.elicit(f"{what} Go ahead?", bool)
        except TimeoutError:
            said = f"Not done, the user has not answered yet. {what}"
            raise NotConfirmed(said, fix="Ask in the chat; if they agree, call with confirm=true.") from None
        agreed = isinstance(reply, AcceptedElicitation) and bool(reply.data)
    if not agreed:
        raise NotConfirmed(f"Not done, the user said no. {what}", fix="Leave it as it is.")
    return None


def _is_modern(ctx: Context) -> bool:
    request = ctx.request_context
    return request is not None and request.protocol_version in MODERN_PROTOCOL_VERSIONS


def _can_ask(ctx: Context) -> bool:
    capabilities = ctx.session.client_capabilities
    return capabilities is not None and capabilities.elicitation is not None
