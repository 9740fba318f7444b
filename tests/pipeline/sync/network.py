"""A network that loses, doubles, delays and mixes up what goes through it."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable

import httpx

from pipeline.signing import signed_headers

Answer = httpx.Response | Exception | None


class Scripted(httpx.AsyncBaseTransport):
    """Asks ``script`` about each request: a response or an error instead of the real one; ``None``: let it through."""

    def __init__(self, script: Callable[[httpx.Request], Answer]) -> None:
        self._script = script
        self._real = httpx.AsyncHTTPTransport()
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._script(request)
        if isinstance(answer, Exception):
            raise answer
        return answer if answer is not None else await self._real.handle_async_request(request)

    def sizes(self) -> list[int]:
        return [len(json.loads(request.content)["updates"]) for request in self.requests]

    async def aclose(self) -> None:
        await self._real.aclose()


class Unreliable(httpx.AsyncBaseTransport):
    """Loses requests, loses answers, sends twice, and sends again much later, signed anew."""

    def __init__(self, chance: random.Random, secret: str, *, faults: float) -> None:
        self._chance = chance
        self._secret = secret
        self._faults = faults
        self._real = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=20))
        self._heard: list[httpx.Request] = []
        self._late: set[asyncio.Task[None]] = set()
        self.callbacks = 0
        """Updates that reached the deployment, repeated ones too."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._heard.append(request)
        fault = self._chance.random()
        await asyncio.sleep(self._chance.random() * 0.002)
        if fault < self._faults * 0.4:
            raise httpx.ConnectError("lost on its way")
        if fault < self._faults * 0.6:
            return httpx.Response(503, json={"code": "away", "message": "away"})
        if fault < self._faults * 0.8:
            self._repeat(self._chance.choice(self._heard))
        answer = await self._send(request)
        if fault > 1 - self._faults * 0.3:
            await answer.aread()
            raise httpx.ReadError("the answer was lost")
        return answer

    def _repeat(self, earlier: httpx.Request) -> None:
        async def later() -> None:
            await asyncio.sleep(self._chance.random() * 0.05)
            body = earlier.content
            # Each its own millisecond: the deployment knows a signature that it has seen.
            fresh = signed_headers(self._secret, body)
            copy = httpx.Request("POST", earlier.url, content=body, headers=fresh)
            answer = await self._send(copy)
            await answer.aread()

        task = asyncio.create_task(later())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _send(self, request: httpx.Request) -> httpx.Response:
        self.callbacks += len(json.loads(request.content)["updates"])
        return await self._real.handle_async_request(request)

    async def settle(self) -> None:
        """Wait for what is still on its way."""
        while self._late:
            await asyncio.gather(*self._late, return_exceptions=True)

    async def aclose(self) -> None:
        await self.settle()
        await self._real.aclose()
