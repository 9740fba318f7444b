"""Who uses the server of a soak: authors, viewers and a vandal."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
from typing import Any

import httpx

from benchmarks.soak_gauges import Tally
from benchmarks.soak_stack import Stack

__all__ = ["Author", "Person", "vandalize", "view"]

LESSON = """---
title: Soak {number}
---

## One

A circle is round.

$$A = \\pi r^2$$

## Two

- first
- second
"""
SCENE = """from manim import *


class Soak(Scene):
    def construct(self):
        # {number}
        shape = {shape}().set_color({color})
        self.play(Create(shape), run_time={seconds})
        self.wait(0.2)
"""
BROKEN = SCENE.replace("self.wait(0.2)", "raise ValueError('broken on purpose')")


class Person:
    """Somebody who talks to the server; while it is down on purpose they wait and come again."""

    def __init__(self, stack: Stack, tally: Tally, dice: random.Random) -> None:
        self.stack, self.tally, self.dice = stack, tally, dice
        self.client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{stack.port}", timeout=90)

    async def ask(self, method: str, path: str, **how: Any) -> httpx.Response | None:
        """The answer; None: the server is down. A 5xx is noted."""
        try:
            answer = await self.client.request(method, path, **how)
        except httpx.HTTPError as error:
            if not self.stack.expected_down:
                self.tally.wrong.append(f"{method} {path}: {error!r}")
            await asyncio.sleep(1)
            return None
        if answer.status_code >= 500:
            self.tally.wrong.append(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer

    async def tool(self, name: str, **arguments: Any) -> dict[str, Any]:
        """A tool's structured answer; empty where it was refused."""
        message = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": name, "arguments": arguments},
        }
        headers = {"Accept": "application/json, text/event-stream"}
        answer = await self.ask("POST", "/mcp/", json=message, headers=headers)
        if answer is None or answer.status_code != 200:
            return {}
        found = re.search(r"^data: (.*)$", answer.text, re.MULTILINE)
        told = json.loads(found[1] if found else answer.text)
        result = told.get("result", {})
        if "error" in told or result.get("isError"):
            said = json.dumps(told)
            code = re.search(r'"text": "([a-z_]+):', said)
            self.tally.refused[f"{name}: {code[1] if code else said[:120]}"] += 1
            if "internal" in said.lower():
                self.tally.wrong.append(f"{name}: {said[:300]}")
            return {}
        return result.get("structuredContent") or {}


class Author(Person):
    """Works on one session; now and then it is thrown away, and another begun."""

    number = 0
    session = ""

    async def work(self) -> None:
        while True:
            if not self.session:
                planned = await self.tool("plan_lesson", lesson=LESSON.format(number=self.dice.random()))
                self.session = planned.get("session_id", "")
            scenes = await self.scenes()
            if scenes:
                await self.act(scenes)
            await asyncio.sleep(self.dice.uniform(0.2, 2))

    async def scenes(self) -> list[dict[str, Any]]:
        answer = await self.ask("GET", f"/api/sessions/{self.session}") if self.session else None
        return answer.json()["scenes"] if answer is not None and answer.status_code == 200 else []

    async def act(self, scenes: list[dict[str, Any]]) -> None:
        kind = self.dice.choices(
            [
                "edit",
                "break",
                "check",
                "look",
                "export",
                "revert",
                "insert",
                "delete",
                "move",
                "plan",
                "search",
                "throw away",
            ],
            [20, 4, 6, 6, 4, 4, 4, 4, 2, 4, 4, 1],
        )[0]
        scene = self.dice.choice(scenes)
        self.tally.actions[kind] += 1
        path = f"/api/scenes/{scene['id']}"
        self.number += 1
        match kind:
            case "edit" | "break":
                # Behind a broken scene comes a whole one at the author's next edit of it.
                body = {"version": scene["version"], "code": self.code(BROKEN if kind == "break" else SCENE)}
                await self.ask("POST", f"{path}/edit", json=body)
            case "check":
                await self.tool("check_scene", scene_id=scene["id"])
            case "look":
                await self.tool("view_frames", scene_id=scene["id"], times=[0.3])
            case "export":
                await self.tool("export_video", session_id=self.session)
            case "revert":
                await self.ask(
                    "POST", f"{path}/revert", json={"version": self.dice.randint(1, scene["version"])}
                )
            case "insert" if len(scenes) < 5:
                body = {"title": "More", "code": self.code(SCENE), "render": True}
                await self.ask("POST", f"/api/sessions/{self.session}/scenes", json=body)
            case "delete" if len(scenes) > 2:
                await self.ask("DELETE", path)
            case "throw away":
                answer = await self.ask("DELETE", f"/api/sessions/{self.session}")
                if answer is not None and answer.status_code < 300:
                    self.session = ""
            case "move":
                await self.ask("POST", f"{path}/move", json={"index": 0})
            case "plan":
                lesson = LESSON.format(number=self.number % 7)
                await self.tool("plan_lesson", lesson=lesson, session_id=self.session, confirm=True)
                await self.tool("render", session_id=self.session)
            case _:
                await self.tool(
                    "search_snippets", query=self.dice.choice(["tangent", "sort", "a tree grows"])
                )

    def code(self, scene: str) -> str:
        dice = self.dice
        return scene.format(
            number=dice.random(),
            shape=dice.choice(["Circle", "Square", "Triangle", "Star"]),
            color=dice.choice(["BLUE", "YELLOW", "GREEN"]),
            seconds=round(dice.uniform(0.2, 1.5), 1),
        )


async def view(person: Person, authors: list[Author]) -> None:
    """Follow a session for a while, and leave without a word."""
    while True:
        session = person.dice.choice(authors).session
        if session:
            person.tally.actions["follow"] += 1
            with contextlib.suppress(TimeoutError, httpx.HTTPError):
                async with (
                    asyncio.timeout(person.dice.uniform(1, 20)),
                    person.client.stream("GET", f"/api/sessions/{session}/events") as stream,
                ):
                    async for _ in stream.aiter_bytes():
                        pass
        await asyncio.sleep(person.dice.uniform(0.1, 2))


async def vandalize(person: Person, authors: list[Author]) -> None:
    """Malformed, huge, hostile, duplicate and late input; every answer must be a 4xx or a refusal."""
    dice = person.dice
    while True:
        await asyncio.sleep(dice.uniform(0.2, 2))
        person.tally.actions["vandalize"] += 1
        session = dice.choice(authors).session
        match dice.randrange(6):
            case 0:
                await raw(person.stack.port, dice.randbytes(dice.randint(1, 5000)))
            case 1:
                with contextlib.suppress(httpx.HTTPError):  # it may hang up before all is sent
                    await person.client.post("/api/scenes/x/edit", content=b"x" * 1_000_000)
            case 2:
                await person.ask(
                    "POST", "/mcp/", content=dice.randbytes(200), headers={"Content-Type": "application/json"}
                )
            case 3:
                await person.tool(
                    dice.choice(["rm", "plan_lesson", "check_scene"]), lesson=["x"], scene_id="../../etc"
                )
            case 4:
                for _ in range(2):
                    await person.ask("POST", f"/api/sessions/{session}/render")
            case _:
                await raw(
                    person.stack.port,
                    b"POST /api/scenes/x/edit HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n{",
                )


async def raw(port: int, data: bytes) -> None:
    """Send bytes and hang up."""
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(3):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(data)
            await writer.drain()
            await reader.read(1000)
            writer.close()
