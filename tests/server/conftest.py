"""A studio without a sandbox, and clients of it."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from fastmcp import Client

from pipeline.studio import StudioSettings, open_studio
from render_sandbox.sandbox import SandboxSettings
from server.app import create_mcp
from server.http import create_app
from server.settings import load_settings
from server.shares import studio_settings

LESSON = """---
title: Circles
---

## Round

A circle is round.

## Area

$$A = \\pi r^2$$
"""


@pytest.fixture
async def studio(home):
    """Nothing here may run code: the sandbox is refused, whatever the machine has."""
    async with open_studio(StudioSettings(home, SandboxSettings(backend="none"))) as studio:
        yield studio


@pytest.fixture
async def client(studio):
    async with Client(create_mcp(studio)) as client:
        yield client


@pytest.fixture
def lesson() -> str:
    return LESSON


@pytest.fixture
def planned(home, monkeypatch):
    """A session planned from the lesson, and an HTTP client on it: ``(http, studio, session)``."""
    import asyncio

    from pipeline.lesson import parse
    from pipeline.studio import Studio

    monkeypatch.setenv("PROOFREEL_SANDBOX", "none")
    settings = load_settings()
    studio = Studio(studio_settings(settings))
    session = studio.plan(parse(LESSON), owner="local", quality="preview").session
    with TestClient(create_app(settings, studio), base_url="http://127.0.0.1") as http:
        yield http, studio, session
    asyncio.run(studio.aclose())
