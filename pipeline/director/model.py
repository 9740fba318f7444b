"""One answer of the model: streamed, retried, counted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog

from pipeline.director.errors import DirectorError, ModelUnavailable
from pipeline.director.ledger import Spent
from pipeline.director.request import LARGEST_ANSWER, Part, refused_part, request_body
from pipeline.director.settings import DirectorSettings

__all__ = ["Answer", "Model"]

log = structlog.get_logger(__name__)

_BETWEEN_RETRIES_S = 1.0
_LONGEST_PAUSE_S = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said. ``content`` is JSON-able and can be sent back as it is."""

    content: list[dict[str, Any]]
    stop_reason: str
    spent: Spent
    why: str = ""
    """Of a refusal: what the API says of it."""

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
        self._refused: set[Part] = set()
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
        self, system: str, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
    ) -> Answer:
        """The next message of a conversation.

        An answer that is cut by ``max_tokens`` is asked for again with twice the room, up to 64,000.

        Raises:
            ModelUnavailable: no whole answer after the retries, or the key is refused.
        """
        room = self._settings.max_tokens
        spent = Spent()
        cut: Answer | None = None
        while True:
            try:
                answer = await self._taken(system, messages, tools, room)
            except ModelUnavailable as error:
                if cut is None or error.details.get("status") != 400:
                    raise
                return cut  # it has no more room than that
            spent = _sum(spent, answer.spent)
            cut = replace(answer, spent=spent)
            if answer.stop_reason != "max_tokens" or room >= LARGEST_ANSWER:
                return cut
            room = min(room * 2, LARGEST_ANSWER)

    async def _taken(
        self, system: str, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]], room: int
    ) -> Answer:
        """The answer to a request without what this model does not take; learns what that is."""
        without = set(self._refused)
        while True:
            body = request_body(self._settings, system, messages, tools, room, without)
            try:
                return await self._whole(body)
            except ModelUnavailable as error:
                part = refused_part(body, error.message) if error.details.get("status") == 400 else None
                if part is None or part in without:
                    raise
            log.warning("model_refuses", part=part, model=self._settings.model)
            without.add(part)
            if part != "thoughts":  # those are of one conversation
                self._refused.add(part)

    async def _whole(self, body: dict[str, Any]) -> Answer:
        """A stream read to its end; one that breaks off is asked for again."""
        import anthropic
        import httpx2

        last: Exception | None = None
        for attempt in range(self._settings.retries + 1):
            if attempt:
                pause = min(_BETWEEN_RETRIES_S * 2 ** (attempt - 1), _LONGEST_PAUSE_S)
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  # jitter, no secret
            try:
                return await self._streamed(body)
            except anthropic.APIStatusError as error:
                if error.status_code != 200:
                    raise _unavailable(error) from error  # the SDK has tried again where that may help
                last = error  # an error event in a stream that had begun
            except anthropic.APIConnectionError as error:
                raise _unavailable(error) from error
            except (httpx2.HTTPError, ValueError, AssertionError, RuntimeError) as error:
                last = error  # broken off in the middle of an event, or before the last one
        assert last is not None
        raise _unavailable(last) from last

    async def _streamed(self, body: Mapping[str, Any]) -> Answer:
        request = dict(body)
        if "temperature" in request:  # the SDK no longer knows it, and older models still take it
            request["extra_body"] = {"temperature": request.pop("temperature")}
        async with self._client.messages.stream(**request) as stream:
            message = await stream.get_final_message()
        if message.stop_reason is None:
            raise ValueError("the stream ended before the message did")
        blocks = [_sendable(block.model_dump(mode="json", exclude_none=True)) for block in message.content]
        # An empty text is answered, and refused when it is sent back.
        content = [block for block in blocks if block["type"] != "text" or block["text"].strip()]
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
        details = message.stop_details
        return Answer(content, message.stop_reason, spent, (details and details.explanation) or "")


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


def _unavailable(error: Exception) -> ModelUnavailable:
    status = getattr(error, "status_code", None)
    fix = "Try again later; what was answered so far is kept, and the same command goes on from there."
    if status in (401, 403):
        fix = "Check PROOFREEL_DIRECTOR_KEY and what the key may use."
    elif status == 404:
        fix = "Check PROOFREEL_DIRECTOR_MODEL and PROOFREEL_DIRECTOR_URL."
    elif status is not None and 400 <= status < 500 and status != 429:
        fix = "The request was refused: check the director's model and limits in the settings."
    return ModelUnavailable(f"The model did not answer: {_said(error)}.", fix=fix, status=status)


def _said(error: Exception) -> str:
    body: Any = getattr(error, "body", None)
    try:
        text = str(body["error"]["message"])
    except (TypeError, KeyError):
        text = str(error) or type(error).__name__
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
