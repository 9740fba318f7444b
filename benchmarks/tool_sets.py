"""The same three lessons by two sets of tools: ours, and a sketch of eleven that merges them.

    python -m benchmarks.tool_sets [--json]

Both sets are served by one server with a real sandbox; the smaller one is made of the same tools. What is
called is **scripted**: a list of steps an agent took (plan, look something up, mend, check, render, export),
translated into either set. So it counts what the steps cost in calls and tokens with each set, by a
tokenizer that models use; it says nothing of which set a model finds its way in.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from fastmcp import Client, FastMCP
from fastmcp.exceptions import ToolError
from fastmcp.tools import ToolResult
from mcp.types import TextContent
from pydantic import Field

from pipeline.studio import StudioSettings, open_studio
from render_sandbox.sandbox import SandboxSettings
from server.app import create_mcp
from server.logs import configure_logging
from server.settings import load_settings
from tools.offering import brief_input

NODE = Path(__file__).parent.parent / "tests" / "mcp" / "node"
KEYS = ("name", "title", "description", "inputSchema", "outputSchema")
EDITABLE = Annotated[list[dict[str, str]], Field(min_length=1, description="[{old, new}], each once.")]

BLOCKS = """---
title: Interest grows on interest
---

## Simple interest

Every year brings the same.

```plot
curves: [{y: 1 + 0.1*x, label: simple}]
x: [0, 10]
```

## Compound interest

Every year brings more than the one before.

$$K_n = K_0 (1 + p)^n$$
"""
STATEMENTS = """---
title: A circle is round
theme: paper
---

## Round

It has no corner.

```manim
ring = Circle(color=BLUE)
self.play(ShowCreation(ring), run_time=0.5)
note = Text("no corner", color=BLACK)
self.play(Write(note), run_time=0.5)
```
"""
WHOLE = """---
title: Dots in a row
---

## Start

- three dots
"""
CLASS = """from manim import *


class Dots(Scene):
    def construct(self):
        labels = VGroup()
        for n in range(3):
            labels.add(Text(str(n), color=BLACK).shift(RIGHT * n))
        self.play(FadeIn(labels), run_time=0.5)
        self.wait(0.5)
"""


@dataclass
class Count:
    """What a run of the script cost."""

    schemas: list[dict[str, Any]]
    asked: list[str] = field(default_factory=list[str])
    answered: list[str] = field(default_factory=list[str])
    failures: int = 0
    polls: int = 0
    pictures: int = 0


class Caller:
    """Calls tools and counts."""

    def __init__(self, client: Client[Any], count: Count) -> None:
        self._client = client
        self._count = count

    async def __call__(self, name: str, /, **arguments: Any) -> dict[str, Any]:
        result = await self._client.call_tool(name, arguments, raise_on_error=False)
        text = "\n".join(getattr(block, "text", "") for block in result.content)
        self._count.asked.append(json.dumps({"name": name, "arguments": arguments}, ensure_ascii=False))
        self._count.answered.append(text)
        self._count.failures += result.is_error
        self._count.pictures += sum(block.type == "image" for block in result.content)
        return result.structured_content or {}

    async def until(self, done: str, name: str, /, **arguments: Any) -> dict[str, Any]:
        """The same call until its answer has ``done`` (``key`` or ``key=value``); repetitions are polls."""
        key, _, value = done.partition("=")
        for round_number in range(60):
            self._count.polls += round_number > 0
            said = await self(name, **arguments)
            if said.get(key) == value or (not value and said.get(key)):
                return said
        raise TimeoutError(f"{name} never said {done}: {said}")


async def with_ours(call: Caller) -> None:
    """The three lessons with the whole set."""

    async def finish(session: str) -> None:
        said = await call("render", session_id=session)
        if said.get("status") != "ready":
            call._count.polls += 1  # noqa: SLF001
            await call.until("status=ready", "get_status", session_id=session, wait_s=20)
        await call.until("path", "export_video", session_id=session)

    plan = await call("plan_lesson", lesson=BLOCKS)
    await finish(plan["session_id"])

    plan = await call("plan_lesson", lesson=STATEMENTS)
    scene = plan["scenes"][0]["scene_id"]
    await call("check_scene", scene_id=scene, fix=True)
    await call("lookup_api", symbol="Write")
    await call("edit_scene", scene_id=scene, edits=[{"old": "Write(note)", "new": "FadeIn(note)"}])
    await call("check_scene", scene_id=scene)
    await finish(plan["session_id"])

    plan = await call("plan_lesson", lesson=WHOLE)
    await call("search_snippets", query="dots in a row with labels", limit=2)
    written = await call("write_scene", session_id=plan["session_id"], title="Row", code=CLASS)
    await call("check_scene", scene_id=written["scene_id"], fix=True)
    await call("view_frames", scene_id=written["scene_id"], times=[0.8])
    await finish(plan["session_id"])


async def with_eleven(call: Caller) -> None:
    """The same steps with the sketch: writing and editing check, rendering exports."""

    async def finish(session: str) -> None:
        await call.until("path", "render", session_id=session)

    plan = await call("plan_lesson", lesson=BLOCKS)
    await finish(plan["session_id"])

    plan = await call("plan_lesson", lesson=STATEMENTS)
    scene = plan["scenes"][0]["scene_id"]
    await call("edit_scene", scene_id=scene, edits=[{"old": "ShowCreation", "new": "Create"}])
    await call("look_up", what="Write")
    await call("edit_scene", scene_id=scene, edits=[{"old": "Write(note)", "new": "FadeIn(note)"}])
    await finish(plan["session_id"])

    plan = await call("plan_lesson", lesson=WHOLE)
    await call("look_up", what="dots in a row with labels")
    written = await call("write_scene", session_id=plan["session_id"], title="Row", code=CLASS)
    edit = {"old": "color=BLACK", "new": "color=WHITE"}
    await call("edit_scene", scene_id=written["scene_id"], edits=[edit])
    await call("view_frames", scene_id=written["scene_id"], times=[0.8])
    await finish(plan["session_id"])


def eleven(client: Client[Any]) -> FastMCP:  # noqa: C901  # one small tool after the other
    """The sketch: eleven tools, made of ours. Those with one counterpart are passed on by name."""
    sketch = FastMCP("sketch")

    async def ours(name: str, **arguments: Any) -> Any:
        given = {key: value for key, value in arguments.items() if value is not None}
        return await client.call_tool(name, given, raise_on_error=False)

    def merged(*results: Any) -> ToolResult:
        content = [block for result in results for block in result.content]
        if any(result.is_error for result in results):
            raise ToolError("\n".join(getattr(block, "text", "") for block in content))
        structured: dict[str, Any] = {}
        for result in results:
            structured |= result.structured_content or {}
        return ToolResult(content=content, structured_content=structured)

    async def plan_lesson(
        lesson: str,
        quality: Literal["preview", "full"] = "preview",
        session_id: str | None = None,
        confirm: bool = False,
    ) -> ToolResult:
        """Turn a lesson in Markdown into a session, a scene per heading. Read guide://lesson-format once."""
        return merged(
            await ours("plan_lesson", lesson=lesson, quality=quality, session_id=session_id, confirm=confirm)
        )

    async def write_scene(
        session_id: str,
        title: str,
        code: str,
        index: int | None = None,
        scene_id: str | None = None,
        base_version: int | None = None,
    ) -> ToolResult:
        """Add a scene in Manim code, or replace one's; it is run and looked at: findings and a sheet."""
        written = await ours(
            "write_scene",
            session_id=session_id,
            title=title,
            code=code,
            index=index,
            scene_id=scene_id,
            base_version=base_version,
        )
        return merged(written, await ours("check_scene", scene_id=written.structured_content["scene_id"]))

    async def edit_scene(
        scene_id: str, edits: EDITABLE, base_version: int | None = None, waive: dict[str, str] | None = None
    ) -> ToolResult:
        """Change a scene by exact replacements; it is run and looked at: findings and a sheet."""
        edited = await ours("edit_scene", scene_id=scene_id, edits=edits, base_version=base_version)
        return merged(edited, await ours("check_scene", scene_id=scene_id, waive=waive))

    async def look_up(what: str, limit: int = 2) -> ToolResult:
        """Explain a name of manim, or find scenes that show something."""
        if " " in what:
            return merged(await ours("search_snippets", query=what, limit=limit))
        return merged(await ours("lookup_api", symbol=what))

    async def render(session_id: str, wait_s: float = 20, publish: bool = False) -> ToolResult:
        """Render what has no video, then join it (and upload it). Call again until there is a path."""
        result = await ours("render", session_id=session_id, wait_s=wait_s)
        if (result.structured_content or {}).get("status") != "ready":
            return merged(result)
        return merged(result, await ours("publish" if publish else "export_video", session_id=session_id))

    async def get_status(session_id: str | None = None) -> ToolResult:
        """A session and what to do next; without an id the list of them."""
        found = ours("get_status", session_id=session_id) if session_id else ours("list_projects")
        return merged(await found)

    async def view_frames(scene_id: str, times: list[float], boxes: bool = False) -> ToolResult:
        """Show a scene at some seconds."""
        return merged(await ours("view_frames", scene_id=scene_id, times=times, boxes=boxes))

    async def history(scene_id: str, revert_to: int | None = None) -> ToolResult:
        """A scene's versions; with revert_to one of them is made current again."""
        if revert_to:
            return merged(await ours("revert_scene", scene_id=scene_id, version=revert_to))
        return merged(await ours("history", scene_id=scene_id))

    async def cancel(session_id: str, scene_id: str | None = None) -> ToolResult:
        """Stop renders."""
        return merged(await ours("cancel", session_id=session_id, scene_id=scene_id))

    async def open_player(session_id: str) -> ToolResult:
        """Show a session to the user."""
        return merged(await ours("open_player", session_id=session_id))

    async def generate_lesson(prompt: str = "", generation_id: str = "", confirm: bool = False) -> ToolResult:
        """Have the server's paid model make a video."""
        return ToolResult(content=[TextContent(type="text", text=f"{prompt}{generation_id}{confirm}")])

    every: tuple[Callable[..., Awaitable[ToolResult]], ...] = (
        plan_lesson, write_scene, edit_scene, look_up, render, get_status, view_frames, history, cancel,
        open_player, generate_lesson,
    )  # fmt: skip
    for function in every:
        sketch.tool(output_schema=None)(function)
    return sketch


async def schemas(client: Client[Any]) -> list[dict[str, Any]]:
    """What a model is told of each tool, said as shortly as ours."""
    told: list[dict[str, Any]] = []
    for tool in await client.list_tools():
        said = tool.model_dump(mode="json", by_alias=True, exclude_none=True)
        kept = {key: value for key, value in said.items() if key in KEYS}
        told.append(kept | {"inputSchema": brief_input(kept["inputSchema"])})
    return told


def written(told: list[dict[str, Any]], *, outputs: bool) -> str:
    """Schemas as they go over the wire."""
    left_out = () if outputs else ("outputSchema",)
    kept = [{key: value for key, value in one.items() if key not in left_out} for one in told]
    return "\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in kept)


def tokens(texts: list[str]) -> list[int]:
    """Numbers of tokens in the vocabulary of GPT-4o."""
    node = os.environ.get("NODE", "node")
    done = subprocess.run(
        [node, "tokens.mjs"], input=json.dumps(texts), cwd=NODE, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


async def run() -> dict[str, dict[str, int]]:
    """Both sets, one after the other, each on an empty home."""
    found: dict[str, dict[str, int]] = {}
    for name, script in (("ours", with_ours), ("eleven", with_eleven)):
        with tempfile.TemporaryDirectory() as home:
            settings = StudioSettings(Path(home), SandboxSettings(workers=1))
            async with open_studio(settings) as studio, Client(create_mcp(studio)) as own:
                if name == "ours":
                    count = Count(await schemas(own))
                    await script(Caller(own, count))
                else:
                    async with Client(eleven(own)) as client:
                        count = Count(await schemas(client))
                        await script(Caller(client, count))
        bare, whole, *sent = tokens(
            [written(count.schemas, outputs=False), written(count.schemas, outputs=True), *count.asked]
        )
        found[name] = {
            "tools": len(count.schemas),
            "calls": len(count.asked),
            "polls among them": count.polls,
            "failures": count.failures,
            "pictures": count.pictures,
            "tokens told of inputs": bare,
            "and of outputs": whole - bare,
            "tokens sent": sum(sent),
            "tokens received": sum(tokens(count.answered)),
        }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    configure_logging(load_settings())  # on stderr: stdout is the document's
    found = asyncio.run(run())
    if parser.parse_args().json:
        print(json.dumps(found, indent=2))
        return
    print(f"{'scripted, three lessons':28}{'ours':>8}{'eleven':>8}")
    for key, value in found["ours"].items():
        print(f"{key:28}{value:>8}{found['eleven'][key]:>8}")


if __name__ == "__main__":
    main()
