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
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from anthropic.types.message_create_params import MessageCreateParamsStreaming
from pydantic import TypeAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

_CONTRACT = TypeAdapter(MessageCreateParamsStreaming)


@dataclass
class Reply:
    """One answer, and what goes wrong before it comes."""

    blocks: Sequence[Mapping[str, Any]] = ()
    stop_reason: str = ""
    faults: list[str] = field(default_factory=list)
    """Each is used up by one request: ``429``, ``529``, ``cut``, ``error_event``."""
    usage: Mapping[str, int] = field(default_factory=lambda: {"input_tokens": 1000, "output_tokens": 100})

    @property
    def reason(self) -> str:
        calls = any(block["type"] == "tool_use" for block in self.blocks)
        return self.stop_reason or ("tool_use" if calls else "end_turn")


def says(text: str, **more: Any) -> Reply:
    return Reply([{"type": "text", "text": text}], **more)


def calls(name: str, _stop: str = "", _faults: Sequence[str] = (), **arguments: Any) -> Reply:
    block = {"type": "tool_use", "id": "", "name": name, "input": arguments}
    return Reply([block], _stop, list(_faults))


Script = Mapping[str, Sequence[Reply]] | Callable[[Mapping[str, Any]], tuple[str, int, Reply]]


class ReplayServer:
    """Scripted answers, and what was asked for."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: Counter[tuple[str, int]] = Counter()
        self.bodies: list[dict[str, Any]] = []
        self.url = ""
        self.hold: asyncio.Event | None = None

    async def answer(self, request: Request) -> Response:
        body = await request.json()
        _CONTRACT.validate_python(body)
        self.bodies.append(body)
        thread, turn, reply = self.script(body) if callable(self.script) else _scripted(body, self.script)
        if reply.faults:
            fault = reply.faults.pop(0)
            if fault.isdigit():
                headers = {"retry-after": "0"} if fault == "429" else {}
                kind = "rate_limit_error" if fault == "429" else "overloaded_error"
                return JSONResponse(
                    {"type": "error", "error": {"type": kind, "message": "scripted"}}, int(fault), headers
                )
        else:
            fault = ""
            self.asked[thread, turn] += 1
        if self.hold is not None:
            await self.hold.wait()
        return StreamingResponse(_events(reply, turn, fault), media_type="text/event-stream")


@asynccontextmanager
async def replaying(script: Script) -> AsyncIterator[ReplayServer]:
    """A running server on a loopback port."""
    replay = ReplayServer(script)
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


def _event(kind: str, **data: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n"
