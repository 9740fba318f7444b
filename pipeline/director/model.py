"""One answer of the model: streamed, retried, counted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.director.errors import DirectorError, ModelUnavailable
from pipeline.director.ledger import Spent
from pipeline.director.settings import DirectorSettings

__all__ = ["Answer", "Model"]

_LARGEST_ANSWER = 64_000
_BETWEEN_RETRIES_S = 1.0
_LONGEST_PAUSE_S = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said. ``content`` is JSON-able and can be sent back as it is."""

    content: list[dict[str, Any]]
    stop_reason: str
    spent: Spent

    @property
    def text(self) -> str:
        """Its words, without tool calls and thinking."""
        return "\n".join(block["text"] for block in self.content if block["type"] == "text")

    @property
    def cut(self) -> bool:
        """Whether it hit ``max_tokens``: a tool call in it is not whole."""
        return self.stop_reason == "max_tokens"


class Model:
    """A Messages API; close it when done."""

    def __init__(self, settings: DirectorSettings) -> None:
        try:
            from anthropic import AsyncAnthropic
        except ImportError as error:
            raise DirectorError(
                "The model's SDK is not installed.", fix="Install proofreel[director]."
            ) from error

        self._settings = settings
        # The SDK waits as long as Retry-After says, and backs off on 429, 5xx and 529.
        self._client = AsyncAnthropic(
            api_key=settings.key,
            base_url=settings.base_url,
            max_retries=settings.retries,
            timeout=settings.timeout_s,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def ask(
        self,
        system: str,
        messages: Sequence[dict[str, Any]],
        tools: Sequence[dict[str, Any]],
        *,
        must_call: str | None = None,
    ) -> Answer:
        """The next message of a conversation.

        An answer that is cut by ``max_tokens`` is asked for again with twice the room, up to 64,000.

        Raises:
            ModelUnavailable: no whole answer after the retries, or the key is refused.
        """
        room = self._settings.max_tokens
        wasted = Spent()
        while True:
            answer = await self._whole(self._request(system, messages, tools, must_call, room))
            if not answer.cut or room >= _LARGEST_ANSWER:
                return Answer(answer.content, answer.stop_reason, _sum(wasted, answer.spent))
            wasted = _sum(wasted, answer.spent)
            room = min(room * 2, _LARGEST_ANSWER)

    def _request(
        self,
        system: str,
        messages: Sequence[dict[str, Any]],
        tools: Sequence[dict[str, Any]],
        must_call: str | None,
        room: int,
    ) -> dict[str, Any]:
        chosen = self._settings
        request: dict[str, Any] = {
            "model": chosen.model,
            "max_tokens": room,
            "system": [{"type": "text", "text": system, "cache_control": {"type": "ephemeral"}}],
            "messages": _cached(messages),
            "tools": list(tools),
        }
        if chosen.thinking_tokens:
            budget = min(chosen.thinking_tokens, room - 1_024)
            request["thinking"] = {"type": "enabled", "budget_tokens": budget}
        else:
            # A forced tool and a temperature are refused together with thinking.
            if must_call:
                request["tool_choice"] = {"type": "tool", "name": must_call}
            if chosen.temperature is not None:
                request["temperature"] = chosen.temperature
        return request

    async def _whole(self, request: dict[str, Any]) -> Answer:
        """A stream read to its end; one that breaks off is asked for again."""
        import anthropic
        import httpx2

        last: Exception | None = None
        for attempt in range(self._settings.retries + 1):
            if attempt:
                pause = min(_BETWEEN_RETRIES_S * 2 ** (attempt - 1), _LONGEST_PAUSE_S)
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  # jitter, no secret
            try:
                return await self._streamed(request)
            except (anthropic.APIStatusError, anthropic.APIConnectionError) as error:
                if not _passing(error):
                    raise _unavailable(error) from error
                last = error
            except (httpx2.HTTPError, ValueError, AssertionError, RuntimeError) as error:
                last = error  # broken off in the middle of an event, or before the last one
        assert last is not None
        raise _unavailable(last) from last

    async def _streamed(self, request: dict[str, Any]) -> Answer:
        async with self._client.messages.stream(**request) as stream:
            message = await stream.get_final_message()
        if message.stop_reason is None:
            raise ValueError("the stream ended before the message did")
        content = [_sendable(block.model_dump(mode="json", exclude_none=True)) for block in message.content]
        usage = message.usage
        figures = {
            "input": usage.input_tokens,
            "output": usage.output_tokens,
            "cache_read": usage.cache_read_input_tokens or 0,
            "cache_write": usage.cache_creation_input_tokens or 0,
        }
        prices = self._settings.prices
        spent = Spent(
            1,
            figures["input"],
            figures["output"],
            figures["cache_read"],
            figures["cache_write"],
            prices.cost(**figures) if prices else None,
        )
        return Answer(content, message.stop_reason, spent)


_SENT = {
    "text": ("type", "text"),
    "tool_use": ("type", "id", "name", "input"),
    "thinking": ("type", "thinking", "signature"),
    "redacted_thinking": ("type", "data"),
}


def _sendable(block: dict[str, Any]) -> dict[str, Any]:
    """Only what the API takes back: the SDK's helpers add fields of their own."""
    if block["type"] == "tool_use" and not isinstance(block["input"], dict):
        block = {**block, "input": {"not_an_object": block["input"]}}  # it would be refused when sent back
    names = _SENT.get(block["type"])
    return {name: block[name] for name in names if name in block} if names else block


def _cached(messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages with a cache mark on the last block: the next request finds all before it in the cache."""
    *before, last = messages
    content = last["content"]
    blocks: list[dict[str, Any]] = (
        [{"type": "text", "text": content}] if isinstance(content, str) else list(content)
    )
    blocks[-1] = {**blocks[-1], "cache_control": {"type": "ephemeral"}}
    return [*before, {"role": last["role"], "content": blocks}]


def _passing(error: Exception) -> bool:
    """Whether the same request may be answered later. An error event inside a stream has status 200."""
    status = getattr(error, "status_code", None)
    return status is None or status in (200, 408, 409, 429) or status >= 500


def _unavailable(error: Exception) -> ModelUnavailable:
    status = getattr(error, "status_code", None)
    fix = "Try again later; what was answered so far is kept, and the same command goes on from there."
    if status in (401, 403):
        fix = "Check PROOFREEL_DIRECTOR_KEY and what the key may use."
    elif status == 404:
        fix = "Check PROOFREEL_DIRECTOR_MODEL and PROOFREEL_DIRECTOR_URL."
    elif status is not None and 400 <= status < 500 and status != 429:
        fix = "The request was refused: check the model and its limits in the settings."
    return ModelUnavailable(f"The model did not answer: {_said(error)}.", fix=fix, status=status)


def _said(error: Exception) -> str:
    text = str(getattr(error, "message", "") or error) or type(error).__name__
    return text.splitlines()[0][:300].rstrip(".")


def _sum(first: Spent, second: Spent) -> Spent:
    usd = None if second.usd is None else (first.usd or 0.0) + second.usd
    return Spent(
        1,
        first.input_tokens + second.input_tokens,
        first.output_tokens + second.output_tokens,
        first.cache_read_tokens + second.cache_read_tokens,
        first.cache_write_tokens + second.cache_write_tokens,
        usd,
    )
