"""What the server and the workers write for each other in Redis, and who may write what when.

A piece of work is a hash ``proofreel:work:ID``. The server makes it with a fresh ``token``; whoever has
the call with that token may claim it once; from then on only that worker writes to it, and each word
keeps its ``beat`` alive. A new token takes the work away from whoever has it. So two workers never both
deliver one piece of work, whatever is delivered twice, comes late or is cut off in the middle.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from redis.asyncio import Redis

__all__ = ["SILENCE_S", "Board", "Claim", "Work", "stop_if_cancelled"]

SILENCE_S = 30
"""A worker that has been silent for so long is taken for dead."""
_WORKER_S = 10
_KEPT_S = 24 * 3600
_OVER_S = 15 * 60
"""How long it is remembered that work is over: a worker that was cut off may come back and ask. Much longer,
and a busy server would fill Redis, and `Board.all_work` would walk through all of it."""
_OVER = "over"
_NEWS = "proofreel:news"

# KEYS: work, beat. ARGV: token, worker, seconds of a beat.
_CLAIM = """
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then return 0 end
if redis.call('HEXISTS', KEYS[1], 'worker') == 1 then return 0 end
redis.call('HSET', KEYS[1], 'worker', ARGV[2])
redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
return 1
"""

# KEYS: work, beat. ARGV: token, worker, seconds of a beat, seconds kept, fields and values …
# A Redis that lost its memory is told again what is under way.
_SPEAK = """
local token = redis.call('HGET', KEYS[1], 'token')
if token and (token ~= ARGV[1] or redis.call('HGET', KEYS[1], 'worker') ~= ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], 'token', ARGV[1], 'worker', ARGV[2], unpack(ARGV, 5))
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
return 1
"""

# KEYS: seen, slots. ARGV: worker, slots. The clock is Redis' own: those of the machines may differ.
_PRESENT = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
"""

# KEYS: seen, slots. ARGV: seconds after which a worker is gone.
_SLOTS = """
local since = tonumber(redis.call('TIME')[1]) - tonumber(ARGV[1])
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', since)) do
    redis.call('ZREM', KEYS[1], gone)
    redis.call('HDEL', KEYS[2], gone)
end
local sum = 0
for _, slots in ipairs(redis.call('HVALS', KEYS[2])) do sum = sum + tonumber(slots) end
return {redis.call('ZCARD', KEYS[1]), sum}
"""


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work as the server sees it."""

    token: str
    worker: str | None
    alive: bool
    """Whether its worker has spoken lately, see :data:`SILENCE_S`."""
    done: int
    total: int | None
    offer: dict[str, Any] | None
    """What the worker made and would upload: names, sizes, checksums, frames, report."""
    granted: bool
    """Whether it has leave to upload that."""
    result: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's right to a piece of work."""

    work: str
    token: str
    worker: str


class Board:
    """The notes of one Redis. Every method may raise ``redis.exceptions.RedisError``."""

    def __init__(self, url: str, silence_s: int = SILENCE_S) -> None:
        self.silence_s = silence_s
        self._redis: Any = Redis.from_url(url, socket_timeout=5, socket_connect_timeout=3)
        self._claim = self._redis.register_script(_CLAIM)
        self._speak = self._redis.register_script(_SPEAK)
        self._present = self._redis.register_script(_PRESENT)
        self._slots = self._redis.register_script(_SLOTS)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def ping(self) -> None:
        """Fail where Redis cannot be reached."""
        await self._redis.ping()

    # The server's side

    async def post(self, work: str, token: str, fields: Mapping[str, str | bytes]) -> None:
        """A new piece of work, or the old one with a new token: whoever had it has it no longer."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.delete(_work(work), _beat(work), _input(work))
            pipe.hset(_work(work), "token", token)
            pipe.hset(_input(work), mapping=dict(fields))
            pipe.expire(_work(work), _KEPT_S)
            pipe.expire(_input(work), _KEPT_S)
            await pipe.execute()

    async def look(self, work: str) -> Work | None:
        """How a piece of work stands; ``None``: there is none, or it is over."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hmget(_work(work), "token", "worker", "done", "total", "offer", "result", "tickets")
            pipe.exists(_beat(work))
            (token, worker, done, total, offer, result, tickets), alive = await pipe.execute()
        if token is None or token.decode() == _OVER:
            return None
        return Work(
            token.decode(),
            worker.decode() if worker else None,
            bool(alive),
            int(done or 0),
            int(total) if total else None,
            json.loads(offer) if offer else None,
            tickets is not None,
            json.loads(result) if result else None,
        )

    async def all_work(self) -> list[str]:
        """Every piece of work that is not over, of whatever server."""
        found = [key.decode() async for key in self._redis.scan_iter(match=_work("*"), count=1000)]
        names = [key.removeprefix(_work("")) for key in found if not key.endswith((":beat", ":input"))]
        return [name for name in names if await self.look(name)]

    async def grant(self, work: str, tickets: Mapping[str, Any]) -> None:
        """Leave to upload what was offered."""
        await self._redis.hset(_work(work), "tickets", json.dumps(tickets))

    async def end(self, work: str) -> None:
        """Nobody needs this work any more; a worker that still has it stops."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.delete(_work(work), _beat(work), _input(work))
            pipe.hset(_work(work), "token", _OVER)
            pipe.expire(_work(work), _OVER_S)
            await pipe.execute()

    async def workers(self, kind: str) -> tuple[int, int]:
        """How many workers of a kind are there, and how many jobs they take at once."""
        count, slots = await self._slots(keys=_roll(kind), args=[_WORKER_S])
        return int(count), int(slots)

    @asynccontextmanager
    async def news(self) -> AsyncGenerator[Any]:
        """A subscription to which work has changed: an iterable of messages."""
        async with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(_NEWS)
            yield subscription

    # A worker's side

    async def present(self, kind: str, worker: str, slots: int) -> None:
        """A worker is there and takes so many jobs at once; to be said every few seconds."""
        await self._present(keys=_roll(kind), args=[worker, slots])

    async def leave(self, kind: str, worker: str) -> None:
        """A worker takes no more jobs."""
        seen, slots = _roll(kind)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.zrem(seen, worker)
            pipe.hdel(slots, worker)
            await pipe.execute()

    async def claim(self, claim: Claim) -> dict[bytes, bytes] | None:
        """The input of a piece of work, for who is first to come with its token; else ``None``."""
        args = [claim.token, claim.worker, self.silence_s]
        if not await self._claim(keys=[_work(claim.work), _beat(claim.work)], args=args):
            return None
        return cast("dict[bytes, bytes]", await self._redis.hgetall(_input(claim.work)))

    async def speak(
        self, claim: Claim, fields: Mapping[str, str] | Mapping[str, int], *, ring: bool = True
    ) -> bool:
        """Write fields of a piece of work and keep it alive; False: it was taken away, stop."""
        pairs = [part for pair in fields.items() for part in pair] or ["spoken", 1]
        args = [claim.token, claim.worker, self.silence_s, _KEPT_S, *pairs]
        ours = bool(await self._speak(keys=[_work(claim.work), _beat(claim.work)], args=args))
        if ours and ring:
            await self._redis.publish(_NEWS, claim.work)
        return ours

    async def tickets(self, claim: Claim) -> dict[str, Any] | None:
        """The leave to upload, once it was given."""
        told = await self._redis.hget(_work(claim.work), "tickets")
        return json.loads(told) if told else None


def stop_if_cancelled() -> None:
    """To be called where an error of Redis is survived: a cancellation in a call may come out as one."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _work(work: str) -> str:
    return f"proofreel:work:{work}"


def _beat(work: str) -> str:
    return f"proofreel:work:{work}:beat"


def _input(work: str) -> str:
    return f"proofreel:work:{work}:input"


def _roll(kind: str) -> list[str]:
    return [f"proofreel:workers:{kind}:seen", f"proofreel:workers:{kind}:slots"]
