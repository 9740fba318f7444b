"""The official conformance suite against our server factory: the release, and the pre-release with 2026-07-28."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.node]

HERE = Path(__file__).parent
NODE = HERE / "node"

NOT_OURS = {
    "server-sse-polling": "wants a store of events that clients come back for; our HTTP mode is stateless",
    "http-custom-header-server-validation": "wants a tool with x-mcp-header; none of ours has arguments in headers",
} | dict.fromkeys(
    (
        "tasks-lifecycle",
        "tasks-capability-negotiation",
        "tasks-wire-fields",
        "tasks-request-state-removal",
        "tasks-mrtr-input",
        "tasks-request-headers",
        "tasks-dispatch-and-envelope",
        "tasks-required-task-error",
        "tasks-mrtr-composition",
    ),
    "calls its own fixture tools as tasks; ours stand for render, export_video, publish and generate_lesson "
    "alone (test_tasks.py)",
)
"""Scenarios that may fail, each with the reason. The suite itself scores none of them."""

SUITES = {
    "0.1.16": ("@modelcontextprotocol/conformance", ["--suite", "active"], 40),
    "0.2 at 2025-11-25": ("conformance-next", ["--requirements", "2025-11-25"], 80),
    "0.2 at 2026-07-28": ("conformance-next", ["--requirements", "2026-07-28"], 160),
}

NO_FIXTURE = {
    "0.2 at 2025-11-25": {
        "server-initialize",
        "logging-set-level",
        "ping",
        "completion-complete",
        "tools-list",
        "tools-call-error",
        "resources-list",
        "resources-subscribe",
        "resources-unsubscribe",
        "prompts-list",
        "dns-rebinding-protection",
    },
    "0.2 at 2026-07-28": {
        "completion-complete",
        "tools-list",
        "tools-call-error",
        "server-sse-multiple-streams",
        "resources-list",
        "sep-2164-resource-not-found",
        "prompts-list",
        "dns-rebinding-protection",
        "caching",
        "input-required-result-unsupported-methods",
        "input-required-result-ignore-extra-params",
        "input-required-result-validate-input",
        "http-header-validation",
    },
}
"""What the product has to pass as it is: the other scenarios call tools and prompts of the suite's own names."""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The address of the fixture app."""
    command = [sys.executable, str(HERE / "conformance_app.py"), str(tmp_path_factory.mktemp("conformance"))]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    port = child.stdout.readline().strip()
    yield f"http://127.0.0.1:{port}/mcp"
    child.terminate()
    child.wait(10)


def scenarios(node: str, url: str, suite: str) -> dict[str, tuple[bool, int]]:
    """By scenario: whether it passed, and how many of its checks did."""
    package, choice, _ = SUITES[suite]
    program = NODE / "node_modules" / package / "dist" / "index.js"
    done = subprocess.run(
        [node, str(program), "server", "--url", url, *choice],
        capture_output=True,
        text=True,
        timeout=240,
        cwd=NODE,
        check=False,
    )
    summary = done.stdout.partition("=== SUMMARY ===")[2]
    lines = re.findall(r"^([✓✗]) ([\w-]+): (\d+) passed", summary, re.MULTILINE)
    assert lines, done.stdout[-2000:] + done.stderr[-2000:]
    return {name: (mark == "✓", int(passed)) for mark, name, passed in lines}


@pytest.mark.parametrize("suite", SUITES)
def test_the_official_suite_passes_with_auth_on_but_for_what_is_explained(node, served, suite):
    found = scenarios(node, served, suite)

    failed = {name for name, (passed, _) in found.items() if not passed}
    assert failed <= set(NOT_OURS), failed - set(NOT_OURS)
    assert sum(checks for _, checks in found.values()) >= SUITES[suite][2], found


def test_the_product_itself_passes_what_needs_no_fixture(node, http):
    for suite, wanted in NO_FIXTURE.items():
        found = scenarios(node, http, suite)

        failed = {name for name in wanted if not found[name][0] or not found[name][1]}
        assert not failed, suite
