"""The HTTP API against its own OpenAPI document: schemathesis asks what the document allows, and what not."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from .conftest import LESSON

HERE = Path(__file__).parent
SECRET = "a secret of the contract test"


@pytest.fixture
def server(home, monkeypatch):
    """A server on a free port, with a session: ``(url, ids that exist)``."""
    import uvicorn

    from pipeline.lesson import parse
    from pipeline.studio import Studio
    from server.http import create_app
    from server.settings import load_settings
    from server.shares import studio_settings

    monkeypatch.setenv("PROOFREEL_SANDBOX", "none")
    monkeypatch.setenv("PROOFREEL_SYNC_SECRETS", SECRET)
    monkeypatch.setenv("PROOFREEL_RATE_PER_MINUTE", "100000")
    settings = load_settings()
    studio = Studio(studio_settings(settings))
    plan = studio.plan(parse(LESSON), owner="local", quality="preview")
    key = "projects/p/sessions/s/scenes/0/v1.mp4"
    studio.store.put(key, b"a chunk", {})
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(100)
    server = uvicorn.Server(uvicorn.Config(create_app(settings, studio), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    ids = {"session_id": plan.session.id, "scene_id": plan.scenes[0].id, "topic": "calculus", "key": key}
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", ids
    server.should_exit = True
    thread.join()
    asyncio.run(studio.aclose())


def explore(server, tmp_path, *options: str, seconds: int = 280) -> None:
    url, ids = server
    # The first search builds the index, which may take longer than a client waits.
    httpx.get(f"{url}/search", params={"q": "circle"}, timeout=120).raise_for_status()
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": f"{HERE / 'contract'}:{HERE.parents[1]}",
        "KNOWN_IDS": json.dumps(ids),
        "JOB_SECRET": SECRET,
    }
    command = [Path(sys.executable).with_name("schemathesis")]
    command += ["--config-file", HERE / "contract" / "schemathesis.toml", "run", f"{url}/openapi.json"]
    # An event stream has no end.
    command += ["--exclude-path-regex", "/events$", "--seed", "1", "--generation-database", "none"]
    command += ["--request-timeout", "60", *options]
    done = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=seconds, check=False
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


@pytest.mark.slow
def test_every_answer_is_a_documented_one(server, tmp_path):
    explore(server, tmp_path, "--phases", "fuzzing", "--max-examples", "6")


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_every_answer_is_a_documented_one_at_length(server, tmp_path):
    explore(server, tmp_path, "--phases", "coverage,fuzzing,stateful", "--max-examples", "100", seconds=3500)
