"""What the Messages API refuses though its types allow it, for the replay server to refuse as well.

Rules for every model, and those in which models differ: ``newest`` stands for models that think by
themselves, ``older`` for those that think by a budget.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

Takes = Literal["newest", "older"]
_THOUGHTS = ("thinking", "redacted_thinking")


def refusal_of(body: Mapping[str, Any], takes: Takes) -> str | None:
    """Why this request gets status 400; ``None``: it is answered."""
    of_the_model = _newest(body) if takes == "newest" else _older(body)
    return next((said for rule in (_conversation(body), of_the_model) for said in rule), None)


def signature(body: Mapping[str, Any], before: Sequence[Mapping[str, Any]]) -> str:
    """What a thought is signed with: the tools, the system and every message before it."""
    prefix = _unmarked([body["tools"], body["system"], [_as_blocks(message) for message in before]])
    return hashlib.sha256(json.dumps(prefix, sort_keys=True).encode()).hexdigest()


def _conversation(body: Mapping[str, Any]) -> Iterator[str]:
    messages = body["messages"]
    if messages[0]["role"] != "user":
        yield "messages: first message must use the user role"
    if messages[-1]["role"] != "user":
        yield "This model does not support assistant message prefill."
    open_calls: set[str] = set()
    for n, message in enumerate(messages):
        blocks = _as_blocks(message)
        results = {block["tool_use_id"] for block in blocks if block["type"] == "tool_result"}
        if results != open_calls:
            yield f"messages.{n}: tool_use ids were found without tool_result blocks, or the other way round"
        open_calls = {block["id"] for block in blocks if block["type"] == "tool_use"}
        if not blocks or any(block["type"] == "text" and not block["text"].strip() for block in blocks):
            yield f"messages.{n}: text content blocks must be non-empty"
        if message["role"] == "assistant" and blocks and blocks[-1]["type"] in _THOUGHTS:
            yield f"messages.{n}: the final block in an assistant message cannot be `thinking`"
    if json.dumps(body).count('"cache_control"') > 4:
        yield "A maximum of 4 blocks with cache_control may be provided."
    thinking = body.get("thinking", {})
    if thinking.get("type") == "enabled" and not 1_024 <= thinking["budget_tokens"] < body["max_tokens"]:
        yield "`max_tokens` must be greater than `thinking.budget_tokens`"


def _newest(body: Mapping[str, Any]) -> Iterator[str]:
    kind = body.get("thinking", {}).get("type", "adaptive")
    if kind in ("enabled", "disabled"):
        yield f'"thinking.type.{kind}" is not supported for this model. Use "thinking.type.adaptive".'
    if "temperature" in body:
        yield "`temperature` is deprecated for this model."
    if body.get("tool_choice", {}).get("type") in ("tool", "any"):
        yield "tool_choice that forces tool use is not supported for this model."
    for n, message in enumerate(body["messages"]):
        for at, block in enumerate(_as_blocks(message)):
            if block["type"] == "thinking" and block["signature"] != signature(body, body["messages"][:n]):
                yield (
                    f"messages.{n}.content.{at}: Invalid `signature` in `thinking` block. The block is bound "
                    "to a different conversation. Remove the block."
                )


def _older(body: Mapping[str, Any]) -> Iterator[str]:
    kind = body.get("thinking", {}).get("type", "disabled")
    if kind not in ("enabled", "disabled"):
        yield f"thinking.type: Input tag '{kind}' does not match any of the expected tags"
    if kind == "enabled":
        if body.get("temperature", 1) != 1:
            yield "`temperature` may only be set to 1 when thinking is enabled."
        if body.get("tool_choice", {}).get("type") in ("tool", "any"):
            yield "Thinking may not be enabled when tool_choice forces tool use."
    if "output_config" in body:
        yield "output_config.effort: this model does not support the effort parameter."


def _as_blocks(message: Mapping[str, Any]) -> list[Any]:
    content = message["content"]
    return [{"type": "text", "text": content}] if isinstance(content, str) else list(content)


def _unmarked(found: Any) -> Any:
    """Without the cache's marks, which may move."""
    if isinstance(found, dict):
        return {key: _unmarked(value) for key, value in found.items() if key != "cache_control"}
    return [_unmarked(one) for one in found] if isinstance(found, list) else found
