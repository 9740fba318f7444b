"""The body of a request to the Messages API, and the parts of it that a model may refuse.

What a model takes differs: newer ones think by themselves and refuse a budget for it, a temperature, or
to have thinking turned off; they keep their thoughts to the conversation that they were had in. Which
model takes what is nowhere to be looked up for every provider, so nothing is guessed from a name: a
refusal names the part, and the request is made again without it. A refused request costs nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from pipeline.director.settings import DirectorSettings

__all__ = ["LARGEST_ANSWER", "Part", "refused_part", "request_body"]

Part: TypeAlias = Literal[
    "temperature", "budget", "disabled", "between_tools", "adaptive", "effort", "thoughts"
]
"""What a model may not take. ``thoughts``: the thinking that stands in the conversation so far."""

LARGEST_ANSWER = 64_000
_THOUGHTS = ("thinking", "redacted_thinking")
_LEAST_BUDGET = 1_024


def request_body(
    settings: DirectorSettings,
    system: str,
    messages: Sequence[Mapping[str, Any]],
    tools: Sequence[Mapping[str, Any]],
    room: int,
    without: Collection[Part] = (),
) -> dict[str, Any]:
    """A request for the next message, of at most ``room`` tokens, without the parts that are refused.

    Tools and system come first and are the same in a whole conversation: with the marks they are read
    from the cache, and so is every message but the last. No tool is forced: models that think refuse it.
    """
    body: dict[str, Any] = {
        "model": settings.model,
        "max_tokens": room,
        "system": [{"type": "text", "text": system, "cache_control": {"type": "ephemeral"}}],
        "messages": _cached(_without_thoughts(messages) if "thoughts" in without else messages),
        "tools": list(tools),
        **_thinking(settings.thinking_tokens, room, without),
    }
    thinks = body.get("thinking", {}).get("type") in ("enabled", "adaptive")
    if settings.temperature is not None and "temperature" not in without and not thinks:
        body["temperature"] = settings.temperature
    return body


def refused_part(body: Mapping[str, Any], said: str) -> Part | None:
    """Which part the refusal (status 400) of a request is about; ``None``: none that can be left out."""
    said = said.lower()
    if "temperature" in body and "temperature" in said:
        return "temperature"
    if "thinking" in said and ("signature" in said or "block" in said) and _thinks_aloud(body["messages"]):
        return "thoughts"
    if "output_config" in body and "effort" in said and "thinking.type" not in said:
        return "effort"
    kind = body.get("thinking", {}).get("type")
    if kind and ("thinking" in said or "budget_tokens" in said):
        return "budget" if kind == "enabled" else kind
    return None


def _thinking(tokens: int | None, room: int, without: Collection[Part]) -> dict[str, Any]:
    """How much is thought: by a budget, by an effort where budgets are refused, or as the model likes."""
    if tokens is None:
        return {}
    if tokens == 0:
        ways = [way for way in ("disabled", "between_tools") if way not in without]
        return {"thinking": {"type": ways[0]}} if ways else {}
    if "budget" not in without:
        most = max(_LEAST_BUDGET, min(tokens, room - _LEAST_BUDGET))
        return {"thinking": {"type": "enabled", "budget_tokens": most}}
    effort = "low" if tokens < 4_000 else "medium" if tokens < 16_000 else "high"
    return {
        **({} if "adaptive" in without else {"thinking": {"type": "adaptive"}}),
        **({} if "effort" in without else {"output_config": {"effort": effort}}),
    }


def _cached(messages: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The messages with a cache mark on the last block: the next request finds all before it in the cache."""
    *before, last = messages
    content = last["content"]
    blocks: list[dict[str, Any]] = (
        [{"type": "text", "text": content}] if isinstance(content, str) else list(content)
    )
    blocks[-1] = {**blocks[-1], "cache_control": {"type": "ephemeral"}}
    return [*before, {"role": last["role"], "content": blocks}]


def _without_thoughts(messages: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [
        message
        if isinstance(message["content"], str)
        else {**message, "content": [b for b in message["content"] if b["type"] not in _THOUGHTS]}
        for message in messages
    ]


def _thinks_aloud(messages: Sequence[Mapping[str, Any]]) -> bool:
    return _without_thoughts(messages) != list(messages)
