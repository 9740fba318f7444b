"""A server that speaks the Messages API over real HTTP and answers from scripts. All answers are scripted.

A script is keyed by thread (``plan``, a scene's title, ``edit``) and by how many answers the request holds
already: the same request gets the same answer, so whoever asks twice is seen in ``asked``. A function in
its place answers requests as they come.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, get_type_hints

import uvicorn
from anthropic.types.message_create_params import MessageCreateParamsStreaming
from pydantic import TypeAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from .replay_rules import Takes, refusal_of, signature

_CONTRACT = TypeAdapter(MessageCreateParamsStreaming)
_KNOWN = get_type_hints(MessageCreateParamsStreaming).keys() | {"temperature"}
"""A temperature is no longer among the SDK's types, and still taken by older models."""


@dataclass
class Reply:
    """One answer, and what goes wrong before it comes."""

    blocks: Sequence[Mapping[str, Any]] = ()
    stop_reason: str = ""
    faults: list[str] = field(default_factory=list)
    """Each is used up by one request: a status, ``429 after 2`` (seconds), ``cut``, ``error_event``."""
    usage: Mapping[str, int] = field(default_factory=lambda: {"input_tokens": 1000, "output_tokens": 100})

    @property
    def reason(self) -> str:
        calls = any(block["type"] == "tool_use" for block in self.blocks)
        return self.stop_reason or ("tool_use" if calls else "end_turn")


def says(text: str, **more: Any) -> Reply:
    return Reply([{"type": "text", "text": text}], **more)


def thinks(reply: Reply, text: str = "Let me see.") -> Reply:
    """The same answer after a thought, which the server signs."""
    return replace(reply, blocks=[{"type": "thinking", "thinking": text}, *reply.blocks])


def calls(name: str, _stop: str = "", _faults: Sequence[str] = (), **arguments: Any) -> Reply:
    block = {"type": "tool_use", "id": "", "name": name, "input": arguments}
    return Reply([block], _stop, list(_faults))


Script = Mapping[str, Sequence[Reply]] | Callable[[Mapping[str, Any]], tuple[str, int, Reply]]


class ReplayServer:
    """Scripted answers, and what was asked for. ``takes``: which models' rules requests are held to."""

    def __init__(self, script: Script, takes: Takes = "newest") -> None:
        self.script = script
        self.takes: Takes = takes
        self.refused: list[str] = []
        self.asked: Counter[tuple[str, int]] = Counter()
        self.bodies: list[dict[str, Any]] = []
        self.url = ""
        self.hold: asyncio.Event | None = None

    async def answer(self, request: Request) -> Response:
        body = await request.json()
        _CONTRACT.validate_python(body)
        assert body.keys() <= _KNOWN, body.keys() - _KNOWN
        if refusal := refusal_of(body, self.takes):
            self.refused.append(refusal)
            return _error(400, "invalid_request_error", refusal)
        self.bodies.append(body)
        thread, turn, reply = self.script(body) if callable(self.script) else _scripted(body, self.script)
        if reply.faults:
            fault = reply.faults.pop(0)
            status, _, after_s = fault.partition(" after ")
            if status.isdigit():
                kind = "rate_limit_error" if status == "429" else "overloaded_error"
                return _error(int(status), kind, "scripted", {"retry-after": after_s} if after_s else {})
        else:
            fault = ""
            self.asked[thread, turn] += 1
        if self.hold is not None:
            await self.hold.wait()
        blocks = [_signed(block, body) for block in reply.blocks]
        return StreamingResponse(
            _events(replace(reply, blocks=blocks), turn, fault), media_type="text/event-stream"
        )


@asynccontextmanager
async def replaying(script: Script, takes: Takes = "newest") -> AsyncIterator[ReplayServer]:
    """A running server on a loopback port."""
    replay = ReplayServer(script, takes)
    app = Starlette(routes=[Route("/v1/messages", replay.answer, methods=["POST"])])
    config = uvicorn.Config(app, "127.0.0.1", 0, log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    replay.url = f"http://127.0.0.1:{socket.getsockname()[1]}"
    running = asyncio.create_task(server.serve(sockets=[socket]))
    try:
        yield replay
    finally:
        if replay.hold is not None:
            replay.hold.set()
        server.should_exit = True
        await running


def _scripted(body: Mapping[str, Any], script: Mapping[str, Sequence[Reply]]) -> tuple[str, int, Reply]:
    thread, turn = _place(body, script)
    replies = script[thread]
    return thread, turn, replies[min(turn, len(replies) - 1)]


def _place(body: Mapping[str, Any], script: Mapping[str, Any]) -> tuple[str, int]:
    turn = sum(message["role"] == "assistant" for message in body["messages"])
    system = body["system"][0]["text"]
    if system.startswith("You plan"):
        return "plan", turn
    if system.startswith("You change"):
        return "edit", turn
    first = body["messages"][0]["content"]
    text = first if isinstance(first, str) else first[0]["text"]
    return next(title for title in script if f"“{title}”" in text), turn


async def _events(reply: Reply, turn: int, fault: str) -> AsyncIterator[str]:
    start = {
        "id": f"msg_{turn}",
        "type": "message",
        "role": "assistant",
        "model": "scripted",
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {**reply.usage, "cache_read_input_tokens": 500, "cache_creation_input_tokens": 50},
    }
    yield _event("message_start", message=start)
    for index, block in enumerate(reply.blocks):
        for event in _block_events(index, dict(block), turn):
            yield event
        if fault == "cut":
            return
        if fault == "error_event":
            yield _event("error", error={"type": "overloaded_error", "message": "scripted"})
            return
    yield _event(
        "message_delta",
        delta={"stop_reason": reply.reason, "stop_sequence": None},
        usage={"output_tokens": reply.usage["output_tokens"]},
    )
    yield _event("message_stop")


def _block_events(index: int, block: dict[str, Any], turn: int) -> list[str]:
    if block["type"] == "text":
        begun, delta = {"type": "text", "text": ""}, {"type": "text_delta", "text": block["text"]}
        deltas = [delta]
    elif block["type"] == "thinking":
        begun = {"type": "thinking", "thinking": "", "signature": ""}
        deltas = [
            {"type": "thinking_delta", "thinking": block["thinking"]},
            {"type": "signature_delta", "signature": block["signature"]},
        ]
    else:
        begun = {"type": "tool_use", "id": f"toolu_{turn}_{index}", "name": block["name"], "input": {}}
        raw = block["input"] if isinstance(block["input"], str) else json.dumps(block["input"])
        pieces = [raw[at : at + 200] for at in range(0, len(raw), 200)] or ["{}"]
        deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in pieces]
    return [
        _event("content_block_start", index=index, content_block=begun),
        *(_event("content_block_delta", index=index, delta=delta) for delta in deltas),
        _event("content_block_stop", index=index),
    ]


def _signed(block: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    signed = {"signature": signature(body, body["messages"])} if block["type"] == "thinking" else {}
    return {**block, **signed}


def _error(status: int, kind: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    error = {"type": "error", "error": {"type": kind, "message": message}}
    return JSONResponse(error, status, dict(headers or {}))


def _event(kind: str, **data: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n"
