"""The first answer: quick, equal to the server's own, and given once."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from fastmcp import Client

from pipeline.studio import StudioSettings, open_studio
from render_sandbox.sandbox import SandboxSettings
from server.app import create_mcp
from server.doorstep import HANDSHAKE_VERSIONS, early_answer

KEPT = Path(__file__).parents[2] / "server" / "handshake.json"


async def test_the_kept_answer_is_what_the_server_itself_says(home):
    async with (
        open_studio(StudioSettings(home, SandboxSettings(backend="none"))) as studio,
        Client(create_mcp(studio), mode="legacy") as client,
    ):
        own = client.initialize_result.model_dump(mode="json", by_alias=True, exclude_none=True)
    own.pop("protocolVersion")
    if os.environ.get("SNAPSHOT_UPDATE") == "1":
        KEPT.write_text(json.dumps(own, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    assert json.loads(KEPT.read_text(encoding="utf-8")) == own


OLDEST_AND_NEWEST = (min(HANDSHAKE_VERSIONS), max(HANDSHAKE_VERSIONS))


@pytest.mark.parametrize(
    "version",
    [
        pytest.param(version, marks=() if version in OLDEST_AND_NEWEST else pytest.mark.nightly)
        for version in HANDSHAKE_VERSIONS
    ],
)
def test_the_child_answers_once_and_then_serves(serve, version):
    server = serve()

    hello = server.greet(version)
    tools = server.ask(2, "tools/list")["result"]["tools"]
    server.close()

    assert hello["protocolVersion"] == version
    assert any(tool["name"] == "plan_lesson" for tool in tools)
    assert [json.loads(line).get("id") for line in server.lines].count(1) == 1


@pytest.mark.parametrize("key", ["", "sk-of-nobody"])
def test_with_a_key_for_a_model_it_offers_to_generate_over_stdio_as_well(serve, key):
    server = serve(env={"PROOFREEL_DIRECTOR_KEY": key} if key else None)

    server.greet()
    tools = server.ask(2, "tools/list")["result"]["tools"]
    server.close()

    assert any(tool["name"] == "generate_lesson" for tool in tools) == bool(key)


def test_a_version_that_nobody_knows_is_left_to_the_server(serve):
    hello = serve().greet("1999-01-01")

    assert hello["protocolVersion"] in HANDSHAKE_VERSIONS


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"no json",
        b"[]",
        b'{"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": {}}',
        b'{"jsonrpc": "2.0", "id": 1, "method": "initialize"}',
        b'{"jsonrpc": "2.0", "method": "initialize", "params": {"protocolVersion": "2025-11-25"}}',
    ],
)
def test_other_first_lines_are_not_answered_early(line):
    assert early_answer(line) is None


def test_a_client_that_says_nothing_and_leaves_ends_the_server(serve):
    server = serve()

    server.close()

    assert server.child.returncode == 0
