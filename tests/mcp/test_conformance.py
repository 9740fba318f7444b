"""The official conformance suite against our server factory: the release, and the pre-release with 2026-07-28."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NODE = HERE / "node"

NOT_OURS = {
    "server-sse-polling": "wants a store of events that clients come back for; our HTTP mode is stateless",
    "http-custom-header-server-validation": "wants a tool with x-mcp-header; none of ours has arguments in headers",
}
"""Scenarios that may fail, each with the reason. Extensions are not scored by the suite."""

SUITES = {
    "0.1.16": ("@modelcontextprotocol/conformance", ["--suite", "active"], 40),
    "0.2 at 2025-11-25": ("conformance-next", ["--requirements", "2025-11-25"], 80),
    "0.2 at 2026-07-28": ("conformance-next", ["--requirements", "2026-07-28"], 150),
}


@pytest.fixture
def served(home):
    """The address of the fixture app."""
    child = subprocess.Popen(
        [sys.executable, str(HERE / "conformance_app.py"), str(home)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    port = child.stdout.readline().strip()
    yield f"http://127.0.0.1:{port}/mcp"
    child.terminate()
    child.wait(10)


@pytest.mark.node
@pytest.mark.parametrize("name", SUITES)
def test_the_official_suite_passes_but_for_what_is_explained(node, served, name):
    package, choice, least = SUITES[name]
    program = NODE / "node_modules" / package / "dist" / "index.js"

    done = subprocess.run(
        [node, str(program), "server", "--url", served, *choice],
        capture_output=True,
        text=True,
        timeout=240,
        cwd=NODE,
        check=False,
    )

    summary = done.stdout.partition("=== SUMMARY ===")[2]
    lines = re.findall(r"^([✓✗]) ([\w-]+): (\d+) passed", summary, re.MULTILINE)
    failed = {scenario for mark, scenario, _ in lines if mark == "✗" and not scenario.startswith("tasks-")}
    assert lines, done.stdout[-2000:] + done.stderr[-2000:]
    assert failed <= set(NOT_OURS), summary
    assert sum(int(passed) for _, _, passed in lines) >= least, summary
