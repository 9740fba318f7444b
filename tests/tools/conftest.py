"""A studio that may list every tool, and clients of it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from fastmcp import Client
from mcp.client.extension import advertise

from pipeline.chunks import S3Settings
from pipeline.director import Director, DirectorSettings
from pipeline.studio import StudioSettings, open_studio
from render_sandbox.sandbox import SandboxSettings
from server.app import create_mcp

NODE = Path(__file__).parent.parent / "mcp" / "node"


def no_tools(owner):
    raise AssertionError(f"nothing is generated here, for {owner} or anybody")


@pytest.fixture
async def studio(home):
    """Host, a bucket and a model are named so that every tool is listed; nothing here uses them."""
    s3 = S3Settings("chunks", "sources", endpoint="http://127.0.0.1:9")
    async with open_studio(StudioSettings(home, SandboxSettings(backend="host"), s3=s3)) as studio:
        studio.director = Director(studio, no_tools, DirectorSettings("no key"))
        yield studio
        await studio.director.aclose()


@pytest.fixture
async def client(studio):
    """A host that shows MCP Apps: it is told of the tools that the player's page calls as well."""
    apps = advertise("io.modelcontextprotocol/ui", {"mimeTypes": ["text/html;profile=mcp-app"]})
    async with Client(create_mcp(studio), extensions=[apps]) as client:
        yield client


@pytest.fixture
def count_tokens(node):
    """Texts to numbers of tokens, by a tokenizer that models use."""

    def count(texts: list[str]) -> list[int]:
        done = subprocess.run(
            [node, "tokens.mjs"],
            input=json.dumps(texts),
            cwd=NODE,
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    return count
