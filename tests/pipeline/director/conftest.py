"""A director over a real studio, sandbox and MCP server, asking a replay server."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.director import Director, DirectorSettings
from pipeline.director.settings import Budget, Prices
from pipeline.studio import StudioSettings, open_studio
from render_sandbox.sandbox import SandboxSettings
from server.app import create_mcp
from server.directing import McpTools

from ...replay import replaying


@pytest.fixture
def direct(home):
    """``async with direct(script) as (director, replay)``; again on the same home after a crash."""

    @asynccontextmanager
    async def directed(
        script: Any,
        budget: Budget = Budget(),  # frozen
        snippets: tuple[Path, ...] = (),
        **settings: Any,
    ):
        sandbox = SandboxSettings(backend="bubblewrap", workers=1)
        kept = StudioSettings(home, sandbox, snippets=snippets)
        chosen = DirectorSettings("sk-scripted", retries=3, prices=Prices(3, 15), budget=budget)
        async with replaying(script) as replay, open_studio(kept) as studio:
            mcp = create_mcp(studio)
            tools_of = cache(lambda owner: McpTools(mcp, owner))
            boxes = [tools_of(owner) for owner in ("local", "github|ada")]
            chosen = replace(chosen, base_url=replay.url, **settings)
            director = Director(studio, tools_of, chosen)
            try:
                yield director, replay
            finally:
                await director.aclose()
                for box in boxes:
                    await box.aclose()

    return directed
