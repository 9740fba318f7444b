"""What belongs to one owner does not exist for another: every tool, resource, route and stream is tried.

What is enumerated here comes from the server itself, so that whatever is added later is tried as well.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from fastmcp import Client
from fastmcp.client.transports import StreamableHttpTransport
from fastmcp.exceptions import ToolError
from mcp.client.extension import advertise
from mcp.client.subscriptions import listen
from mcp.shared.exceptions import MCPError
from mcp.types import ResourceTemplateReference

from pipeline.director import Director, DirectorSettings
from pipeline.exporting import Export
from pipeline.lesson import parse
from pipeline.state import scenes
from pipeline.state.tasks import create_task
from pipeline.state.tokens import create_token, revoke_token
from pipeline.studio import Studio
from server.auth.gate import OPEN, OPEN_BELOW, OWN_AUTH
from server.http import create_app
from server.settings import load_settings
from server.shares import studio_settings

LESSON = "---\ntitle: Alices secret lesson\n---\n\n## Sesame\n\nOpen.\n\n$$A = 1$$\n"
SECRETS = ("Alices", "Sesame")
SCHEMAS = Path(__file__).parent.parent / "tools" / "schemas"
"""A file for each tool that there is: see ``tests/tools/test_surface.py``."""


class House:
    """An app with tokens of Alice, Bob, and one of Alice that may only read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PROOFREEL_SANDBOX", "none")
        monkeypatch.setenv("PROOFREEL_AUTH", "tokens")
        monkeypatch.setenv("PROOFREEL_S3_BUCKET", "chunks")
        monkeypatch.setenv("PROOFREEL_S3_SOURCES_BUCKET", "sources")
        settings = load_settings()
        self.studio = Studio(studio_settings(settings))
        # Every tool is to be listed; none of them gets as far as to run something.
        monkeypatch.setattr(self.studio, "may_render", lambda: True)
        self.studio.director = Director(self.studio, lambda _: None, DirectorSettings("no key"))
        plan = self.studio.plan(parse(LESSON), owner="alice", quality="preview")
        self.session, self.scene = plan.session, plan.scenes[0]
        self.chunk = f"projects/{self.session.project_id}/sessions/{self.session.id}/scenes/0/v1.mp4"
        self.studio.store.put(self.chunk, b"video", {})
        self.tokens = {
            name: create_token(
                self.studio.db, owner=name.partition(" ")[0], name=name, can_write=" " not in name
            )
            for name in ("alice", "bob", "alice reading")
        }
        self.app = create_app(settings, self.studio)
        self.http = TestClient(self.app, base_url="http://127.0.0.1")

    def header(self, name: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[name][1]}"}

    @contextlib.asynccontextmanager
    async def mcp(self, name: str | None) -> AsyncIterator[Client]:
        import httpx2

        def through(**more):
            more.pop("transport", None)
            return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=self.app), **more)

        headers = self.header(name) if name else {}
        transport = StreamableHttpTransport(
            "http://127.0.0.1/mcp/", headers=headers, httpx_client_factory=through
        )
        apps = advertise("io.modelcontextprotocol/ui")
        mcp = Client(transport, extensions=[apps])
        async with self.app.router.lifespan_context(self.app), mcp as client:
            yield client
        await self.studio.aclose()

    async def raw(self, name: str, method: str, **params):
        """A request of 2026-07-28 with the tasks extension, as it goes over the wire."""
        about = "io.modelcontextprotocol/"
        meta = {
            f"{about}protocolVersion": "2026-07-28",
            f"{about}clientInfo": {"name": "test", "version": "1"},
            f"{about}clientCapabilities": {"extensions": {"io.modelcontextprotocol/tasks": {}}},
        }
        headers = self.header(name) | {
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": "2026-07-28",
            "Mcp-Method": method,
        }
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": meta}}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
            text = (await http.post("/mcp/", json=body, headers=headers)).text
        return json.loads(text.rpartition("data: ")[2] if text.startswith("event") else text)

    def fill(self, path: str) -> str:
        values = {
            "session_id": self.session.id,
            "scene_id": self.scene.id,
            "id": self.scene.id,
            "key": self.chunk,
            "name": "x.mp4",
            "version": "1",
        }
        return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: values.get(found[1], "x"), path)


@pytest.fixture
def house(home, monkeypatch):
    house = House(monkeypatch)
    with house.http:
        yield house
    asyncio.run(house.studio.aclose())


BODIES = {
    "edit": {"version": 1, "code": "x = 1", "render": False},
    "revert": {"version": 1},
    "move": {"index": 0},
    "check": {"code": "x = 1"},
    "preview": {"code": "x = 1"},
    "scenes": {"title": "x", "code": "x = 1"},
}


def routes(app):
    for path, methods in app.openapi()["paths"].items():
        yield from ((method.upper(), path) for method in methods)
    for route in app.routes:
        for method in sorted(getattr(route, "methods", None) or ()):
            yield method, route.path


def sample_body(app, method, path):
    """A body with what a route requires, so that its owner is what it is refused for."""
    described = app.openapi()
    said = described["paths"].get(path, {}).get(method.lower(), {}).get("requestBody")
    if said is None:
        return None
    schema = next(iter(said["content"].values()))["schema"]
    if "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    values = {"integer": 1, "number": 1, "boolean": False, "array": [], "object": {}}
    fields = schema.get("properties", {})
    return {name: values.get(fields[name].get("type"), "xx") for name in schema.get("required", [])}


def is_open(path: str) -> bool:
    return path in OPEN or path.startswith((*OPEN_BELOW, *OWN_AUTH))


def test_every_route_that_is_not_open_on_purpose_asks_for_a_credential(house):
    asked = 0
    for method, path in routes(house.app):
        if is_open(path):
            continue
        answer = house.http.request(method, house.fill(path))
        assert answer.status_code == 401, (method, path)
        assert not any(secret in answer.text for secret in SECRETS)
        asked += 1

    assert asked >= 15


def test_every_route_about_something_of_alice_s_tells_bob_that_it_is_not_there(house):
    tried = []
    for method, path in routes(house.app):
        if is_open(path) or "{" not in path or method == "OPTIONS":
            continue
        filled = house.fill(path)
        body = BODIES.get(path.rpartition("/")[2]) or sample_body(house.app, method, path)
        answer = house.http.request(method, filled, json=body, headers=house.header("bob"))
        assert not any(secret in answer.text for secret in SECRETS), (method, path)
        if house.session.id in filled or house.scene.id in filled or house.chunk in filled:
            assert answer.status_code == 404, (method, path, answer.text)
            tried.append(path)

    assert "/api/sessions/{session_id}/events" in tried
    assert "/media/{key:path}" in tried
    assert len(tried) >= 12


def test_lists_hold_only_what_is_one_s_own(house):
    assert house.http.get("/api/projects", headers=house.header("bob")).json() == {"projects": []}
    assert len(house.http.get("/api/projects", headers=house.header("alice")).json()["projects"]) == 1


def test_alice_sees_and_a_reading_token_may_not_change(house):
    path = f"/api/sessions/{house.session.id}"

    assert house.http.get(path, headers=house.header("alice")).status_code == 200
    assert house.http.get(path, headers=house.header("alice reading")).status_code == 200
    refused = house.http.delete(f"/api/scenes/{house.scene.id}", headers=house.header("alice reading"))
    assert refused.status_code == 403
    assert scenes.get_scene(house.studio.db, house.scene.id).title == "Sesame"


def test_a_viewing_key_opens_one_owner_s_media_and_nothing_else(house):
    keys = house.app.state.keys

    def status(path: str, key: str) -> int:
        return house.http.get(path, params={"key": key}).status_code

    assert status(f"/media/{house.chunk}", keys.make("alice")) == 200
    assert status(f"/media/{house.chunk}", keys.make("bob")) == 404
    assert status(f"/media/{house.chunk}", keys.make("alice")[:-1] + "0x") == 401
    assert status(f"/media/{house.chunk}", "9999999999..") == 401
    assert status(f"/api/sessions/{house.session.id}", keys.make("alice")) == 401


def test_a_browser_signs_in_with_a_token_and_keeps_a_cookie_of_this_site(house):
    secret = house.tokens["alice"][1]

    wrong = house.http.post("/login", data={"token": "prf_wrong"})
    right = house.http.post("/login?then=//evil.example", data={"token": secret}, follow_redirects=False)
    page = house.http.get(f"/api/sessions/{house.session.id}")

    assert wrong.status_code == 401
    assert (right.status_code, right.headers["location"]) == (303, "/")
    cookie = right.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert page.status_code == 200


def test_a_revoked_token_opens_nothing(house):
    revoke_token(house.studio.db, house.tokens["alice"][0].id)

    assert house.http.get("/api/projects", headers=house.header("alice")).status_code == 401


ARGUMENTS = {
    "lesson": "---\ntitle: T\n---\n\n## Area\n\nText.\n",
    "title": "x",
    "code": "from manim import *\n",
    "edits": [{"old": "a", "new": "b"}],
    "version": 1,
    "query": "circle",
    "symbol": "Circle",
    "confirm": True,
    "times": [0.5],
}


class TestOverMcp:
    @pytest.fixture
    def house(self, home, monkeypatch):
        return House(monkeypatch)

    async def test_nobody_gets_in_without_a_token(self, house):
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        assert house.http.post("/mcp/", json=message).status_code == 401

    async def test_every_tool_about_something_of_alice_s_tells_bob_that_it_is_not_there(self, house):
        tried = []
        async with house.mcp("bob") as client:
            for tool in await client.list_tools():
                names = tool.input_schema["properties"]
                ids = {"session_id": house.session.id, "scene_id": house.scene.id}
                values = {**ARGUMENTS, **{name: value for name, value in ids.items() if name in names}}
                arguments = {name: values[name] for name in names if name in values}
                try:
                    result = await client.call_tool(tool.name, arguments)
                except ToolError as error:
                    said = str(error)
                    assert not set(ids) & set(names) or said.startswith("not_found"), (tool.name, said)
                else:
                    said = json.dumps(result.structured_content)
                    assert not set(ids) & set(names), tool.name
                assert not any(secret in said for secret in SECRETS), tool.name
                tried.append(tool.name)

        assert set(tried) == {path.stem for path in SCHEMAS.glob("*.json")}, "some tool was not listed"

    async def test_every_resource_about_something_of_alice_s_is_not_there_for_bob(self, house):
        async with house.mcp("bob") as client:
            uris = [str(found.uri) for found in await client.list_resources()]
            uris += [house.fill(found.uri_template) for found in await client.list_resource_templates()]
            for uri in uris:
                said = ""
                with contextlib.suppress(MCPError, ToolError):
                    said = str(await client.read_resource(uri))
                    assert house.session.id not in uri, uri
                    assert house.scene.id not in uri, uri
                assert not any(secret in said for secret in SECRETS), uri

    async def test_a_stranger_completes_hears_and_polls_nothing(self, house):
        uri = f"session://{house.session.id}"
        task = create_task(
            house.studio.db, owner="alice", tool="render", arguments={"session_id": house.session.id}
        )

        async with house.mcp("bob") as client:
            for name, template in (
                ("session_id", "session://{session_id}"),
                ("scene_id", "scene://{scene_id}/video"),
            ):
                ref = ResourceTemplateReference(type="ref/resource", uri=template)
                assert (await client.complete(ref, {"name": name, "value": ""})).values == []
            with pytest.raises(MCPError, match="not_found|There is no session"):
                async with listen(client.session, resource_subscriptions=[uri]):
                    pass
            for method in ("tasks/get", "tasks/cancel"):
                refused = await house.raw("bob", method, taskId=task.id)
                assert "There is no task" in refused["error"]["message"]
            own = await house.raw("alice", "tasks/cancel", taskId=task.id)

        assert own["result"]["resultType"] == "complete"

    async def test_an_export_has_an_address_that_opens_it_and_no_path_of_the_server(self, house, monkeypatch):
        file = house.studio.settings.home / "exports" / house.session.id / "lesson.mp4"
        file.parent.mkdir(parents=True)
        file.write_bytes(b"video")

        async def joined(session_id, **_):
            return Export(file, 30, 15, 5, made=True)

        monkeypatch.setattr(house.studio, "export_within", joined)
        async with house.mcp("alice") as client:
            said = (
                await client.call_tool("export_video", {"session_id": house.session.id})
            ).structured_content
            transport = httpx.ASGITransport(house.app)
            async with httpx.AsyncClient(transport=transport) as http:
                fetched = await http.get(said["url"])
                without = await http.get(said["url"].partition("?")[0])
                written = await http.post(said["url"].replace("/video/lesson.mp4", "/render"))

        assert "path" not in said
        assert (fetched.status_code, fetched.content) == (200, b"video")
        assert (without.status_code, written.status_code) == (401, 401)

    async def test_a_reading_token_lists_and_may_call_only_what_reads(self, house):
        async with house.mcp("alice reading") as client:
            names = {tool.name for tool in await client.list_tools()}
            status = await client.call_tool("get_status", {"session_id": house.session.id})
            with pytest.raises(ToolError, match="forbidden"):
                await client.call_tool("revert_scene", {"scene_id": house.scene.id, "version": 1})

        assert {"get_status", "history"} <= names
        assert not names & {"plan_lesson", "write_scene", "render"}
        assert status.structured_content["title"] == "Alices secret lesson"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_told_to_whoever_asks(house, path):
    answer = house.http.get(path)

    assert (answer.status_code, answer.text) == (200, "ok")
