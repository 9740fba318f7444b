"""What an agent sees of the tools: one file per tool in ``schemas/``, so that a change is seen in review.

``SNAPSHOT_UPDATE=1 pytest tests/tools/test_surface.py`` writes the files anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from fastmcp import Client

from server.app import create_mcp

SCHEMAS = Path(__file__).parent / "schemas"
README = Path(__file__).parents[2] / "README.md"
MOST_TOKENS = 3000


def wire(tool) -> dict:
    said = tool.model_dump(mode="json", by_alias=True, exclude_none=True)
    said.pop("icons", None)
    (said.get("_meta") or {}).pop("fastmcp", None)
    return {key: value for key, value in said.items() if value}


def for_the_model(tool) -> bool:
    ui = (tool.meta or {}).get("ui", {})
    return "model" in ui.get("visibility", ["model"])


async def test_each_tool_is_as_its_snapshot_says(client):
    tools = {tool.name: wire(tool) for tool in await client.list_tools()}
    if os.environ.get("SNAPSHOT_UPDATE") == "1":
        SCHEMAS.mkdir(exist_ok=True)
        for stale in SCHEMAS.glob("*.json"):
            stale.unlink()
        for name, said in tools.items():
            text = json.dumps(said, indent=2, ensure_ascii=False)
            (SCHEMAS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    kept = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}

    assert tools == kept


async def test_all_schemas_together_cost_at_most_three_thousand_tokens(client, count_tokens):
    keys = ("name", "title", "description", "inputSchema", "outputSchema")
    texts = {
        tool.name: json.dumps(
            {key: value for key, value in wire(tool).items() if key in keys},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for tool in await client.list_tools()
        if for_the_model(tool)
    }

    counts = dict(zip(texts, count_tokens(list(texts.values())), strict=True))

    assert sum(counts.values()) <= MOST_TOKENS, counts


async def test_every_tool_says_what_a_host_needs_to_show_and_judge_it(client):
    for tool in await client.list_tools():
        assert tool.title, tool.name
        assert tool.icons, tool.name
        assert tool.output_schema, tool.name
        hints = tool.annotations
        assert hints is not None, tool.name
        assert hints.read_only_hint is not None, tool.name
        assert hints.open_world_hint is not None, tool.name
        if not hints.read_only_hint:
            assert hints.destructive_hint is not None, tool.name
            assert hints.idempotent_hint is not None, tool.name


FOR_THE_APP = {"session_snapshot", "scene_source", "scene_check", "scene_preview", "scene_save"}


async def test_what_only_the_player_calls_is_marked_so(client):
    hidden = {tool.name for tool in await client.list_tools() if not for_the_model(tool)}

    assert hidden == FOR_THE_APP


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_clients_without_apps_are_not_told_of_what_only_the_player_calls(studio, mode):
    async with Client(create_mcp(studio), mode=mode) as client:
        tools = await client.list_tools()

    assert tools
    assert all(for_the_model(tool) for tool in tools)


async def test_the_readme_names_every_tool_that_a_model_may_call(client):
    listed = README.read_text(encoding="utf-8").partition("<!-- tools -->")[2].partition("<!-- /tools -->")[0]

    assert set(listed.split("`")[1::2]) == {
        tool.name for tool in await client.list_tools() if for_the_model(tool)
    }


async def test_descriptions_say_what_comes_next(client):
    ends = {
        "lookup_api",
        "revert_scene",
        "export_video",
        "cancel",
        "get_status",
        "open_player",
        *FOR_THE_APP,
    }
    for tool in await client.list_tools():
        assert "Next:" in tool.description or tool.name in ends, tool.name


async def test_every_string_number_and_list_of_an_argument_is_bounded_or_an_id(client):
    for tool in await client.list_tools():
        for name, said in tool.input_schema["properties"].items():
            assert not {"title", "anyOf"} & set(said), (tool.name, name)
            if said.get("type") in ("number", "integer") and name not in (
                "index",
                "offset",
                "base_version",
                "version",
            ):
                assert {"minimum", "maximum"} <= set(said), (tool.name, name)


async def test_no_argument_of_a_tool_is_a_path_or_a_command(client):
    forbidden = {"path", "file", "filename", "out", "output", "command", "backend", "studio", "owner", "ctx"}
    for tool in await client.list_tools():
        assert not set(tool.input_schema["properties"]) & forbidden, tool.name


@pytest.mark.parametrize("backend", ["none"])
async def test_tools_that_this_host_cannot_serve_are_not_listed(home, backend):
    from pipeline.studio import StudioSettings, open_studio
    from render_sandbox.sandbox import SandboxSettings

    async with (
        open_studio(StudioSettings(home, SandboxSettings(backend=backend))) as studio,
        Client(create_mcp(studio)) as client,
    ):
        names = {tool.name for tool in await client.list_tools()}

    assert "plan_lesson" in names
    assert not names & {"render", "check_scene", "export_video", "cancel", "publish"}
