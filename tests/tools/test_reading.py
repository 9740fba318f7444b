"""Resources, prompts, completions, skills, subscriptions and the player, as a client has them."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx
import pytest
from fastmcp import Client
from mcp.client.subscriptions import listen
from mcp.shared.exceptions import MCPError
from mcp.types import PromptReference, ResourceTemplateReference

from server.app import create_mcp

LESSON = "---\ntitle: Circles\n---\n\n## Round\n\nA circle is round.\n\n## Area\n\n$$A = \\pi r^2$$\n"


@pytest.fixture
async def planned(client):
    result = await client.call_tool("plan_lesson", {"lesson": LESSON})
    return result.structured_content


async def text_of(client, uri: str) -> str:
    (content,) = await client.read_resource(uri)
    return content.text


async def test_templates_are_what_the_guide_says(client):
    found = {template.uri_template for template in await client.list_resource_templates()}

    assert found >= {
        "scene://{scene_id}/source{?version}",
        "scene://{scene_id}/frames/{n}",
        "scene://{scene_id}/video",
        "session://{session_id}",
        "manim://api/{symbol}",
        "manim://snippets/{topic}",
    }


async def test_a_scene_s_source_can_be_read_in_each_version(client, planned):
    scene = planned["scenes"][1]
    first = await text_of(client, f"scene://{scene['scene_id']}/source")
    line = next(line for line in first.splitlines() if "pi" in line)
    edits = [{"old": line, "new": line + "  # area"}]
    await client.call_tool("edit_scene", {"scene_id": scene["scene_id"], "edits": edits})

    assert "# area" in await text_of(client, f"scene://{scene['scene_id']}/source")
    assert await text_of(client, f"scene://{scene['scene_id']}/source?version=1") == first


async def test_a_session_is_listed_and_can_be_read(client, planned):
    uri = f"session://{planned['session_id']}"

    listed = {str(found.uri): found.title for found in await client.list_resources()}
    said = json.loads(await text_of(client, uri))

    assert listed[uri] == "Circles"
    assert [scene["title"] for scene in said["scenes"]] == ["Round", "Area"]


async def test_the_api_and_topics_can_be_read(client):
    assert "radius" in await text_of(client, "manim://api/Circle")
    assert "```python" in await text_of(client, "manim://snippets/calculus")


@pytest.mark.parametrize("uri", ["scene://scn_none/source", "session://ses_none", "manim://snippets/zzzzqq"])
async def test_what_is_not_there_says_what_there_is(client, planned, uri):
    with pytest.raises(MCPError) as error:
        await client.read_resource(uri)

    assert "not_found" in str(error.value)
    assert "Fix:" in str(error.value)


async def test_a_scene_that_is_not_rendered_has_no_video(client, planned):
    with pytest.raises(MCPError, match="has no video"):
        await client.read_resource(f"scene://{planned['scenes'][0]['scene_id']}/video")


async def test_ids_symbols_and_topics_are_completed_by_what_they_begin_with_or_are_called(client, planned):
    async def completed(ref, name, value):
        return (await client.complete(ref, {"name": name, "value": value})).values

    session = ResourceTemplateReference(type="ref/resource", uri="session://{session_id}")
    symbol = ResourceTemplateReference(type="ref/resource", uri="manim://api/{symbol}")
    topic = ResourceTemplateReference(type="ref/resource", uri="manim://snippets/{topic}")
    fix = PromptReference(type="ref/prompt", name="fix_scene")
    explain = PromptReference(type="ref/prompt", name="explain_topic")
    translate = PromptReference(type="ref/prompt", name="translate_lesson")

    assert await completed(session, "session_id", "circ") == [planned["session_id"]]
    assert "Circle" in await completed(symbol, "symbol", "Circ")
    assert "calculus" in await completed(topic, "topic", "cal")
    assert await completed(fix, "scene_id", "area") == [planned["scenes"][1]["scene_id"]]
    assert "de" in await completed(translate, "language", "d")
    assert await completed(explain, "minutes", "3") == ["3"]
    assert await completed(explain, "audience", "child") == ["school children"]


PROMPTS = {
    "explain_topic": {"topic": "tides"},
    "explain_paper": {"paper": "attention.pdf"},
    "explain_codebase": {"folder": "src/app"},
    "explain_pull_request": {"diff": "change.diff"},
    "explain_algorithm": {"code": "sort.py"},
    "notes_to_lesson": {"notes": "Tides come twice a day."},
    "review_video": {"session_id": "ses_1"},
    "fix_scene": {"scene_id": "scn_1"},
    "translate_lesson": {"session_id": "ses_1", "language": "de"},
}


async def test_each_prompt_carries_its_arguments_and_names_only_tools_and_guides_that_there_are(client):
    tools = {tool.name for tool in await client.list_tools()}
    guides = {str(found.uri) for found in await client.list_resources()}
    assert {prompt.name for prompt in await client.list_prompts()} == set(PROMPTS)

    for name, arguments in PROMPTS.items():
        text = (await client.get_prompt(name, arguments)).messages[0].content.text
        assert all(value in text for value in arguments.values())
        quoted = {part for part in text.split("`")[1::2] if "_" in part and part.isidentifier()}
        assert len(text) < 4000
        known = tools | {"session_id", "scene_id", "base_version", "estimate_s"}
        assert quoted <= known, (name, quoted - known)
        assert {part for part in text.split("`") if part.startswith("guide://")} <= guides


async def test_skills_are_served(client):
    found = {str(resource.uri) for resource in await client.list_resources()}

    assert len({uri for uri in found if uri.endswith("/SKILL.md")}) == len(PROMPTS)
    assert "plan_lesson" in await text_of(client, "skill://fix-a-failed-scene/SKILL.md")


class TestSubscriptions:
    @pytest.mark.parametrize("mode", ["legacy"])
    async def test_older_clients_hear_when_a_session_changes(self, studio, mode):
        heard: asyncio.Queue[str] = asyncio.Queue()

        async def hear(message):
            inner = getattr(message, "root", message)
            if getattr(inner, "method", "") == "notifications/resources/updated":
                heard.put_nowait(str(inner.params.uri))

        async with Client(create_mcp(studio), message_handler=hear, mode=mode) as client:
            planned = (await client.call_tool("plan_lesson", {"lesson": LESSON})).structured_content
            uri = f"session://{planned['session_id']}"
            await client.session.subscribe_resource(uri)
            await client.call_tool(
                "plan_lesson", {"lesson": LESSON.replace("r^2", "r^3"), "session_id": planned["session_id"]}
            )
            async with asyncio.timeout(5):
                assert await heard.get() == uri

    async def test_older_clients_that_listen_hear_of_new_sessions_too(self, studio):
        heard: asyncio.Queue[str] = asyncio.Queue()

        async def hear(message):
            heard.put_nowait(getattr(getattr(message, "root", message), "method", ""))

        async with Client(create_mcp(studio), message_handler=hear, mode="legacy") as client:
            planned = (await client.call_tool("plan_lesson", {"lesson": LESSON})).structured_content
            await client.session.subscribe_resource(f"session://{planned['session_id']}")
            await client.call_tool("plan_lesson", {"lesson": LESSON.replace("Circles", "Spheres")})
            async with asyncio.timeout(5):
                while await heard.get() != "notifications/resources/list_changed":
                    pass

    async def test_newer_clients_hear_of_new_sessions_and_of_changes(self, studio):

        async with Client(create_mcp(studio)) as client:
            planned = (await client.call_tool("plan_lesson", {"lesson": LESSON})).structured_content
            uri = f"session://{planned['session_id']}"
            async with listen(client.session, resource_subscriptions=[uri]) as events:
                await client.call_tool(
                    "plan_lesson",
                    {"lesson": LESSON.replace("r^2", "r^3"), "session_id": planned["session_id"]},
                )
                async with asyncio.timeout(5):
                    async for event in events:
                        if getattr(event, "uri", "") == uri:
                            break


async def _get(url: str) -> httpx.Response:
    """Without the cookies of an earlier request."""
    async with httpx.AsyncClient() as http:
        return await http.get(url)


class TestPlayer:
    async def test_over_stdio_a_loopback_server_shows_the_session_to_whoever_has_the_address(
        self, client, studio, planned
    ):
        key = f"projects/{planned['project_id']}/sessions/{planned['session_id']}/scenes/0/v1.mp4"
        studio.store.put(key, b"video", {})

        result = await client.call_tool("open_player", {"session_id": planned["session_id"]})
        url, session = result.structured_content["url"], result.structured_content["session"]
        origin = url.partition("/login")[0]

        assert url in result.content[0].text
        assert session["scenes"][0]["title"] == "Round"
        assert session["captionsUrl"].startswith(origin)
        async with httpx.AsyncClient() as http:
            stranger = await http.get(f"{origin}/api/sessions/{planned['session_id']}")
            signed_in = await http.get(url)
            own = await http.get(
                f"{origin}/api/sessions/{planned['session_id']}",
                headers={"Cookie": signed_in.headers["set-cookie"].partition(";")[0]},
            )
            captions = await http.get(session["captionsUrl"])
            key_of = session["captionsUrl"].partition("?")[2]
            media = await http.get(f"{origin}/media/{key}?{key_of}", headers={"Range": "bytes=0-1"})
        closed = await _get(f"{origin}/media/{key}")
        assert (stranger.status_code, signed_in.status_code, own.status_code) == (401, 303, 200)
        assert (captions.status_code, captions.headers["access-control-allow-origin"]) == (200, "*")
        assert (media.status_code, media.content, closed.status_code) == (206, b"vi", 401)

    async def test_the_page_may_load_from_its_own_origin_only(self, client, planned):
        if not (Path(__file__).parents[2] / "server" / "web" / "app.html").is_file():
            pytest.skip("the pages are not built: run ./setup.sh")
        tool = next(tool for tool in await client.list_tools() if tool.name == "open_player")
        url = (
            await client.call_tool("open_player", {"session_id": planned["session_id"]})
        ).structured_content["url"]
        (page,) = await client.read_resource(tool.meta["ui"]["resourceUri"])

        assert page.mime_type == "text/html;profile=mcp-app"
        origin = url.partition("/login")[0]
        assert page.meta["ui"]["csp"] == {"resourceDomains": [origin], "connectDomains": [origin]}

    async def test_nobody_else_s_session_is_shown(self, client, planned):
        result = await client.call_tool("open_player", {"session_id": "ses_none"}, raise_on_error=False)

        assert result.is_error
        assert "not_found" in result.content[0].text
