"""What costs money or makes something public is agreed to first; a generation is a task as well."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
from fastmcp import Client
from fastmcp.exceptions import ToolError

from pipeline.chunks import chunk_key
from pipeline.director import Director, DirectorSettings
from pipeline.director.settings import Budget
from pipeline.lesson import parse
from pipeline.obligations import UnmendedFindings
from pipeline.state.model import SceneStatus
from pipeline.state.scenes import finish_scene
from pipeline.state.transitions import advance
from pipeline.state.versions import get_version
from pipeline.studio import StudioSettings, open_studio
from render_sandbox.sandbox import SandboxSettings
from server.app import create_mcp
from server.directing import McpTools

from ..replay import replaying, says
from ..seaweed import settings_for
from .conftest import LESSON

TASKS = {"extensions": {"io.modelcontextprotocol/tasks": {}}}


def make_ready(studio, session, scene) -> None:
    """What a render would leave behind."""
    for status in (SceneStatus.GENERATING_CODE, SceneStatus.RENDERING, SceneStatus.UPLOADING):
        with studio.db.transaction() as tx:
            advance(tx, scene.id, status, version=scene.version)
    stored = studio.store.put(chunk_key(session.project_id, session.id, scene.slot, 1), b"x" * 100_000, {})
    made = replace(
        get_version(studio.db, scene.id, 1),
        chunk_key=stored.key,
        sha256=stored.sha256,
        bytes=stored.size,
        frames=30,
    )
    finish_scene(studio.db, scene.id, 1, made)


class TestPublishing:
    @pytest.fixture
    async def ready(self, home, s3_endpoint, monkeypatch):
        settings = StudioSettings(home, SandboxSettings(backend="none"), s3=settings_for(s3_endpoint))
        async with open_studio(settings) as studio:

            async def mended(session):
                """There is no sandbox here to look at the scenes in."""

            monkeypatch.setattr(studio.reviewer, "require_mended", mended)
            plan = studio.plan(parse(LESSON), owner="local", quality="preview")
            for scene in plan.scenes:
                make_ready(studio, plan.session, scene)
            yield studio, plan.session

    async def test_is_refused_to_a_client_that_cannot_ask_and_done_when_it_says_that_the_user_agrees(
        self, ready
    ):
        studio, session = ready
        async with Client(create_mcp(studio)) as client:
            with pytest.raises(ToolError) as refusal:
                await client.call_tool("publish", {"session_id": session.id})
            done = await client.call_tool("publish", {"session_id": session.id, "confirm": True})

        assert str(refusal.value).startswith("not_confirmed: This puts 2 scenes of 'Circles' into bucket")
        assert "confirm=true" in str(refusal.value)
        assert done.structured_content["done"]

    @pytest.mark.parametrize("mode", ["auto", "legacy"])
    async def test_asks_the_user_where_the_client_can_and_does_nothing_without_an_agreement(
        self, ready, mode
    ):
        studio, session = ready
        asked = []

        async def refuse(message, response_type, params, context):
            asked.append(message)
            return {"confirm": False} if mode == "auto" else {"value": False}

        async with Client(create_mcp(studio), elicitation_handler=refuse, mode=mode) as client:
            with pytest.raises(ToolError, match="the user said no"):
                await client.call_tool("publish", {"session_id": session.id})

        assert "whoever has a URL can watch" in asked[0]
        assert not studio.publisher.under_way(session.id)

    async def test_looking_at_the_scenes_first_goes_on_after_the_call_and_refuses_in_the_next(
        self, ready, monkeypatch
    ):
        studio, session = ready
        looked = asyncio.Event()

        async def faulty(session):
            await looked.wait()
            raise UnmendedFindings("1 error of the layout report would be in the video.", fix="check_scene.")

        monkeypatch.setattr(studio.reviewer, "require_mended", faulty)
        arguments = {"session_id": session.id, "confirm": True}
        async with Client(create_mcp(studio)) as client:
            begun = await client.call_tool("publish", {**arguments, "wait_s": 0.2})
            looked.set()
            with pytest.raises(ToolError, match="unmended_findings"):
                await client.call_tool("publish", arguments)

        assert begun.structured_content["done"] is False
        assert begun.structured_content["next"].startswith("publish again")

    async def test_asks_nobody_about_what_cannot_be_done(self, studio, lesson):
        async with Client(create_mcp(studio)) as client:
            planned = (await client.call_tool("plan_lesson", {"lesson": lesson})).structured_content
            with pytest.raises(ToolError, match="not_ready"):
                await client.call_tool("publish", {"session_id": planned["session_id"]})


class Wire:
    """Raw requests of 2026-07-28 with the tasks extension."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def ask(self, method: str, **params):
        about = "io.modelcontextprotocol/"
        meta = {
            f"{about}protocolVersion": "2026-07-28",
            f"{about}clientInfo": {"name": "test", "version": "1"},
            f"{about}clientCapabilities": TASKS,
        }
        headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2026-07-28"}
        headers |= {"Mcp-Method": method} | ({"Mcp-Name": params["name"]} if "name" in params else {})
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": meta}}
        answer = await self._http.post("/mcp", json=body, headers=headers)
        said = answer.text.rpartition("data: ")[2] if answer.text.startswith("event") else answer.text
        return httpx.Response(200, text=said).json()["result"]

    async def generate(self, **arguments):
        return await self.ask(
            "tools/call", name="generate_lesson", arguments={"prompt": "Why tides?", **arguments}
        )

    async def task(self, task_id: str):
        return await self.ask("tasks/get", taskId=task_id)


@asynccontextmanager
async def generating(studio, monkeypatch):
    """A model that hands in no plan, however often it is asked; it answers when ``hold`` is set."""

    async def there():
        """It does not come to rendering; but a director asks for the sandbox before it pays."""

    monkeypatch.setattr(studio, "sandbox", there)
    async with replaying({"plan": [says("I would rather talk.")]}) as replay:
        mcp = create_mcp(studio)
        tools = McpTools(mcp, "local")
        budget = Budget(plan_repairs=1, usd=2.5)
        chosen = DirectorSettings("sk-scripted", base_url=replay.url, budget=budget)
        studio.director = director = Director(studio, lambda _: tools, chosen)
        replay.hold = asyncio.Event()
        app = mcp.http_app(path="/mcp", stateless_http=True)
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x")
        async with app.router.lifespan_context(app), client as http:
            yield Wire(http), director, replay.hold
        replay.hold.set()
        await director.aclose()
        await tools.aclose()


class TestGenerating:
    async def test_says_what_it_may_cost_before_anything_is_asked_of_the_model(self, studio, monkeypatch):
        async with generating(studio, monkeypatch) as (wire, _, _):
            refused = await wire.generate()

        assert refused["isError"]
        assert "$2.5" in refused["content"][0]["text"]
        assert "confirm=true" in refused["content"][0]["text"]

    async def test_is_a_task_that_ends_with_the_generation(self, studio, monkeypatch):
        async with generating(studio, monkeypatch) as (wire, _, hold), asyncio.timeout(60):
            task = await wire.generate(confirm=True)
            before = await wire.task(task["taskId"])
            hold.set()
            while (after := await wire.task(task["taskId"]))["status"] == "working":
                await asyncio.sleep(0.1)

        assert (task["resultType"], before["status"]) == ("task", "working")
        said = after["result"]["structuredContent"]
        assert (said["status"], said["error"]["code"]) == ("failed", "model_refused")

    async def test_a_task_that_is_cancelled_cancels_the_generation(self, studio, monkeypatch):
        async with generating(studio, monkeypatch) as (wire, director, _):
            task = await wire.generate(confirm=True)
            (running,) = director.ledger.running()

            await wire.ask("tasks/cancel", taskId=task["taskId"])

            assert (await wire.task(task["taskId"]))["status"] == "cancelled"
            assert director.progress(running.id).generation.status == "cancelled"
