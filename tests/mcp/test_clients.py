"""Clients that others wrote: the official Inspector's command line, and the TypeScript SDK."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from render_sandbox.bubblewrap import find_bubblewrap

pytestmark = [pytest.mark.slow, pytest.mark.node]

NODE = Path(__file__).parent / "node"
ROOT = Path(__file__).parents[2]
SERVE = [sys.executable, "-m", "proofreel", "serve"]

CALLS = {
    "plan_lesson": ["lesson=---\ntitle: T\n---\n\n## A\n\nText.\n"],
    "list_projects": [],
    "search_snippets": ["query=circle"],
    "lookup_api": ["symbol=Circle"],
}
"""Arguments of tools that answer on an empty server; the others are called with an id that is not there."""


def inspect(node: str, target: list[str], *arguments: str) -> dict:
    program = NODE / "node_modules" / ".bin" / "mcp-inspector"
    done = subprocess.run(
        [node, str(program), "--cli", *target, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        env={**os.environ, "PATH": f"{Path(node).parent}:{os.environ['PATH']}"},
        check=False,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def call(node: str, target: list[str], tool: dict) -> dict:
    arguments = CALLS.get(tool["name"])
    if arguments is None:
        arguments = [_sample(name, said) for name, said in _required(tool)]
    flags = [part for argument in arguments for part in ("--tool-arg", argument)]
    return inspect(node, target, "--method", "tools/call", "--tool-name", tool["name"], *flags)


def answered(tool: dict, answer: dict) -> None:
    if tool["name"] in CALLS:
        assert answer["structuredContent"], tool["name"]
    else:
        assert "not_found" in answer["content"][0]["text"], (tool["name"], answer)


def test_the_inspector_lists_and_calls_every_tool(node, http):
    target = [http, "--transport", "http"]
    tools = inspect(node, target, "--method", "tools/list")["tools"]

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda tool: call(node, target, tool), tools))

    assert len(tools) >= 10
    for tool, answer in zip(tools, answers, strict=True):
        answered(tool, answer)


def test_over_stdio_the_inspector_lists_the_tools_and_hears_of_success_and_refusal(node, home):
    # Each of these starts a server. The Inspector hands no variables on: without this they would write into
    # the user's own home.
    target = ["env", f"PROOFREEL_HOME={home}", *SERVE]
    tools = {tool["name"]: tool for tool in inspect(node, target, "--method", "tools/list")["tools"]}

    for name in ("plan_lesson", "get_status"):
        answered(tools[name], call(node, target, tools[name]))

    assert len(tools) >= 10
    assert (home / "proofreel.db").is_file()


@pytest.mark.bubblewrap
def test_the_typescript_client_makes_a_lesson_from_plan_to_video(node, home, monkeypatch):
    if find_bubblewrap() is None:
        pytest.skip("bubblewrap is missing: apt install bubblewrap")
    monkeypatch.setenv("PROOFREEL_SANDBOX", "bubblewrap")
    monkeypatch.setenv("PROOFREEL_WORKERS", "1")

    done = subprocess.run(
        [node, "lesson.mjs", *SERVE], capture_output=True, text=True, timeout=200, cwd=NODE, check=False
    )

    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["spoken"] == ["2025-06-18", "2025-11-25", "2026-07-28"]
    assert (said["checked"], said["status"], said["source"]) == (True, "ready", True)
    assert said["frames"] >= 10
    assert list((home / "exports").rglob("*.mp4"))


def _required(tool: dict) -> list[tuple[str, dict]]:
    schema = tool["inputSchema"]
    return [(name, schema["properties"][name]) for name in schema.get("required", [])]


def _sample(name: str, said: dict) -> str:
    value = {
        "edits": [{"old": "a", "new": "b"}],
        "version": 1,
        "times": [0.5],
    }.get(name, "x_none" if said.get("type") == "string" else 1)
    return f"{name}={json.dumps(value) if not isinstance(value, str) else value}"
